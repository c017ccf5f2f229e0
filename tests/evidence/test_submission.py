"""Exhibits under review."""

from dataclasses import replace

import pytest

from casework import search
from casework.errors import Refused
from casework.evidence import services, submission
from casework.review import services as reviews
from casework.review.checklist import checks_for
from casework.subjects import Role
from casework.vocabulary import InformationGrade, ReviewDecision, ReviewStatus, SourceGrade
from tests.factories import make_account


def submitted(desk):
    exhibit = desk.exhibit()
    return exhibit, submission.submit_exhibit(desk.session, desk.investigator, exhibit=exhibit)


def decide(desk, review, decision, reasons="because"):
    reviews.decide(
        desk.session, desk.supervisor, review, decision=decision, reasons=reasons,
        checklist={key for key, _text in checks_for("exhibit")},
        source_grade=SourceGrade.B, information_grade=InformationGrade.PROBABLY_TRUE,
    )  # fmt: skip


@pytest.mark.parametrize(
    "decision, status",
    [(ReviewDecision.APPROVE, ReviewStatus.APPROVED), (ReviewDecision.RETURN, ReviewStatus.RETURNED)],
)
def test_an_exhibit_follows_its_review(desk, decision, status):
    exhibit, review = submitted(desk)
    assert exhibit.status is ReviewStatus.SUBMITTED
    reviews.claim(desk.session, desk.supervisor, review)
    assert exhibit.status is ReviewStatus.CLAIMED
    decide(desk, review, decision)
    assert exhibit.status is status


def test_it_cannot_be_submitted_twice(desk):
    exhibit, _review = submitted(desk)
    with pytest.raises(Refused):
        submission.submit_exhibit(desk.session, desk.investigator, exhibit=exhibit)


def test_one_in_quarantine_cannot_be_submitted(desk):
    exhibit = desk.exhibit()
    exhibit.is_quarantined = True
    with pytest.raises(Refused):
        submission.submit_exhibit(desk.session, desk.investigator, exhibit=exhibit)


def test_whoever_described_it_cannot_review_it_even_when_another_submitted(desk):
    exhibit = desk.exhibit()
    said = replace(services.details_of(exhibit), title="Described by the supervisor")
    services.edit_exhibit(desk.session, desk.supervisor, case=desk.case, exhibit=exhibit, version=1, details=said)
    review = submission.submit_exhibit(desk.session, desk.investigator, exhibit=exhibit)
    with pytest.raises(Refused):
        reviews.claim(desk.session, desk.supervisor, review)


def test_the_search_finds_what_is_said_and_not_file_names_or_sources(desk):
    make_account(desk.session, Role.SUPERVISOR)
    desk.exhibit(b"x", "lastname.txt", title="شارع في القُوّة", claimed_content="a street", source="lastname")
    desk.session.flush()

    def found(query):
        return [hit.subject.label for hit in search.find(desk.session, desk.investigator, query).hits]

    assert found("القوة") == found("street") == ["EX-0001"]
    assert found("lastname") == []

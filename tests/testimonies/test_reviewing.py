"""A statement follows its review, and who wrote it never approves it."""

import pytest
from sqlmodel import Session

from casework.errors import Refused
from casework.review import services as reviews
from casework.review.checklist import checks_for
from casework.review.models import Review
from casework.subjects import Actor, Role
from casework.testimonies import queries, services
from casework.testimonies.models import Testimony
from casework.vocabulary import InformationGrade, ReviewDecision, ReviewStatus, SourceGrade
from tests.factories import make_account, make_case
from tests.testimonies.building import complete, make_testimony, make_witness, submitted


def _decide(session: Session, actor: Actor, testimony: Testimony, decision: ReviewDecision) -> Review:
    review = reviews.latest(session, testimony.subject)
    assert review is not None
    reviews.claim(session, actor, review)
    return reviews.decide(
        session,
        actor,
        review,
        decision=decision,
        reasons="The date in the second paragraph",
        checklist={key for key, _text in checks_for("testimony")},
        source_grade=SourceGrade.B,
        information_grade=InformationGrade.PROBABLY_TRUE,
    )


@pytest.fixture
def people(session: Session) -> tuple[Actor, Actor, Testimony]:
    writer, supervisor = make_account(session), make_account(session, Role.SUPERVISOR)
    case = make_case(session, [writer, supervisor])
    testimony = make_testimony(session, writer.as_actor(), case, make_witness(session, case))
    return writer.as_actor(), supervisor.as_actor(), testimony


def test_an_approval_names_the_approved_version(session: Session, people: tuple[Actor, Actor, Testimony]) -> None:
    writer, supervisor, testimony = people
    submitted(session, writer, testimony)
    _decide(session, supervisor, testimony, ReviewDecision.APPROVE)
    assert (testimony.status, testimony.approved_version) == (ReviewStatus.APPROVED, 1)


def test_what_was_returned_is_corrected_and_approved_as_the_next_version(
    session: Session, people: tuple[Actor, Actor, Testimony]
) -> None:
    writer, supervisor, testimony = people
    submitted(session, writer, testimony)
    _decide(session, supervisor, testimony, ReviewDecision.RETURN)
    assert testimony.status is ReviewStatus.RETURNED
    services.start_correction(session, writer, testimony=testimony, version=testimony.version, reason="The date")
    submitted(session, writer, testimony)
    _decide(session, supervisor, testimony, ReviewDecision.APPROVE)
    numbers = [row.number for row in queries.versions(session, writer, testimony=testimony)]
    assert (testimony.status, testimony.approved_version, numbers) == (ReviewStatus.APPROVED, 2, [2, 1])


def test_an_approved_version_stays_approved_while_its_correction_is_written(
    session: Session, people: tuple[Actor, Actor, Testimony]
) -> None:
    writer, supervisor, testimony = people
    submitted(session, writer, testimony)
    _decide(session, supervisor, testimony, ReviewDecision.APPROVE)
    services.start_correction(session, writer, testimony=testimony, version=testimony.version, reason="The date")
    assert (testimony.status, testimony.approved_version) == (ReviewStatus.DRAFT, 1)


def test_a_supervisor_who_changed_the_draft_cannot_review_it(
    session: Session, people: tuple[Actor, Actor, Testimony]
) -> None:
    writer, supervisor, testimony = people
    content = complete("changed by the supervisor")
    services.save_draft(session, supervisor, testimony=testimony, version=testimony.version, content=content)
    submitted(session, writer, testimony)
    with pytest.raises(Refused):
        _decide(session, supervisor, testimony, ReviewDecision.APPROVE)

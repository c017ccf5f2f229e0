"""Statements: begin, save, submit, correct, on both databases."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from casework import audit
from casework.access import Membership
from casework.cases.models import Case
from casework.errors import Forbidden, Invalid, NotFound, Refused, Stale
from casework.review import services as reviews
from casework.subjects import Actor, Role
from casework.testimonies import queries, services
from casework.testimonies.content import Content, content_hash
from casework.testimonies.models import Testimony, TestimonyVersion
from casework.vocabulary import ReviewStatus, TestimonyKind
from casework.witnesses.models import Consent
from tests.factories import make_account, make_case
from tests.testimonies.building import complete, make_testimony, make_witness, paragraphs, submitted


@pytest.fixture
def writer(session: Session) -> Actor:
    return make_account(session).as_actor()


@pytest.fixture
def case(session: Session, writer: Actor) -> Case:
    noise = make_case(session)
    make_witness(session, noise, number=7)
    made = make_case(session)
    session.add(Membership(case_id=made.key, account_id=writer.key, reason="test"))
    session.flush()
    return made


def _returned(session: Session, writer: Actor, case: Case, *texts: str) -> Testimony:
    testimony = make_testimony(session, writer, case, make_witness(session, case), *texts)
    submitted(session, writer, testimony)
    review = reviews.latest(session, testimony.subject)
    assert review is not None
    testimony.status = review.status = ReviewStatus.RETURNED
    session.flush()
    return testimony


def _correct(session: Session, writer: Actor, testimony: Testimony) -> Content:
    services.start_correction(
        session, writer, testimony=testimony, version=testimony.version, reason="A date was wrong"
    )
    return Content.from_json(testimony.draft)


def test_numbers_run_in_their_case_and_are_never_given_twice(session: Session, writer: Actor, case: Case) -> None:
    witness = make_witness(session, case)
    made = [services.start(session, writer, case=case, witness=witness).reference for _i in range(3)]
    assert made == ["T-0001", "T-0002", "T-0003"]


def test_a_witness_of_another_case_is_not_found(session: Session, writer: Actor, case: Case) -> None:
    stranger = make_witness(session, make_case(session), number=3)
    with pytest.raises(NotFound):
        services.start(session, writer, case=case, witness=stranger)


@pytest.mark.parametrize("answer", ["", "no", "not_asked"])
def test_nothing_is_begun_without_consent_to_store(session: Session, writer: Actor, case: Case, answer: str) -> None:
    witness = make_witness(session, case, store=answer)
    with pytest.raises(Refused) as refusal:
        services.start(session, writer, case=case, witness=witness)
    assert refusal.value.causes[0].subject == witness.subject


def test_another_account_of_the_same_witness_needs_a_reason(session: Session, writer: Actor, case: Case) -> None:
    witness = make_witness(session, case)
    with pytest.raises(Invalid) as problem:
        services.start(session, writer, case=case, witness=witness, kind=TestimonyKind.SUPPLEMENTARY)
    assert "why_needed" in problem.value.fields


def test_who_is_no_member_may_not_begin(session: Session, case: Case) -> None:
    stranger = make_account(session, Role.SUPERVISOR).as_actor()
    with pytest.raises(Forbidden):
        services.start(session, stranger, case=case, witness=make_witness(session, case))


def test_a_draft_is_kept_although_it_is_not_complete(session: Session, writer: Actor, case: Case) -> None:
    testimony = services.start(session, writer, case=case, witness=make_witness(session, case))
    content = Content(paragraphs=paragraphs("half a"))
    services.save_draft(session, writer, testimony=testimony, version=1, content=content)
    assert Content.from_json(testimony.draft).numbers == ("1",)


def test_a_save_over_somebody_elses_is_refused_with_what_they_saved(
    session: Session, writer: Actor, case: Case
) -> None:
    testimony = make_testimony(session, writer, case, make_witness(session, case), "theirs")
    with pytest.raises(Stale) as stale:
        services.save_draft(session, writer, testimony=testimony, version=1, content=complete("mine"))
    assert stale.value.current.draft["paragraphs"][0]["original"] == "theirs"


def test_an_interview_cannot_end_before_it_began(session: Session, writer: Actor, case: Case) -> None:
    testimony = services.start(session, writer, case=case, witness=make_witness(session, case))
    content = complete()
    backwards = content.changed(started=content.ended, ended=content.started)
    with pytest.raises(Invalid) as problem:
        services.save_draft(session, writer, testimony=testimony, version=1, content=backwards)
    assert set(problem.value.fields) == {"ended"}


def test_an_unknown_exhibit_code_is_named_beside_its_field(session: Session, writer: Actor, case: Case) -> None:
    testimony = services.start(session, writer, case=case, witness=make_witness(session, case))
    with pytest.raises(Invalid) as problem:
        services.save_draft(
            session, writer, testimony=testimony, version=1, content=complete(exhibits_shown=("EX-0404",))
        )
    assert "EX-0404" in str(problem.value.fields["exhibits_shown"])


def test_an_incomplete_statement_is_not_submitted_and_every_gap_is_named(
    session: Session, writer: Actor, case: Case
) -> None:
    testimony = services.start(session, writer, case=case, witness=make_witness(session, case))
    with pytest.raises(Invalid) as problem:
        submitted(session, writer, testimony)
    assert {"started", "ended", "place_type", "paragraphs", "read_back"} <= set(problem.value.fields)
    assert testimony.status is ReviewStatus.DRAFT


def test_submitting_freezes_the_text_with_its_hash_and_says_who_wrote_it(
    session: Session, writer: Actor, case: Case
) -> None:
    testimony = make_testimony(session, writer, case, make_witness(session, case))
    frozen = submitted(session, writer, testimony)
    assert (testimony.status, testimony.submitted_version) == (ReviewStatus.SUBMITTED, 1)
    assert frozen.content_hash == content_hash(frozen.content)
    assert (frozen.submitted_by, frozen.writers, testimony.author_id) == (writer.id, [writer.id], writer.id)
    entry = audit.entries(session, subject=testimony.subject, action="testimony.submitted")[0]
    assert entry.facts["sha256"] == frozen.content_hash


def test_everybody_who_saved_the_draft_counts_as_a_writer(session: Session, writer: Actor, case: Case) -> None:
    second = make_account(session, Role.SUPERVISOR).as_actor()
    session.add(Membership(case_id=case.key, account_id=second.key, reason="test"))
    testimony = make_testimony(session, writer, case, make_witness(session, case))
    services.save_draft(session, second, testimony=testimony, version=2, content=complete("changed"))
    assert submitted(session, writer, testimony).writers == [writer.id, second.id]


@pytest.mark.parametrize("verb", ["UPDATE testimony_version SET reason = 'x'", "DELETE FROM testimony_version"])
def test_the_database_refuses_to_change_a_frozen_version(
    session: Session, writer: Actor, case: Case, verb: str
) -> None:
    submitted(session, writer, make_testimony(session, writer, case, make_witness(session, case)))
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(verb))


def test_submitting_twice_makes_one_version(session: Session, writer: Actor, case: Case) -> None:
    testimony = make_testimony(session, writer, case, make_witness(session, case))
    seen = testimony.version
    services.submit(session, writer, testimony=testimony, version=seen)
    with pytest.raises(Stale):
        services.submit(session, writer, testimony=testimony, version=seen)
    with pytest.raises(Refused):
        submitted(session, writer, testimony)
    assert len(session.exec(select(TestimonyVersion)).all()) == 1


def test_after_submission_the_draft_takes_no_change(session: Session, writer: Actor, case: Case) -> None:
    testimony = make_testimony(session, writer, case, make_witness(session, case))
    submitted(session, writer, testimony)
    with pytest.raises(Refused):
        services.save_draft(
            session, writer, testimony=testimony, version=testimony.version, content=complete("changed")
        )


def test_consent_withdrawn_meanwhile_stops_the_submission(session: Session, writer: Actor, case: Case) -> None:
    witness = make_witness(session, case)
    testimony = make_testimony(session, writer, case, witness)
    taken_back = {"store": {"answer": "withdrawn", "condition": ""}}
    session.add(
        Consent(case_id=case.key, witness_id=witness.key, sequence=2, given_on=date(2025, 4, 1), answers=taken_back,
                is_withdrawal=True)
    )  # fmt: skip
    session.flush()
    with pytest.raises(Refused):
        submitted(session, writer, testimony)


@pytest.mark.parametrize("status", [ReviewStatus.DRAFT, ReviewStatus.SUBMITTED, ReviewStatus.REJECTED])
def test_only_what_was_returned_or_approved_is_corrected(
    session: Session, writer: Actor, case: Case, status: ReviewStatus
) -> None:
    testimony = make_testimony(session, writer, case, make_witness(session, case))
    testimony.status = status
    session.flush()
    with pytest.raises(Refused):
        services.start_correction(session, writer, testimony=testimony, version=testimony.version, reason="why")


def test_a_correction_says_why_and_keeps_the_first_version(session: Session, writer: Actor, case: Case) -> None:
    testimony = _returned(session, writer, case, "one", "two")
    first = queries.get_version(session, writer, testimony=testimony, number=1)
    before = dict(first.content)
    content = _correct(session, writer, testimony)
    rows = content.paragraphs
    changed = content.changed(paragraphs=(rows[0].model_copy(update={"original": "better"}), rows[1]))
    services.save_draft(session, writer, testimony=testimony, version=testimony.version, content=changed)
    second = submitted(session, writer, testimony)
    session.refresh(first)
    assert (first.content, second.number, second.reason) == (before, 2, "A date was wrong")


def test_a_correction_without_a_reason_is_not_begun(session: Session, writer: Actor, case: Case) -> None:
    testimony = _returned(session, writer, case)
    with pytest.raises(Invalid):
        services.start_correction(session, writer, testimony=testimony, version=testimony.version, reason=" ")


def test_a_correction_keeps_numbers_inserts_letters_and_withdraws(session: Session, writer: Actor, case: Case) -> None:
    testimony = _returned(session, writer, case, "one", "two", "three")
    content = _correct(session, writer, testimony)
    one, two, three = content.paragraphs
    rows = (one, *paragraphs("inserted"), two.model_copy(update={"is_withdrawn": True}), three, *paragraphs("added"))
    services.save_draft(
        session, writer, testimony=testimony, version=testimony.version, content=content.changed(paragraphs=rows)
    )
    frozen = Content.from_json(submitted(session, writer, testimony).content)
    assert frozen.numbers == ("1", "1a", "2", "3", "4")
    withdrawn = frozen.paragraph("2")
    assert withdrawn is not None
    assert (withdrawn.is_withdrawn, withdrawn.original) == (True, "")


def test_a_submitted_paragraph_cannot_be_left_out(session: Session, writer: Actor, case: Case) -> None:
    testimony = _returned(session, writer, case, "one", "two")
    content = _correct(session, writer, testimony)
    shorter = content.changed(paragraphs=content.paragraphs[:1])
    with pytest.raises(Invalid):
        services.save_draft(session, writer, testimony=testimony, version=testimony.version, content=shorter)


def test_a_dossier_gets_the_frozen_version_and_not_the_draft(session: Session, writer: Actor, case: Case) -> None:
    testimony = _returned(session, writer, case, "as submitted")
    content = _correct(session, writer, testimony)
    rows = (content.paragraphs[0].model_copy(update={"original": "as corrected"}),)
    services.save_draft(
        session, writer, testimony=testimony, version=testimony.version, content=content.changed(paragraphs=rows)
    )
    statement = queries.statement_of(session, testimony, 1)
    assert (statement.witness, statement.content.paragraphs[0].original) == ("W-0001", "as submitted")


def test_a_version_altered_behind_our_back_is_not_given_out(session: Session, writer: Actor, case: Case) -> None:
    testimony = _returned(session, writer, case)
    row = queries.get_version(session, writer, testimony=testimony, number=1)
    assert queries.is_intact(row)
    row.content = {**row.content, "interviewer": "somebody else"}
    assert not queries.is_intact(row)
    session.expire(row)

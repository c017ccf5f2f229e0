"""Reviews: what one person wrote, another approves."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from casework import audit
from casework.accounts.models import Account
from casework.cases.models import Case
from casework.errors import Forbidden, Invalid, Refused
from casework.review import services
from casework.review.authorship import had_a_hand_in, written_by
from casework.review.checklist import checks_for
from casework.review.models import Review
from casework.subjects import Role, Subject
from casework.vocabulary import InformationGrade, ReviewDecision, ReviewStatus, SourceGrade
from tests.factories import make_account, make_case


@pytest.fixture
def people(session: Session) -> tuple[Account, Account, Case]:
    """An author, a supervisor and their case, among others."""
    author, supervisor = make_account(session), make_account(session, Role.SUPERVISOR)
    make_case(session, [make_account(session)])
    return author, supervisor, make_case(session, [author, supervisor])


def _submitted(session: Session, author: Account, case: Case, number: int = 1) -> Review:
    # A kind that no feature follows: the queue alone is tried here, whatever else the process has imported.
    subject = Subject("noise", number, case.key, f"N-{number:04d}")
    return services.submit(session, author.as_actor(), subject, 1, author.key)


def _decide(session: Session, by: Account, review: Review, decision: ReviewDecision, **fields: object) -> Review:
    ticked = {key for key, _text in checks_for(review.subject_kind)}
    values = {"reasons": "", "checklist": ticked, "source_grade": SourceGrade.B,
              "information_grade": InformationGrade.PROBABLY_TRUE}  # fmt: skip
    return services.decide(session, by.as_actor(), review, decision=decision, **(values | fields))  # type: ignore[arg-type]


def test_a_supervisor_claims_and_approves(session: Session, people: tuple[Account, Account, Case]) -> None:
    author, supervisor, case = people
    review = services.claim(session, supervisor.as_actor(), _submitted(session, author, case))
    assert _decide(session, supervisor, review, ReviewDecision.APPROVE).status is ReviewStatus.APPROVED
    assert services.standing(session, author.as_actor(), case.key) == {"noise": {ReviewStatus.APPROVED: 1}}


def test_the_author_can_never_claim_their_own_work(session: Session, people: tuple[Account, Account, Case]) -> None:
    _author, supervisor, case = people
    review = _submitted(session, supervisor, case)
    with pytest.raises(Refused):
        services.claim(session, supervisor.as_actor(), review)
    assert review.reviewer_id is None


def test_who_wrote_a_part_cannot_claim_it_though_another_is_its_author_now(
    session: Session, people: tuple[Account, Account, Case]
) -> None:
    author, supervisor, case = people
    review = _submitted(session, author, case)
    audit.record(session, supervisor.as_actor(), "incident.changed", services.subject_of(review))
    with pytest.raises(Refused):
        services.claim(session, supervisor.as_actor(), review)


def test_whatever_else_somebody_did_with_it_they_may_review_it(
    session: Session, people: tuple[Account, Account, Case]
) -> None:
    author, supervisor, case = people
    review, actor = _submitted(session, author, case), supervisor.as_actor()
    subject, other = services.subject_of(review), _submitted(session, author, case, 2)
    for act in ("review.submitted", "evidence.verified", "evidence.downloaded", "xmade"):
        audit.record(session, actor, act, subject)
    audit.record(session, actor, "noise.made", services.subject_of(other))
    assert written_by(session, actor, [subject, services.subject_of(other)]) == {("noise", 2)}
    assert not had_a_hand_in(session, actor, subject)
    assert services.claim(session, actor, review).reviewer_id == supervisor.id


def test_a_hand_in_it_is_found_behind_any_number_of_later_acts(
    session: Session, people: tuple[Account, Account, Case]
) -> None:
    author, supervisor, case = people
    review, actor = _submitted(session, author, case), supervisor.as_actor()
    audit.record(session, actor, "evidence.edited", services.subject_of(review))
    for _ in range(501):
        audit.record(session, actor, "evidence.downloaded", services.subject_of(review))
    assert had_a_hand_in(session, actor, services.subject_of(review))


def test_the_database_itself_refuses_an_author_as_reviewer(
    session: Session, people: tuple[Account, Account, Case]
) -> None:
    author, _supervisor, case = people
    review = _submitted(session, author, case)
    review.reviewer_id = author.key
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_investigator_may_not_decide(session: Session, people: tuple[Account, Account, Case]) -> None:
    author, supervisor, case = people
    other = make_account(session)
    review = services.claim(session, supervisor.as_actor(), _submitted(session, author, case))
    with pytest.raises(Forbidden):
        _decide(session, other, review, ReviewDecision.APPROVE)


def test_what_waits_cannot_be_submitted_twice(session: Session, people: tuple[Account, Account, Case]) -> None:
    author, _supervisor, case = people
    _submitted(session, author, case)
    with pytest.raises(Refused):
        _submitted(session, author, case)


def test_a_return_needs_reasons_and_an_approval_needs_every_check(
    session: Session, people: tuple[Account, Account, Case]
) -> None:
    author, supervisor, case = people
    review = services.claim(session, supervisor.as_actor(), _submitted(session, author, case))
    with pytest.raises(Invalid) as without_reasons:
        _decide(session, supervisor, review, ReviewDecision.RETURN)
    with pytest.raises(Invalid) as without_checks:
        _decide(session, supervisor, review, ReviewDecision.APPROVE, checklist={"no_identity"})
    assert set(without_reasons.value.fields) == {"reasons"}
    assert set(without_checks.value.fields) == {"checklist"}


def test_a_second_supervisor_cannot_take_a_claimed_review(
    session: Session, people: tuple[Account, Account, Case]
) -> None:
    author, supervisor, _case = people
    second = make_account(session, Role.SUPERVISOR)
    case = make_case(session, [author, supervisor, second])
    review = services.claim(session, supervisor.as_actor(), _submitted(session, author, case))
    with pytest.raises(Refused):
        services.claim(session, second.as_actor(), review)


def test_returned_work_is_shown_to_its_author_until_it_is_sent_again(
    session: Session, people: tuple[Account, Account, Case]
) -> None:
    author, supervisor, case = people
    review = services.claim(session, supervisor.as_actor(), _submitted(session, author, case))
    _decide(session, supervisor, review, ReviewDecision.RETURN, reasons="¶2 is not clear")
    assert [row.key for row in services.returned_to(session, author.as_actor())] == [review.key]
    _submitted(session, author, case)
    assert services.returned_to(session, author.as_actor()) == []


def test_remarks_need_a_claim(session: Session, people: tuple[Account, Account, Case]) -> None:
    author, supervisor, case = people
    review = _submitted(session, author, case)
    with pytest.raises(Refused):
        services.comment(session, supervisor.as_actor(), review, paragraph="2", text="Who said this?")
    services.claim(session, supervisor.as_actor(), review)
    services.comment(session, supervisor.as_actor(), review, paragraph="2", text="Who said this?")
    remarks = services.comments_of(session, author.as_actor(), services.subject_of(review), version=1)
    assert [(row.paragraph, row.text) for row in remarks] == [("2", "Who said this?")]

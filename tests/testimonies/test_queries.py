"""Statements read: filters, one's own, and what search knows."""

import pytest
from sqlmodel import Session, col

from casework import search
from casework.cases.models import Case
from casework.errors import Forbidden
from casework.search import Filters
from casework.subjects import Actor
from casework.testimonies import queries, services
from casework.testimonies.models import Testimony
from casework.vocabulary import ReviewStatus
from casework.web.paging import page
from tests.factories import make_account, make_case
from tests.testimonies.building import ARABIC, make_testimony, make_witness, submitted


@pytest.fixture
def people(session: Session) -> tuple[Actor, Actor, Case]:
    first, second = make_account(session), make_account(session)
    case = make_case(session, [first, second])
    elsewhere = make_case(session, [first])
    services.start(session, first.as_actor(), case=elsewhere, witness=make_witness(session, elsewhere))
    return first.as_actor(), second.as_actor(), case


def _found(session: Session, actor: Actor, case: Case, **filters: object) -> list[str]:
    statement = queries.list_testimonies(session, actor, case=case, **filters)  # type: ignore[arg-type]
    return [row.reference for row in page(session, statement, key=col(Testimony.id)).items]


def test_the_list_holds_one_case_newest_first_and_filters(session: Session, people: tuple[Actor, Actor, Case]) -> None:
    first, second, case = people
    one, other = make_witness(session, case), make_witness(session, case, number=2)
    submitted(session, first, make_testimony(session, first, case, one))
    services.start(session, second, case=case, witness=other)
    assert _found(session, first, case) == ["T-0002", "T-0001"]
    assert _found(session, first, case, status=ReviewStatus.SUBMITTED) == ["T-0001"]
    assert _found(session, first, case, witness=" w-0002") == ["T-0002"]
    assert _found(session, first, case, mine=True) == ["T-0001"]


def test_who_is_no_member_gets_no_list(session: Session, people: tuple[Actor, Actor, Case]) -> None:
    stranger = make_account(session).as_actor()
    with pytest.raises(Forbidden):
        queries.list_testimonies(session, stranger, case=people[2])


def test_ones_own_drafts_of_all_cases_are_found_for_the_home_page(
    session: Session, people: tuple[Actor, Actor, Case]
) -> None:
    first, second, case = people
    services.start(session, second, case=case, witness=make_witness(session, case))
    mine = queries.my_testimonies(session, first, status=ReviewStatus.DRAFT)
    assert [(row.reference, reference != case.reference) for row, reference in mine] == [("T-0001", True)]


def test_what_was_written_is_found_by_members_only(session: Session, people: tuple[Actor, Actor, Case]) -> None:
    first, _second, case = people
    testimony = make_testimony(session, first, case, make_witness(session, case), ARABIC)
    stranger = make_account(session).as_actor()
    found = search.find(session, first, "اذار", Filters()).hits
    assert [hit.subject for hit in found] == [testimony.subject]
    assert not search.find(session, stranger, "اذار", Filters()).hits

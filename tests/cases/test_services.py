"""Cases: opened, edited, closed, shared."""

from datetime import date

import pytest
from sqlmodel import Session

from casework import audit
from casework.cases import services
from casework.errors import Forbidden, Invalid, Refused, Stale
from casework.subjects import Role
from casework.vocabulary import CaseStatus
from tests.factories import make_account, make_case


def test_references_are_counted_by_year_and_never_reused(session: Session) -> None:
    supervisor = make_account(session, Role.SUPERVISOR).as_actor()
    years = [2024, 2031, 2031]
    opened = [
        services.open_case(session, supervisor, title="A", opened_on=date(year, 1, 1)).reference for year in years
    ]
    assert opened == ["CW-2024-0001", "CW-2031-0001", "CW-2031-0002"]


def test_who_opens_a_case_is_its_first_member_and_an_investigator_cannot(session: Session) -> None:
    supervisor = make_account(session, Role.SUPERVISOR)
    case = services.open_case(session, supervisor.as_actor(), title="A", opened_on=date(2025, 3, 11))
    assert [account.key for _m, account in services.members(session, supervisor.as_actor(), case)] == [supervisor.key]
    with pytest.raises(Forbidden):
        services.open_case(session, make_account(session).as_actor(), title="B", opened_on=date(2025, 3, 11))


def test_a_stale_edit_is_refused_and_changes_nothing(session: Session) -> None:
    supervisor = make_account(session, Role.SUPERVISOR)
    case, actor = make_case(session, [supervisor]), supervisor.as_actor()
    services.edit_case(session, actor, case=case, version=1, title="First")
    with pytest.raises(Stale):
        services.edit_case(session, actor, case=case, version=1, title="Second")
    assert (case.title, case.version) == ("First", 2)


def test_the_log_says_which_fields_changed_and_not_what_they_say(session: Session) -> None:
    supervisor = make_account(session, Role.SUPERVISOR)
    case = make_case(session, [supervisor])
    services.edit_case(session, supervisor.as_actor(), case=case, version=1, title=case.title, summary="Delicate")
    entry = audit.entries(session, case_id=case.key, action="case.edited")[0]
    assert entry.facts == {"changed": ["summary"]}


def test_a_closed_case_takes_no_changes_until_it_is_opened_again(session: Session) -> None:
    supervisor = make_account(session, Role.SUPERVISOR)
    case, actor = make_case(session, [supervisor]), supervisor.as_actor()
    services.change_status(session, actor, case=case, to=CaseStatus.CLOSED, reason="done")
    with pytest.raises(Refused):
        services.edit_case(session, actor, case=case, version=case.version, title="Late")
    with pytest.raises(Refused):
        services.change_status(session, actor, case=case, to=CaseStatus.UNDER_REVIEW, reason="no such step")
    services.change_status(session, actor, case=case, to=CaseStatus.OPEN, reason="new evidence")
    assert services.edit_case(session, actor, case=case, version=case.version, title="Again").title == "Again"


def test_members_are_added_once_and_only_those_who_work_on_cases(session: Session) -> None:
    supervisor, colleague = make_account(session, Role.SUPERVISOR), make_account(session)
    case, actor = make_case(session, [supervisor]), supervisor.as_actor()
    services.add_member(session, actor, case=case, email=colleague.email.upper(), reason="interviews")
    outsiders = [colleague, make_account(session, Role.AUDITOR), make_account(session, is_disabled=True)]
    for account in outsiders:
        with pytest.raises(Invalid):
            services.add_member(session, actor, case=case, email=account.email, reason="again")
    with pytest.raises(Forbidden):
        services.add_member(session, colleague.as_actor(), case=case, email="x@example.org", reason="no right")


def test_the_last_supervisor_cannot_be_removed(session: Session) -> None:
    supervisor, colleague = make_account(session, Role.SUPERVISOR), make_account(session)
    case, actor = make_case(session, [supervisor, colleague]), supervisor.as_actor()
    with pytest.raises(Refused):
        services.remove_member(session, actor, case=case, account_id=supervisor.key, reason="leaves")
    services.remove_member(session, actor, case=case, account_id=colleague.key, reason="leaves")
    with pytest.raises(Forbidden):
        services.members(session, colleague.as_actor(), case)


def test_the_list_is_paged_by_key_and_filtered_by_status(session: Session) -> None:
    supervisor = make_account(session, Role.SUPERVISOR)
    cases = [make_case(session, [supervisor]) for _ in range(3)]
    first = services.list_cases(session, supervisor.as_actor(), limit=2)
    assert [case.key for case in first] == [cases[2].key, cases[1].key]
    rest = services.list_cases(session, supervisor.as_actor(), after=first[-1].key)
    assert [case.key for case in rest] == [cases[0].key]
    assert services.list_cases(session, supervisor.as_actor(), status=CaseStatus.CLOSED) == []

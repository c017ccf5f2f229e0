"""Consent on record, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from casework import audit
from casework.db import now
from casework.errors import Forbidden, Invalid
from casework.vocabulary import AgeBand, ConsentGiver, ConsentScope
from casework.witnesses import consents
from casework.witnesses.consent import Decision, Reason, RecipientList, RecipientRef, may_be_used
from casework.witnesses.given import GivenConsent
from casework.witnesses.models import Consent, Witness
from tests.witnesses.conftest import Team, make_witness

TODAY = now().date()
SCOPE = ConsentScope.NATIONAL_COMMISSION
YES = GivenConsent(given_on=TODAY, decisions={SCOPE: Decision.YES}, conditions={})
COMMITTEE = RecipientRef("national_commission", "demo-committee")


def record(session: Session, team: Team, witness: Witness, given: GivenConsent = YES) -> Consent:
    return consents.record_consent(session, team.actor, witness=witness, given=given, zone="UTC")


def withdraw(session: Session, team: Team, witness: Witness, **changes: object) -> Consent:
    values = {"on": TODAY, "scopes": list(ConsentScope), "not_recallable": "", "zone": "UTC"} | changes
    return consents.withdraw_consent(session, team.actor, witness=witness, **values)  # type: ignore[arg-type]


def answer(session: Session, witness: Witness) -> Reason:
    records = consents.history(session, [witness.key])[witness.key]
    return may_be_used(records, SCOPE, COMMITTEE, TODAY).reason


def test_what_was_recorded_is_what_the_rule_reads(session: Session, team: Team, witness: Witness) -> None:
    given = replace(
        YES,
        decisions={SCOPE: Decision.CONDITION, ConsentScope.STORE: Decision.YES},
        conditions={SCOPE: " No village. "},
        allowed=RecipientList(frozenset({"national_commission"}), frozenset({"body-1"})),
        excluded=RecipientList(keys=frozenset({"body-2"})),
        expires_on=TODAY + timedelta(days=9),
    )
    row = record(session, team, witness, given)
    session.expire_all()
    [read] = consents.history(session, [witness.key])[witness.key]
    assert (read.ref, read.effective, read.expires_on) == (f"C{row.sequence}", TODAY, given.expires_on)
    assert (read.decisions, read.conditions[SCOPE]) == (given.decisions, "No village.")
    assert (read.allowed, read.excluded) == (given.allowed, given.excluded)


def test_a_withdrawal_holds_at_once_and_a_new_consent_after_it_too(
    session: Session, team: Team, witness: Witness
) -> None:
    record(session, team, witness)
    assert answer(session, witness) is Reason.ALLOWED
    withdraw(session, team, witness)
    assert answer(session, witness) is Reason.WITHDRAWN
    record(session, team, witness)
    assert answer(session, witness) is Reason.ALLOWED


def test_a_withdrawal_of_one_scope_leaves_the_others(session: Session, team: Team, witness: Witness) -> None:
    record(session, team, witness)
    withdraw(session, team, witness, scopes=[ConsentScope.PUBLICATION])
    assert answer(session, witness) is Reason.ALLOWED


def test_a_withdrawal_that_would_be_without_effect_is_refused(session: Session, team: Team, witness: Witness) -> None:
    record(session, team, witness)
    with pytest.raises(Invalid) as caught:
        withdraw(session, team, witness, on=TODAY - timedelta(days=1))
    assert set(caught.value.fields) == {"withdrawn_on"}
    withdraw(session, team, witness, on=TODAY - timedelta(days=1), scopes=[ConsentScope.PUBLICATION])


def test_a_withdrawal_east_of_greenwich_does_not_wait_for_utc() -> None:
    written = datetime(2025, 6, 1, 22, 30, tzinfo=UTC)
    row = Consent(case_id=1, witness_id=1, sequence=1, given_on=date(2025, 6, 2), created_at=written, answers={})
    assert consents.as_record(row, of_child=False).effective == date(2025, 6, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"given_on": TODAY + timedelta(days=1)}, "given_on"),
        ({"expires_on": TODAY - timedelta(days=1)}, "expires_on"),
        ({"decisions": {}}, "answers"),
        ({"given_by": ConsentGiver.GUARDIAN}, "child_assented"),
        ({"decisions": {SCOPE: Decision.CONDITION}}, f"condition_{SCOPE}"),
        ({"conditions": {SCOPE: "No village."}}, f"condition_{SCOPE}"),
        ({"conditions": {ConsentScope.STORE: "No village."}}, f"condition_{ConsentScope.STORE}"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    session: Session, team: Team, witness: Witness, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        record(session, team, witness, replace(YES, **changes))  # type: ignore[arg-type]
    assert set(caught.value.fields) == {field}
    assert consents.consents_of(session, witness) == []


def test_a_guardians_yes_counts_with_the_childs_assent(session: Session, team: Team, witness: Witness) -> None:
    record(session, team, witness, replace(YES, given_by=ConsentGiver.GUARDIAN, child_assented=True))
    assert answer(session, witness) is Reason.ALLOWED


def test_records_are_numbered_per_witness_and_listed_newest_first(
    session: Session, team: Team, witness: Witness
) -> None:
    record(session, team, make_witness(session, team))
    record(session, team, witness)
    record(session, team, witness, replace(YES, given_on=TODAY - timedelta(days=9)))
    assert [row.sequence for row in consents.consents_of(session, witness)] == [1, 2]


def test_the_database_refuses_to_change_a_record(session: Session, team: Team, witness: Witness) -> None:
    row = record(session, team, witness)
    session.commit()
    row.expires_on = TODAY
    with pytest.raises(DBAPIError):
        session.flush()


def test_the_log_names_the_answers(session: Session, team: Team, witness: Witness) -> None:
    record(session, team, witness)
    withdraw(session, team, witness, scopes=[SCOPE])
    entries = audit.entries(session, subject=witness.subject, action="consent")
    assert [(e.action, e.facts["answers"]) for e in entries] == [
        ("consent.withdrawn", {SCOPE: "withdrawn"}),
        ("consent.recorded", {SCOPE: "yes"}),
    ]


def test_who_is_not_a_member_records_nothing(session: Session, team: Team, witness: Witness) -> None:
    with pytest.raises(Forbidden):
        consents.record_consent(session, team.stranger, witness=witness, given=YES, zone="UTC")
    assert session.exec(select(Consent)).all() == []


def test_running_out_shows_what_still_stands_and_soon_will_not(session: Session, team: Team) -> None:
    soon, later, renewed, taken = (make_witness(session, team) for _ in range(4))
    for witness, days in ((soon, 10), (later, 90), (renewed, 5), (taken, 5)):
        record(session, team, witness, replace(YES, expires_on=TODAY + timedelta(days=days)))
    record(session, team, renewed)
    withdraw(session, team, taken)
    found = consents.consents_running_out(session, team.actor)
    assert [(one.witness.key, one.scopes) for one in found] == [(soon.key, (SCOPE,))]
    assert consents.consents_running_out(session, team.stranger) == []


def test_nobody_records_a_childs_yes_without_a_guardian(session: Session, team: Team) -> None:
    child = make_witness(session, team, age_band=AgeBand.FROM_12_TO_17)
    with pytest.raises(Invalid) as caught:
        record(session, team, child)
    assert set(caught.value.fields) == {"given_by"}
    record(session, team, child, replace(YES, decisions={SCOPE: Decision.NO}))
    record(session, team, child, replace(YES, given_by=ConsentGiver.GUARDIAN, child_assented=True))
    assert answer(session, child) is Reason.ALLOWED


def test_a_yes_of_somebody_who_turns_out_to_be_a_child_no_longer_counts(
    session: Session, team: Team, witness: Witness
) -> None:
    record(session, team, witness)
    witness.age_band = AgeBand.UNDER_12
    session.flush()
    assert answer(session, witness) is Reason.NO_GUARDIAN

"""Registering, finding and changing witnesses, on both databases."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from casework import audit, search
from casework.db import now
from casework.errors import Forbidden, Invalid, NotFound, Refused, Stale
from casework.vocabulary import CaseStatus, ConsentScope, RiskLevel
from casework.witnesses import consents, services
from casework.witnesses.consent import Decision
from casework.witnesses.given import GivenConsent
from casework.witnesses.models import Witness
from casework.witnesses.services import ConsentState, WitnessDetails
from tests.factories import make_case
from tests.witnesses.conftest import Team, make_witness

TODAY = now().date()


def listed(session: Session, team: Team, **filters: object) -> set[str]:
    statement = services.list_witnesses(session, team.actor, case=team.case, **filters)  # type: ignore[arg-type]
    return {row.reference for row in session.execute(statement).scalars()}


def consent(session: Session, team: Team, witness: Witness, days: int | None = None, given: int = 0) -> None:
    record = GivenConsent(
        given_on=TODAY - timedelta(days=given),
        decisions={ConsentScope.STORE: Decision.YES},
        conditions={},
        expires_on=None if days is None else TODAY + timedelta(days=days),
    )
    consents.record_consent(session, team.actor, witness=witness, given=record, zone="UTC")


def test_codes_count_up_in_each_case_and_owners_are_random(session: Session, team: Team) -> None:
    first, second = make_witness(session, team), make_witness(session, team)
    assert (first.reference, second.reference) == ("W-0001", "W-0002")
    assert first.identity_owner != second.identity_owner
    assert first.reference not in first.identity_owner


def test_a_witness_is_found_by_the_code(session: Session, team: Team, witness: Witness) -> None:
    hits = search.find(session, team.actor, witness.reference).hits
    assert [(hit.subject.kind, hit.subject.id) for hit in hits] == [("witness", witness.key)]


def test_registering_is_logged_with_the_code(session: Session, team: Team, witness: Witness) -> None:
    [entry] = audit.entries(session, subject=witness.subject)
    assert (entry.action, entry.subject_label) == ("witness.registered", "W-0002")


def test_who_is_not_a_member_neither_registers_nor_finds(session: Session, team: Team, witness: Witness) -> None:
    with pytest.raises(Forbidden):
        services.register_witness(session, team.stranger, case=team.case, details=WitnessDetails())
    with pytest.raises(Forbidden):
        services.get_witness(session, team.stranger, case=team.case, reference=witness.reference)


def test_a_code_of_another_case_is_not_found(session: Session, team: Team, witness: Witness) -> None:
    other = make_case(session, [team.investigator])
    with pytest.raises(NotFound):
        services.get_witness(session, team.actor, case=other, reference=witness.reference)


def test_high_risk_needs_a_review_date(session: Session, team: Team) -> None:
    with pytest.raises(Invalid) as caught:
        make_witness(session, team, risk_level=RiskLevel.HIGH)
    assert set(caught.value.fields) == {"risk_review_on"}


def test_an_edit_says_which_fields_changed_and_counts_the_version(
    session: Session, team: Team, witness: Witness
) -> None:
    details = WitnessDetails(risk_level=RiskLevel.LOW, protection_measures=["pseudonym"])
    changed = services.edit_witness(session, team.actor, witness=witness, version=1, details=details)
    assert set(changed) == {"risk_level", "protection_measures"}
    assert (witness.version, services.details_of(witness)) == (2, details)


def test_a_stale_edit_changes_nothing(session: Session, team: Team, witness: Witness) -> None:
    low, high = WitnessDetails(risk_level=RiskLevel.LOW), WitnessDetails(vulnerabilities=["child"])
    services.edit_witness(session, team.actor, witness=witness, version=1, details=low)
    with pytest.raises(Stale):
        services.edit_witness(session, team.actor, witness=witness, version=1, details=high)
    assert services.details_of(witness) == low


def test_a_closed_case_takes_no_witness_and_no_change(session: Session, team: Team, witness: Witness) -> None:
    team.case.status = CaseStatus.CLOSED
    with pytest.raises(Refused):
        make_witness(session, team)
    with pytest.raises(Refused):
        services.edit_witness(session, team.actor, witness=witness, version=1, details=WitnessDetails())


def test_the_list_filters_by_risk(session: Session, team: Team, witness: Witness) -> None:
    low = make_witness(session, team, risk_level=RiskLevel.LOW)
    assert listed(session, team, risk=RiskLevel.LOW) == {low.reference}


def test_the_list_filters_by_the_newest_consent(session: Session, team: Team) -> None:
    none, lasting, ending, ended, taken = (make_witness(session, team) for _ in range(5))
    consent(session, team, ended, days=-1, given=9)
    consent(session, team, lasting, days=-1, given=9)
    consent(session, team, lasting)
    consent(session, team, ending, days=10)
    consent(session, team, taken)
    consents.withdraw_consent(
        session, team.actor, witness=taken, on=TODAY, scopes=[ConsentScope.STORE], not_recallable="", zone="UTC"
    )
    found = {state: listed(session, team, consent=state) for state in ConsentState}
    assert found == {
        ConsentState.NONE: {none.reference},
        ConsentState.STANDING: {lasting.reference, ending.reference},
        ConsentState.RUNNING_OUT: {ending.reference},
        ConsentState.EXPIRED: {ended.reference},
        ConsentState.WITHDRAWN: {taken.reference},
    }


def test_reviews_due_are_those_of_the_actors_cases(session: Session, team: Team) -> None:
    due = make_witness(session, team, risk_review_on=TODAY + timedelta(days=3))
    make_witness(session, team, risk_review_on=TODAY + timedelta(days=90))
    assert [row.key for row in services.reviews_due(session, team.actor)] == [due.key]
    assert services.reviews_due(session, team.stranger) == []

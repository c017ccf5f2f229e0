"""Protection plans: dated, kept, and obeyed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, update

from casework import audit
from casework.db import now
from casework.errors import Forbidden, Invalid, Stale
from casework.vocabulary import Impact, Likelihood, RecontactRule, RiskLevel
from casework.witnesses import plans
from casework.witnesses.models import ProtectionPlan, Witness
from casework.witnesses.plans import Assessment
from casework.witnesses.protection import is_generalised, is_withheld
from tests.witnesses.conftest import Team

TODAY = now().date()
GRAVE = Assessment(
    TODAY, RiskLevel.EXTREME, RecontactRule.NEVER, Likelihood.LIKELY, Impact.LIFE, ["armed_group"],
    reasons=" Threatened. ", measures=["pseudonym"], review_on=TODAY + timedelta(days=30),
)  # fmt: skip


def assess(session: Session, team: Team, witness: Witness, assessment: Assessment = GRAVE) -> ProtectionPlan:
    return plans.assess(
        session, team.actor, witness=witness, version=witness.version, assessment=assessment, today=TODAY
    )


def test_an_assessment_is_added_to_the_history_and_holds(session: Session, team: Team, witness: Witness) -> None:
    assess(session, team, witness)
    first, second = reversed(plans.plans_of(session, team.actor, witness=witness))
    assert (first.level, second.level, second.reasons) == (RiskLevel.MEDIUM, RiskLevel.EXTREME, "Threatened.")
    assert (witness.risk_level, witness.recontact_rule) == (RiskLevel.EXTREME, RecontactRule.NEVER)
    entry = audit.entries(session, action="witness.risk_assessed")[0]
    assert "Threatened" not in str(entry.facts)


def test_an_embargo_with_a_day_is_a_measure_too(session: Session, team: Team, witness: Witness) -> None:
    assess(session, team, witness, replace(GRAVE, embargo_until=TODAY))
    assert (witness.protection_measures, witness.embargo_until) == (["pseudonym", "embargo"], TODAY)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"assessed_on": TODAY + timedelta(days=1)}, "assessed_on"),
        ({"review_on": None}, "review_on"),
        ({"review_on": TODAY}, "review_on"),
        ({"threats": []}, "threats"),
        ({"embargo_until": TODAY - timedelta(days=1)}, "embargo_until"),
    ],
)
def test_an_assessment_that_protects_nobody_is_refused_beside_the_field(
    session: Session, team: Team, witness: Witness, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        assess(session, team, witness, replace(GRAVE, **changes))  # type: ignore[arg-type]
    assert set(caught.value.fields) == {field}


def test_a_stale_or_foreign_assessment_changes_nothing(session: Session, team: Team, witness: Witness) -> None:
    with pytest.raises(Stale):
        plans.assess(session, team.actor, witness=witness, version=9, assessment=GRAVE, today=TODAY)
    with pytest.raises(Forbidden):
        plans.assess(session, team.stranger, witness=witness, version=1, assessment=GRAVE, today=TODAY)
    assert witness.risk_level is RiskLevel.MEDIUM


def test_the_database_refuses_to_change_an_assessment(session: Session, team: Team, witness: Witness) -> None:
    assess(session, team, witness)
    session.commit()
    with pytest.raises(DBAPIError):
        session.exec(update(ProtectionPlan).values(reasons="Nothing to fear."))
    session.rollback()


DAY = date(2025, 6, 1)


@pytest.mark.parametrize(
    ("measures", "until", "withheld"),
    [
        ([], None, False),
        (["pseudonym"], None, False),
        (["left_out_of_dossiers"], None, True),
        (["left_out_of_dossiers"], DAY - timedelta(days=1), True),
        (["embargo"], None, True),
        (["embargo"], DAY, True),
        (["embargo"], DAY - timedelta(days=1), False),
        ([], DAY, True),
    ],
)
def test_what_a_plan_holds_back(measures: list[str], until: date | None, withheld: bool) -> None:
    assert is_withheld(measures, until, DAY) is withheld


def test_who_is_to_be_generalised() -> None:
    assert is_generalised(["generalised_place_or_date"])
    assert not is_generalised(["pseudonym"])

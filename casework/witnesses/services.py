"""Witnesses by their code: register, find, change. No name passes through here."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from casework import audit, search
from casework.access import Permission, require, visible_cases
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.db import UNFILTERED, next_number, now
from casework.errors import Invalid, NotFound, Stale
from casework.i18n import _
from casework.leaks.people import Protected, protects
from casework.subjects import Actor
from casework.vocabulary import AgeBand, RecontactRule, RiskLevel, Sex, WillingToTestify
from casework.witnesses.models import Consent, Witness
from casework.witnesses.plans import Assessment, follow, keep_plan

# What belongs to the protection plan: each change of it is kept in the plan's history.
PLANNED = {"risk_level", "risk_review_on", "protection_measures", "recontact_rule"}


@dataclass(frozen=True)
class WitnessDetails:
    """The operational half: what the team must know to work with the person safely."""

    age_band: AgeBand = AgeBand.UNKNOWN
    sex: Sex = Sex.UNKNOWN
    vulnerabilities: list[str] = field(default_factory=list)
    risk_level: RiskLevel = RiskLevel.MEDIUM
    risk_review_on: date | None = None
    protection_measures: list[str] = field(default_factory=list)
    recontact_rule: RecontactRule = RecontactRule.SAFE_CHANNEL_ONLY
    willing_to_testify: WillingToTestify = WillingToTestify.NOT_ASKED


class ConsentState(StrEnum):
    """Filters of the list, by the newest record of each witness."""

    NONE = "none"
    STANDING = "standing"
    RUNNING_OUT = "running_out"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


def register_witness(session: Session, actor: Actor, *, case: Case, details: WitnessDetails) -> Witness:
    """Give a person a code that is permanent and never used again; who the person is belongs into the vault."""
    require(session, actor, Permission.WITNESS_EDIT, case.subject)
    require_open(case)
    _check(details)
    number = next_number(session, f"case:{case.key}:W")
    witness = Witness(
        case_id=case.key,
        number=number,
        reference=f"W-{number:04d}",
        identity_owner=secrets.token_hex(16),
        registered_by=actor.id,
        risk_assessed_by=actor.id,
        **asdict(details),
    )
    session.add(witness)
    session.flush()
    search.put(session, search.Doc(witness.subject, "", on=witness.created_at.date()))
    keep_plan(session, actor, witness, _as_it_stands(witness))
    audit.record(session, actor, "witness.registered", witness.subject, risk=str(details.risk_level))
    return witness


def edit_witness(
    session: Session, actor: Actor, *, witness: Witness, version: int, details: WitnessDetails
) -> list[str]:
    """Change the operational half; returns the fields that changed. Raises Stale after another save."""
    require(session, actor, Permission.WITNESS_EDIT, witness.subject)
    require_open(session.get_one(Case, witness.case_id))
    session.refresh(witness, with_for_update=True)
    if witness.version != version:
        raise Stale(witness)
    _check(details)
    changed = [name for name, value in asdict(details).items() if getattr(witness, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(witness, name, getattr(details, name))
    if {"risk_level", "risk_review_on"} & set(changed):
        witness.risk_assessed_by = actor.id
    witness.version, witness.updated_at = version + 1, now()
    session.add(witness)
    session.flush()
    plan = keep_plan(session, actor, witness, _as_it_stands(witness)) if PLANNED & set(changed) else None
    audit.record(session, actor, "witness.edited", witness.subject, fields=changed, risk=str(witness.risk_level))
    if plan is not None:
        follow(session, actor, witness, plan)
    return changed


def _as_it_stands(witness: Witness) -> Assessment:
    """An assessment of which only the outcome is known."""
    return Assessment(now().date(), witness.risk_level, witness.recontact_rule)


def details_of(witness: Witness) -> WitnessDetails:
    """The operational half as it is stored."""
    return WitnessDetails(**{name: getattr(witness, name) for name in WitnessDetails.__dataclass_fields__})


def get_witness(session: Session, actor: Actor, *, case: Case, reference: str) -> Witness:
    """The witness with this code in this case. Raises NotFound."""
    require(session, actor, Permission.WITNESS_VIEW, case.subject)
    found = session.exec(select(Witness).where(Witness.case_id == case.key, Witness.reference == reference)).first()
    if found is None:
        raise NotFound
    return found


def list_witnesses(
    session: Session, actor: Actor, *, case: Case, risk: RiskLevel | None = None, consent: ConsentState | None = None
) -> Select[Any]:
    """The witnesses of a case as a statement that `web.paging.page` cuts into pages (by `Witness.id`)."""
    require(session, actor, Permission.WITNESS_VIEW, case.subject)
    statement = select(Witness).where(Witness.case_id == case.key)
    if risk is not None:
        statement = statement.where(Witness.risk_level == risk)
    return statement if consent is None else _with_consent(statement, consent, now().date())


def reviews_due(session: Session, actor: Actor, *, within_days: int = 14, limit: int = 20) -> Sequence[Witness]:
    """Witnesses in the actor's cases whose risk is to be assessed again soon, the most overdue first."""
    statement = (
        select(Witness)
        .where(col(Witness.case_id).in_(visible_cases(actor)))
        .where(col(Witness.risk_review_on) <= now().date() + timedelta(days=within_days))
        .order_by(col(Witness.risk_review_on), col(Witness.id))
    )
    return session.exec(statement.limit(limit)).all()


@protects
def protected_witnesses(session: Session, case_id: int) -> list[Protected]:
    """Whose names must not stand in a text of the case."""
    statement = select(Witness.reference, Witness.identity_owner).where(Witness.case_id == case_id)
    rows = session.exec(statement, execution_options=UNFILTERED).all()  # also whom the writer may not see
    return [Protected(reference, owner) for reference, owner in rows]


def _with_consent(statement: Any, state: ConsentState, today: date) -> Any:
    if state is ConsentState.NONE:
        return statement.where(~select(Consent.id).where(Consent.witness_id == Witness.id).exists())
    last = aliased(Consent)
    newest = (
        select(last.id)
        .where(last.witness_id == Witness.id)
        .order_by(col(last.given_on).desc(), col(last.sequence).desc())
        .limit(1)
        .correlate(Witness)
        .scalar_subquery()
    )
    joined = statement.join(Consent, col(Consent.id) == newest)
    if state is ConsentState.WITHDRAWN:
        return joined.where(col(Consent.is_withdrawal))
    ends, soon = col(Consent.expires_on), today + timedelta(days=30)
    chosen = {
        ConsentState.STANDING: or_(ends.is_(None), ends >= today),
        ConsentState.RUNNING_OUT: ends.between(today, soon),
        ConsentState.EXPIRED: ends < today,
    }
    return joined.where(~col(Consent.is_withdrawal), chosen[state])


def _check(details: WitnessDetails) -> None:
    if details.risk_level in (RiskLevel.HIGH, RiskLevel.EXTREME) and details.risk_review_on is None:
        raise Invalid(fields={"risk_review_on": _("At this risk, say when it is assessed again.")})

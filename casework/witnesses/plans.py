"""Protection plans: assess the risk, agree on measures, look back. Each assessment is kept; the newest one holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.db import UNFILTERED, now
from casework.errors import Invalid, Stale
from casework.i18n import _
from casework.subjects import Actor
from casework.vocabulary import Impact, Likelihood, ProtectionMeasure, RecontactRule, RiskLevel
from casework.witnesses.models import ProtectionPlan, Witness

# What higher floors do when the plan was changed, in the same transaction: what went out to bodies is marked.
Follow = Callable[[Session, Actor, Witness, ProtectionPlan], None]
_after_plan: list[Follow] = []


@dataclass(frozen=True)
class Assessment:
    """What a form says of the risk and of what was agreed."""

    assessed_on: date
    level: RiskLevel
    recontact_rule: RecontactRule
    likelihood: Likelihood | None = None
    impact: Impact | None = None
    threats: list[str] = field(default_factory=list)
    reasons: str = ""
    measures: list[str] = field(default_factory=list)
    recontact_note: str = ""
    embargo_until: date | None = None
    review_on: date | None = None


def assess(
    session: Session, actor: Actor, *, witness: Witness, version: int, assessment: Assessment, today: date
) -> ProtectionPlan:
    """Write down one assessment; from now on it holds, in every export too. `today` is the case's.

    Raises Invalid beside the field, Stale when somebody changed the witness since `version`.
    """
    require(session, actor, Permission.WITNESS_EDIT, witness.subject)
    require_open(session.get_one(Case, witness.case_id))
    session.refresh(witness, with_for_update=True)
    if witness.version != version:
        raise Stale(witness)
    _check(assessment, today)
    measures = list(assessment.measures)
    if assessment.embargo_until and ProtectionMeasure.EMBARGO not in measures:
        measures.append(ProtectionMeasure.EMBARGO.value)
    witness.risk_level, witness.risk_review_on = assessment.level, assessment.review_on
    witness.protection_measures, witness.recontact_rule = measures, assessment.recontact_rule
    witness.embargo_until, witness.risk_assessed_by = assessment.embargo_until, actor.id
    witness.version, witness.updated_at = version + 1, now()
    plan = keep_plan(session, actor, witness, assessment)
    audit.record(
        session, actor, "witness.risk_assessed", witness.subject, plan=plan.sequence, risk=str(plan.level),
        measures=measures, embargo=plan.embargo_until.isoformat() if plan.embargo_until else None,
    )  # fmt: skip
    follow(session, actor, witness, plan)
    return plan


def after_plan(function: Follow) -> Follow:
    """Register what follows a change of the plan; it sees the new assessment."""
    if function not in _after_plan:
        _after_plan.append(function)
    return function


def follow(session: Session, actor: Actor, witness: Witness, plan: ProtectionPlan) -> None:
    """Let the higher floors know of a new assessment, once it is in the log."""
    for function in _after_plan:
        function(session, actor, witness, plan)


def plan_before(session: Session, plan: ProtectionPlan) -> ProtectionPlan | None:
    """The assessment that held until this one; whoever knows the one may know the other."""
    statement = select(ProtectionPlan).where(
        ProtectionPlan.witness_id == plan.witness_id, ProtectionPlan.sequence < plan.sequence
    )
    newest = statement.order_by(col(ProtectionPlan.sequence).desc()).limit(1)
    return session.exec(newest, execution_options=UNFILTERED).first()


def keep_plan(session: Session, actor: Actor, witness: Witness, assessment: Assessment) -> ProtectionPlan:
    """Add what the witness's row says now to the history. The caller has asked for permission and writes the log."""
    last = session.exec(select(func.max(ProtectionPlan.sequence)).where(ProtectionPlan.witness_id == witness.key)).one()
    plan = ProtectionPlan(
        case_id=witness.case_id, witness_id=witness.key, sequence=(last or 0) + 1, assessed_on=assessment.assessed_on,
        assessed_by=actor.id, level=witness.risk_level, likelihood=assessment.likelihood, impact=assessment.impact,
        threats=list(assessment.threats), reasons=assessment.reasons.strip(), measures=list(witness.protection_measures),
        recontact_rule=witness.recontact_rule, recontact_note=assessment.recontact_note.strip(),
        embargo_until=witness.embargo_until, review_on=witness.risk_review_on,
    )  # fmt: skip
    session.add(plan)
    session.flush()
    return plan


def plans_of(session: Session, actor: Actor, *, witness: Witness, limit: int = 100) -> Sequence[ProtectionPlan]:
    """The assessments of a witness, newest first."""
    require(session, actor, Permission.WITNESS_VIEW, witness.subject)
    statement = select(ProtectionPlan).where(ProtectionPlan.witness_id == witness.key)
    return session.exec(statement.order_by(col(ProtectionPlan.sequence).desc()).limit(limit)).all()


def _check(assessment: Assessment, today: date) -> None:
    problems: dict[str, object] = {}
    grave = assessment.level in (RiskLevel.HIGH, RiskLevel.EXTREME)
    if assessment.assessed_on > today:
        problems["assessed_on"] = _("This day is in the future.")
    if grave and assessment.review_on is None:
        problems["review_on"] = _("At this risk, say when it is assessed again.")
    if assessment.review_on is not None and assessment.review_on <= assessment.assessed_on:
        problems["review_on"] = _("This day is not after the assessment.")
    if grave and not assessment.threats:
        problems["threats"] = _("At this risk, say what threatens the person.")
    if assessment.embargo_until is not None and assessment.embargo_until < today:
        problems["embargo_until"] = _("This day has passed: an embargo until then would hold nothing back.")
    if problems:
        raise Invalid(fields=problems)

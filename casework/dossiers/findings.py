"""What a dossier finds about each incident, written by who composes it; each finding has its own lost-update check."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.accounts.models import Recipient
from casework.cases.models import Case
from casework.db import now
from casework.dossiers.composing import check_references
from casework.dossiers.models import Dossier, DossierFinding
from casework.dossiers.planning import Plan
from casework.dossiers.profiles import BUILT_IN
from casework.dossiers.scope import Period
from casework.errors import Invalid, NotFound, Stale
from casework.incidents.models import Incident
from casework.subjects import Actor


def incidents_listed(session: Session, actor: Actor, *, dossier: Dossier) -> Select[Any]:
    """The statement of the incidents that a dossier can speak of, to be paged by the caller. Its period is asked apart:
    uncertain dates are compared by `Period`."""
    require(session, actor, Permission.DOSSIER_BUILD, dossier.subject)
    statement = select(Incident).where(Incident.case_id == dossier.case_id)
    return statement.where(col(Incident.reference).in_(dossier.incidents)) if dossier.incidents else statement


def written_about(session: Session, dossier: Dossier, incident_ids: list[int]) -> dict[int, DossierFinding]:
    """The findings on these incidents, by incident."""
    statement = select(DossierFinding).where(DossierFinding.dossier_id == dossier.key)
    rows = session.exec(statement.where(col(DossierFinding.incident_id).in_(incident_ids)))
    return {row.incident_id: row for row in rows}


def find_finding(
    session: Session, actor: Actor, *, dossier: Dossier, incident_ref: str
) -> tuple[Incident, DossierFinding | None]:
    """An incident in scope, and what was written about it. Raises NotFound."""
    statement = incidents_listed(session, actor, dossier=dossier).where(col(Incident.reference) == incident_ref)
    incident = session.execute(statement).scalars().first()
    if incident is None:
        raise NotFound
    return incident, written_about(session, dossier, [incident.key]).get(incident.key)


def write_finding(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    dossier: Dossier,
    incident: Incident,
    texts: Mapping[str, str],
    version: int,
) -> DossierFinding:
    """Keep what was written; nothing written takes it away. Raises Invalid beside a reference that does not hold, and
    Stale when somebody else saved this finding first."""
    require(session, actor, Permission.DOSSIER_BUILD, dossier.subject)
    row = written_about(session, dossier, [incident.key]).get(incident.key)
    if (row.version if row else 0) != version:
        raise Stale(row)
    kept = {language: text.strip() for language, text in texts.items() if text.strip()}
    refuse_dangling(session, actor, case, dossier, incident, kept)
    if row is None:
        row = DossierFinding(
            case_id=dossier.case_id, dossier_id=dossier.key, incident_id=incident.key, version=0, author_id=actor.id
        )
    elif row.texts == kept:
        return row
    row.texts, row.version, row.updated_at, row.author_id = kept, row.version + 1, now(), actor.id
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:  # somebody else wrote the first words in the same moment
        raise Stale(None) from error
    audit.record(session, actor, "dossier.finding_written", dossier.subject, incident=incident.reference)
    return row


def refuse_dangling(
    session: Session, actor: Actor, case: Case, dossier: Dossier, incident: Incident, texts: Mapping[str, str]
) -> None:
    plan = Plan(
        case=case,
        recipient=session.get_one(Recipient, dossier.recipient_id),
        reference=dossier.reference,
        version=0,
        title=dossier.title,
        incidents=tuple(dossier.incidents),
        period=Period(dossier.period_from, dossier.period_to),
        findings={incident.reference: texts},
        profile=BUILT_IN[dossier.profile.value],
    )
    if problems := check_references(session, actor, plan):
        raise Invalid(fields=problems)

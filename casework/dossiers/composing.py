"""Dossiers as they are composed: for whom, about which incidents, with which texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.accounts.models import Recipient
from casework.cases.models import Case
from casework.config import Settings
from casework.db import next_number, now
from casework.dossiers import own_profiles
from casework.dossiers.freezing import Plan
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.states import DateDetail, DossierProfile, DossierState, PlaceDetail
from casework.errors import Invalid, NotFound, Stale
from casework.i18n import _
from casework.incidents.models import Incident
from casework.subjects import Actor
from casework.vocabulary import Marking

SECTIONS = ("summary", "mandate", "method", "limitations", "requests")


@dataclass(frozen=True)
class DossierDetails:
    """What is entered about a dossier; `texts` as in `Dossier.texts`, `incidents` are references (none: all)."""

    title: str
    title_ar: str = ""
    marking: Marking = Marking.CONFIDENTIAL
    profile: DossierProfile = DossierProfile.COMMITTEE
    place_detail: PlaceDetail = PlaceDetail.PRECISE
    date_detail: DateDetail = DateDetail.DAY
    own_profile: str = ""
    public_dates: Sequence[str] = ()
    incidents: Sequence[str] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def recipients(session: Session, limit: int = 200) -> list[Recipient]:
    """The bodies that a dossier can be addressed to, by name."""
    return list(session.exec(select(Recipient).order_by(col(Recipient.name)).limit(limit)).all())


def compose(session: Session, actor: Actor, *, case: Case, recipient: Recipient, details: DossierDetails) -> Dossier:
    """Begin a dossier; it gets its number now and keeps it through all versions. Raises Invalid."""
    require(session, actor, Permission.DOSSIER_BUILD, case.subject)
    checked = check(session, case, details)
    number = next_number(session, f"case:{case.key}:D")
    dossier = Dossier(
        case_id=case.key,
        number=number,
        reference=f"D-{number:04d}",
        recipient_id=recipient.key,
        author_id=actor.id,
        **checked,
    )
    session.add(dossier)
    session.flush()
    audit.record(session, actor, "dossier.composed", dossier.subject, recipient=recipient.slug, profile=details.profile)
    return dossier


def change(
    session: Session, actor: Actor, *, case: Case, dossier: Dossier, details: DossierDetails, version: int
) -> Dossier:
    """Save the texts and the scope; versions that were built keep theirs. Raises Invalid, and Stale."""
    require(session, actor, Permission.DOSSIER_BUILD, dossier.subject)
    if dossier.version != version:
        raise Stale(dossier)
    checked = check(session, case, details)
    changed = [name for name, value in checked.items() if getattr(dossier, name) != value]
    for name in changed:
        setattr(dossier, name, checked[name])
    if changed:
        dossier.version, dossier.updated_at = dossier.version + 1, now()
        audit.record(session, actor, "dossier.changed", dossier.subject, fields=changed)
    return dossier


def check(session: Session, case: Case, details: DossierDetails) -> dict[str, Any]:
    """The columns. Raises Invalid beside the field."""
    problems: dict[str, object] = {}
    if not details.title.strip():
        problems["title"] = _("Give the dossier a title.")
    wanted = list(dict.fromkeys(details.incidents))
    known = set(session.exec(select(Incident.reference).where(Incident.case_id == case.key)))
    if set(wanted) - known:
        problems["incidents"] = _("Choose incidents of this case.")
    if set(details.public_dates) - known:
        problems["public_dates"] = _("Choose incidents of this case.")
    if problems:
        raise Invalid(fields=problems)
    texts = {
        section: {language: text.strip() for language, text in details.texts.get(section, {}).items() if text.strip()}
        for section in SECTIONS
    }
    return {
        "title": details.title.strip(),
        "title_ar": details.title_ar.strip(),
        "marking": details.marking,
        "profile": details.profile,
        "place_detail": details.place_detail,
        "date_detail": details.date_detail,
        "own_profile": details.own_profile,
        "public_dates": sorted(set(details.public_dates)),
        "incidents": wanted,
        "texts": {section: both for section, both in texts.items() if both},
    }


def find_dossier(session: Session, actor: Actor, *, case: Case, reference: str) -> Dossier:
    """One dossier of the case. Raises NotFound, Forbidden."""
    require(session, actor, Permission.DOSSIER_VIEW, case.subject)
    statement = select(Dossier).where(Dossier.case_id == case.key, Dossier.reference == reference)
    dossier = session.exec(statement).first()
    if dossier is None:
        raise NotFound
    return dossier


def dossiers_listed(session: Session, actor: Actor, case: Case) -> Select[Any]:
    """The statement of a case's dossiers, to be paged by the caller."""
    require(session, actor, Permission.DOSSIER_VIEW, case.subject)
    return select(Dossier).where(Dossier.case_id == case.key)


def versions_of(session: Session, dossier: Dossier, limit: int = 100) -> Sequence[DossierVersion]:
    """All versions, newest first."""
    statement = select(DossierVersion).where(DossierVersion.dossier_id == dossier.key)
    return session.exec(statement.order_by(col(DossierVersion.number).desc()).limit(limit)).all()


def last_issued(session: Session, dossier: Dossier) -> DossierVersion | None:
    """The newest version that went out."""
    out = (DossierState.ISSUED, DossierState.SUPERSEDED)
    return next((row for row in versions_of(session, dossier) if row.state in out), None)


def plan_for(session: Session, settings: Settings, dossier: Dossier, prepared_by: int | None) -> Plan:
    """What a build of this dossier makes now: the version after the last one that was issued."""
    issued = last_issued(session, dossier)
    return Plan(
        case=session.get_one(Case, dossier.case_id),
        recipient=session.get_one(Recipient, dossier.recipient_id),
        reference=dossier.reference,
        version=issued.number + 1 if issued else 1,
        title=dossier.title,
        title_ar=dossier.title_ar,
        marking=dossier.marking,
        texts=dossier.texts,
        place_detail=dossier.place_detail,
        date_detail=dossier.date_detail,
        incidents=tuple(dossier.incidents),
        prepared_by=prepared_by,
        is_demo=settings.demo,
        profile=own_profiles.profile_of(settings.instance, dossier.profile, dossier.own_profile),
        public_dates=tuple(dossier.public_dates),
    )

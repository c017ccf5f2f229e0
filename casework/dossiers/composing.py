"""Dossiers as they are composed: for whom, about which incidents, with which texts."""

import dataclasses
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
from casework.dossiers import citing, own_profiles
from casework.dossiers.deciding import decided, material_for
from casework.dossiers.models import Dossier, DossierFinding, DossierVersion
from casework.dossiers.outline import OPTIONAL
from casework.dossiers.planning import SECTIONS, Plan
from casework.dossiers.profiles import BUILT_IN
from casework.dossiers.scope import ALWAYS, Period
from casework.dossiers.states import DateDetail, DossierProfile, DossierState, PlaceDetail
from casework.errors import Invalid, NotFound, Stale
from casework.i18n import _
from casework.incidents.models import Incident
from casework.subjects import Actor
from casework.vocabulary import Marking
from casework.witnesses.consents import today_in


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
    period: Period = ALWAYS
    without: Sequence[str] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def recipients(session: Session, limit: int = 200) -> list[Recipient]:
    """The bodies that a dossier can be addressed to, by name."""
    return list(session.exec(select(Recipient).order_by(col(Recipient.name)).limit(limit)).all())


def compose(session: Session, actor: Actor, *, case: Case, recipient: Recipient, details: DossierDetails) -> Dossier:
    """Begin a dossier; it gets its number now and keeps it through all versions. Raises Invalid."""
    require(session, actor, Permission.DOSSIER_BUILD, case.subject)
    checked = check(session, actor, case, recipient, details)
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
    recipient = session.get_one(Recipient, dossier.recipient_id)
    checked = check(session, actor, case, recipient, details)
    changed = [name for name, value in checked.items() if getattr(dossier, name) != value]
    for name in changed:
        setattr(dossier, name, checked[name])
    if changed:
        dossier.version, dossier.updated_at = dossier.version + 1, now()
        audit.record(session, actor, "dossier.changed", dossier.subject, fields=changed)
    return dossier


def check(session: Session, actor: Actor, case: Case, recipient: Recipient, details: DossierDetails) -> dict[str, Any]:
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
    period = details.period
    if period.first and period.last and period.first > period.last:
        problems["period_to"] = _("The period ends before it begins.")
    if set(details.without) - set(OPTIONAL):
        problems["without"] = _("Choose parts that can be left out.")
    texts = {
        section: {language: text.strip() for language, text in details.texts.get(section, {}).items() if text.strip()}
        for section in SECTIONS
    }
    texts = {section: both for section, both in texts.items() if both}
    if not problems:
        plan = Plan(
            case, recipient, "", 0, details.title, incidents=tuple(wanted), period=period, texts=texts,
            profile=BUILT_IN[details.profile.value],
        )  # fmt: skip
        problems = check_references(session, actor, plan)
    if problems:
        raise Invalid(fields=problems)
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
        "period_from": period.first,
        "period_to": period.last,
        "without": [name for name in OPTIONAL if name in details.without],
        "texts": texts,
    }


def check_references(session: Session, actor: Actor, plan: Plan) -> dict[str, object]:
    """What is wrong with the references in the texts of a plan, by `section_language` (`finding_language`).

    The case is read only when there is a reference at all. What the writer may not see does not exist.
    """
    written = [(name, language, text) for name, language, text in plan.written() if citing.written_in(text)]
    if not written:
        return {}
    plan = dataclasses.replace(plan, prepared_by=actor.id)
    material = material_for(session, plan)
    chosen = decided(material, plan, today_in(plan.case.time_zone)).chosen
    found: dict[str, object] = {}
    for name, language, text in written:
        if wrong := citing.problems(material, chosen, text):
            field_name = "finding" if name in plan.findings else name
            found[f"{field_name}_{language}"] = " ".join(wrong)
    return found


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


def findings_of(session: Session, dossier: Dossier) -> dict[str, Mapping[str, str]]:
    """What was written about each incident, by its reference."""
    statement = (
        select(Incident.reference, DossierFinding.texts)
        .join(Incident, col(Incident.id) == DossierFinding.incident_id)
        .where(DossierFinding.dossier_id == dossier.key)
    )
    return {reference: texts for reference, texts in session.exec(statement) if texts}


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
        period=Period(dossier.period_from, dossier.period_to),
        without=tuple(dossier.without),
        findings=findings_of(session, dossier),
        prepared_by=prepared_by,
        is_demo=settings.demo,
        profile=own_profiles.profile_of(settings.instance, dossier.profile, dossier.own_profile),
        public_dates=tuple(dossier.public_dates),
    )

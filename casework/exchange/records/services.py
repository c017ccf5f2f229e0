"""Exports of records: decided and told before, searched while they are written, consent asked again when fetched."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, select

from casework import audit
from casework.access import Permission, require
from casework.accounts.models import Recipient
from casework.cases.models import Case
from casework.config import Settings
from casework.db import next_number, now
from casework.dossiers.deciding import hidden_from_builder
from casework.dossiers.selection import standing
from casework.dossiers.states import DateDetail, PlaceDetail
from casework.dossiers.unsearchable import people_unsearchable
from casework.errors import Invalid, NotFound, Refused
from casework.exchange.records.choosing import Chosen
from casework.exchange.records.deciding import decide
from casework.exchange.records.models import RecordExport
from casework.exchange.records.plan import Plan
from casework.exchange.records.reading import material_of
from casework.exchange.services import KEPT_FOR, LANGUAGES, HandedOut
from casework.i18n import _
from casework.jobs import enqueue
from casework.jobs.models import Job
from casework.storage import CHUNK, FileStore, MissingContent
from casework.subjects import Actor
from casework.vault import Vault
from casework.witnesses.consents import today_in


@dataclass(frozen=True)
class Asked:
    """What somebody asks for: in which language its words are, and how closely places and dates are told."""

    language: str = "en"
    places: PlaceDetail = PlaceDetail.PRECISE
    days: DateDetail = DateDetail.DAY


def begin_export(
    session: Session, actor: Actor, vault: Vault, *, case: Case, recipient: Recipient, asked: Asked, is_vouched: bool
) -> RecordExport:
    """Give an export its number. `is_vouched`: names that custodians hold were looked for by somebody. Raises Invalid."""
    require(session, actor, Permission.BAG_MAKE, case.subject)
    if asked.language not in LANGUAGES:
        raise Invalid(fields={"language": _("Choose a language.")})
    people = people_unsearchable(session, vault, case)
    if people and not is_vouched:
        raise Invalid(fields={"names_checked": _("Custodians hold names of this case, and no search here finds those: somebody has to look.")})  # fmt: skip
    number = next_number(session, f"case:{case.key}:X")
    export = RecordExport(
        case_id=case.key, number=number, reference=f"X-{number:04d}", recipient_id=recipient.key, built_by=actor.id,
        language=asked.language, places=asked.places, days=asked.days,
    )  # fmt: skip
    session.add(export)
    session.flush()
    audit.record(session, actor, "records.begun", export.subject, recipient=recipient.slug, people_unsearchable=people)
    return export


def start_export(
    session: Session, actor: Actor, vault: Vault, *, case: Case, recipient: Recipient, asked: Asked, is_vouched: bool
) -> RecordExport:
    """Ask the worker for an export. Raises Invalid."""
    export = begin_export(session, actor, vault, case=case, recipient=recipient, asked=asked, is_vouched=is_vouched)
    job = enqueue(session, actor, "records.build", case.key, {"export": export.key})
    export.job_id = job.key
    session.flush()
    return export


def plan_of(session: Session, settings: Settings, export: RecordExport, at: datetime) -> Plan:
    """What writing this export means."""
    return Plan(
        case=session.get_one(Case, export.case_id), recipient=session.get_one(Recipient, export.recipient_id),
        reference=export.reference, language=export.language, at=at, namespace=audit.origin(session),
        places=export.places, days=export.days, sender=settings.organisation, made_by=export.built_by, is_demo=settings.demo,
    )  # fmt: skip


def preview(session: Session, actor: Actor, *, case: Case, recipient: Recipient) -> Chosen:
    """What would go to a body today and what would stay. The session must see everything."""
    require(session, actor, Permission.BAG_MAKE, case.subject)
    return choose(session, case, recipient, actor.id)


def choose(session: Session, case: Case, recipient: Recipient, made_by: int | None) -> Chosen:
    """The decision for whoever makes the export; what they may not see stays."""
    return decide(session, case, recipient, hidden_from_builder(session, made_by), today_in(case.time_zone))


def record_built(
    session: Session, actor: Actor, *, export: RecordExport, chosen: Chosen, sha256: str, size: int, at: datetime
) -> None:
    """Enter the export into the log; it can be fetched from now on when its ZIP was kept."""
    require(session, actor, Permission.BAG_MAKE, export.subject)
    export.rests_on, export.gone, export.stayed = sorted(chosen.rests_on), chosen.gone(), chosen.stayed()
    export.sha256, export.size, export.built_at = sha256, size, at
    export.expires_at = at + KEPT_FOR if export.job_id else at
    session.add(export)
    session.flush()
    facts = {"records": sum(export.gone.values()), "left_out": len(chosen.kept), "sha256": sha256}
    audit.record(session, actor, "records.exported", export.subject, **facts)


def record_fetched(session: Session, actor: Actor, *, export: RecordExport, recipient: Recipient) -> None:
    """Into the log: the bytes leave."""
    audit.record(session, actor, "records.fetched", export.subject, recipient=recipient.slug, sha256=export.sha256)


def find_export(session: Session, actor: Actor, *, case: Case, reference: str) -> RecordExport:
    """One export of the case. Raises NotFound."""
    require(session, actor, Permission.BAG_MAKE, case.subject)
    of_case = select(RecordExport).where(RecordExport.case_id == case.key, RecordExport.reference == reference)
    if (found := session.exec(of_case).first()) is None:
        raise NotFound
    return found


def exports_listed(session: Session, actor: Actor, case: Case) -> Select[Any]:
    """The statement of a case's exports, to be paged by the caller."""
    require(session, actor, Permission.BAG_MAKE, case.subject)
    return select(RecordExport).where(RecordExport.case_id == case.key)


def job_of(session: Session, export: RecordExport) -> Job | None:
    """The job that writes it; none when it was made on the command line."""
    return session.get(Job, export.job_id) if export.job_id else None


def hand_out(session: Session, actor: Actor, store: FileStore, *, export: RecordExport, seeing: Session) -> HandedOut:
    """The ZIP for download; the log entry is in the open transaction. Raises Refused, NotFound.

    `seeing` reads everything, also the consent of people whom the actor may not see.
    """
    require(session, actor, Permission.BAG_MAKE, export.subject)
    if not export.sha256 or export.built_at is None or export.expires_at is None or not export.job_id:
        raise NotFound
    if now() >= export.expires_at:
        raise Refused(_("This export has expired. Make a new one: consent may have changed."))
    refuse_changed(seeing, actor, export)
    try:
        stream = store.open_stream(export.sha256)
    except MissingContent:
        raise Refused(_("What belongs to this export is missing from the store. Make a new one.")) from None
    case, recipient = session.get_one(Case, export.case_id), session.get_one(Recipient, export.recipient_id)
    record_fetched(session, actor, export=export, recipient=recipient)

    def chunks() -> Iterator[bytes]:
        with stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    return HandedOut(f"{case.reference}-{export.reference}.zip", export.size or 0, chunks())


def refuse_changed(session: Session, actor: Actor, export: RecordExport) -> None:
    """Raise Refused when something that the export rests on may not go to its body any more."""
    case, recipient = session.get_one(Case, export.case_id), session.get_one(Recipient, export.recipient_id)
    material = material_of(session, case, recipient, hidden_from_builder(session, actor.id))
    barred, spoiled = standing(material, today_in(case.time_zone))
    known = {*material.statements, *material.exhibits}
    gone = [ref for ref in export.rests_on if ref in barred or ref in spoiled or ref not in known]
    if gone:
        refs = ", ".join(gone[:20])
        raise Refused(_("%(refs)s may no longer go to this body. Make a new export.", refs=refs))

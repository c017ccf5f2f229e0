"""Making bags and handing them out: consent is asked when one is made and again when it is fetched."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.accounts.models import Recipient
from casework.cases.models import Case
from casework.config import Settings
from casework.db import UNFILTERED, next_number, now
from casework.dossiers.deciding import hidden_from_builder
from casework.dossiers.gathering import gather
from casework.errors import Invalid, NotFound, Refused
from casework.evidence.custody import add_event
from casework.evidence.models import Exhibit
from casework.exchange import writing
from casework.exchange.bagit import Contents, Entry
from casework.exchange.bundles import bundle_for
from casework.exchange.bundling import Bundle, narrowed
from casework.exchange.choosing import Choice, Kept, choose
from casework.exchange.freezing import Frozen, Plan
from casework.exchange.models import Bag
from casework.exchange.proving import with_proofs
from casework.i18n import _
from casework.jobs import enqueue
from casework.jobs.models import Job
from casework.storage import AlteredContent, FileStore, MissingContent
from casework.subjects import Actor
from casework.vault import Vault
from casework.vocabulary import CustodyKind
from casework.witnesses.consents import today_in

KEPT_FOR = timedelta(days=7)
LANGUAGES = ("en", "ar")


@dataclass(frozen=True)
class HandedOut:
    """A ZIP on its way: its name, its length, its bytes."""

    filename: str
    size: int
    chunks: Iterator[bytes]


def begin_bag(session: Session, actor: Actor, *, case: Case, recipient: Recipient, language: str) -> Bag:
    """Give a bag its number. What is in it is decided when it is built."""
    require(session, actor, Permission.BAG_MAKE, case.subject)
    if language not in LANGUAGES:
        raise Invalid(fields={"language": _("Choose a language.")})
    number = next_number(session, f"case:{case.key}:B")
    bag = Bag(
        case_id=case.key, number=number, reference=f"B-{number:04d}", recipient_id=recipient.key, language=language,
        built_by=actor.id,
    )  # fmt: skip
    session.add(bag)
    session.flush()
    audit.record(session, actor, "bag.begun", bag.subject, recipient=recipient.slug)
    return bag


def start_bag(
    session: Session, actor: Actor, *, case: Case, recipient: Recipient, language: str, is_checked: bool
) -> Bag:
    """Ask the worker for a bag. `is_checked`: the actor answers for it that the files were looked into. Raises Invalid."""
    require(session, actor, Permission.BAG_MAKE, case.subject)
    if not is_checked:
        raise Invalid(fields={"files_checked": _("No search finds a name inside a picture, a recording or a PDF: somebody has to look.")})  # fmt: skip
    bag = begin_bag(session, actor, case=case, recipient=recipient, language=language)
    job = enqueue(session, actor, "bag.build", case.key, {"bag": bag.key})
    bag.job_id = job.key
    session.flush()
    audit.record(session, actor, "bag.files_vouched_for", bag.subject, recipient=recipient.slug)
    return bag


def plan_of(session: Session, settings: Settings, bag: Bag, at: datetime) -> Plan:
    """What building this bag means."""
    return Plan(
        case=session.get_one(Case, bag.case_id),
        recipient=session.get_one(Recipient, bag.recipient_id),
        reference=bag.reference,
        language=bag.language,
        at=at,
        sender=settings.organisation,
        made_by=bag.built_by,
        bundle=bundle_for(session, bag),
    )


def preview(
    session: Session, actor: Actor, *, case: Case, recipient: Recipient, bundle: Bundle | None = None
) -> Choice:
    """What would go to a body today and what would stay, before any file is opened. The session must see everything."""
    require(session, actor, Permission.BAG_MAKE, case.subject)
    hidden = hidden_from_builder(session, actor.id)
    material = gather(session, case, recipient, hidden=hidden)
    choice = choose(material, today_in(case.time_zone))
    return narrowed(choice, material, bundle) if bundle else choice


def told(kept: Sequence[Kept]) -> list[list[str]]:
    """What stays here, as it is stored and shown: reference, code, kind of reason, words."""
    return [[one.left.ref, one.left.code, one.reason, one.left.why] for one in kept]


def record_built(
    session: Session, actor: Actor, store: FileStore, vault: Vault, *, bag: Bag, frozen: Frozen, at: datetime
) -> Contents:
    """Enter the bag into the log and keep what it holds beside its payload, with the proofs; returns the whole.

    Entry, head and contents are of one transaction: no reader ever holds a head of what was rolled back. Raises
    VaultSealed.
    """
    require(session, actor, Permission.BAG_MAKE, bag.subject)
    bag.exhibits, bag.kept = list(frozen.choice.going), told(frozen.choice.kept)
    bag.built_at, bag.expires_at = at, at + KEPT_FOR if bag.job_id else at
    contents = frozen.contents
    facts = {
        "identity": contents.identity,  # without the proofs, which are made from this entry
        "manifest_sha256": contents.manifest_sha256,
        "exhibits": len(bag.exhibits),
        "left_out": len(bag.kept),
    }
    entry = audit.record(session, actor, "case.exported", bag.subject, **facts)
    contents = with_proofs(session, vault, bag, contents, entry.seq)
    bag.contents_sha256, bag.identity = save(store, contents), contents.identity
    session.add(bag)
    session.flush()
    return contents


def record_measured(session: Session, *, bag: Bag, sha256: str, size: int) -> None:
    """Keep hash and length of the ZIP: it can be fetched from now on."""
    bag.zip_sha256, bag.zip_size = sha256, size
    session.add(bag)
    session.flush()


def record_export(session: Session, actor: Actor, *, bag: Bag, recipient: Recipient) -> None:
    """Into the log and into the chain of every exhibit: its file left in this bag."""
    statement = select(Exhibit).where(Exhibit.case_id == bag.case_id, col(Exhibit.reference).in_(bag.exhibits))
    for exhibit in session.exec(statement.order_by(col(Exhibit.id)), execution_options=UNFILTERED).all():
        add_event(
            session, actor, exhibit, CustodyKind.EXPORTED, hash_before=exhibit.sha256, hash_after=exhibit.sha256,
            given_to=recipient.slug, purpose=purpose_of(bag),
        )  # fmt: skip
    audit.record(
        session, actor, "bag.fetched", bag.subject, recipient=recipient.slug, identity=bag.identity, exhibits=len(bag.exhibits)
    )  # fmt: skip


def record_disclosure(session: Session, actor: Actor, *, bag: Bag, how: str) -> None:
    """Somebody gave the bag to its body: a link in the chain of every exhibit in it. Raises Invalid, Refused."""
    require(session, actor, Permission.BAG_MAKE, bag.subject)
    if bag.built_at is None:
        raise Refused(_("This bag was not built."))
    if not how.strip():
        raise Invalid(fields={"how": _("Say how it was handed over, and to whom by function.")})
    recipient = session.get_one(Recipient, bag.recipient_id)
    statement = select(Exhibit).where(Exhibit.case_id == bag.case_id, col(Exhibit.reference).in_(bag.exhibits))
    for exhibit in session.exec(statement.order_by(col(Exhibit.id)), execution_options=UNFILTERED).all():
        add_event(
            session, actor, exhibit, CustodyKind.DISCLOSED, hash_before=exhibit.sha256, given_to=recipient.slug,
            purpose=purpose_of(bag), note=how.strip()[:2_000],
        )  # fmt: skip
    audit.record(session, actor, "bag.disclosed", bag.subject, recipient=recipient.slug, identity=bag.identity)


def purpose_of(bag: Bag) -> str:
    """The bag by number and by the start of its hash, the same in every language."""
    return f"{bag.reference} ({bag.identity[:16]})"


def find_bag(session: Session, actor: Actor, *, case: Case, reference: str) -> Bag:
    """One bag of the case. Raises NotFound."""
    require(session, actor, Permission.BAG_MAKE, case.subject)
    found = session.exec(select(Bag).where(Bag.case_id == case.key, Bag.reference == reference)).first()
    if found is None:
        raise NotFound
    return found


def bags_listed(session: Session, actor: Actor, case: Case) -> Select[Any]:
    """The statement of a case's bags, to be paged by the caller."""
    require(session, actor, Permission.BAG_MAKE, case.subject)
    return select(Bag).where(Bag.case_id == case.key)


def job_of(session: Session, bag: Bag) -> Job | None:
    """The job that builds it; none when it was made on the command line."""
    return session.get(Job, bag.job_id) if bag.job_id else None


def hand_out(session: Session, actor: Actor, store: FileStore, *, bag: Bag, seeing: Session) -> HandedOut:
    """The ZIP for download; log entry and custody events are in the open transaction. Raises Refused, NotFound.

    `seeing` reads everything, also the consent of people whom the actor may not see.
    """
    require(session, actor, Permission.BAG_MAKE, bag.subject)
    if not bag.zip_sha256 or bag.built_at is None or bag.expires_at is None:
        raise NotFound
    if now() >= bag.expires_at:
        raise Refused(_("This bag has expired. Build a new one: consent may have changed."))
    refuse_changed(seeing, actor.id, bag)
    recipient = session.get_one(Recipient, bag.recipient_id)
    contents = load(store, bag.contents_sha256)
    record_export(session, actor, bag=bag, recipient=recipient)
    chunks = writing.zip_chunks(contents, store, bag.built_at)
    return HandedOut(f"{contents.name}.zip", bag.zip_size or 0, chunks)


def refuse_changed(session: Session, who_sees: int | None, bag: Bag) -> None:
    """Raise Refused when something in the bag may not go to its body any more. `who_sees`: whose compartments count."""
    case, recipient = session.get_one(Case, bag.case_id), session.get_one(Recipient, bag.recipient_id)
    material = gather(session, case, recipient, hidden=hidden_from_builder(session, who_sees))
    gone = sorted(set(bag.exhibits) - set(choose(material, today_in(case.time_zone)).going))
    if gone:
        text = _("%(exhibits)s may no longer go to this body. Build a new bag.", exhibits=", ".join(gone[:20]))
        raise Refused(text)


def save(store: FileStore, contents: Contents) -> str:
    """Keep what stands beside the payload, so that the bag can be written again byte for byte."""
    value = {
        "name": contents.name,
        "payload": [[one.path, one.sha256, one.size] for one in contents.payload],
        "tags": {path: data.decode() for path, data in contents.tags.items()},
    }
    data = json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
    return store.keep(store.stage(BytesIO(data), len(data)))


def load(store: FileStore, sha256: str) -> Contents:
    """What `save` kept. Raises Refused when it is gone."""
    try:
        with store.open_stream(sha256) as stream:
            value = json.loads(stream.read())
    except (MissingContent, AlteredContent):
        raise Refused(_("What belongs to this bag is missing from the store. Build a new one.")) from None
    entries: Sequence[Any] = value["payload"]
    tags = {path: text.encode() for path, text in sorted(value["tags"].items())}
    return Contents(value["name"], tuple(Entry(*one) for one in entries), tags)

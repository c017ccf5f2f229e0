"""Bundles of exhibits for the experts of a body: made by one supervisor, offered by another, fetched with a receipt."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.accounts import age_keys
from casework.accounts.models import Recipient
from casework.audit import heads
from casework.cases.models import Case
from casework.config import Settings
from casework.db import UNFILTERED, next_number, now
from casework.dossiers import delivery, holding
from casework.dossiers.encrypting import Encrypted
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.printed import printed_by
from casework.errors import NotFound, Refused
from casework.evidence.custody import add_event
from casework.evidence.models import Exhibit
from casework.exchange import bundles, services, writing
from casework.exchange.encrypting import encrypt_stream
from casework.exchange.models import Bag, BundleReceipt, BundleRow
from casework.exchange.services import HandedOut
from casework.i18n import _
from casework.storage import FileStore
from casework.subjects import Actor
from casework.vault import vault_of
from casework.vocabulary import CustodyKind

OFFERED_FOR = timedelta(days=90)
See = Callable[[], AbstractContextManager[Session]]


def start_bundle(
    session: Session, actor: Actor, *, case: Case, dossier: Dossier, version: DossierVersion, language: str,
    is_checked: bool,
) -> Bag:  # fmt: skip
    """Ask the worker for the exhibits that an issued version prints. Raises Invalid, Refused."""
    require(session, actor, Permission.BAG_MAKE, case.subject)
    if version.state not in delivery.SENT:
        raise NotFound
    if not printed_by(version).exhibits:
        raise Refused(_("This version prints no exhibit."))
    recipient = session.get_one(Recipient, dossier.recipient_id)
    bag = services.start_bag(session, actor, case=case, recipient=recipient, language=language, is_checked=is_checked)
    session.add(BundleRow(case_id=case.key, bag_id=bag.key, dossier_version_id=version.key, made_by=actor.key))
    session.flush()
    audit.record(session, actor, "bundle.begun", bag.subject, dossier=dossier.reference, version=version.number)
    return bag


def offer(session: Session, actor: Actor, *, bag: Bag) -> BundleRow:
    """Put a bundle on its body's pages: somebody else than who made it, who answers for what is in it. Raises Refused."""
    require(session, actor, Permission.DOSSIER_ISSUE, bag.subject)
    row = bundles.row_of(session, bag)
    if row is None or not bag.zip_sha256:
        raise NotFound
    if row.offered_at is not None:
        raise Refused(_("This bundle is offered already."))
    if bag.expires_at is None or now() >= bag.expires_at:
        raise Refused(_("This bag has expired. Build a new one: consent may have changed."))
    if actor.id is None or actor.id == row.made_by:
        raise Refused(_("You made this bundle: somebody else has to look into it and offer it."))
    row.offered_by, row.offered_at = actor.id, now()
    bag.expires_at = now() + OFFERED_FOR
    session.flush()
    audit.record(session, actor, "bundle.offered", bag.subject, identity=bag.identity, exhibits=len(bag.exhibits))
    return row


@dataclass(frozen=True)
class _Copy:
    """What is handed to whom: the bag, the version, and the number of this reader's copy."""

    bag: Bag
    row: BundleRow
    dossier: Dossier
    version: DossierVersion
    recipient: Recipient
    number: int

    @property
    def comment(self) -> bytes:
        """What stands in the ZIP, outside the bag."""
        return (
            f"Copy no. {self.number} of {self.bag.reference} ({self.dossier.reference} v{self.version.number})".encode()
        )

    @property
    def filename(self) -> str:
        return f"{self.dossier.reference}-v{self.version.number}-exhibits-copy-{self.number}.zip"

    def chunks(self, store: FileStore) -> Iterator[bytes]:
        """The ZIP. `find_offered` let no bag pass that was not built."""
        contents = services.load(store, self.bag.contents_sha256)
        return writing.zip_chunks(contents, store, self.bag.built_at or now(), self.comment)


def hand_out(
    session: Session, actor: Actor, settings: Settings, store: FileStore, *, version_id: int, seeing: Session
) -> HandedOut:
    """The bundle for a member of the body, with a receipt and the number of their copy in the ZIP's own comment.

    `seeing` reads everything: consent is asked again for every exhibit in it. Raises NotFound, Refused.
    """
    copy = find_offered(session, actor, version_id)
    refuse_changed(seeing, copy.bag)
    _note(session, actor, settings, copy)
    return HandedOut(copy.filename, (copy.bag.zip_size or 0) + len(copy.comment), copy.chunks(store))


def hand_out_encrypted(
    session: Session, actor: Actor, settings: Settings, store: FileStore, *, version_id: int, see: See,
    between: Callable[[], None],
) -> Encrypted:  # fmt: skip
    """The same in an age file that the body's keys open. `between` commits: no transaction is open while it is encrypted,
    and consent is asked before and after. Raises NotFound without a key, Refused, Unavailable."""
    copy = find_offered(session, actor, version_id)
    keys = list(copy.recipient.age_keys)
    if not keys:
        raise NotFound
    with see() as seeing:
        refuse_changed(seeing, copy.bag)
    between()
    file, size = encrypt_stream(copy.chunks(store), keys)
    try:
        with see() as seeing:
            refuse_changed(seeing, copy.bag)
        _note(session, actor, settings, copy, age_keys.fingerprints(keys))
    except BaseException:
        file.close()
        raise
    return Encrypted(f"{copy.filename}.age", file, size, copy.bag.identity)


def find_offered(session: Session, actor: Actor, version_id: int) -> _Copy:
    """The newest bundle that is offered to the actor's body, with the number of their copy. Raises NotFound, Refused."""
    version, dossier, recipient = delivery.find_received(session, actor, version_id)
    for copy in (None, *(delivery.own_copy(session, actor, version, one) for one in version.languages)):
        holding.refuse_ended(session, version, copy)  # whose access was taken away gets no files either
    found = bundles.offered(session, version)
    if found is None:
        raise NotFound
    bag, row = found
    if bag.built_at is None or bag.expires_at is None or now() >= bag.expires_at:
        raise Refused(_("This bundle is not handed out any more. Ask the issuer for a new one."))
    mine = select(BundleReceipt.copy_number).where(
        BundleReceipt.bundle_id == row.key, BundleReceipt.account_id == actor.key
    )
    number = session.exec(mine.limit(1)).first() or next_number(session, f"exhibit_bundle:{row.key}:copy")
    return _Copy(bag, row, dossier, version, recipient, number)


def refuse_changed(seeing: Session, bag: Bag) -> None:
    """Raise Refused, without saying whose consent it is, when something in the bundle may not be used any more."""
    try:
        services.refuse_changed(seeing, bag.built_by, bag)
    except Refused:
        text = _("Not everything in this bundle may still be used. It is not handed out any more: ask the issuer for a new one.")  # fmt: skip
        raise Refused(text) from None


def _note(session: Session, actor: Actor, settings: Settings, copy: _Copy, encrypted_to: Sequence[str] = ()) -> None:
    """The receipt, the log, and with the first of a body the chain of every exhibit."""
    is_first = session.exec(bundles.receipts(copy.row).limit(1)).first() is None
    receipt = BundleReceipt(
        case_id=copy.row.case_id, bundle_id=copy.row.key, account_id=actor.key, copy_number=copy.number,
        identity=copy.bag.identity, log_head=heads.signed_head(session, vault_of(settings)),
    )  # fmt: skip
    session.add(receipt)
    session.flush()
    if is_first:
        _disclose(session, actor, copy.bag, copy.recipient)
    audit.record(
        session, actor, "bundle.received", copy.bag.subject, dossier=copy.dossier.reference,
        version=copy.version.number, copy=copy.number, identity=copy.bag.identity, body=copy.recipient.slug,
        encrypted_to=list(encrypted_to),
    )  # fmt: skip


def _disclose(session: Session, actor: Actor, bag: Bag, recipient: Recipient) -> None:
    statement = select(Exhibit).where(Exhibit.case_id == bag.case_id, col(Exhibit.reference).in_(bag.exhibits))
    for exhibit in session.exec(statement.order_by(col(Exhibit.id)), execution_options=UNFILTERED).all():
        add_event(
            session, actor, exhibit, CustodyKind.DISCLOSED, hash_before=exhibit.sha256, given_to=recipient.slug,
            purpose=services.purpose_of(bag),
        )  # fmt: skip

"""Bundles of exhibits for the experts of a body: made by one supervisor, offered by another, fetched with a receipt."""

from datetime import timedelta

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.accounts.models import Recipient
from casework.audit import heads
from casework.cases.models import Case
from casework.config import Settings
from casework.db import UNFILTERED, next_number, now
from casework.dossiers import delivery
from casework.dossiers.models import Dossier, DossierVersion
from casework.errors import NotFound, Refused
from casework.evidence.custody import add_event
from casework.evidence.models import Exhibit
from casework.exchange import bundles, services, writing
from casework.exchange.models import Bag, BundleReceipt, BundleRow
from casework.exchange.services import HandedOut
from casework.i18n import _
from casework.storage import FileStore
from casework.subjects import Actor
from casework.vault import vault_of
from casework.vocabulary import CustodyKind

OFFERED_FOR = timedelta(days=90)


def start_bundle(
    session: Session, actor: Actor, *, case: Case, dossier: Dossier, version: DossierVersion, language: str,
    is_checked: bool,
) -> Bag:  # fmt: skip
    """Ask the worker for the exhibits that an issued version prints. Raises Invalid, Refused."""
    require(session, actor, Permission.BAG_MAKE, case.subject)
    if version.state not in delivery.SENT:
        raise NotFound
    if not bundles.printed_by(version).printed:
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
    if actor.id is None or actor.id == row.made_by:
        raise Refused(_("You made this bundle: somebody else has to look into it and offer it."))
    row.offered_by, row.offered_at = actor.id, now()
    bag.expires_at = now() + OFFERED_FOR
    session.flush()
    audit.record(session, actor, "bundle.offered", bag.subject, identity=bag.identity, exhibits=len(bag.exhibits))
    return row


def hand_out(
    session: Session, actor: Actor, settings: Settings, store: FileStore, *, version_id: int, seeing: Session
) -> HandedOut:
    """The bundle for a member of the body, with a receipt and the number of their copy in the ZIP's own comment.

    `seeing` reads everything: consent is asked again for every exhibit in it. Raises NotFound, Refused.
    """
    version, dossier, recipient = delivery.find_received(session, actor, version_id)
    found = bundles.offered(session, version)
    if found is None:
        raise NotFound
    bag, row = found
    if bag.built_at is None or bag.expires_at is None or now() >= bag.expires_at:
        raise Refused(_("This bundle is not handed out any more. Ask the issuer for a new one."))
    try:
        services.refuse_changed(seeing, bag.built_by, bag)
    except Refused:
        text = _("Not everything in this bundle may still be used. It is not handed out any more: ask the issuer for a new one.")  # fmt: skip
        raise Refused(text) from None
    receipt = _receipt(session, actor, settings, bag, row)
    _disclose(session, actor, bag, row, recipient)
    audit.record(
        session, actor, "bundle.received", bag.subject, dossier=dossier.reference, version=version.number,
        copy=receipt.copy_number, identity=bag.identity, body=recipient.slug,
    )  # fmt: skip
    contents = services.load(store, bag.contents_sha256)
    comment = f"Copy no. {receipt.copy_number} of {bag.reference} ({dossier.reference} v{version.number})".encode()
    chunks = writing.zip_chunks(contents, store, bag.built_at, comment)
    name = f"{dossier.reference}-v{version.number}-exhibits-copy-{receipt.copy_number}.zip"
    return HandedOut(name, (bag.zip_size or 0) + len(comment), chunks)


def _receipt(session: Session, actor: Actor, settings: Settings, bag: Bag, row: BundleRow) -> BundleReceipt:
    mine = select(BundleReceipt.copy_number).where(
        BundleReceipt.bundle_id == row.key, BundleReceipt.account_id == actor.key
    )
    number = session.exec(mine.limit(1)).first() or next_number(session, f"exhibit_bundle:{row.key}:copy")
    receipt = BundleReceipt(
        case_id=row.case_id, bundle_id=row.key, account_id=actor.key, copy_number=number, identity=bag.identity,
        log_head=heads.signed_head(session, vault_of(settings)),
    )  # fmt: skip
    session.add(receipt)
    session.flush()
    return receipt


def _disclose(session: Session, actor: Actor, bag: Bag, row: BundleRow, recipient: Recipient) -> None:
    """Into the chain of every exhibit, once: from the first download on its body has it."""
    if len(bundles.receipts_of(session, row)) > 1:
        return
    statement = select(Exhibit).where(Exhibit.case_id == bag.case_id, col(Exhibit.reference).in_(bag.exhibits))
    for exhibit in session.exec(statement.order_by(col(Exhibit.id)), execution_options=UNFILTERED).all():
        add_event(
            session, actor, exhibit, CustodyKind.DISCLOSED, hash_before=exhibit.sha256, given_to=recipient.slug,
            purpose=services.purpose_of(bag),
        )  # fmt: skip

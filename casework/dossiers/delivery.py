"""Handing copies out: each person gets their own number, each download leaves a receipt, consent is asked again."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from sqlalchemy import Select
from sqlalchemy.orm import Load
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.accounts.models import Recipient
from casework.audit import heads
from casework.audit.tree import Tree
from casework.cases.models import Case
from casework.config import Settings
from casework.dossiers import building, copies, holding, seal, services, signature_check, verify
from casework.dossiers.models import Dossier, DossierCopy, DossierReceipt, DossierVersion
from casework.dossiers.states import DossierState, ReceiptWay
from casework.dossiers.unsearchable import people_unsearchable
from casework.errors import NotFound, Refused
from casework.i18n import _
from casework.storage import open_store
from casework.subjects import Actor, Subject
from casework.vault import vault_of

WITHOUT_TEXT = Load(DossierVersion).defer(DossierVersion.snapshots).defer(DossierVersion.printed)  # type: ignore[arg-type]
SENT = (DossierState.ISSUED, DossierState.SUPERSEDED)


def nothing() -> None:
    """For callers with a transaction of their own."""


@dataclass(frozen=True)
class HandedOut:
    """A file on its way to its reader."""

    filename: str
    data: bytes
    sha256: str


def received(session: Session, actor: Actor) -> Select[Any]:
    """The versions issued to the actor's body, to be paged by the caller."""
    require(session, actor, Permission.DOSSIER_RECEIVE)
    return (
        select(DossierVersion)
        .options(WITHOUT_TEXT)
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .where(Dossier.recipient_id == (actor.recipient_id or -1), col(DossierVersion.state).in_(SENT))
    )


def dossiers_by_id(session: Session, ids: set[int]) -> dict[int, Dossier]:
    """Dossiers by primary key."""
    return {row.key: row for row in session.exec(select(Dossier).where(col(Dossier.id).in_(ids)))} if ids else {}


def find_received(session: Session, actor: Actor, version_id: int) -> tuple[DossierVersion, Dossier, Recipient]:
    """One version that was issued to the actor's body. Raises NotFound, Forbidden."""
    version = session.get(DossierVersion, version_id, options=[WITHOUT_TEXT])
    if version is None or version.state not in SENT:
        require(session, actor, Permission.DOSSIER_RECEIVE)
        raise NotFound
    dossier = session.get_one(Dossier, version.dossier_id)
    recipient = session.get_one(Recipient, dossier.recipient_id)
    require(session, actor, Permission.DOSSIER_RECEIVE, Subject("recipient", recipient.key, None, recipient.slug))
    return version, dossier, recipient


def hand_out(
    session: Session,
    actor: Actor,
    settings: Settings,
    *,
    version_id: int,
    language: str,
    between: Callable[[], None] = nothing,
    way: ReceiptWay = ReceiptWay.DOWNLOADED,
) -> HandedOut:
    """The actor's own copy of an edition, with a receipt. Raises Refused when consent no longer stands.

    `between` commits the copy's number before the file is signed, which can take seconds: no transaction is open then.
    """
    version, dossier, recipient = find_received(session, actor, version_id)
    refuse_withdrawn(session, dossier, version)
    if language not in version.languages:
        raise NotFound
    copy = copy_to_hand_out(session, actor, version, recipient, language)
    is_new = not copy.sha256
    data = copies.file_of(session, settings, copies.Held(version, copy, recipient), between)
    if is_new:
        refuse_withdrawn(session, dossier, version)
    add_receipt(session, actor, settings, copy, way=way)
    log_reading(session, actor, dossier, version, copy, way)
    return HandedOut(filename_of(dossier, version, copy), data, copy.sha256)


def copy_to_hand_out(
    session: Session, reader: Actor | None, version: DossierVersion, recipient: Recipient, language: str
) -> DossierCopy:
    """The reader's copy (None: the body's own). Raises Refused when access was taken away, or its time is over."""
    holding.refuse_ended(session, version)
    copy = copies.copy_for(session, reader, version, recipient, language)
    holding.refuse_ended(session, version, copy)
    return copy


def log_reading(
    session: Session, actor: Actor, dossier: Dossier, version: DossierVersion, copy: DossierCopy, way: ReceiptWay
) -> None:
    """Into the log: which copy a member of the body downloaded, or read on the screen."""
    action = "dossier.received" if way is ReceiptWay.DOWNLOADED else "dossier.read"
    how = {} if way is ReceiptWay.DOWNLOADED else {"way": way.value}
    audit.record(
        session, actor, action, dossier.subject, version=version.number, language=copy.language,
        copy=copy.copy_number, sha256=copy.sha256, **how,
    )  # fmt: skip


def own_copy(session: Session, actor: Actor, version: DossierVersion, language: str) -> DossierCopy | None:
    """The copy of an edition that the actor has, if they fetched one."""
    statement = select(DossierCopy).where(
        DossierCopy.dossier_version_id == version.key, DossierCopy.language == language,
        DossierCopy.made_for == actor.id, DossierCopy.sha256 != "",
    )  # fmt: skip
    return session.exec(statement).first()


def filename_of(dossier: Dossier, version: DossierVersion, copy: DossierCopy) -> str:
    """What a copy's file is called."""
    return f"{dossier.reference}-v{version.number}-{copy.language}-copy-{copy.copy_number}.pdf"


def add_receipt(
    session: Session,
    actor: Actor,
    settings: Settings,
    copy: DossierCopy,
    encrypted_to: Sequence[str] = (),
    way: ReceiptWay = ReceiptWay.DOWNLOADED,
) -> DossierReceipt:
    """That the copy went out, to whom, how, under which head of the log, and to which keys it was encrypted."""
    receipt = DossierReceipt(
        case_id=copy.case_id, dossier_copy_id=copy.key, account_id=actor.key, sha256=copy.sha256,
        encrypted_to=list(encrypted_to), way=way,
    )  # fmt: skip
    receipt.log_head = heads.signed_head(session, vault_of(settings))
    session.add(receipt)
    session.flush()
    return receipt


def refuse_withdrawn(session: Session, dossier: Dossier, version: DossierVersion) -> None:
    """Nothing goes out that a witness no longer consents to. The reader is not told which witness it is."""
    if services.consent_gone(session, dossier, version):
        text = _("A witness no longer consents to this use, or has to be protected. This version is not handed out any more: "
                 "ask the issuer for the next one, and stop using the copies you have.")  # fmt: skip
        raise Refused(text)


def require_opening(
    session: Session, actor: Actor, settings: Settings, *, dossier: Dossier, version: DossierVersion
) -> int:
    """Whether somebody who works on the case may open a version now; how many people could not be searched for in it.

    Raises NotFound, Forbidden, and Refused when consent no longer stands.
    """
    require(session, actor, Permission.DOSSIER_VIEW, dossier.subject)
    unsearched = 0
    if version.state is DossierState.BUILT:
        unsearched = people_unsearchable(session, vault_of(settings), session.get_one(Case, dossier.case_id))
        if unsearched:
            require(session, actor, Permission.DOSSIER_BUILD, dossier.subject)
    refuse_withdrawn(session, dossier, version)
    return unsearched


def draft_file(
    session: Session, actor: Actor, settings: Settings, *, dossier: Dossier, version: DossierVersion, language: str
) -> HandedOut:
    """A version for those who work on the case, marked as a draft or as a file copy; logged.

    A draft that nobody here could search for names goes to those alone who have to have it searched.
    """
    unsearched = require_opening(session, actor, settings, dossier=dossier, version=version)
    snapshot = services.snapshot_of(version, language)
    body = copies.body_of(open_store(settings), version, language)
    mark = building.CopyMark()
    if version.issued_at is not None:
        mark = building.CopyMark("0", _("the file of the case"), version.issued_at.date())
    data = building.sealed_copy(snapshot, body, mark, building.keys_of(settings)[0], version.log_proof)
    report = verify.verify(data, trusted=[])
    audit.record(
        session,
        actor,
        "dossier.opened",
        dossier.subject,
        version=version.number,
        language=language,
        sha256=report.sha256,
        **({"people_unsearchable": unsearched} if unsearched else {}),
    )
    kind = "draft" if version.state is DossierState.BUILT else "file"
    return HandedOut(f"{dossier.reference}-v{version.number}-{language}-{kind}.pdf", data, report.sha256)


def check_file(session: Session, settings: Settings, data: bytes) -> verify.Report:
    """Verify a file against this installation's keys and certificates (past ones too) and its log."""
    known = {seal.public_bytes(key) for key in building.keys_of(settings)}
    used = select(DossierCopy.seal_key).where(DossierCopy.seal_key != "").distinct()
    known |= {bytes.fromhex(text) for text in session.exec(used)}

    def head_known(size: int, root: str) -> bool:
        return 0 <= size <= audit.head(session)[0] and Tree(session).root(size).hex() == root

    sha256 = hashlib.sha256(data).hexdigest()
    signed_at = session.exec(select(DossierCopy.signed_at).where(DossierCopy.sha256 == sha256)).first()
    signatures = signature_check.known_here(session, settings, signed_at)
    return verify.verify(data, trusted=known, head_known=head_known, signatures=signatures)


def verify_elsewhere(data: bytes, fingerprint: str, roots: Sequence[x509.Certificate] = ()) -> verify.Report:
    """Verify a file of another installation, whose sealing key's fingerprint came by another way. No log is at hand.

    `roots`: the certificates that the electronic signature is checked against.
    """
    wanted = "".join(fingerprint.lower().split())
    signatures = signature_check.Known(tuple(roots))
    try:
        public = seal.examine(data).public_key
    except seal.SealMissing:
        return verify.verify(data, trusted=[], signatures=signatures)
    trusted = [public] if len(wanted) == 32 and seal.fingerprint(public).replace(" ", "") == wanted else []
    return verify.verify(data, trusted=trusted, signatures=signatures)

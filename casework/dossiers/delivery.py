"""Handing copies out: each person gets their own number, each download leaves a receipt, consent is asked again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Select
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.accounts.models import Recipient
from casework.audit import heads
from casework.audit.tree import Tree
from casework.cases.models import Case
from casework.config import Settings
from casework.db import next_number
from casework.dossiers import building, seal, services, verify
from casework.dossiers.content import Snapshot
from casework.dossiers.models import Dossier, DossierCopy, DossierReceipt, DossierVersion
from casework.dossiers.states import DossierState
from casework.dossiers.unsearchable import people_unsearchable
from casework.errors import NotFound, Refused, Unavailable
from casework.i18n import _
from casework.storage import AlteredContent, FileStore, MissingContent, open_store
from casework.subjects import Actor, Subject
from casework.vault import vault_of

SENT = (DossierState.ISSUED, DossierState.SUPERSEDED)


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
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .where(Dossier.recipient_id == (actor.recipient_id or -1), col(DossierVersion.state).in_(SENT))
    )


def dossiers_by_id(session: Session, ids: set[int]) -> dict[int, Dossier]:
    """Dossiers by primary key."""
    return {row.key: row for row in session.exec(select(Dossier).where(col(Dossier.id).in_(ids)))} if ids else {}


def find_received(session: Session, actor: Actor, version_id: int) -> tuple[DossierVersion, Dossier, Recipient]:
    """One version that was issued to the actor's body. Raises NotFound, Forbidden."""
    version = session.get(DossierVersion, version_id)
    if version is None or version.state not in SENT:
        require(session, actor, Permission.DOSSIER_RECEIVE)
        raise NotFound
    dossier = session.get_one(Dossier, version.dossier_id)
    recipient = session.get_one(Recipient, dossier.recipient_id)
    require(session, actor, Permission.DOSSIER_RECEIVE, Subject("recipient", recipient.key, None, recipient.slug))
    return version, dossier, recipient


def hand_out(session: Session, actor: Actor, settings: Settings, *, version_id: int, language: str) -> HandedOut:
    """The actor's own copy of an edition, with a receipt. Raises Refused when consent no longer stands."""
    version, dossier, recipient = find_received(session, actor, version_id)
    refuse_withdrawn(session, dossier, version)
    snapshot = services.snapshot_of(version, language)
    keys = building.keys_of(settings)
    copy = copy_for(session, actor, version, recipient, language)
    key = next((one for one in keys if seal.public_bytes(one).hex() == copy.seal_key), keys[0])
    data = copy_bytes(settings, version, snapshot, copy, recipient, key)
    head = heads.signed_head(session, vault_of(settings))
    report = verify.verify(data, trusted=[seal.public_bytes(key)])
    if copy.sha256 not in ("", report.sha256):
        raise Unavailable(_("This copy does not come out as it was first made. Tell the issuer."))
    copy.sha256, copy.size, copy.seal_key = report.sha256, len(data), seal.public_bytes(key).hex()
    receipt = DossierReceipt(case_id=copy.case_id, dossier_copy_id=copy.key, account_id=actor.key, sha256=copy.sha256)
    receipt.log_head = head
    session.add(receipt)
    session.flush()
    audit.record(
        session, actor, "dossier.received", dossier.subject, version=version.number, language=language,
        copy=copy.copy_number, sha256=copy.sha256,
    )  # fmt: skip
    name = f"{dossier.reference}-v{version.number}-{language}-copy-{copy.copy_number}.pdf"
    return HandedOut(name, data, copy.sha256)


def refuse_withdrawn(session: Session, dossier: Dossier, version: DossierVersion) -> None:
    """Nothing goes out that a witness no longer consents to. The reader is not told which witness it is."""
    if services.consent_gone(session, dossier, version):
        text = _("A witness no longer consents to this use. This version is not handed out any more: "
                 "ask the issuer for the next one, and stop using the copies you have.")  # fmt: skip
        raise Refused(text)


def copy_for(
    session: Session, actor: Actor, version: DossierVersion, recipient: Recipient, language: str
) -> DossierCopy:
    """The actor's copy of this edition: the one they had, or a new one under the next number."""
    statement = select(DossierCopy).where(
        DossierCopy.dossier_version_id == version.key,
        DossierCopy.language == language,
        DossierCopy.made_for == actor.key,
    )
    found = session.exec(statement).first()
    if found is not None:
        return found
    made = DossierCopy(
        case_id=version.case_id,
        dossier_version_id=version.key,
        recipient_id=recipient.key,
        copy_number=next_number(session, f"dossier_version:{version.key}:copy"),
        language=language,
        sha256="",
        size=0,
        pages=int(version.bodies[language]["pages"]),
        made_for=actor.key,
    )
    session.add(made)
    session.flush()
    return made


def copy_bytes(
    settings: Settings,
    version: DossierVersion,
    snapshot: Snapshot,
    copy: DossierCopy,
    recipient: Recipient,
    key: Ed25519PrivateKey,
) -> bytes:
    """The file of one copy, made from the stored body."""
    issued_on = version.issued_at.date() if version.issued_at else None
    mark = building.CopyMark(str(copy.copy_number), snapshot.cover.addressee or recipient.name, issued_on)
    body = body_of(open_store(settings), version, snapshot.lang)
    return building.sealed_copy(snapshot, body, mark, key, version.log_proof)


def body_of(store: FileStore, version: DossierVersion, language: str) -> bytes:
    """The typeset body as it was kept. Raises Unavailable when it is gone or altered."""
    digest = str(version.bodies[language]["sha256"])
    try:
        with store.open_stream(digest) as stream:
            data = stream.read()
    except (MissingContent, AlteredContent, OSError):
        data = b""
    if not data or not store.verify(digest):
        raise Unavailable(_("The stored dossier is missing or damaged. Tell the administrator."))
    return data


def draft_file(
    session: Session, actor: Actor, settings: Settings, *, dossier: Dossier, version: DossierVersion, language: str
) -> HandedOut:
    """A version for those who work on the case, marked as a draft or as a file copy; logged.

    A draft that nobody here could search for names goes to those alone who have to have it searched.
    """
    require(session, actor, Permission.DOSSIER_VIEW, dossier.subject)
    unsearched = 0
    if version.state is DossierState.BUILT:
        unsearched = people_unsearchable(session, vault_of(settings), session.get_one(Case, dossier.case_id))
        if unsearched:
            require(session, actor, Permission.DOSSIER_BUILD, dossier.subject)
    refuse_withdrawn(session, dossier, version)
    snapshot = services.snapshot_of(version, language)
    body = body_of(open_store(settings), version, language)
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
    """Verify a file against this installation's keys (past ones too) and its log."""
    known = {seal.public_bytes(key) for key in building.keys_of(settings)}
    used = select(DossierCopy.seal_key).where(DossierCopy.seal_key != "").distinct()
    known |= {bytes.fromhex(text) for text in session.exec(used)}

    def head_known(size: int, root: str) -> bool:
        return 0 <= size <= audit.head(session)[0] and Tree(session).root(size).hex() == root

    return verify.verify(data, trusted=known, head_known=head_known)


def verify_elsewhere(data: bytes, fingerprint: str) -> verify.Report:
    """Verify a file of another installation, whose sealing key's fingerprint came by another way. No log is at hand."""
    wanted = "".join(fingerprint.lower().split())
    try:
        public = seal.examine(data).public_key
    except seal.SealMissing:
        return verify.verify(data, trusted=[])
    trusted = [public] if len(wanted) == 32 and seal.fingerprint(public).replace(" ", "") == wanted else []
    return verify.verify(data, trusted=trusted)


def receipts_of(session: Session, copies: Sequence[DossierCopy]) -> dict[int, list[DossierReceipt]]:
    """The receipts of copies, by copy."""
    found: dict[int, list[DossierReceipt]] = {copy.key: [] for copy in copies}
    statement = select(DossierReceipt).where(col(DossierReceipt.dossier_copy_id).in_(found))
    for row in session.exec(statement.order_by(col(DossierReceipt.id)).limit(2000)):
        found[row.dossier_copy_id].append(row)
    return found

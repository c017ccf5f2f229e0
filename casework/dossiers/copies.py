"""One reader's copy: its number, and its file, which is made once and kept.

The same reader gets the same bytes each time. A signature never comes out the same twice, and the templates of the mark
change from release to release: so each copy lies in the store, encrypted as every file there, under its own hash.
"""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from casework.accounts.models import Recipient
from casework.config import Settings
from casework.db import next_number, now
from casework.dossiers import building, copy_marks, holding, seal, services
from casework.dossiers.building import CopyMark
from casework.dossiers.content import Snapshot
from casework.dossiers.models import Dossier, DossierCopy, DossierVersion
from casework.errors import Unavailable
from casework.i18n import _
from casework.signing import services as certificates
from casework.signing.authority import fingerprint
from casework.storage import AlteredContent, FileStore, MissingContent, open_store
from casework.subjects import Actor

if TYPE_CHECKING:
    from casework.signing.signers import Means


@dataclass(frozen=True)
class Held:
    """One reader's copy, with what it is made of: its edition, and the body that it was given to."""

    version: DossierVersion
    copy: DossierCopy
    recipient: Recipient


def file_of(session: Session, settings: Settings, held: Held, between: Callable[[], None]) -> bytes:
    """The copy's file, made at the first call. Raises Unavailable."""
    store = open_store(settings)
    if is_kept(store, held.copy):
        return kept(store, held.copy.sha256)
    if held.copy.sha256:
        return made_again(settings, store, held)
    return made_first(session, settings, held, between)


def stream_of(session: Session, settings: Settings, held: Held, between: Callable[[], None]) -> BinaryIO:
    """The same, to be read piece by piece: a kept copy is not taken into memory. Its reader compares the hash."""
    store = open_store(settings)
    if is_kept(store, held.copy):
        try:
            return store.open_stream(held.copy.sha256)
        except (MissingContent, AlteredContent, OSError):
            raise Unavailable(_("The stored dossier is missing or damaged. Tell the administrator.")) from None
    return io.BytesIO(file_of(session, settings, held, between))


def means_of(session: Session, settings: Settings) -> "Means | None":
    """What copies are signed with. pyHanko takes two seconds to load: only who needs it waits for it."""
    if not settings.signer.is_named and certificates.own(session, settings) is None:
        return None
    from casework.signing import signers

    return signers.means_of(session, settings)


def is_kept(store: FileStore, copy: DossierCopy) -> bool:
    """Whether its file has to be in the store: not that of a sealed copy from before such copies were kept, too."""
    return bool(copy.sha256) and (bool(copy.certificate) or store.exists(copy.sha256))


def made_again(settings: Settings, store: FileStore, held: Held) -> bytes:
    """A sealed copy that was handed out before such copies were kept: made as it was then, compared, kept from now on."""
    version, copy, keys = held.version, held.copy, building.keys_of(settings)
    key = next((one for one in keys if seal.public_bytes(one).hex() == copy.seal_key), keys[0])
    snapshot, body = services.snapshot_of(version, copy.language), body_of(store, version, copy.language)
    data = building.sealed_copy(snapshot, body, mark_of(held, snapshot), key, version.log_proof)
    if hashlib.sha256(data).hexdigest() != copy.sha256:
        raise Unavailable(_("This copy does not come out as it was first made. Tell the issuer."))
    store.keep(store.stage(io.BytesIO(data), len(data)))
    return data


def made_first(session: Session, settings: Settings, held: Held, between: Callable[[], None]) -> bytes:
    """Make the copy, outside the transaction, and keep it."""
    store, key, means = open_store(settings), building.keys_of(settings)[0], means_of(session, settings)
    version, copy = held.version, held.copy
    snapshot, body = services.snapshot_of(version, copy.language), body_of(store, version, copy.language)
    mark, log = mark_of(held, snapshot), version.log_proof
    between()
    data = finished(snapshot, body, mark, key, log, means=means, settings=settings)
    data = _keep_first(session, store, copy, data, key, fingerprint(means.certificate) if means else "")
    if means and not means.is_own:
        certificates.remember(session, means.certificate)
    return data


def finished(
    snapshot: Snapshot,
    body: bytes,
    mark: CopyMark,
    key: Ed25519PrivateKey,
    log: str,
    *,
    means: "Means | None",
    settings: Settings,
) -> bytes:
    """A marked file with the electronic signature where there are `means` for one, else with the seal alone."""
    if means is None:
        return building.sealed_copy(snapshot, body, mark, key, log)
    from casework.dossiers.signed_copy import signed_copy

    return signed_copy(snapshot, body, mark, key, log, means=means, settings=settings)


def _keep_first(
    session: Session, store: FileStore, copy: DossierCopy, data: bytes, key: Ed25519PrivateKey, certificate: str
) -> bytes:
    """Keep what was made as the copy's file for good. Who was quicker with the same copy has made it."""
    staged = store.stage(io.BytesIO(data), len(data))
    session.refresh(copy, with_for_update=True)
    if copy.sha256:
        store.discard(staged)
        return kept(store, copy.sha256)
    store.keep(staged)
    copy.sha256, copy.size, copy.seal_key = staged.sha256, len(data), seal.public_bytes(key).hex()
    copy.certificate, copy.signed_at = certificate, now() if certificate else None
    return data


def mark_of(held: Held, snapshot: Snapshot) -> CopyMark:
    """What the copy says of itself."""
    copy, issued_on = held.copy, held.version.issued_at.date() if held.version.issued_at else None
    name = snapshot.cover.addressee or held.recipient.name
    return CopyMark(
        str(copy.copy_number), name, issued_on, copy.mark_code, copy.layout_key, copy.printed_until, copy.receipt_code
    )


def copy_for(
    session: Session, reader: Actor | None, version: DossierVersion, recipient: Recipient, language: str
) -> DossierCopy:
    """The reader's copy of this edition: the one they had, or a new one under the next number. None: the body's own.

    Who asks twice at once gets one copy: the second waits for the first one's number, and then finds its copy.
    """
    holder = f"account:{reader.key}" if reader else "body"
    found = _held(session, version, language, holder)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            return _made(session, reader, version, recipient, language, holder)
    except IntegrityError:
        found = _held(session, version, language, holder)
        if found is None:
            raise
        return found


def _held(session: Session, version: DossierVersion, language: str, holder: str) -> DossierCopy | None:
    statement = select(DossierCopy).where(
        DossierCopy.dossier_version_id == version.key, DossierCopy.language == language, DossierCopy.holder == holder
    )
    return session.exec(statement).first()


def _made(
    session: Session, reader: Actor | None, version: DossierVersion, recipient: Recipient, language: str, holder: str
) -> DossierCopy:
    until = last_day(session, version, recipient)
    made = DossierCopy(
        case_id=version.case_id,
        dossier_version_id=version.key,
        recipient_id=recipient.key,
        copy_number=next_number(session, f"dossier_version:{version.key}:copy"),
        language=language,
        sha256="",
        size=0,
        pages=int(version.bodies[language]["pages"]),
        made_for=reader.key if reader else None,
        holder=holder,
        mark_code=copy_marks.new_code(),
        layout_key=copy_marks.new_layout_key(),
        expires_on=until,
        printed_until=until,
        receipt_code=copy_marks.new_code(),
    )
    session.add(made)
    session.flush()
    return made


def last_day(session: Session, version: DossierVersion, recipient: Recipient) -> date | None:
    """The last day on which a copy that is made today may be fetched; None: as long as the version stands."""
    said = session.get_one(Dossier, version.dossier_id).copy_days
    days = recipient.copy_days if said is None else said
    return holding.today_of(session, version) + timedelta(days) if days else None


def body_of(store: FileStore, version: DossierVersion, language: str) -> bytes:
    """The typeset body as it was kept. Raises Unavailable when it is gone or altered."""
    return kept(store, str(version.bodies[language]["sha256"]))


def kept(store: FileStore, digest: str) -> bytes:
    """A file of the store, whole, with the hash that it was kept under. Raises Unavailable when it is not there so."""
    try:
        with store.open_stream(digest) as stream:
            data = stream.read()
    except (MissingContent, AlteredContent, OSError):
        data = b""
    if hashlib.sha256(data).hexdigest() != digest:
        raise Unavailable(_("The stored dossier is missing or damaged. Tell the administrator."))
    return data

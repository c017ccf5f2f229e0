"""Copies that only their body opens: the copy as it would be downloaded, inside an age file to the body's own keys.

Two people ask for one: a member of the body, for their own numbered copy; and who may issue, for the body's copy, to
be sent by other means. The rules are those of the plain download. What is encrypted comes out otherwise each time; the
bytes inside never do.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

import pyrage
from pyrage import x25519
from sqlmodel import Session

from casework import audit
from casework.access import Permission, require
from casework.accounts import age_keys
from casework.accounts.models import Recipient
from casework.config import Settings
from casework.dossiers import copies, delivery, holding
from casework.dossiers.models import Dossier, DossierCopy, DossierVersion
from casework.errors import NotFound, Unavailable
from casework.i18n import _
from casework.subjects import Actor

CHUNK = 1 << 20


@dataclass(frozen=True)
class Encrypted:
    """An age file on its way out, in a temporary file without a name; and the SHA-256 of the PDF inside."""

    filename: str
    file: BinaryIO
    size: int
    sha256: str

    def chunks(self) -> Iterator[bytes]:
        """The file from its start; it is gone afterwards."""
        with self.file:
            while chunk := self.file.read(CHUNK):
                yield chunk


@dataclass(frozen=True)
class _Asked:
    """What goes to whom: whose copy it is, and with which entry it stands in the log."""

    dossier: Dossier
    version: DossierVersion
    recipient: Recipient
    language: str
    copy_of: Actor | None
    action: str


def hand_out(
    session: Session,
    actor: Actor,
    settings: Settings,
    *,
    version_id: int,
    language: str,
    between: Callable[[], None] = delivery.nothing,
) -> Encrypted:
    """A member's own copy, encrypted to their body. Raises NotFound without a key, Refused when consent is gone.

    `between` commits the copy's number before it is signed and encrypted: no transaction is open meanwhile.
    """
    version, dossier, recipient = delivery.find_received(session, actor, version_id)
    asked = _Asked(dossier, version, recipient, language, actor, "dossier.received")
    return _hand_out(session, actor, settings, asked, between)


def send_out(
    session: Session,
    actor: Actor,
    settings: Settings,
    *,
    dossier: Dossier,
    version: DossierVersion,
    language: str,
    between: Callable[[], None] = delivery.nothing,
) -> Encrypted:
    """The body's own numbered copy, encrypted, for who may issue to send by other means. Raises as `hand_out`."""
    require(session, actor, Permission.DOSSIER_ISSUE, dossier.subject)
    if version.state not in delivery.SENT:
        raise NotFound
    recipient = session.get_one(Recipient, dossier.recipient_id)
    return _hand_out(
        session, actor, settings, _Asked(dossier, version, recipient, language, None, "dossier.sent_out"), between
    )


def _hand_out(
    session: Session, actor: Actor, settings: Settings, asked: _Asked, between: Callable[[], None]
) -> Encrypted:
    """Consent is asked before anything is made, and again when the file is ready."""
    keys = list(asked.recipient.age_keys)
    if not keys or asked.language not in asked.version.languages:
        raise NotFound
    delivery.refuse_withdrawn(session, asked.dossier, asked.version)
    copy = delivery.copy_to_hand_out(session, asked.copy_of, asked.version, asked.recipient, asked.language)
    plain = copies.stream_of(session, settings, copies.Held(asked.version, copy, asked.recipient), between)
    name, digest = delivery.filename_of(asked.dossier, asked.version, copy), copy.sha256
    between()
    file, size = encrypt(plain, keys, digest)
    try:
        delivery.refuse_withdrawn(session, asked.dossier, asked.version)
        holding.refuse_ended(session, asked.version, copy)
        _note(session, actor, settings, asked, copy, age_keys.fingerprints(keys))
    except BaseException:
        file.close()
        raise
    return Encrypted(f"{name}.age", file, size, digest)


def _note(
    session: Session, actor: Actor, settings: Settings, asked: _Asked, copy: DossierCopy, encrypted_to: list[str]
) -> None:
    delivery.add_receipt(session, actor, settings, copy, encrypted_to)
    audit.record(
        session, actor, asked.action, asked.dossier.subject, version=asked.version.number, language=asked.language,
        copy=copy.copy_number, sha256=copy.sha256, body=asked.recipient.slug, encrypted_to=encrypted_to,
    )  # fmt: skip


class _Reads(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Hashed:
    """A stream that is hashed as it is read."""

    def __init__(self, stream: _Reads) -> None:
        self._stream, self._digest = stream, hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        chunk = self._stream.read(size)
        self._digest.update(chunk)
        return chunk

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


def encrypt(plain: BinaryIO, keys: list[str], digest: str) -> tuple[BinaryIO, int]:
    """An age file that any one of the keys opens, piece by piece, and its size. Nothing plain touches the disk.

    Raises Unavailable when what was read has not this SHA-256.
    """
    hashed, file = _Hashed(plain), tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        with plain:
            pyrage.encrypt_io(hashed, file, [x25519.Recipient.from_str(key) for key in keys])
        whole = hashed.hexdigest() == digest
    except (pyrage.EncryptError, OSError):
        whole = False
    if not whole:
        file.close()
        raise Unavailable(_("The stored dossier is missing or damaged. Tell the administrator."))
    size = file.tell()
    file.seek(0)
    return file, size

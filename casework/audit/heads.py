"""Signed heads: what leaves the house, and shows every later change of the log to whoever kept one.

A head is a C2SP checkpoint (c2sp.org/tlog-checkpoint): the log's name, how many entries, the root, and the time, signed
with the installation's signing key. How to make one in a service, in any session that may read:

    text = heads.signed_head(session, vault_of(settings))     # raises VaultSealed (Unavailable) without the master key
    size = heads.read(text).size

The head covers what is committed. `with_own=True` covers the open transaction's own entries, too: only for a text that
is kept by this very transaction, so that nobody ever holds a head of what was rolled back.
"""

import base64
from collections.abc import Collection

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlmodel import Session, col, select

from casework.audit.models import AuditEntry
from casework.audit.services import BEFORE, head, record
from casework.audit.tree import Incomplete, Tree
from casework.db import UNFILTERED, now
from casework.i18n import _
from casework.subjects import SYSTEM, Subject
from casework.vault import Vault
from casework.verifier.verify import Head, Unreadable, fingerprint, is_signed, key_hint, origin_of, read_head

ANNOUNCED = "log.key_made"
LOG = Subject("log", 0, None, "log")

__all__ = ["Head", "Unreadable", "fingerprint", "read"]


def read(text: str) -> Head:
    """Take a signed head apart. Line ends of another system and blanks around it are forgiven. Raises Unreadable."""
    return read_head(text.replace("\r\n", "\n").strip() + "\n")


def signing_key(vault: Vault) -> Ed25519PrivateKey:
    """The key that signs heads and seals dossiers. It is the installation's own: no rotation of the master key changes
    it. Raises VaultSealed."""
    return Ed25519PrivateKey.from_private_bytes(vault.signing_secret())


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def announce(session: Session, vault: Vault) -> bytes:
    """Write the signing key's public half into the log, once, so that heads can be checked while the vault is sealed.

    Returns the public key. Raises VaultSealed.
    """
    public = public_bytes(signing_key(vault))
    if public not in known_keys(session):
        record(session, SYSTEM, ANNOUNCED, LOG, public=public.hex(), fingerprint=fingerprint(public))
    return public


def known_keys(session: Session) -> list[bytes]:
    """Every public key that this log was ever signed with, as it says itself; the newest first."""
    statement = select(AuditEntry.facts).where(AuditEntry.action == ANNOUNCED).order_by(col(AuditEntry.seq).desc())
    found = session.execute(statement.limit(100), execution_options=UNFILTERED).scalars()
    return [bytes.fromhex(facts["public"]) for facts in found]


def committed_size(session: Session) -> int:
    """How many entries there were before this session's open transaction added its own."""
    return int(session.info.get(BEFORE, head(session)[0]))


def signed_head(session: Session, vault: Vault, *, with_own: bool = False) -> str:
    """The log's head as it is now, signed. Raises VaultSealed, and Incomplete for a damaged log."""
    size, root = head(session)
    before = committed_size(session)
    if size != before and not with_own:
        size, root = before, Tree(session).root(before).hex()
    return sign(signing_key(vault), size, bytes.fromhex(root), f"{now():%Y-%m-%dT%H:%M:%SZ}")


def sign(key: Ed25519PrivateKey, size: int, root: bytes, time: str) -> str:
    """A signed note (c2sp.org/signed-note) over a checkpoint. Pure."""
    public = public_bytes(key)
    origin = origin_of(public)
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\ntime {time}\n"
    signature = base64.b64encode(key_hint(origin, public) + key.sign(text.encode())).decode()
    return f"{text}\n\N{EM DASH} {origin} {signature}\n"


def problem(session: Session, old: Head, keys: Collection[bytes], root: bytes | None = None) -> str | None:
    """Why a head from outside does not fit this log, in the reader's language; None when it does.

    `root`: the root at that size, made anew from every entry (`audit verify`); without it the kept hashes are asked,
    which is enough for a page and not against somebody who changed the entries alone.
    """
    if not any(is_signed(old, key) for key in keys):
        return _("The head is not signed with a key of this log.")
    size = head(session)[0]
    if old.size > size:
        text = _("The head speaks of %(then)s entries, the log has %(now)s: its end was cut off, or it was begun anew.",
                 then=old.size, now=size)  # fmt: skip
        return text
    try:
        found = Tree(session).root(old.size) if root is None else root
    except Incomplete:
        return _("The log is damaged: entries or nodes are missing.")
    if found != old.root:
        return _("The first %(then)s entries are not those of the head: the log was rewritten.", then=old.size)
    return None

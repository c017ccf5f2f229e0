"""The names that files came with, sealed while they wait: who reads the database or its backup reads none of them.

Each is under the key of the day on which its upload began; the key is destroyed with the last upload of that day.
"""

import base64
import hmac
import secrets

from sqlmodel import Session, func, select

from casework.config import Settings
from casework.db import now
from casework.uploads import protocol
from casework.uploads.models import Upload
from casework.vault import IdentityShredded, Tampered, VaultSealed, vault_of
from casework.vault.crypto import place
from casework.vault.passing import Passing, derived_key, destroy_days, open_passing, seal_for_days

_PURPOSE = "names of uploads"


def seal_metadata(settings: Settings, upload: Upload, text: str) -> Passing:
    """What the sender said about a file, bound to its upload."""
    day = upload.created_at.date()
    sealed = seal_for_days(settings, text, purpose=_PURPOSE, where=(upload.token,), on=day)
    upload.key_day, upload.nonce, upload.ciphertext = sealed.day, sealed.nonce, sealed.ciphertext
    return sealed


def metadata_of(settings: Settings, upload: Upload) -> str:
    """The header as the sender wrote it; empty while it cannot be read."""
    sealed = Passing(upload.key_day, upload.nonce, upload.ciphertext)
    try:
        return open_passing(settings, sealed, purpose=_PURPOSE, where=(upload.token,))
    except (VaultSealed, IdentityShredded, Tampered):
        return ""


def claimed_name(settings: Settings, upload: Upload) -> str:
    """The name that the sender's machine gave the file; not cleaned, not to be trusted."""
    return protocol.metadata(metadata_of(settings, upload)).get("filename", "")


def destroy_unused_keys(session: Session, settings: Settings) -> int:
    """Destroy the keys of days of which no upload is left. Raises VaultSealed when the key store does not answer."""
    oldest = session.exec(select(func.min(Upload.created_at))).one()
    return destroy_days(vault_of(settings), _PURPOSE, before=(oldest or now()).date())


def token_for(settings: Settings, account_id: int, case_id: int, key: str) -> str:
    """The same for the same `key` of a sender: a request that is repeated begins no second upload. Else a random one."""
    if not key:
        return secrets.token_urlsafe(32)
    secret = derived_key(settings, "casework upload: tokens")
    digest = hmac.digest(secret, place("upload", account_id, case_id, key), "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")

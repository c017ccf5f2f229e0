"""Fragments that were typeset before, and what was found free of names: encrypted, under a key of their day that is
destroyed some days later.

What is kept is found by the SHA-256 of all that it was made from, under that key, so that whoever sees the folder can
neither read it nor try out a text. A fragment that is used again is kept anew.
"""

import hashlib
import hmac
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine

from casework.config import Settings
from casework.db import now
from casework.jobs import housekeeping
from casework.printing.pieces import Fragment
from casework.vault import IdentityShredded, Tampered, VaultSealed, crypto, vault_of
from casework.vault.passing import day_key, destroy_days

DAYS = 14
_PURPOSE = "dossier fragments"


class FragmentCache:
    """With a sealed vault it is empty and keeps nothing."""

    def __init__(self, settings: Settings, today: date | None = None) -> None:
        self.folder = folder_of(settings)
        self.today = today or now().date()
        self._settings = settings
        self._keys: dict[date, bytes | None] = {}

    @property
    def can_keep(self) -> bool:
        """False with a sealed vault."""
        return self._key(self.today) is not None

    def find(self, digest: str) -> Fragment | None:
        """The fragment that was kept under this digest within the last days."""
        found = self.find_bytes(digest)
        try:
            return Fragment.from_json(found.decode()) if found else None
        except ValueError:  # of a release that wrote fragments in another way
            return None

    def keep(self, digest: str, fragment: Fragment) -> None:
        """Put a fragment down for some days."""
        self.keep_bytes(digest, fragment.to_json().encode())

    def find_bytes(self, digest: str) -> bytes | None:
        """What was kept under this name within the last days."""
        for day in self._days():
            path = self._path(day, digest)
            if path is None or not path.exists():
                continue
            try:
                found = self._open(day, digest, path.read_bytes())
            except (OSError, ValueError, Tampered):
                path.unlink(missing_ok=True)
                continue
            if day != self.today:
                self.keep_bytes(digest, found)
            return found
        return None

    def keep_bytes(self, digest: str, data: bytes) -> None:
        """Put it down for some days. A full disk costs time, not the dossier."""
        path, key = self._path(self.today, digest), self._key(self.today)
        if path is None or key is None:
            return
        sealed = b"".join(crypto.seal(key, data, self._place(self.today, digest)))
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
            os.replace(name, path)
        except OSError:
            return

    def _days(self) -> Iterator[date]:
        return (self.today - timedelta(days=back) for back in range(DAYS))

    def _path(self, day: date, digest: str) -> Path | None:
        if day != self.today and not (self.folder / day.isoformat()).exists():
            return None
        key = self._key(day)
        return (
            self.folder / day.isoformat() / hmac.new(key, digest.encode(), hashlib.sha256).hexdigest() if key else None
        )

    def _open(self, day: date, digest: str, data: bytes) -> bytes:
        return crypto.unseal(
            self._key(day) or b"", data[: crypto.NONCE_BYTES], data[crypto.NONCE_BYTES :], self._place(day, digest)
        )

    def _place(self, day: date, digest: str) -> bytes:
        return crypto.place(_PURPOSE, day.isoformat(), digest)

    def _key(self, day: date) -> bytes | None:
        if day not in self._keys:
            try:
                self._keys[day] = day_key(vault_of(self._settings), _PURPOSE, day)
            except (VaultSealed, IdentityShredded):
                self._keys[day] = None
        return self._keys[day]


def folder_of(settings: Settings) -> Path:
    return settings.instance / "fragments"


@housekeeping
def forget_old_fragments(_engine: Engine, settings: Settings) -> None:
    """Folders of days gone by, and the keys of those days."""
    oldest = now().date() - timedelta(days=DAYS)
    for folder in folder_of(settings).glob("*"):
        try:
            is_old = date.fromisoformat(folder.name) <= oldest
        except ValueError:
            continue
        if is_old:
            shutil.rmtree(folder, ignore_errors=True)
    try:
        destroy_days(vault_of(settings), _PURPOSE, before=oldest)
    except VaultSealed:
        return

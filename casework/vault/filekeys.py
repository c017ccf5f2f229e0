"""Keys of files: one for each, wrapped by the master key like a person's and kept in the same store."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from casework.vault import crypto
from casework.vault.keystore import FILE
from casework.vault.services import ATTEMPTS, WRONG_KEY, Vault
from casework.vault.states import VaultSealed
from casework.vault.wrapping import unwrap

NO_STORE = "The key store cannot be opened."


class KeyOfFileMissing(VaultSealed):
    """The key store does not know the file: it is older than the file, or another installation's."""


class FileKeys:
    """Make, find and destroy the keys of files, by the file's id. Every method raises VaultSealed."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def make(self, file_id: str) -> bytes:
        """A new file's key, durable before a byte is written under it."""
        try:
            for _ in range(ATTEMPTS):
                fresh = crypto.new_key()
                if self._vault.try_to_keep({FILE + file_id: fresh}):
                    return fresh
        except (SQLAlchemyError, OSError):
            raise VaultSealed(NO_STORE) from None
        raise VaultSealed(WRONG_KEY)

    def find(self, file_id: str) -> bytes | None:
        """A file's key; None when it has been destroyed. Raises KeyOfFileMissing."""
        try:
            for _ in range(ATTEMPTS):
                ring, kept = self._vault.ring(), self._vault.keystore.get(FILE + file_id)
                if kept is None:
                    raise KeyOfFileMissing("The key of the file is not in the key store.")
                if kept.wrapped is None:
                    return None
                if ring.find(kept.master or ""):
                    return unwrap(ring, kept)
        except (SQLAlchemyError, OSError):
            raise VaultSealed(NO_STORE) from None
        except crypto.Tampered:
            raise VaultSealed("The key of the file was changed in the key store.") from None
        raise VaultSealed(WRONG_KEY)

    def older_than(self, seconds: float) -> list[str]:
        """Ids of files whose key was made so long ago, for whoever looks for keys of files that are gone."""
        before = (datetime.now(UTC) - timedelta(seconds=seconds)).isoformat(timespec="seconds")
        try:
            return [owner.removeprefix(FILE) for owner in self._vault.keystore.owners_of_files(before)]
        except (SQLAlchemyError, OSError):
            raise VaultSealed(NO_STORE) from None

    def destroy(self, file_ids: Collection[str]) -> None:
        """Make files unreadable for good, whichever copy of them somebody has. Needs no master key."""
        try:
            self._vault.keystore.delete([FILE + one for one in file_ids])
        except (SQLAlchemyError, OSError):
            raise VaultSealed(NO_STORE) from None

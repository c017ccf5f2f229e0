"""From a file's id to what opens it: the vault's answers in the words of the store."""

import logging
from collections.abc import Collection

from casework.i18n import _
from casework.storage.frames import Sealer
from casework.storage.states import MissingContent, StoreLocked
from casework.vault import FileKeys, KeyOfFileMissing, VaultSealed

log = logging.getLogger(__name__)


class Sealers:
    """The ciphers of files. Raises StoreLocked wherever a key is away: that is never taken for alteration."""

    def __init__(self, keys: FileKeys) -> None:
        self._keys = keys

    def new(self, file_id: str) -> Sealer:
        """For a file that begins; its key is durable before its first byte."""
        try:
            return Sealer(file_id, self._keys.make(file_id))
        except VaultSealed as error:
            raise _locked() from error

    def of(self, file_id: str) -> Sealer:
        """For a file that is there. Raises MissingContent when its key was destroyed on purpose."""
        try:
            key = self._keys.find(file_id)
        except KeyOfFileMissing as error:
            text = _("The key of this file is missing from the key store. Restore the key store from a backup.")
            raise StoreLocked(text) from error
        except VaultSealed as error:
            raise _locked() from error
        if key is None:
            raise MissingContent("its key was destroyed")
        return Sealer(file_id, key)

    def older_than(self, seconds: float) -> list[str]:
        """Ids of files whose key is so old."""
        try:
            return self._keys.older_than(seconds)
        except VaultSealed as error:
            raise _locked() from error

    def destroy(self, file_ids: Collection[str]) -> None:
        """After the files are gone. A key that cannot be destroyed now is found by the next collection."""
        try:
            self._keys.destroy(file_ids)
        except VaultSealed:
            log.warning("the keys of %d removed files stay until the key store answers", len(file_ids))


def _locked() -> StoreLocked:
    return StoreLocked(
        _("Files are locked: the master key is missing, or it is not the one that they were encrypted with.")
    )

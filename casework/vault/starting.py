"""The vault of an installation, and its first master key."""

import logging
from contextlib import suppress
from functools import lru_cache

from sqlalchemy.exc import SQLAlchemyError

from casework.config import Settings
from casework.vault import master
from casework.vault.services import Vault

_log = logging.getLogger(__name__)


def prepare(settings: Settings) -> Vault:
    """The vault, with a master key made on the very first start of the embedded default.

    A key is only made where no identity can have been sealed before: a lost key file is never replaced silently.
    Never raises for a key or a store that does not open: the application then starts with its identities sealed.
    """
    vault = vault_of(settings)
    embedded = master.is_in_file(settings) and settings.database_url.startswith("sqlite")
    with suppress(FileExistsError, SQLAlchemyError, OSError):
        if embedded and not settings.master_key_file.exists() and not vault.keystore.masters():
            master.create(settings.master_key_file)
    if problem := vault.problem():
        _log.warning("identities and files are sealed, texts and lists work: %s", problem)
    return vault


@lru_cache(maxsize=16)
def vault_of(settings: Settings) -> Vault:
    """The one vault of these settings in this process."""
    return Vault(settings)

"""A vault of its own for each test, with a master key and an empty key store."""

from dataclasses import replace
from pathlib import Path

import pytest

from casework.config import Settings
from casework.vault import Vault, prepare


@pytest.fixture
def own_settings(settings: Settings, tmp_path: Path) -> Settings:
    """Settings whose keys lie in this test's folder."""
    keys = tmp_path / "vault"
    return replace(
        settings,
        database_url=f"sqlite:///{tmp_path / 'main.sqlite'}",
        keystore_url=f"sqlite:///{keys / 'keystore.sqlite'}",
        master_key_file=keys / "master.json",
        master_key=None,
    )


@pytest.fixture
def vault(own_settings: Settings) -> Vault:
    """An open vault."""
    return prepare(own_settings)

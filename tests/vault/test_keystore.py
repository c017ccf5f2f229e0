"""Bytes on disk: a destroyed key and a rolled back name are in none of the files."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, create_engine

from casework.config import Settings
from casework.vault import Vault, master
from casework.vault.keystore import Keystore, WrappedKey

NAME = "Zaynab Qasim Testwitness"
OWNER = "1f0c" * 8


@pytest.fixture
def main(own_settings: Settings) -> Engine:
    engine = create_engine(own_settings.database_url)
    SQLModel.metadata.create_all(engine, tables=[SQLModel.metadata.tables["sealed_field"]])
    return engine


def every_byte(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_no_file_holds_a_sealed_name_after_commit_or_rollback(main: Engine, vault: Vault, tmp_path: Path) -> None:
    with Session(main) as session:
        vault.seal(session, OWNER, {"name": NAME})
        session.commit()
        vault.seal(session, "another", {"name": NAME})
        session.rollback()
    found = every_byte(tmp_path)
    assert OWNER.encode() in found
    assert NAME.encode() not in found


def test_no_file_holds_a_shredded_key(main: Engine, vault: Vault, tmp_path: Path) -> None:
    with Session(main) as session:
        vault.seal(session, OWNER, {"name": NAME})
        session.commit()
        key = vault.keystore.get(OWNER)
        assert key is not None
        assert key.wrapped is not None
        assert key.wrapped in every_byte(tmp_path)
        vault.shred(session, OWNER)
        session.commit()
    assert key.wrapped not in every_byte(tmp_path)


def test_keys_lie_in_files_that_only_their_owner_reads(vault: Vault, own_settings: Settings) -> None:
    assert vault.keystore.count() == 0
    files = [path for path in own_settings.master_key_file.parent.iterdir() if path.is_file()]
    assert {path.name for path in files} == {"keystore.sqlite", "master.json"}
    assert all(master.is_private(path) for path in files)


def test_the_store_closes_a_file_that_others_could_read(own_settings: Settings, vault: Vault) -> None:
    file = Path(own_settings.keystore_url.removeprefix("sqlite:///"))
    assert vault.keystore.count() == 0
    assert file.parent.stat().st_mode & 0o777 == 0o700
    file.chmod(0o644)
    Vault(own_settings).keystore.count()
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_second_of_two_keys_for_one_person_is_refused(tmp_path: Path) -> None:
    store = Keystore(f"sqlite:///{tmp_path / 'k.sqlite'}")
    assert store.add(WrappedKey(OWNER, 1, "a" * 16, b"n", b"first"))
    assert not store.add(WrappedKey(OWNER, 1, "a" * 16, b"n", b"second"))
    kept = store.get(OWNER)
    assert kept is not None
    assert kept.wrapped == b"first"


def test_two_processes_that_start_together_agree_on_one_master_key(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.json"
    first = master.create(path)
    with pytest.raises(FileExistsError):
        master.create(path)
    assert first.current.id[:8] not in path.read_text()
    assert list(path.parent.iterdir()) == [path]

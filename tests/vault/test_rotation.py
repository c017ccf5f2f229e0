"""The master key is replaced while people work, on both databases; nobody's identity is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from casework.config import Settings
from casework.db import write_session
from casework.vault import Vault, VaultSealed, master, rotation
from casework.vault.keystore import Keystore
from casework.vault.wrapping import wrap

NAME = "Zaynab Qasim Testwitness"
WORKERS, PEOPLE = 4, 8


def work(engine: Engine, settings: Settings, worker: int, begin: threading.Barrier) -> list[str]:
    """Seal people and read everybody sealed so far, in a process's own vault; returns who was sealed."""
    vault, owners = Vault(settings), []
    begin.wait()
    for number in range(PEOPLE):
        owners.append(f"{worker}-{number}")
        with write_session(engine) as session:
            vault.seal(session, owners[-1], {"name": NAME})
            session.commit()
            assert all(vault.open(session, owner) == {"name": NAME} for owner in owners)
            vault.index(owners[-1], {"phone": "0944123456"})
    return owners


@pytest.mark.slow
def test_rotations_while_people_work_lose_nobody(engine: Engine, vault: Vault, own_settings: Settings) -> None:
    begin, first = threading.Barrier(WORKERS + 1), master.load(own_settings).current
    with ThreadPoolExecutor(WORKERS) as pool:
        working = [pool.submit(work, engine, own_settings, worker, begin) for worker in range(WORKERS)]
        begin.wait()
        while not all(one.done() for one in working):
            rotation.rotate_file(vault, own_settings, forget_old=True)
        owners = [owner for one in working for owner in one.result()]
    ring = master.load(own_settings)
    assert (len(ring.keys), ring.find(first.id)) == (1, None)
    assert vault.keystore.masters() == {ring.current.id}
    with write_session(engine) as session:
        assert all(Vault(own_settings).open(session, owner) == {"name": NAME} for owner in owners)
    assert len(vault.keystore.owners_alike(owners[0])) == WORKERS * PEOPLE - 1


def test_two_rotations_at_once_leave_one_file_with_every_key(
    session: Session, vault: Vault, own_settings: Settings
) -> None:
    vault.seal(session, "owner", {"name": NAME})
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: rotation.rotate_file(Vault(own_settings), own_settings), range(8)))
    assert sorted(key.version for key in master.load(own_settings).keys) == list(range(1, 10))
    assert vault.open(session, "owner") == {"name": NAME}


def test_a_key_wrapped_by_who_has_not_heard_of_the_rotation_is_not_taken(vault: Vault, own_settings: Settings) -> None:
    old = master.load(own_settings).current
    vault.keystore.make_current(old.id)
    rotation.rotate_file(vault, own_settings)
    assert not vault.keystore.add(wrap(old, "late", 1, b"k" * 32))
    assert vault.keystore.get("late") is None


def test_a_store_from_before_a_rotation_goes_on_with_the_key_it_knows(
    session: Session, vault: Vault, own_settings: Settings
) -> None:
    vault.seal(session, "owner", {"name": NAME})
    master.add_version(own_settings.master_key_file, master.load(own_settings))
    vault.seal(session, "another", {"name": NAME})
    assert not vault.is_sealed
    assert vault.keystore.masters() == {master.load(own_settings).find(vault.keystore.current() or "").id}  # type: ignore[union-attr]


@pytest.fixture
def store_url(engine: Engine, database_url: str, own_settings: Settings) -> str:
    """A key store in a file, and one in a database of a server."""
    return own_settings.keystore_url if database_url.startswith("sqlite") else database_url


def test_two_processes_that_make_one_persons_key_agree(store_url: str, own_settings: Settings, vault: Vault) -> None:
    settings = replace(own_settings, keystore_url=store_url)
    begin = threading.Barrier(6)

    def key(_number: int) -> bytes:
        fresh = Vault(settings)
        begin.wait()
        return fresh._data_key("owner")[1]

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(key, range(6)))) == 1
    assert Keystore(store_url).count() == 1


def test_a_rotation_without_the_old_key_is_refused(vault: Vault, own_settings: Settings, session: Session) -> None:
    vault.seal(session, "owner", {"name": NAME})
    own_settings.master_key_file.unlink()
    master.create(own_settings.master_key_file)
    with pytest.raises(VaultSealed):
        rotation.rewrap(vault)

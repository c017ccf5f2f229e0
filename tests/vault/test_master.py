"""Where the master key comes from, and what is refused."""

import base64
import os
from dataclasses import replace
from pathlib import Path

import pytest

from casework.config import Settings
from casework.vault import Vault, master, prepare


def test_a_key_from_the_environment_needs_no_file(own_settings: Settings) -> None:
    text = base64.b64encode(os.urandom(32)).decode()
    assert not Vault(replace(own_settings, master_key=text)).is_sealed
    assert not own_settings.master_key_file.exists()


def test_a_key_from_a_command_is_asked_for_once_and_again_when_needed(own_settings: Settings, tmp_path: Path) -> None:
    one, two = (base64.b64encode(os.urandom(32)).decode() for _ in range(2))
    answer, asked = tmp_path / "key", tmp_path / "asked"
    answer.write_text(one)
    own = replace(own_settings, master_key_command=f"sh -c 'echo x >> {asked}; cat {answer}'")
    assert [key.secret for key in master.load(own).keys] == [master.decode(one)]
    answer.write_text(f"{two}\n{one}\n")
    assert len(master.load(own).keys) == 1
    assert asked.read_text() == "x\n"
    ring = master.load(own, fresh=True)
    assert (ring.current.secret, len(ring.keys)) == (master.decode(two), 2)
    assert not own_settings.master_key_file.exists()


@pytest.mark.parametrize("command", ["false", "/does/not/exist", "'unfinished", "echo not-a-key"])
def test_a_command_that_gives_no_key_seals_the_vault(own_settings: Settings, command: str) -> None:
    vault = prepare(replace(own_settings, master_key_command=command))
    assert vault.problem() == "The master key must be 32 bytes in base64."
    assert not own_settings.master_key_file.exists()


def test_a_key_store_that_does_not_open_starts_the_application_sealed(own_settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "store").write_bytes(b"not a database, but long enough " * 200)
    vault = prepare(replace(own_settings, keystore_url=f"sqlite:///{tmp_path / 'store'}"))
    assert vault.problem() == "The key store cannot be opened."
    assert not own_settings.master_key_file.exists(), "a key for identities that nobody can count is not made"


@pytest.mark.parametrize("text", ["", "short", base64.b64encode(b"x" * 31).decode()])
def test_a_key_of_the_wrong_size_is_refused_without_being_repeated(own_settings: Settings, text: str) -> None:
    with pytest.raises(master.NoMasterKey) as caught:
        master.load(replace(own_settings, master_key=text))
    assert not text or text not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{}", '{"keys": []}', '{"keys": [{"version": 1, "created": "", "key": "AA=="}]}'])
def test_a_damaged_key_file_seals_the_vault(own_settings: Settings, text: str) -> None:
    own_settings.master_key_file.parent.mkdir(parents=True)
    own_settings.master_key_file.write_text(text)
    assert Vault(own_settings).is_sealed


def test_an_installation_on_a_server_database_is_given_no_key_by_itself(own_settings: Settings) -> None:
    assert prepare(replace(own_settings, database_url="postgresql+psycopg://x/y")).is_sealed
    assert not own_settings.master_key_file.exists()


def test_keys_are_not_shown_by_accident(own_settings: Settings) -> None:
    ring = master.create(own_settings.master_key_file)
    assert repr(ring.current.secret) not in repr(ring) + repr(ring.current)

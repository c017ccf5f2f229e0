"""`keys init|status|rotate`."""

import base64
import os
from dataclasses import replace

import pytest
from flask import Flask
from sqlmodel import Session

from casework import audit
from casework.vault import Vault, master, vault_of

NAME = "Zaynab Qasim Testwitness"
OWNER = "1f0c" * 8


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["keys", *words])
    return result.exit_code, result.output


@pytest.fixture
def vault(app: Flask, db: Session) -> Vault:
    """The application's vault, with one person in it."""
    vault = vault_of(app.extensions["casework_settings"])
    vault.seal(db, OWNER, {"name": NAME})
    db.commit()
    return vault


def logged(db: Session, action: str) -> int:
    db.rollback()
    count = len(audit.entries(db, action=action))
    db.rollback()
    return count


def test_the_embedded_default_starts_with_a_key(app: Flask) -> None:
    code, text = run(app, "status")
    assert (code, text.startswith("open: master key")) == (0, True)


def test_init_never_replaces_a_key(app: Flask, db: Session, vault: Vault) -> None:
    file = app.extensions["casework_settings"].master_key_file
    before = file.read_bytes()
    assert run(app, "init")[0] == 1
    file.unlink()
    assert run(app, "init")[0] == 1, "identities are sealed with the lost key"
    assert not file.exists()
    file.write_bytes(before)


def test_init_makes_a_key_where_there_is_none(app: Flask, db: Session) -> None:
    file = app.extensions["casework_settings"].master_key_file
    file.unlink()
    assert run(app, "status")[0] == 1
    assert run(app, "init")[0] == 0
    assert run(app, "status")[0] == 0
    assert (master.is_private(file), logged(db, "keys.made")) == (True, 1)


def test_rotation_keeps_identities_readable_and_is_logged(app: Flask, db: Session, vault: Vault) -> None:
    settings = app.extensions["casework_settings"]
    before = master.load(settings).current.id
    assert run(app, "rotate") == (0, "1 people's keys wrapped anew.\n")
    assert run(app, "rotate", "--forget-old")[0] == 0
    ring = master.load(settings)
    assert ([key.version for key in ring.keys], ring.find(before)) == ([3], None)
    assert vault.open(db, OWNER) == {"name": NAME}
    assert logged(db, "keys.rotated") == 2


def test_rotation_from_a_variable_to_another(app: Flask, db: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = (base64.b64encode(os.urandom(32)).decode() for _ in range(2))
    settings = replace(app.extensions["casework_settings"], master_key=one)
    app.extensions["casework_settings"] = settings
    vault_of(settings).seal(db, OWNER, {"name": NAME})
    db.commit()
    monkeypatch.setenv("NEXT_KEY", two)
    assert run(app, "rotate")[0] == 2
    assert run(app, "rotate", "--new-key-variable", "NEXT_KEY")[0] == 0
    assert vault_of(settings).is_sealed
    assert Vault(replace(settings, master_key=two)).open(db, OWNER) == {"name": NAME}


def test_rotation_to_the_first_of_several_given_keys(app: Flask, db: Session) -> None:
    one, two = (base64.b64encode(os.urandom(32)).decode() for _ in range(2))
    before = replace(app.extensions["casework_settings"], master_key=one)
    vault_of(before).seal(db, OWNER, {"name": NAME})
    db.commit()
    both = replace(before, master_key=f"{two} {one}")
    app.extensions["casework_settings"] = both
    assert vault_of(both).open(db, OWNER) == {"name": NAME}
    db.rollback()
    assert run(app, "rotate") == (0, "1 people's keys wrapped anew.\n")
    assert vault_of(before).is_sealed
    assert Vault(replace(before, master_key=two)).open(db, OWNER) == {"name": NAME}


def test_a_key_that_others_may_read_is_named(app: Flask, vault: Vault) -> None:
    file = app.extensions["casework_settings"].master_key_file
    file.chmod(0o644)
    code, text = run(app, "status")
    assert (code, "chmod 600" in text) == (1, True)

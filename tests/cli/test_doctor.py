"""What `doctor` refuses."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine

from casework.cli.doctor import outdated, readable_by_others, travels_in_clear, unsafe_settings
from casework.config import Settings, load_settings


@pytest.fixture
def safe(tmp_path: Path) -> Settings:
    return load_settings({"CASEWORK_INSTANCE": str(tmp_path / "instance")})


def test_the_defaults_are_safe(safe: Settings) -> None:
    assert list(unsafe_settings(safe)) == []


@pytest.mark.parametrize(
    "change,word",
    [
        ({"demo": True}, "demonstration"),
        ({"testing": True}, "testing"),
        ({"trusted_proxies": 1, "origin": "https://case.example.org"}, "secure_cookies"),
        ({"keystore_url": "postgresql:///x", "database_url": "postgresql:///x"}, "keystore_url"),
        ({"argon2_memory_kib": 8192, "argon2_time_cost": 1}, "argon2"),
        ({"secret_key": b"short"}, "secret_key"),
        ({"database_url": "postgresql://casework@db.example.org/casework"}, "TLS"),
    ],
)
def test_an_unsafe_setting_is_refused_and_named(safe: Settings, change: dict[str, object], word: str) -> None:
    (problem,) = unsafe_settings(replace(safe, **change))
    assert word in problem


@pytest.mark.parametrize(
    "address,clear",
    [
        ("sqlite:////srv/casework.sqlite", False),
        ("postgresql:///casework", False),
        ("postgresql://casework@/casework?host=/run/postgresql", False),
        ("postgresql+psycopg://casework@127.0.0.1/casework", False),
        ("postgresql://casework@db.example.org/casework", True),
        ("postgresql://casework@/casework?host=db.example.org", True),
        ("postgresql://casework@db.example.org/casework?sslmode=prefer", True),
        ("postgresql://casework@db.example.org/casework?sslmode=verify-full", False),
    ],
)
def test_an_address_that_travels_in_clear_is_recognised(address: str, clear: bool) -> None:
    assert travels_in_clear(address) is clear


def test_a_folder_of_keys_that_others_may_list_is_refused(safe: Settings) -> None:
    safe.master_key_file.parent.mkdir(mode=0o755, parents=True)
    (problem,) = readable_by_others(safe)
    assert "keys is open to other accounts" in problem


def test_a_key_file_that_others_may_read_is_refused(safe: Settings) -> None:
    safe.master_key_file.parent.mkdir(mode=0o700, parents=True)
    safe.master_key_file.write_text("{}")
    safe.master_key_file.chmod(0o644)
    (problem,) = readable_by_others(safe)
    assert str(safe.master_key_file) in problem
    safe.master_key_file.chmod(0o600)
    assert list(readable_by_others(safe)) == []


def test_a_database_that_the_code_does_not_fit_is_refused(engine: Engine) -> None:
    assert list(outdated(engine)) == []
    (problem,) = outdated(create_engine("sqlite://"))
    assert "db upgrade" in problem


def test_a_test_installation_is_refused_with_exit_code_1(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["doctor"])
    assert answer.exit_code == 1
    assert "refused: testing is on" in answer.output

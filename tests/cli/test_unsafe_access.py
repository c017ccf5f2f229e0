"""What `doctor` refuses about log-in, sessions, address and keys: each setting that would let somebody in."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import Session

from casework.cli import unsafe_access
from casework.config import Settings, load_settings
from casework.demo.accounts import demo_accounts
from casework.subjects import Role
from tests.factories import make_account

PROXIED = {"trusted_proxies": 1, "secure_cookies": True, "origin": "https://case.example.org"}


@pytest.fixture
def safe(tmp_path: Path) -> Settings:
    return load_settings({"CASEWORK_INSTANCE": str(tmp_path / "instance")})


def test_the_defaults_and_a_sound_proxy_are_safe(safe: Settings) -> None:
    for one in (safe, replace(safe, **PROXIED)):
        assert list(unsafe_access.open_doors(one)) == []
    assert list(unsafe_access.reachable_in_clear(safe, {}, debug=False)) == []
    assert list(unsafe_access.key_beside_the_data(safe)) == []


@pytest.mark.parametrize(
    "change,word",
    [
        ({"second_factor": "optional"}, "second_factor"),
        ({"session_idle_seconds": 8 * 3600}, "session_idle_seconds"),
        ({"session_idle_seconds": 0}, "session_idle_seconds"),
        ({"session_absolute_seconds": 7 * 86400}, "session_absolute_seconds"),
        ({"fresh_factor_seconds": 3600}, "fresh_factor_seconds"),
        ({"login_attempts": 1000}, "login_attempts"),
        ({"login_window_seconds": 1}, "login_window_seconds"),
        ({"secret_key": b"\0" * 32}, "secret_key"),
        ({"secret_key": b"password" * 4}, "secret_key"),
        (PROXIED | {"origin": None}, "origin"),
        (PROXIED | {"trusted_proxies": 9}, "trusted_proxies"),
        (PROXIED | {"origin": "http://case.example.org"}, "origin"),
        (PROXIED | {"origin": "https://case.example.org/casework"}, "origin"),
        ({"origin": "https://case.example.org"}, "secure_cookies"),
    ],
)
def test_an_unsafe_setting_is_refused_and_named(safe: Settings, change: dict[str, object], word: str) -> None:
    (problem,) = unsafe_access.open_doors(replace(safe, **change))
    assert word in problem


@pytest.mark.parametrize(
    "bind,refused",
    [("127.0.0.1:8000", False), ("[::1]:8000", False), ("localhost:80", False), ("unix:/run/casework.sock", False),
     ("0.0.0.0:8000", True), (":8000", True), ("192.168.1.4:8000", True), ("[::]:8000", True)],
)  # fmt: skip
def test_listening_beyond_the_machine_without_tls_is_refused(safe: Settings, bind: str, refused: bool) -> None:
    assert bool(list(unsafe_access.reachable_in_clear(safe, {"CASEWORK_BIND": bind}, debug=False))) is refused
    proxied = replace(safe, secure_cookies=True)
    assert list(unsafe_access.reachable_in_clear(proxied, {"CASEWORK_BIND": bind}, debug=False)) == []


def test_debug_is_refused(safe: Settings) -> None:
    (problem,) = unsafe_access.reachable_in_clear(safe, {}, debug=True)
    assert "debug" in problem


def test_a_master_key_in_the_settings_file_is_refused(safe: Settings) -> None:
    (safe.instance / "settings.toml").write_text('master_key = "AAAA"\n')
    (problem,) = unsafe_access.key_beside_the_data(safe)
    assert "settings.toml" in problem


@pytest.mark.parametrize("beside", ["instance", "storage_dir"])
def test_a_master_key_file_in_the_folder_of_the_data_is_refused(safe: Settings, beside: str) -> None:
    moved = replace(safe, master_key_file=getattr(safe, beside) / "master.json")
    (problem,) = unsafe_access.key_beside_the_data(moved)
    assert "master_key_file" in problem


def test_the_embedded_key_is_worth_a_look_and_one_elsewhere_is_not(safe: Settings, tmp_path: Path) -> None:
    assert len(list(unsafe_access.key_in_the_same_tree(safe))) == 1
    elsewhere = replace(safe, master_key_file=tmp_path / "stick" / "master.json")
    assert list(unsafe_access.key_in_the_same_tree(elsewhere)) == []


def test_an_account_of_the_demonstration_is_refused_until_it_is_disabled(
    engine: Engine, session: Session, safe: Settings
) -> None:
    email = next(iter(demo_accounts())).email
    account = make_account(session, email=email)
    session.commit()
    (problem,) = unsafe_access.demo_people(engine, safe)
    assert email in problem
    account.is_disabled = True
    session.add(account)
    session.commit()
    assert list(unsafe_access.demo_people(engine, safe)) == []


def test_one_administrator_alone_is_worth_a_look(engine: Engine, session: Session) -> None:
    make_account(session, Role.ADMINISTRATOR)
    session.commit()
    assert len(list(unsafe_access.lonely_administrator(engine))) == 1
    make_account(session, Role.ADMINISTRATOR)
    session.commit()
    assert list(unsafe_access.lonely_administrator(engine)) == []


def test_doctor_says_all_of_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWORK_BIND", "0.0.0.0:8000")
    answer = app.test_cli_runner().invoke(args=["doctor"])
    assert answer.exit_code == 1
    for word in ("second_factor", "fresh_factor_seconds", "secret_key", "CASEWORK_BIND"):
        assert f"refused: {word}" in answer.output

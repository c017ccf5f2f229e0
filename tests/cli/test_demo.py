"""`demo accounts`: what it says of the second factor is true of this installation."""

import json
from dataclasses import replace
from pathlib import Path

from sqlmodel import Session

from casework.accounts.services import find_account
from casework.app import create_app
from casework.config import Settings
from casework.db.engine import new_session
from tests.accounts.test_factors import enrol
from tests.world import copied_app

WHO = "investigator@demo.casework.example"


def _said(settings: Settings) -> dict[str, str]:
    answer = create_app(settings).test_cli_runner().invoke(args=["demo", "accounts", "--json"])
    return {one["email"]: one["second_factor"] for one in json.loads(answer.output)}


def test_what_the_accounts_need_beside_the_password_is_told(demo_folder: Path, tmp_path: Path) -> None:
    app = copied_app(demo_folder, tmp_path)
    settings = app.extensions["casework_settings"]
    assert set(_said(settings).values()) == {""}
    with new_session(app.extensions["casework_engine"], writes=True) as session:
        _enrol(session, settings)
    needed = _said(replace(settings, second_factor="required"))
    assert needed.pop(WHO) == "its own, set up on this installation"
    assert set(needed.values()) == {"to be set up at the first log-in"}


def _enrol(session: Session, settings: Settings) -> None:
    enrol(session, settings, find_account(session, WHO))
    session.commit()

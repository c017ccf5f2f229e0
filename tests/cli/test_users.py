"""`users`: accounts from the command line."""

from flask import Flask
from sqlmodel import Session

from casework import audit
from casework.accounts.factors import has_factor
from casework.subjects import Role
from tests.accounts.test_factors import enrol
from tests.factories import make_account


def test_a_lost_factor_is_reset_for_a_reason_that_the_log_keeps(app: Flask, db: Session) -> None:
    account = make_account(db, Role.ADMINISTRATOR)
    enrol(db, app.extensions["casework_settings"], account)
    db.commit()
    command = ["users", "reset-factor", account.email, "--reason", "telephone lost, known by voice"]
    answer = app.test_cli_runner().invoke(args=command)
    assert (answer.exit_code, "has none now" in answer.output) == (0, True)
    assert not has_factor(db, account)
    entry = audit.entries(db, subject=account.subject, action="account.factors_reset")[0]
    assert (entry.actor, entry.facts["reason"]) == ("system", "telephone lost, known by voice")


def test_a_reset_without_a_reason_or_of_nobody_is_refused(app: Flask, db: Session) -> None:
    account = make_account(db)
    db.commit()
    run = app.test_cli_runner().invoke
    assert run(args=["users", "reset-factor", account.email]).exit_code == 2
    assert run(args=["users", "reset-factor", "nobody@example.org", "--reason", "x"]).exit_code == 1

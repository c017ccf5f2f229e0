"""The throttle holds for every process and after a restart, for passwords and for second factors."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from casework.accounts import proofs
from casework.accounts.models import Account
from casework.accounts.throttle import Throttled
from casework.app import create_app
from casework.config import Settings
from casework.db import make_engine, write_session
from tests.factories import PASSWORD, login, make_account, try_password


def _guess(settings: Settings, what: str, account_id: int, number: int) -> bool:
    """One wrong guess in a process of its own; True when it was tried, False when it was refused unheard."""
    engine = make_engine(settings)
    try:
        with write_session(engine) as session:
            account = session.get_one(Account, account_id)
            network = f"10.0.0.{number}"
            if what == "password":
                try_password(session, settings, email=account.email, password="wrong", network=network)
            else:
                proofs.prove_code(session, settings, account, "000000", network=network)
            session.commit()
            return True
    except Throttled:
        return False
    finally:
        engine.dispose()


@pytest.mark.parametrize("what", ["password", "second factor"])
def test_processes_that_guess_at_once_share_one_count(
    settings: Settings, engine: Engine, session: Session, what: str
) -> None:
    account = make_account(session)
    session.commit()
    start = multiprocessing.get_context("forkserver")  # processes that share nothing with this one but have it imported
    start.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(3, mp_context=start) as pool:
        guesses = [pool.submit(_guess, settings, what, account.key, number) for number in range(14)]
        assert sum(guess.result() for guess in guesses) == settings.login_attempts


def test_a_restart_forgives_nothing(sqlite_settings: Settings, db: Session) -> None:
    account = make_account(db)
    db.commit()
    for number in range(sqlite_settings.login_attempts):
        client = create_app(sqlite_settings).test_client()  # another process, another day
        assert login(client, account, password=f"wrong {number}").status_code == 422
    assert login(create_app(sqlite_settings).test_client(), account, password=PASSWORD).status_code == 429


def test_addresses_of_one_ipv6_subscriber_are_one_guesser(session: Session, settings: Settings) -> None:
    for number in range(settings.login_attempts * 10):
        try_password(session, settings, email=f"g{number}@example.org", password="x", network=f"2001:db8::{number:x}")
    with pytest.raises(Throttled):
        try_password(session, settings, email="other@example.org", password="x", network="2001:db8::ffff")
    try_password(session, settings, email="other@example.org", password="x", network="2001:db8:0:1::1")

"""Second factors in the services: set up, proved, guessed at, lost."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import text, update
from sqlmodel import Session, select

from casework import audit
from casework.accounts import codes, enrolling, proofs, sessions
from casework.accounts.factors import confirmed_app, factors_of, has_factor
from casework.accounts.models import Account, Authenticator, LoginAttempt, LoginSession, RecoveryCode
from casework.accounts.throttle import Throttled
from casework.config import Settings
from casework.db import now
from casework.errors import Forbidden, Invalid, NotFound, Refused
from casework.subjects import SYSTEM, Role
from tests.factories import PASSWORD, make_account, try_password


def enrol(session: Session, settings: Settings, account: Account) -> tuple[str, list[str]]:
    """An app for the account; answers its secret and the recovery codes."""
    secret = enrolling.begin_app(session, settings, account.as_actor(), account)
    fresh = enrolling.confirm_app(session, settings, account.as_actor(), account, pyotp.TOTP(secret).now())
    app = confirmed_app(session, account)
    assert app
    app.last_step = 0  # so that the present code is still good
    session.flush()
    return secret, fresh


def _prove(session: Session, settings: Settings, account: Account, code: str) -> str | None:
    return proofs.prove_code(session, settings, account, code, network="10.0.0.1")


def test_an_app_counts_only_after_its_first_code(session: Session, settings: Settings) -> None:
    account = make_account(session)
    secret = enrolling.begin_app(session, settings, account.as_actor(), account)
    assert secret == enrolling.begin_app(session, settings, account.as_actor(), account)
    with pytest.raises(Invalid):
        enrolling.confirm_app(session, settings, account.as_actor(), account, "000000")
    assert not has_factor(session, account)
    enrolling.confirm_app(session, settings, account.as_actor(), account, pyotp.TOTP(secret).now())
    assert has_factor(session, account)


def test_a_code_opens_once(session: Session, settings: Settings) -> None:
    account = make_account(session)
    secret, _codes = enrol(session, settings, account)
    code = pyotp.TOTP(secret).now()
    assert _prove(session, settings, account, code) == proofs.APP
    assert _prove(session, settings, account, code) is None


def test_the_code_that_confirmed_the_app_opens_nothing_more(session: Session, settings: Settings) -> None:
    account = make_account(session)
    secret = enrolling.begin_app(session, settings, account.as_actor(), account)
    code = pyotp.TOTP(secret).now()
    enrolling.confirm_app(session, settings, account.as_actor(), account, code)
    assert _prove(session, settings, account, code) is None


def test_the_secret_is_nowhere_in_clear(session: Session, settings: Settings) -> None:
    secret, fresh = enrol(session, settings, make_account(session))
    rows = [session.execute(text(f"SELECT * FROM {table}")).all() for table in ("authenticator", "recovery_code")]
    stored = repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for table in rows for row in table])
    assert secret not in stored
    assert not any(code in stored or codes.tidy(code) in stored for code in fresh)


def test_a_sealed_secret_moved_to_another_account_does_not_open(session: Session, settings: Settings) -> None:
    mine, theirs = make_account(session), make_account(session)
    secret, _codes = enrol(session, settings, mine)
    row = session.exec(select(Authenticator)).one()
    moved = Authenticator(account_id=theirs.key, nonce=row.nonce, sealed_secret=row.sealed_secret, confirmed_at=now())
    session.add(moved)
    session.flush()
    assert _prove(session, settings, theirs, pyotp.TOTP(secret).now()) is None


def test_a_recovery_code_opens_once_and_is_logged(session: Session, settings: Settings) -> None:
    account, other = make_account(session), make_account(session)
    _secret, fresh = enrol(session, settings, account)
    enrol(session, settings, other)
    assert len(fresh) == 10
    assert _prove(session, settings, other, fresh[0]) is None
    assert _prove(session, settings, account, fresh[0].upper().replace("-", " ")) == proofs.RECOVERY
    assert _prove(session, settings, account, fresh[0]) is None
    assert factors_of(session, account).codes_left == 9
    assert audit.entries(session, subject=account.subject, action="account.recovery_code_used")


def test_new_recovery_codes_replace_the_old_ones(session: Session, settings: Settings) -> None:
    account = make_account(session)
    _secret, old = enrol(session, settings, account)
    fresh = enrolling.make_codes(session, settings, account.as_actor(), account)
    assert _prove(session, settings, account, old[0]) is None
    assert _prove(session, settings, account, fresh[0]) == proofs.RECOVERY


def test_guesses_are_throttled_whatever_the_network_and_a_password_does_not_forgive_them(
    session: Session, settings: Settings
) -> None:
    account = make_account(session)
    secret, _codes = enrol(session, settings, account)
    for number in range(settings.login_attempts):
        assert proofs.prove_code(session, settings, account, "000000", network=f"10.0.0.{number}") is None
    assert try_password(session, settings, email=account.email, password=PASSWORD, network="10.1.1.1")
    with pytest.raises(Throttled):
        _prove(session, settings, account, pyotp.TOTP(secret).now())


def test_a_day_of_patient_guessing_is_limited_too(session: Session, settings: Settings) -> None:
    account = make_account(session)
    enrol(session, settings, account)
    for _window in range(3):
        for _guess in range(settings.login_attempts):
            _prove(session, settings, account, "000000")
        session.execute(update(LoginAttempt).values(created_at=now() - timedelta(hours=2)))
    with pytest.raises(Throttled):
        _prove(session, settings, account, "000000")
    secret, _codes = enrol(session, settings, account)  # a fresh factor starts anew
    assert _prove(session, settings, account, pyotp.TOTP(secret).now()) == proofs.APP


def test_a_stranger_cannot_lock_somebody_out_for_a_day(session: Session, settings: Settings) -> None:
    account = make_account(session)
    for _window in range(4):
        for _guess in range(settings.login_attempts):
            try_password(session, settings, email=account.email, password="wrong", network="10.0.0.1")
        session.execute(update(LoginAttempt).values(created_at=now() - timedelta(hours=2)))
    assert try_password(session, settings, email=account.email, password=PASSWORD, network="10.0.0.1")


def test_a_change_of_factors_ends_the_other_sessions(session: Session, settings: Settings) -> None:
    account = make_account(session)
    tokens = [sessions.open_session(session, settings, account) for _ in range(2)]
    here = session.exec(select(LoginSession).where(LoginSession.account_id == account.key)).first()
    assert here
    actor = account.as_actor(here.key)
    secret = enrolling.begin_app(session, settings, actor, account)
    enrolling.confirm_app(session, settings, actor, account, pyotp.TOTP(secret).now())
    assert [sessions.resume(session, settings, token) is not None for token in tokens] == [True, False]


def test_the_last_factor_stays_where_one_is_required(session: Session, settings: Settings) -> None:
    account = make_account(session)
    enrol(session, settings, account)
    with pytest.raises(Refused):
        enrolling.remove_app(session, replace(settings, second_factor="required"), account.as_actor(), account)
    enrolling.remove_app(session, settings, account.as_actor(), account)
    assert not has_factor(session, account)
    assert session.exec(select(RecoveryCode)).all() == []


def test_nobody_touches_the_factors_of_another_account(session: Session, settings: Settings) -> None:
    account, other = make_account(session), make_account(session, Role.ADMINISTRATOR)
    enrol(session, settings, account)
    with pytest.raises(NotFound):
        enrolling.remove_app(session, settings, other.as_actor(), account)
    with pytest.raises(NotFound):
        enrolling.make_codes(session, settings, other.as_actor(), account)
    with pytest.raises(Forbidden):
        enrolling.reset_factors(session, make_account(session).as_actor(), account, reason="mine")


def test_an_administrator_resets_a_factor_for_a_reason_and_ends_all_sessions(
    session: Session, settings: Settings
) -> None:
    account, administrator = make_account(session), make_account(session, Role.ADMINISTRATOR)
    enrol(session, settings, account)
    token = sessions.open_session(session, settings, account)
    enrolling.reset_factors(session, administrator.as_actor(), account, reason="telephone stolen, met in person")
    assert not has_factor(session, account)
    assert sessions.resume(session, settings, token) is None
    entry = audit.entries(session, subject=account.subject, action="account.factors_reset")[0]
    assert (entry.actor_id, entry.facts["reason"]) == (administrator.id, "telephone stolen, met in person")


def test_an_administrator_cannot_reset_their_own_factor_but_the_command_line_can(
    session: Session, settings: Settings
) -> None:
    administrator = make_account(session, Role.ADMINISTRATOR)
    enrol(session, settings, administrator)
    with pytest.raises(Refused):
        enrolling.reset_factors(session, administrator.as_actor(), administrator, reason="lost")
    assert enrolling.reset_factors(session, SYSTEM, administrator, reason="lost") == 1

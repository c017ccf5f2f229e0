"""Prove again who is at the screen. Guesses are throttled like passwords; the failure is for the caller to commit."""

from sqlalchemy import Executable, update
from sqlmodel import Session, col

from casework import audit
from casework.accounts import codes, passkeys, throttle
from casework.accounts.enrolling import guesses_at, secret_of
from casework.accounts.factors import confirmed_app
from casework.accounts.models import Account, Authenticator, LoginSession, RecoveryCode
from casework.accounts.passwords import matches
from casework.accounts.sealing import key_for
from casework.config import Settings
from casework.db import now
from casework.subjects import SYSTEM
from casework.vault import crypto

APP, PASSKEY, RECOVERY, PASSWORD = "app", "passkey", "recovery_code", "password"


def prove_password(session: Session, settings: Settings, account: Account, password: str, *, network: str) -> bool:
    """True for the account's password: for those without a second factor, where that is allowed. Raises Throttled."""
    limits = throttle.limits_for(settings, account=account.email, network=network)
    throttle.check(session, settings, limits)
    good = matches(settings, account.password_hash, password)
    return _noted(session, settings, account, limits, account.email, PASSWORD, good=good)


def prove_code(session: Session, settings: Settings, account: Account, code: str, *, network: str) -> str | None:
    """What the code proves: `app` or `recovery_code`; None for a wrong, old or used one. Raises Throttled."""
    name, limits = _guesses(settings, account, network)
    throttle.check(session, settings, limits, by_day=True)
    if codes.looks_like_time_code(code):
        by, good = APP, _take_step(session, settings, account, code)
    else:
        by, good = RECOVERY, _take_recovery_code(session, settings, account, code)
    return by if _noted(session, settings, account, limits, name, by, good=good) else None


def prove_passkey(
    session: Session, settings: Settings, account: Account, answer: str,
    *, row: LoginSession, site: passkeys.Site, network: str,
) -> bool:  # fmt: skip
    """True when one of the account's passkeys signed this session's challenge. Raises Throttled."""
    name, limits = _guesses(settings, account, network)
    throttle.check(session, settings, limits, by_day=True)
    good = passkeys.signed(session, account, row=row, site=site, answer=answer)
    return _noted(session, settings, account, limits, name, PASSKEY, good=good)


def _guesses(settings: Settings, account: Account, network: str) -> tuple[str, dict[str, int]]:
    name = guesses_at(account)
    return name, throttle.limits_for(settings, account=name, network=network)


def _take_step(session: Session, settings: Settings, account: Account, code: str) -> bool:
    """True for a code of the app that was never taken before; the same transaction remembers that it was."""
    app = confirmed_app(session, account)
    if app is None:
        return False
    try:
        step = codes.step_of(secret_of(settings, app), code, now(), after=app.last_step)
    except crypto.Tampered:  # the installation's secret key was replaced: an administrator resets the factor
        return False
    if step is None:
        return False
    taken = update(Authenticator).where(col(Authenticator.id) == app.key, col(Authenticator.last_step) < step)
    return _one(session, taken.values(last_step=step, last_used_at=now()))


def _take_recovery_code(session: Session, settings: Settings, account: Account, code: str) -> bool:
    wanted = codes.recovery_hash(key_for(settings, "recovery"), account.key, code)
    used = update(RecoveryCode).where(
        col(RecoveryCode.account_id) == account.key,
        col(RecoveryCode.code_hash) == wanted,
        col(RecoveryCode.used_at).is_(None),
    )
    if not _one(session, used.values(used_at=now())):
        return False
    audit.record(session, account.as_actor(), "account.recovery_code_used", account.subject)
    return True


def _one(session: Session, statement: Executable) -> bool:
    """True when exactly this transaction changed the row: of two equal answers at once, one is too late."""
    result = session.execute(statement)
    return int(getattr(result, "rowcount", 0)) == 1


def _noted(
    session: Session, settings: Settings, account: Account, limits: dict[str, int], name: str, by: str, *, good: bool
) -> bool:
    if good:
        throttle.forgive(session, settings, name)
        return True
    throttle.note_failure(session, limits)
    audit.record(session, SYSTEM, "account.factor_failed", account.subject, by=by)
    return False

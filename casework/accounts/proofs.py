"""Prove again who is at the screen. Guesses are throttled like passwords; the failure is for the caller to commit."""

from sqlmodel import Session

from casework import audit
from casework.accounts import throttle
from casework.accounts.models import Account
from casework.accounts.passwords import matches
from casework.config import Settings
from casework.subjects import SYSTEM


def prove_password(session: Session, settings: Settings, account: Account, password: str, *, network: str) -> bool:
    """True for the account's password: for those without a second factor, where that is allowed. Raises Throttled."""
    limits = throttle.limits_for(settings, account=account.email, network=network)
    throttle.check(session, settings, limits)
    good = matches(settings, account.password_hash, password)
    return _noted(session, settings, account, limits, account.email, good=good, by="password")


def _noted(
    session: Session, settings: Settings, account: Account, limits: dict[str, int], name: str, *, good: bool, by: str
) -> bool:
    if good:
        throttle.forgive(session, settings, name)
        return True
    throttle.note_failure(session, limits)
    audit.record(session, SYSTEM, "account.factor_failed", account.subject, by=by)
    return False

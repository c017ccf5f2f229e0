"""Guesses are counted in the database: they survive a restart, and every process sees those of the others."""

import hashlib
import hmac
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from sqlalchemy import delete, func, text
from sqlmodel import Session, col, select

from casework.accounts.models import LoginAttempt
from casework.config import Settings
from casework.db import now
from casework.errors import Invalid
from casework.i18n import _

NETWORK_FACTOR = 10  # a whole office may sit behind one address
DAY_FACTOR = 3  # patient guessing: at most this many windows' worth in a day
_DAY = timedelta(days=1)


class Throttled(Invalid):
    """Too many failed guesses for this account or network; waiting is the cure."""


def limits_for(settings: Settings, *, account: str, network: str) -> dict[str, int]:
    """How many failures each target may have in a window. `account`: e-mail address, or `factor:` and its number."""
    return {
        _target(settings, "email", account.strip().lower()): settings.login_attempts,
        _target(settings, "network", subscriber(network)): settings.login_attempts * NETWORK_FACTOR,
    }


def subscriber(network: str) -> str:
    """The address that a guesser cannot change at will: of IPv6, the 64 bits that a subscriber is given. Pure."""
    try:
        address = ip_address(network.partition("%")[0])
    except ValueError:
        return network
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
    return str(address)


def check(session: Session, settings: Settings, limits: dict[str, int], *, by_day: bool = False) -> None:
    """Raise Throttled when a target failed too often. Guesses at one account queue, so that none is counted late.

    `by_day`: for guesses that need the password first. A password itself has no such limit: with it, a stranger who
    knows an e-mail address could lock its owner out for a whole day.
    """
    account = next(iter(limits))
    _queue(session, account)
    window = timedelta(seconds=settings.login_window_seconds)
    if any(count >= limits[target] for target, count in _failures(session, limits, window)):
        minutes = settings.login_window_seconds // 60
        raise Throttled(_("Too many failed attempts. Wait %(minutes)s minutes and try again.", minutes=minutes))
    if by_day and dict(_failures(session, limits, _DAY)).get(account, 0) >= limits[account] * DAY_FACTOR:
        raise Throttled(_("Too many failed attempts today. Ask your administrator, or wait until tomorrow."))


def note_failure(session: Session, limits: dict[str, int]) -> None:
    """Count one wrong guess against each target; what is older than a day is forgotten."""
    session.execute(delete(LoginAttempt).where(col(LoginAttempt.created_at) < now() - _DAY))
    session.add_all(LoginAttempt(target=target) for target in limits)
    session.flush()


def forgive(session: Session, settings: Settings, account: str) -> None:
    """The right answer was given: the account's failures no longer count; the network's still do."""
    target = _target(settings, "email", account.strip().lower())
    session.execute(delete(LoginAttempt).where(col(LoginAttempt.target) == target))


def _failures(session: Session, limits: dict[str, int], span: timedelta) -> list[tuple[str, int]]:
    statement = (
        select(LoginAttempt.target, func.count())
        .where(col(LoginAttempt.target).in_(limits), LoginAttempt.created_at > now() - span)
        .group_by(col(LoginAttempt.target))
    )
    return [(target, count) for target, count in session.exec(statement).all()]


def _queue(session: Session, target: str) -> None:
    """One guess at a time for each account, until its transaction ends. SQLite's write lock does it there."""
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(bytes.fromhex(target)[:8], "big", signed=True)
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": number})


def _target(settings: Settings, kind: str, value: str) -> str:
    return hmac.new(settings.secret_key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()

"""Log-in, log-out and the sessions between them: ours, in the database, revocable at once."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from casework import audit
from casework.accounts.models import Account, LoginAttempt, LoginSession
from casework.accounts.passwords import matches
from casework.config import Settings
from casework.db import now
from casework.errors import Invalid, NotFound
from casework.i18n import _
from casework.subjects import SYSTEM, Actor

_SEEN_EVERY = timedelta(minutes=1)


class Throttled(Invalid):
    """Too many failed log-ins for this account or network; waiting is the cure."""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _target(settings: Settings, kind: str, value: str) -> str:
    return hmac.new(settings.secret_key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def _targets(settings: Settings, email: str, network: str) -> list[str]:
    return [_target(settings, "email", email), _target(settings, "network", network)]


def check_throttle(session: Session, settings: Settings, *, email: str, network: str) -> None:
    """Raise Throttled when this account or network failed too often; holds across restarts and processes."""
    since = now() - timedelta(seconds=settings.login_window_seconds)
    account, net = _targets(settings, email.strip().lower(), network)
    limits = {account: settings.login_attempts, net: settings.login_attempts * 10}
    statement = (
        select(LoginAttempt.target, func.count())
        .where(col(LoginAttempt.target).in_(limits), LoginAttempt.created_at > since)
        .group_by(col(LoginAttempt.target))
    )
    for target, count in session.exec(statement).all():
        if count >= limits[target]:
            minutes = settings.login_window_seconds // 60
            raise Throttled(_("Too many failed attempts. Wait %(minutes)s minutes and try again.", minutes=minutes))


def log_in(
    session: Session, settings: Settings, *, email: str, password: str, network: str, device: str = ""
) -> tuple[Account, str] | None:
    """Check the password and open a session; returns the account and the cookie's token, or None when it is wrong.

    The failure is recorded by the same call, so the caller commits in both cases. Raises Throttled.
    """
    email = email.strip().lower()
    check_throttle(session, settings, email=email, network=network)
    account = session.exec(select(Account).where(Account.email == email)).first()
    good = matches(settings, account.password_hash if account else None, password)
    if account is None or account.is_disabled or not good:
        session.add_all(LoginAttempt(target=target) for target in _targets(settings, email, network))
        if account is not None:
            audit.record(session, SYSTEM, "account.login_failed", account.subject, disabled=account.is_disabled)
        session.flush()
        return None
    session.execute(delete(LoginAttempt).where(col(LoginAttempt.target) == _target(settings, "email", email)))
    return account, open_session(session, settings, account, device=device)


def open_session(session: Session, settings: Settings, account: Account, *, device: str = "") -> str:
    """A new session; returns the token for the cookie, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    row = LoginSession(
        account_id=account.key,
        token_hash=_hash(token),
        expires_at=now() + timedelta(seconds=settings.session_absolute_seconds),
        device=device[:200],
    )
    session.add(row)
    session.flush()
    audit.record(session, account.as_actor(row.key), "account.logged_in", account.subject, login_session=row.key)
    return token


def resume(session: Session, settings: Settings, token: str) -> tuple[Account, LoginSession] | None:
    """The account behind a cookie, or None when the session ended, idled too long or the account is disabled."""
    statement = (
        select(Account, LoginSession)
        .join(LoginSession, col(LoginSession.account_id) == col(Account.id))
        .where(LoginSession.token_hash == _hash(token), col(LoginSession.ended_at).is_(None))
    )
    found = session.exec(statement).first()
    if found is None:
        return None
    account, row = found
    idle = timedelta(seconds=settings.session_idle_seconds)
    if account.is_disabled or now() >= row.expires_at or now() - row.last_seen_at > idle:
        return None
    return account, row


def needs_touch(row: LoginSession) -> bool:
    """True when the session's last-seen time is old enough to be worth a write."""
    return now() - row.last_seen_at > _SEEN_EVERY


def touch(session: Session, session_id: int) -> None:
    """Note that the session is in use."""
    session.execute(update(LoginSession).where(col(LoginSession.id) == session_id).values(last_seen_at=now()))


def own_sessions(session: Session, actor: Actor) -> Sequence[LoginSession]:
    """The actor's open sessions, newest first; at most fifty are shown."""
    statement = select(LoginSession).where(
        LoginSession.account_id == actor.key, col(LoginSession.ended_at).is_(None), LoginSession.expires_at > now()
    )
    return session.exec(statement.order_by(col(LoginSession.id).desc()).limit(50)).all()


def end_session(session: Session, actor: Actor, *, session_id: int) -> None:
    """End one of the actor's own sessions (log-out, or a lost device). Raises NotFound."""
    row = session.get(LoginSession, session_id)
    if row is None or row.account_id != actor.id:
        raise NotFound
    row.ended_at = now()
    account = session.get_one(Account, row.account_id)
    audit.record(session, actor, "account.session_ended", account.subject, login_session=session_id)


def end_all_sessions(session: Session, account: Account, *, but: int | None = None) -> int:
    """End every session of an account, except perhaps the one in use; returns how many."""
    statement = update(LoginSession).where(
        col(LoginSession.account_id) == account.key, col(LoginSession.ended_at).is_(None)
    )
    if but is not None:
        statement = statement.where(col(LoginSession.id) != but)
    result = session.execute(statement.values(ended_at=now()))
    return int(getattr(result, "rowcount", 0))


def owner_of(session: Session, token: str) -> int | None:
    """Whose cookie this was, even when the session has ended; to keep what they were typing, nothing else."""
    statement = (
        select(LoginSession.account_id)
        .join(Account, col(Account.id) == col(LoginSession.account_id))
        .where(LoginSession.token_hash == _hash(token), col(Account.is_disabled).is_(False))
    )
    return session.exec(statement).first()

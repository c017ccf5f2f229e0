"""Log-in, log-out and the sessions between them: ours, in the database, revocable at once."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from casework import audit
from casework.accounts import devices, throttle
from casework.accounts.factors import has_factor
from casework.accounts.models import Account, LoginSession
from casework.accounts.passwords import matches
from casework.config import Settings
from casework.db import now
from casework.errors import NotFound
from casework.subjects import SYSTEM, Actor

_SEEN_EVERY = timedelta(minutes=1)
TO_PROVE_SECONDS = 10 * 60  # between the password and the second factor


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, repr=False)
class Judged:
    """Whether a password was right, and for which stored hash; None: there is no such account."""

    stored: str | None
    good: bool


def judge(session: Session, settings: Settings, *, email: str, password: str, network: str) -> Judged:
    """Compare a password, with a session that only reads: it takes a third of a second, in which others must be able to
    save. As long for an unknown account. Raises Throttled."""
    email = email.strip().lower()
    throttle.check(session, settings, throttle.limits_for(settings, account=email, network=network))
    stored = session.exec(select(Account.password_hash).where(Account.email == email)).first()
    return Judged(stored, matches(settings, stored, password))


def log_in(
    session: Session, settings: Settings, *, email: str, judged: Judged, network: str, device: str = ""
) -> tuple[Account, str] | None:
    """Open a session for a password that was judged right; returns the account and the cookie's token, or None.

    The throttle is asked once more, now that guesses at one account queue: of many at once, no answer beyond the limit
    is told. The failure is recorded by the same call, so the caller commits in both cases. Raises Throttled.
    """
    email = email.strip().lower()
    limits = throttle.limits_for(settings, account=email, network=network)
    throttle.check(session, settings, limits)
    account = session.exec(select(Account).where(Account.email == email)).first()
    good = judged.good and account is not None and account.password_hash == judged.stored
    if account is None or account.is_disabled or not good:
        throttle.note_failure(session, limits)
        if account is not None:
            audit.record(session, SYSTEM, "account.login_failed", account.subject, disabled=account.is_disabled)
        return None
    throttle.forgive(session, settings, email)
    return account, open_session(session, settings, account, network=network, device=device)


def open_session(session: Session, settings: Settings, account: Account, *, network: str = "", device: str = "") -> str:
    """A new session after the right password; returns the token for the cookie, which is stored nowhere.

    It opens nothing but the second factor's page until that is proved (`second_factor_at`), unless there is none
    and this installation does not require one.
    """
    token, factor = secrets.token_urlsafe(32), has_factor(session, account)
    proved = not factor and not settings.requires_factor
    seconds = TO_PROVE_SECONDS if factor else settings.session_absolute_seconds
    row = LoginSession(
        account_id=account.key,
        token_hash=_hash(token),
        expires_at=now() + timedelta(seconds=seconds),
        device=devices.family(device),
        network=devices.prefix(network),
        second_factor_at=now() if proved else None,
    )
    session.add(row)
    session.flush()
    action = "account.logged_in" if proved else "account.password_given"
    audit.record(session, account.as_actor(row.key), action, account.subject, login_session=row.key)
    return token


def confirm(session: Session, settings: Settings, row: LoginSession, *, by: str) -> str | None:
    """The session's holder has just proved a factor. At log-in: everything opens, under a new token (returned).

    `by`: what proved it, for the log: app, passkey, recovery code, password.
    """
    account, first = session.get_one(Account, row.account_id), row.second_factor_at is None
    row.second_factor_at = row.last_seen_at = now()
    action = "account.logged_in" if first else "account.factor_confirmed"
    audit.record(session, account.as_actor(row.key), action, account.subject, login_session=row.key, by=by)
    if not first:
        return None
    token = secrets.token_urlsafe(32)
    row.token_hash, row.expires_at = _hash(token), now() + timedelta(seconds=settings.session_absolute_seconds)
    session.flush()
    return token


def is_fresh(settings: Settings, row: LoginSession) -> bool:
    """True when the last proof of a second factor is recent enough to see an identity or change an account."""
    proved = row.second_factor_at
    return proved is not None and now() - proved <= timedelta(seconds=settings.fresh_factor_seconds)


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


def own_sessions(session: Session, settings: Settings, actor: Actor) -> Sequence[LoginSession]:
    """The actor's open sessions, newest first; at most fifty are shown."""
    statement = select(LoginSession).where(
        LoginSession.account_id == actor.key,
        col(LoginSession.ended_at).is_(None),
        LoginSession.expires_at > now(),
        LoginSession.last_seen_at >= now() - timedelta(seconds=settings.session_idle_seconds),
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


def end_other_sessions(session: Session, actor: Actor) -> int:
    """End all of the actor's own sessions but the one in use; returns how many."""
    account = session.get_one(Account, actor.key)
    ended = end_all_sessions(session, account, but=actor.session_id)
    audit.record(session, actor, "account.other_sessions_ended", account.subject, sessions_ended=ended)
    return ended


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
        .where(col(LoginSession.second_factor_at).is_not(None))
    )
    return session.exec(statement).first()

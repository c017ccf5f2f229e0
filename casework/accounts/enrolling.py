"""Set up and give up second factors. Every change is logged and ends the account's other sessions."""

from sqlalchemy import delete
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.accounts import codes, throttle
from casework.accounts.factors import MOST_PASSKEYS, confirmed_app, factors_of
from casework.accounts.models import Account, Authenticator, Passkey, RecoveryCode
from casework.accounts.sealing import key_for
from casework.accounts.sessions import end_all_sessions
from casework.config import Settings
from casework.db import now
from casework.errors import Invalid, NotFound, Refused
from casework.i18n import _
from casework.subjects import Actor
from casework.vault import crypto


def begin_app(session: Session, settings: Settings, actor: Actor, account: Account) -> str:
    """The secret for an app that is being set up; the same one until it is confirmed, so that a reload harms nothing."""
    _own(session, actor, account)
    waiting = _waiting_app(session, account)
    if waiting is not None:
        try:
            return secret_of(settings, waiting)
        except crypto.Tampered:  # the installation's secret key was replaced meanwhile
            session.delete(waiting)
    secret = codes.new_secret()
    nonce, sealed = crypto.seal(key_for(settings, "app"), secret.encode(), _place(account.key))
    session.add(Authenticator(account_id=account.key, nonce=nonce, sealed_secret=sealed))
    session.flush()
    return secret


def confirm_app(session: Session, settings: Settings, actor: Actor, account: Account, code: str) -> list[str]:
    """The app showed the right code: it counts from now on, in place of an earlier one.

    Returns fresh recovery codes when the account had no factor before, else an empty list. Raises Invalid.
    """
    _own(session, actor, account)
    waiting = _waiting_app(session, account)
    if waiting is None:
        raise Invalid(_("Open this page again and begin anew."))
    step = codes.step_of(secret_of(settings, waiting), code, now(), after=0)
    if step is None:
        raise Invalid(fields={"one_time_code": _("This is not the code that the app shows now. Is the clock of your telephone right?")})  # fmt: skip
    before = factors_of(session, account)
    if before.app is not None:
        session.delete(before.app)
    waiting.confirmed_at, waiting.last_step = now(), step
    session.flush()
    throttle.forgive(session, settings, guesses_at(account))
    _changed(session, actor, account, "account.factor_added", factor="app", replaced=before.app is not None)
    return [] if before else make_codes(session, settings, actor, account)


def add_passkey(session: Session, settings: Settings, actor: Actor, account: Account, key: Passkey) -> list[str]:
    """Keep a passkey that was verified. Returns recovery codes as `confirm_app` does. Raises Refused, Invalid."""
    _own(session, actor, account)
    before = factors_of(session, account)
    if len(before.passkeys) >= MOST_PASSKEYS:
        raise Refused(_("There are too many passkeys already. Remove one first."))
    if session.exec(select(Passkey.id).where(Passkey.credential_id == key.credential_id)).first() is not None:
        raise Invalid(_("This passkey is registered already."))
    session.add(key)
    session.flush()
    throttle.forgive(session, settings, guesses_at(account))
    _changed(session, actor, account, "account.factor_added", factor="passkey", passkey=key.key)
    return [] if before else make_codes(session, settings, actor, account)


def remove_app(session: Session, settings: Settings, actor: Actor, account: Account) -> None:
    """Give the app up. Raises NotFound, and Refused for the last factor where one is required."""
    _own(session, actor, account)
    app = confirmed_app(session, account)
    if app is None:
        raise NotFound
    _keep_one(session, settings, account)
    session.delete(app)
    _removed(session, actor, account, factor="app")


def remove_passkey(session: Session, settings: Settings, actor: Actor, account: Account, passkey_id: int) -> None:
    """Give one of one's own passkeys up. Raises NotFound, and Refused for the last factor where one is required."""
    _own(session, actor, account)
    key = session.get(Passkey, passkey_id)
    if key is None or key.account_id != account.id:
        raise NotFound
    _keep_one(session, settings, account)
    session.delete(key)
    _removed(session, actor, account, factor="passkey", passkey=passkey_id)


def make_codes(session: Session, settings: Settings, actor: Actor, account: Account) -> list[str]:
    """Ten fresh recovery codes in place of all earlier ones; they are shown once and kept only as hashes."""
    _own(session, actor, account)
    if not factors_of(session, account):
        raise Refused(_("Set up an app or a passkey first."))
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.key))
    fresh, key = codes.new_recovery_codes(), key_for(settings, "recovery")
    hashes = [codes.recovery_hash(key, account.key, code) for code in fresh]
    session.add_all(RecoveryCode(account_id=account.key, code_hash=one) for one in hashes)
    session.flush()
    audit.record(session, actor, "account.recovery_codes_made", account.subject)
    return fresh


def reset_factors(session: Session, actor: Actor, account: Account, *, reason: str) -> int:
    """For somebody who lost them all: the account has none any more and must set one up at the next log-in.

    All its sessions end. Nobody resets their own. Returns how many there were. Raises Refused.
    """
    require(session, actor, Permission.ACCOUNT_MANAGE)
    if account.id == actor.id:
        raise Refused(_("You cannot reset your own second factor; another administrator can."))
    held = factors_of(session, account)
    for table in (Authenticator, Passkey, RecoveryCode):
        session.execute(delete(table).where(col(table.account_id) == account.key))
    ended = end_all_sessions(session, account)
    facts = {"factors": held.count, "sessions_ended": ended, "reason": reason.strip()}
    audit.record(session, actor, "account.factors_reset", account.subject, **facts)
    return held.count


def secret_of(settings: Settings, app: Authenticator) -> str:
    """The app's secret in clear, to compare a code with. Raises crypto.Tampered when the installation's key is another."""
    return crypto.unseal(key_for(settings, "app"), app.nonce, app.sealed_secret, _place(app.account_id)).decode()


def guesses_at(account: Account) -> str:
    """The name under which wrong answers of an account's factors are counted; a fresh factor starts at none."""
    return f"factor:{account.key}"


def _place(account_id: int) -> bytes:
    return crypto.place("authenticator", account_id)


def _waiting_app(session: Session, account: Account) -> Authenticator | None:
    statement = select(Authenticator).where(Authenticator.account_id == account.key)
    return session.exec(statement.where(col(Authenticator.confirmed_at).is_(None))).first()


def _own(session: Session, actor: Actor, account: Account) -> None:
    require(session, actor, Permission.ACCOUNT_OWN)
    if account.id != actor.id:
        raise NotFound


def _keep_one(session: Session, settings: Settings, account: Account) -> None:
    if settings.requires_factor and factors_of(session, account).count < 2:
        raise Refused(_("This is your last second factor. Set up another one before you remove it."))


def _removed(session: Session, actor: Actor, account: Account, **facts: object) -> None:
    session.flush()
    if not factors_of(session, account):  # codes that stand in for nothing
        session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.key))
    _changed(session, actor, account, "account.factor_removed", **facts)


def _changed(session: Session, actor: Actor, account: Account, action: str, **facts: object) -> None:
    ended = end_all_sessions(session, account, but=actor.session_id)
    audit.record(session, actor, action, account.subject, sessions_ended=ended, **facts)

"""Which second factors an account has: an app for one-time codes, passkeys, recovery codes for when both are gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, or_
from sqlmodel import Session, col, func, select

from casework.accounts.models import Account, Authenticator, Passkey, RecoveryCode

MOST_PASSKEYS = 20


@dataclass(frozen=True)
class Factors:
    """What an account can prove itself with; never a secret."""

    app: Authenticator | None
    passkeys: Sequence[Passkey]
    codes_left: int

    def __bool__(self) -> bool:
        """True with an app or a passkey; recovery codes alone are no factor."""
        return self.count > 0

    @property
    def count(self) -> int:
        """How many there are: the last one cannot be removed where one is required."""
        return len(self.passkeys) + (self.app is not None)


def factors_of(session: Session, account: Account) -> Factors:
    """Everything that was confirmed, oldest passkey first."""
    keys = select(Passkey).where(Passkey.account_id == account.key).order_by(col(Passkey.id)).limit(MOST_PASSKEYS)
    left = select(func.count()).select_from(RecoveryCode)
    left = left.where(col(RecoveryCode.account_id) == account.key, col(RecoveryCode.used_at).is_(None))
    return Factors(confirmed_app(session, account), session.exec(keys).all(), session.exec(left).one())


def confirmed_app(session: Session, account: Account) -> Authenticator | None:
    """The app in use; one that was never confirmed does not count."""
    statement = select(Authenticator).where(Authenticator.account_id == account.key)
    return session.exec(statement.where(col(Authenticator.confirmed_at).is_not(None))).first()


def has_factor(session: Session, account: Account) -> bool:
    """As `bool(factors_of(...))`, in one statement: it is asked on every request."""
    key = exists().where(col(Passkey.account_id) == account.key)
    app = exists().where(col(Authenticator.account_id) == account.key, col(Authenticator.confirmed_at).is_not(None))
    return bool(session.execute(select(or_(app, key))).scalar())


def holders(session: Session, account_ids: Sequence[int]) -> set[int]:
    """Which of these accounts have a factor: for the administrator's list, two statements for a whole page."""
    keys = select(Passkey.account_id).where(col(Passkey.account_id).in_(account_ids))
    apps = select(Authenticator.account_id).where(
        col(Authenticator.account_id).in_(account_ids), col(Authenticator.confirmed_at).is_not(None)
    )
    return {*session.exec(keys).all(), *session.exec(apps).all()}

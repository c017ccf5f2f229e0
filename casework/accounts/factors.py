"""Second factors of an account: an app for one-time codes, passkeys, and recovery codes for the day both are gone."""

from sqlmodel import Session, col, select

from casework.accounts.models import Account, Authenticator, Passkey


def has_factor(session: Session, account: Account) -> bool:
    """True when the account has an app or a passkey that was confirmed; recovery codes alone are none."""
    app = select(Authenticator.id).where(
        Authenticator.account_id == account.key, col(Authenticator.confirmed_at).is_not(None)
    )
    key = select(Passkey.id).where(Passkey.account_id == account.key)
    return session.exec(app.limit(1)).first() is not None or session.exec(key.limit(1)).first() is not None

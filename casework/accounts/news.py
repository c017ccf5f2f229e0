"""What happened to an account since its holder last logged in: they alone can tell whether it was them."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from casework import audit
from casework.accounts.models import Account, LoginSession, Recipient
from casework.audit import AuditEntry
from casework.i18n import _l, format_datetime, ngettext

MOST = 200
_TOLD = {
    "account.recovery_code_used": _l("A recovery code of yours was used: %(at)s"),
    "account.recovery_codes_made": _l("New recovery codes were made for your account: %(at)s"),
    "account.factor_added": _l("A second factor was added to your account: %(at)s"),
    "account.factor_removed": _l("A second factor was removed from your account: %(at)s"),
    "account.factors_reset": _l("An administrator reset your second factor: %(at)s"),
    "account.password_reset": _l("An administrator gave your account a new password: %(at)s"),
    "account.password_changed": _l("Your password was changed: %(at)s"),
    "recipient.keys_changed": _l("The keys that dossiers for your body are encrypted to were changed: %(at)s"),
}
_FAILED = {"account.login_failed", "account.factor_failed"}


def since_last_log_in(session: Session, account: Account, row: LoginSession) -> list[str]:
    """One sentence for each, oldest first; empty at the first log-in ever."""
    earlier = select(LoginSession.created_at).where(
        LoginSession.account_id == account.key,
        col(LoginSession.id) < row.key,
        col(LoginSession.second_factor_at).is_not(None),
    )
    since = session.exec(earlier.order_by(col(LoginSession.id).desc()).limit(1)).first()
    if since is None:
        return []
    entries = audit.entries(session, action="account.", subject=account.subject, limit=MOST)
    entries = sorted([*entries, *_of_their_body(session, account)], key=lambda entry: entry.at, reverse=True)
    # What belongs to this very log-in is no news, but for a code that is now spent.
    happened = [entry for entry in reversed(entries) if since < entry.at and entry.facts.get("login_session") != row.id]
    told = [_TOLD[entry.action] % {"at": format_datetime(entry.at)} for entry in happened if entry.action in _TOLD]
    failed = sum(entry.action in _FAILED for entry in happened)
    if failed:
        told.append(ngettext("%(num)s attempt to log in to your account failed since you were here last.",
                             "%(num)s attempts to log in to your account failed since you were here last.", failed))  # fmt: skip
    return [str(one) for one in told]


def _of_their_body(session: Session, account: Account) -> Sequence[AuditEntry]:
    """Another key for their body: its members alone can tell whether it is theirs."""
    if account.recipient_id is None:
        return []
    body = session.get_one(Recipient, account.recipient_id).subject
    return audit.entries(session, action="recipient.keys_changed", subject=body, limit=MOST)

"""What is done with accounts. Every grant names who gave it and is logged."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from casework import audit
from casework.access import GrantKind, Permission, giving, require
from casework.accounts import age_keys
from casework.accounts.models import Account, Recipient
from casework.accounts.passwords import hash_password, matches, weakness
from casework.accounts.sessions import end_all_sessions
from casework.config import Settings
from casework.db import now
from casework.errors import Invalid, NotFound, Refused, Stale
from casework.i18n import _
from casework.subjects import Actor, Role
from casework.vocabulary import RecipientKind

LONGEST_COPY_DAYS = 3650


def any_account(session: Session) -> bool:
    """False on an installation that was just set up."""
    return session.exec(select(Account.id).limit(1)).first() is not None


def get_account(session: Session, actor: Actor, account_id: int) -> Account:
    """One account, for the administrator. Raises NotFound."""
    require(session, actor, Permission.ACCOUNT_MANAGE)
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound
    return account


def find_account(session: Session, email: str) -> Account:
    """The account with this e-mail address. Raises NotFound. For the command line and the demonstration."""
    account = session.exec(select(Account).where(Account.email == email.strip().lower())).first()
    if account is None:
        raise NotFound(_("There is no account with this e-mail address."))
    return account


def list_accounts(session: Session, actor: Actor, *, after: int = 0, limit: int = 50) -> Sequence[Account]:
    """Accounts in the order they were made, from the one after `after`."""
    require(session, actor, Permission.ACCOUNT_MANAGE)
    return session.exec(select(Account).where(col(Account.id) > after).order_by(col(Account.id)).limit(limit)).all()


def add_account(
    session: Session,
    settings: Settings,
    actor: Actor,
    *,
    email: str,
    name: str,
    role: Role,
    password: str,
    recipient: Recipient | None = None,
    language: str = "en",
    must_change_password: bool = False,
    reason: str = "",
) -> Account:
    """Make an account: its role is a grant, logged with who gave it and why.

    Raises Invalid beside the field: address taken, weak password, committee member without a body.
    """
    require(session, actor, Permission.ACCOUNT_MANAGE)
    email = email.strip().lower()
    _check_role(role, recipient)
    if session.exec(select(Account.id).where(Account.email == email)).first() is not None:
        raise Invalid(fields={"email": _("An account with this e-mail address exists.")})
    if problem := weakness(password, known=(email, name)):
        raise Invalid(fields={"password": problem})
    account = Account(
        email=email,
        name=name.strip(),
        role=role,
        password_hash=hash_password(settings, password),
        recipient_id=recipient.key if recipient else None,
        language=language,
        must_change_password=must_change_password,
        created_by=actor.id,
    )
    session.add(account)
    session.flush()
    _note_rights(session, actor, account, before=None, after=(role, recipient), reason=reason)
    facts = {"role": role, "recipient": account.recipient_id, "reason": reason.strip()}
    audit.record(session, actor, "account.added", account.subject, **facts)
    return account


def _check_role(role: Role, recipient: Recipient | None) -> None:
    if role is Role.COMMITTEE and recipient is None:
        raise Invalid(fields={"recipient": _("Choose the body that this committee member belongs to.")})
    if role is not Role.COMMITTEE and recipient is not None:
        raise Invalid(fields={"recipient": _("Only committee members belong to a receiving body.")})


def change_account(
    session: Session,
    actor: Actor,
    *,
    account: Account,
    name: str,
    role: Role,
    recipient: Recipient | None,
    is_disabled: bool,
    reason: str,
    version: int,
) -> Account:
    """Rename, disable, or give another role. Raises Stale, Invalid, and Refused for what would lock everybody out."""
    require(session, actor, Permission.ACCOUNT_MANAGE)
    if version != account.version:
        raise Stale(account)
    _check_role(role, recipient)
    if account.id == actor.id and (is_disabled or role is not account.role):
        raise Refused(_("You cannot disable yourself or change your own role; another administrator can."))
    rights = (account.role, recipient_of(session, account))
    changes: dict[str, object] = {}
    if role is not account.role:
        changes["role"] = [account.role, role]
    if is_disabled != account.is_disabled:
        changes["disabled"] = is_disabled
    if name.strip() != account.name:
        changes["name"] = "changed"
    if (recipient.key if recipient else None) != account.recipient_id:
        changes["recipient"] = [account.recipient_id, recipient.key if recipient else None]
    account.name, account.role, account.is_disabled = name.strip(), role, is_disabled
    account.recipient_id = recipient.key if recipient else None
    account.version, account.updated_at = account.version + 1, now()
    if changes.keys() & {"role", "disabled", "recipient"}:
        end_all_sessions(session, account)
    _note_rights(session, actor, account, before=rights, after=(role, recipient), reason=reason)
    audit.record(session, actor, "account.changed", account.subject, changes=changes, reason=reason.strip())
    return account


Rights = tuple[Role, Recipient | None]


def _note_rights(
    session: Session, actor: Actor, account: Account, *, before: Rights | None, after: Rights, reason: str
) -> None:
    """Into the history of grants: the role and the body that ended, and those that were given."""
    old, new = _named(before), _named(after)
    for kind, what in old - new:
        giving.note_ended(session, actor, kind, account_id=account.key, what=what, reason=reason)
    for kind, what in sorted(new - old, key=lambda right: right[0].rank):
        giving.note_given(session, actor, kind, account_id=account.key, what=what, reason=reason)


def _named(rights: Rights | None) -> set[tuple[GrantKind, str]]:
    if rights is None:
        return set()
    role, body = rights
    return {(GrantKind.ROLE, role.value)} | ({(GrantKind.BODY, body.slug)} if body else set())


def change_password(
    session: Session, settings: Settings, actor: Actor, *, account: Account, current: str, new: str
) -> None:
    """Change one's own password; every other session of the account ends. Raises Invalid beside the field."""
    require(session, actor, Permission.ACCOUNT_OWN)
    if account.id != actor.id or not matches(settings, account.password_hash, current):
        raise Invalid(fields={"current": _("This is not your present password.")})
    _set_password(settings, account, new, field="new")
    account.must_change_password = False
    ended = end_all_sessions(session, account, but=actor.session_id)
    audit.record(session, actor, "account.password_changed", account.subject, sessions_ended=ended)


def reset_password(
    session: Session, settings: Settings, actor: Actor, *, account: Account, new: str, reason: str
) -> None:
    """Give an account a new first password; it must be changed at the next log-in and all sessions end.

    Nobody resets their own: that would pass over the present one. Raises Refused, and Invalid beside the field.
    """
    require(session, actor, Permission.ACCOUNT_MANAGE)
    if account.id == actor.id:
        raise Refused(_("You cannot reset your own password here. Change it on the page of your account."))
    _set_password(settings, account, new, field="password")
    account.must_change_password = True
    ended = end_all_sessions(session, account)
    audit.record(session, actor, "account.password_reset", account.subject, sessions_ended=ended, reason=reason.strip())


def _set_password(settings: Settings, account: Account, new: str, *, field: str) -> None:
    if problem := weakness(new, known=(account.email, account.name)):
        raise Invalid(fields={field: problem})
    account.password_hash = hash_password(settings, new)
    account.version, account.updated_at = account.version + 1, now()


def names_of(session: Session, account_ids: set[int]) -> dict[int, str]:
    """Display names of accounts, in one statement."""
    if not account_ids:
        return {}
    rows = session.exec(select(Account.id, Account.name).where(col(Account.id).in_(account_ids))).all()
    return {int(key): name for key, name in rows if key is not None}


def list_recipients(session: Session, *, limit: int = 200) -> Sequence[Recipient]:
    """The bodies that can receive dossiers, by name."""
    return session.exec(select(Recipient).order_by(Recipient.name, col(Recipient.id)).limit(limit)).all()


def get_recipient(session: Session, slug: str) -> Recipient:
    """A receiving body by its short name. Raises NotFound."""
    recipient = session.exec(select(Recipient).where(Recipient.slug == slug)).first()
    if recipient is None:
        raise NotFound
    return recipient


def add_recipient(
    session: Session, actor: Actor, *, slug: str, name: str, name_ar: str, kind: RecipientKind, keys: str = ""
) -> Recipient:
    """Register a body that may receive dossiers. Raises Invalid when the short name is taken or a key is none."""
    require(session, actor, Permission.RECIPIENT_MANAGE)
    if session.exec(select(Recipient.id).where(Recipient.slug == slug)).first() is not None:
        raise Invalid(fields={"slug": _("This short name is taken.")})
    found = age_keys.parse(keys)
    recipient = Recipient(slug=slug, name=name.strip(), name_ar=name_ar.strip(), kind=kind, age_keys=found)
    session.add(recipient)
    session.flush()
    audit.record(session, actor, "recipient.added", recipient.subject, kind=kind, keys=age_keys.fingerprints(found))
    return recipient


def set_copy_days(session: Session, actor: Actor, *, recipient: Recipient, days: int | None) -> None:
    """For how many days copies that this body is given from now on may be fetched, if their dossier does not say.

    Raises Invalid."""
    require(session, actor, Permission.RECIPIENT_MANAGE)
    if days is not None and not 0 < days <= LONGEST_COPY_DAYS:
        raise Invalid(fields={"copy_days": _("Between 1 and %(most)s days, or nothing.", most=LONGEST_COPY_DAYS)})
    before, recipient.copy_days = recipient.copy_days, days
    session.flush()
    audit.record(session, actor, "recipient.copy_days_set", recipient.subject, before=before or 0, after=days or 0)


def recipient_of(session: Session, account: Account) -> Recipient | None:
    """The body that a committee member belongs to."""
    return session.get(Recipient, account.recipient_id) if account.recipient_id else None

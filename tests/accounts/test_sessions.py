"""Log in, stay in, and be put out."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from casework.accounts import services, sessions
from casework.accounts.models import Account, LoginSession
from casework.accounts.passwords import hash_password, weakness
from casework.accounts.throttle import Throttled
from casework.config import Settings
from casework.db import now
from casework.errors import Forbidden, Invalid, NotFound, Refused, Stale
from casework.subjects import SYSTEM, Role
from tests.factories import PASSWORD, make_account, make_recipient, try_password


def _log_in(
    session: Session, settings: Settings, email: str, password: str = PASSWORD, network: str = "10.0.0.1"
) -> str | None:
    found = try_password(session, settings, email=email, password=password, network=network)
    return found[1] if found else None


def test_the_right_password_opens_a_session_whose_token_is_not_stored(session: Session, settings: Settings) -> None:
    account = make_account(session)
    token = _log_in(session, settings, account.email.upper())
    assert token
    resumed = sessions.resume(session, settings, token)
    assert resumed
    assert resumed[0].id == account.id
    assert token not in session.exec(select(LoginSession.token_hash)).all()


def test_a_wrong_password_an_unknown_and_a_disabled_account_are_refused_alike(
    session: Session, settings: Settings
) -> None:
    account, disabled = make_account(session), make_account(session, is_disabled=True)
    assert _log_in(session, settings, account.email, "wrong") is None
    assert _log_in(session, settings, "nobody@example.org") is None
    assert _log_in(session, settings, disabled.email) is None


def test_a_disabled_account_loses_its_open_session_at_once(session: Session, settings: Settings) -> None:
    account = make_account(session)
    token = _log_in(session, settings, account.email) or ""
    account.is_disabled = True
    session.flush()
    assert sessions.resume(session, settings, token) is None


@pytest.mark.parametrize("field", ["expires_at", "last_seen_at"])
def test_a_session_ends_by_age_and_by_idleness(session: Session, settings: Settings, field: str) -> None:
    account = make_account(session)
    token = _log_in(session, settings, account.email) or ""
    row = session.exec(select(LoginSession).where(LoginSession.account_id == account.key)).one()
    setattr(row, field, now() - timedelta(days=2))
    session.flush()
    assert sessions.resume(session, settings, token) is None


def test_one_can_end_ones_own_sessions_and_nobody_elses(session: Session, settings: Settings) -> None:
    account, other = make_account(session), make_account(session)
    token = _log_in(session, settings, account.email) or ""
    row = session.exec(select(LoginSession).where(LoginSession.account_id == account.key)).one()
    with pytest.raises(NotFound):
        sessions.end_session(session, other.as_actor(), session_id=row.key)
    sessions.end_session(session, account.as_actor(), session_id=row.key)
    session.flush()
    assert sessions.resume(session, settings, token) is None
    assert sessions.own_sessions(session, settings, account.as_actor()) == []


def test_too_many_failures_lock_the_account_for_a_while_even_for_the_right_password(
    session: Session, settings: Settings
) -> None:
    account = make_account(session)
    for number in range(settings.login_attempts):
        _log_in(session, settings, account.email, "wrong", network=f"10.0.0.{number}")
    with pytest.raises(Throttled):
        _log_in(session, settings, account.email)
    assert _log_in(session, settings, make_account(session).email)


def test_a_network_that_guesses_many_accounts_is_slowed_down(session: Session, settings: Settings) -> None:
    for number in range(settings.login_attempts * 10):
        _log_in(session, settings, f"guess{number}@example.org", "wrong", network="10.9.9.9")
    with pytest.raises(Throttled):
        _log_in(session, settings, make_account(session).email, network="10.9.9.9")


def test_a_new_password_ends_every_other_session(session: Session, settings: Settings) -> None:
    account = make_account(session)
    here, elsewhere = (_log_in(session, settings, account.email) or "" for _ in range(2))
    first = session.exec(select(LoginSession).where(LoginSession.account_id == account.key)).first()
    assert first
    actor = account.as_actor(first.key)
    services.change_password(
        session, settings, actor, account=account, current=PASSWORD, new="other-words-for-a-door-7"
    )
    assert sessions.resume(session, settings, here)
    assert sessions.resume(session, settings, elsewhere) is None


def test_the_present_password_is_asked_for_and_a_weak_one_refused(session: Session, settings: Settings) -> None:
    account = make_account(session)
    for current, new, field in [("wrong", "other-words-for-a-door-7", "current"), (PASSWORD, "password1234", "new")]:
        with pytest.raises(Invalid) as refused:
            services.change_password(session, settings, account.as_actor(), account=account, current=current, new=new)
        assert set(refused.value.fields) == {field}


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaa", "investigator2025", "x" * 300])
def test_weak_passwords_are_named(password: str) -> None:
    assert weakness(password, known=("investigator",))


def test_a_long_passphrase_is_welcome() -> None:
    assert weakness("copper lantern over the quiet harbour " * 3) is None


def test_only_an_administrator_makes_accounts(session: Session, settings: Settings) -> None:
    with pytest.raises(Forbidden):
        services.add_account(session, settings, make_account(session, Role.SUPERVISOR).as_actor(), email="a@example.org",
                             name="A", role=Role.INVESTIGATOR, password=PASSWORD)  # fmt: skip


def test_a_committee_member_needs_a_body_and_others_must_not_have_one(session: Session, settings: Settings) -> None:
    body = make_recipient(session)
    for role, recipient in [(Role.COMMITTEE, None), (Role.INVESTIGATOR, body)]:
        with pytest.raises(Invalid) as refused:
            services.add_account(session, settings, SYSTEM, email="a@example.org", name="A", role=role,
                                 password=PASSWORD, recipient=recipient)  # fmt: skip
        assert set(refused.value.fields) == {"recipient"}


def test_an_address_belongs_to_one_account(session: Session, settings: Settings) -> None:
    account = make_account(session)
    with pytest.raises(Invalid) as refused:
        services.add_account(
            session,
            settings,
            SYSTEM,
            email=f" {account.email.upper()} ",
            name="B",
            role=Role.AUDITOR,
            password=PASSWORD,
        )
    assert set(refused.value.fields) == {"email"}


def _change(session: Session, by: Account, account: Account, **fields: object) -> None:
    values = {"name": account.name, "role": account.role, "recipient": None, "is_disabled": False, "reason": "test",
              "version": account.version}  # fmt: skip
    services.change_account(session, by.as_actor(), account=account, **(values | fields))  # type: ignore[arg-type]


def test_an_administrator_cannot_disable_themselves(session: Session) -> None:
    administrator = make_account(session, Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        _change(session, administrator, administrator, is_disabled=True)


def test_a_stale_change_of_an_account_is_refused(session: Session) -> None:
    administrator, account = make_account(session, Role.ADMINISTRATOR), make_account(session)
    _change(session, administrator, account, name="First")
    with pytest.raises(Stale):
        _change(session, administrator, account, name="Second", version=1)
    assert account.name == "First"


def test_many_guesses_that_were_judged_at_once_are_told_no_more_than_the_limit(
    session: Session, settings: Settings
) -> None:
    account = make_account(session)
    about = {"email": account.email, "network": "10.0.0.1"}
    right = sessions.judge(session, settings, password=PASSWORD, **about)
    for _guess in range(settings.login_attempts):
        assert _log_in(session, settings, account.email, "wrong") is None
    with pytest.raises(Throttled):
        sessions.log_in(session, settings, judged=right, **about)


def test_a_password_that_was_changed_between_judging_and_opening_opens_nothing(
    session: Session, settings: Settings
) -> None:
    account = make_account(session)
    about = {"email": account.email, "network": "10.0.0.1"}
    right = sessions.judge(session, settings, password=PASSWORD, **about)
    account.password_hash = hash_password(settings, "another-lantern-olive-77")
    session.flush()
    assert sessions.log_in(session, settings, judged=right, **about) is None

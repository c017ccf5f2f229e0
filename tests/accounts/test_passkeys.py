"""Passkeys in the services: each check that stands between a signature and an open session."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from casework.accounts import enrolling, passkeys, proofs, sessions
from casework.accounts.factors import has_factor
from casework.accounts.models import Account, Challenge, LoginSession, Passkey
from casework.accounts.passkeys import Site
from casework.config import Settings
from casework.db import now
from casework.errors import Invalid
from tests.accounts.device import Device
from tests.factories import make_account

SITE = Site("http://localhost", "localhost")


def _session(session: Session, settings: Settings, account: Account) -> LoginSession:
    sessions.open_session(session, settings, account)
    return session.exec(
        select(LoginSession).where(LoginSession.account_id == account.key).order_by(col(LoginSession.id).desc())
    ).first()  # type: ignore[return-value]


def _register(session: Session, settings: Settings, account: Account, device: Device) -> LoginSession:
    row = _session(session, settings, account)
    options = passkeys.registration_options(session, settings, account, row, SITE)
    key = passkeys.registered(session, account, row=row, site=SITE, answer=device.create(options), name="Blue key")
    enrolling.add_passkey(session, settings, account.as_actor(row.key), account, key)
    return row


def _options(session: Session, account: Account, row: LoginSession) -> str:
    return passkeys.confirm_options(session, account, row, SITE) or ""


def _prove(session: Session, settings: Settings, account: Account, answer: str, row: LoginSession) -> bool:
    return proofs.prove_passkey(session, settings, account, answer, row=row, site=SITE, network="10.0.0.1")


def test_a_registered_passkey_opens_and_is_a_factor(session: Session, settings: Settings) -> None:
    account, device = make_account(session), Device()
    row = _register(session, settings, account, device)
    assert has_factor(session, account)
    assert _prove(session, settings, account, device.get(_options(session, account, row)), row)
    assert session.exec(select(Passkey.sign_count)).one() == 2


def test_an_answer_opens_once(session: Session, settings: Settings) -> None:
    account, device = make_account(session), Device()
    row = _register(session, settings, account, device)
    answer = device.get(_options(session, account, row))
    assert _prove(session, settings, account, answer, row)
    assert not _prove(session, settings, account, answer, row)


def test_an_answer_to_another_sessions_challenge_opens_nothing(session: Session, settings: Settings) -> None:
    account, device = make_account(session), Device()
    row = _register(session, settings, account, device)
    other = _session(session, settings, account)
    assert not _prove(session, settings, account, device.get(_options(session, account, other)), row)


def test_an_old_challenge_opens_nothing(session: Session, settings: Settings) -> None:
    account, device = make_account(session), Device()
    row = _register(session, settings, account, device)
    answer = device.get(_options(session, account, row))
    session.execute(update(Challenge).values(created_at=now() - timedelta(minutes=6)))
    assert not _prove(session, settings, account, answer, row)


def test_a_counter_that_did_not_grow_betrays_a_copied_key(session: Session, settings: Settings) -> None:
    account, device = make_account(session), Device(count=50)
    row = _register(session, settings, account, device)
    assert _prove(session, settings, account, device.get(_options(session, account, row)), row)
    device.count = 10
    assert not _prove(session, settings, account, device.get(_options(session, account, row)), row)


@pytest.mark.parametrize("wrong", [{"origin": "http://localhost.evil.example"}, {"rp_id": "evil.example"}])
def test_an_answer_made_on_a_false_page_opens_nothing(
    session: Session, settings: Settings, wrong: dict[str, str]
) -> None:
    account, device = make_account(session), Device()
    row = _register(session, settings, account, device)
    false = replace(device, **wrong)
    assert not _prove(session, settings, account, false.get(_options(session, account, row)), row)


def test_another_device_and_another_accounts_passkey_open_nothing(session: Session, settings: Settings) -> None:
    account, other, device, theirs = make_account(session), make_account(session), Device(), Device()
    row = _register(session, settings, account, device)
    _register(session, settings, other, theirs)
    forged = Device(id=device.id, count=90)
    assert not _prove(session, settings, account, forged.get(_options(session, account, row)), row)
    assert not _prove(session, settings, account, theirs.get(_options(session, account, row)), row)


def test_wrong_answers_are_throttled(session: Session, settings: Settings) -> None:
    account, device = make_account(session), Device()
    row = _register(session, settings, account, device)
    for _guess in range(settings.login_attempts):
        assert not _prove(session, settings, account, "{}", row)
    with pytest.raises(Invalid):
        _prove(session, settings, account, device.get(_options(session, account, row)), row)


def test_a_passkey_is_registered_for_one_account_only(session: Session, settings: Settings) -> None:
    device = Device()
    _register(session, settings, make_account(session), device)
    with pytest.raises(Invalid):
        _register(session, settings, make_account(session), device)


def test_a_registration_needs_its_own_fresh_challenge(session: Session, settings: Settings) -> None:
    account, device = make_account(session), Device()
    row = _register(session, settings, account, device)
    answer = Device().create(_options(session, account, row))  # a challenge for confirming
    with pytest.raises(Invalid):
        passkeys.registered(session, account, row=row, site=SITE, answer=answer, name="x")


@pytest.mark.parametrize(
    "origin,address,expected",
    [
        (None, "http://localhost:8000/", Site("http://localhost:8000", "localhost")),
        (None, "https://case.example.org/", Site("https://case.example.org", "case.example.org")),
        (None, "http://127.0.0.1:8000/", None),
        (None, "https://[::1]/", None),
        (None, "http://case.example.org/", None),
        ("https://case.example.org", "https://evil.example/", Site("https://case.example.org", "case.example.org")),
    ],
)
def test_a_site_needs_a_name_and_https_and_the_setting_wins_over_the_request(
    settings: Settings, origin: str | None, address: str, expected: Site | None
) -> None:
    assert passkeys.site_of(replace(settings, origin=origin), address) == expected

"""The keys of a receiving body: who may change them, what is said of it, and to whom."""

import pytest
from flask.testing import FlaskClient
from pyrage import x25519
from sqlmodel import Session

from casework import audit
from casework.accounts import age_keys, body_keys, services
from casework.accounts.models import LoginSession, Recipient
from casework.accounts.news import since_last_log_in
from casework.db import now
from casework.errors import Forbidden, Invalid, Stale
from casework.subjects import SYSTEM, Role
from casework.vocabulary import RecipientKind
from tests.factories import login, make_account, make_recipient, post


def new_key() -> str:
    return str(x25519.Identity.generate().to_public())


def change(session: Session, body: Recipient, typed: str, role: Role = Role.SUPERVISOR, version: int = 1) -> Recipient:
    actor = make_account(session, role).as_actor()
    return body_keys.change_keys(
        session, actor, recipient=body, typed=typed, reason="read out on the telephone", version=version
    )


def test_a_change_names_the_fingerprints_before_and_after_and_why(session: Session) -> None:
    make_recipient(session)
    body, first, second = make_recipient(session), new_key(), new_key()
    change(session, body, first)
    change(session, body, f"{first}\n{second}", Role.ADMINISTRATOR, version=2)
    assert body.age_keys == [first, second]
    entry = audit.entries(session, action=body_keys.ACTION, subject=body.subject)[0]
    prints = age_keys.fingerprints([first, second])
    assert entry.facts == {"before": prints[:1], "after": prints, "reason": "read out on the telephone"}
    shown = body_keys.changes_of(session, SYSTEM, body)
    assert [one.keys for one in shown] == [prints, prints[:1]]


def test_keys_are_taken_away_by_leaving_the_field_empty(session: Session) -> None:
    body = make_recipient(session, age_keys=[new_key()])
    assert change(session, body, "").age_keys == []


@pytest.mark.parametrize("role", [Role.INVESTIGATOR, Role.COMMITTEE, Role.AUDITOR])
def test_nobody_else_changes_them(session: Session, role: Role) -> None:
    body = make_recipient(session)
    with pytest.raises(Forbidden):
        change(session, body, new_key(), role)


def test_a_stale_change_an_empty_one_and_one_without_a_reason_are_refused(session: Session) -> None:
    key = new_key()
    body, actor = make_recipient(session, age_keys=[key]), make_account(session, Role.SUPERVISOR).as_actor()
    with pytest.raises(Stale):
        change(session, body, new_key(), version=7)
    with pytest.raises(Invalid) as problem:
        change(session, body, key)
    assert list(problem.value.fields) == ["age_keys"]
    with pytest.raises(Invalid) as problem:
        body_keys.change_keys(session, actor, recipient=body, typed=new_key(), reason=" ", version=1)
    assert list(problem.value.fields) == ["reason"]
    assert body.age_keys == [key]


def test_a_body_can_be_added_with_its_key(session: Session) -> None:
    key, kind = new_key(), RecipientKind.UN_MECHANISM
    body = services.add_recipient(session, SYSTEM, slug="un-body", name="A", name_ar="", kind=kind, keys=key)
    assert body.age_keys == [key]
    entry = audit.entries(session, action="recipient.added", subject=body.subject)[0]
    assert entry.facts["keys"] == age_keys.fingerprints([key])


def test_its_members_are_told_when_they_log_in_next(session: Session) -> None:
    body, other = make_recipient(session), make_recipient(session)
    member = make_account(session, Role.COMMITTEE, recipient_id=body.key)
    stranger = make_account(session, Role.COMMITTEE, recipient_id=other.key)
    for account in (member, stranger):
        row = LoginSession(account_id=account.key, token_hash=f"a{account.key}", expires_at=now())
        row.second_factor_at = now()
        session.add(row)
    session.flush()
    change(session, body, new_key())
    told = {}
    for account in (member, stranger):
        row = LoginSession(account_id=account.key, token_hash=f"b{account.key}", expires_at=now())
        session.add(row)
        session.flush()
        told[account.key] = since_last_log_in(session, account, row)
    assert [len(told[member.key]), told[stranger.key]] == [1, []]
    assert "keys that dossiers for your body" in told[member.key][0]


def test_on_the_page_the_mistake_stands_beside_the_field_and_what_was_typed_stays(
    client: FlaskClient, db: Session
) -> None:
    supervisor, body = make_account(db, Role.SUPERVISOR), make_recipient(db)
    db.commit()
    login(client, supervisor)
    url, sent = f"/recipients/{body.slug}/keys", {"version": "1", "reason": "met them"}
    wrong = post(client, url, sent | {"age_keys": "age1typo"})
    assert wrong.status_code == 422
    assert "age1typo" in wrong.text
    assert "Line 1 is not a public age key" in wrong.text
    secret = str(x25519.Identity.generate())
    told = post(client, url, sent | {"age_keys": secret})
    assert "no longer secret" in told.text
    assert secret not in told.text
    key = new_key()
    assert post(client, url, sent | {"age_keys": key}).status_code == 302
    page = client.get(url).text
    assert age_keys.fingerprint(key) in page
    assert "met them" in page
    assert age_keys.fingerprint(key) in client.get("/recipients").text
    stale = post(client, url, sent | {"age_keys": "", "version": "1"})
    assert stale.status_code == 409
    assert client.get("/recipients/nobody/keys").status_code == 404

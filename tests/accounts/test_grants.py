"""Roles and bodies as grants, and the pages that list them."""

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from casework.access import Grant, GrantKind
from casework.accounts import services
from casework.accounts.models import Account
from casework.cases import services as cases
from casework.config import Settings
from casework.subjects import Role
from tests.factories import login, make_account, make_case, make_recipient

WORDS = "olive-harbour-lantern-93"


def _grants(session: Session, account: Account) -> list[tuple[str, str, str, bool]]:
    rows = session.exec(select(Grant).where(Grant.account_id == account.key).order_by(col(Grant.id))).all()
    return [(row.kind.value, row.what, row.reason, row.ended_at is not None) for row in rows]


def test_a_role_and_a_body_are_given_with_a_reason_and_end_with_the_next(session: Session, settings: Settings) -> None:
    actor, body = make_account(session, Role.ADMINISTRATOR).as_actor(), make_recipient(session)
    account = services.add_account(
        session, settings, actor, email="a@example.org", name="A", role=Role.COMMITTEE, password=WORDS,
        recipient=body, reason="sent by the committee",
    )  # fmt: skip
    said = "sent by the committee"
    assert _grants(session, account) == [("role", "committee", said, False), ("body", body.slug, said, False)]
    services.change_account(
        session, actor, account=account, name="A", role=Role.INVESTIGATOR, recipient=None, is_disabled=False,
        reason="joins the team", version=account.version,
    )  # fmt: skip
    assert _grants(session, account) == [
        ("role", "committee", said, True),
        ("body", body.slug, said, True),
        ("role", "investigator", "joins the team", False),
    ]


def test_what_does_not_change_a_right_is_no_grant(session: Session) -> None:
    actor, account = make_account(session, Role.ADMINISTRATOR).as_actor(), make_account(session)
    services.change_account(
        session, actor, account=account, name="Another", role=account.role, recipient=None, is_disabled=True,
        reason="leave", version=account.version,
    )  # fmt: skip
    assert _grants(session, account) == []


@pytest.fixture
def colleague(db: Session) -> Account:
    """An investigator who was given a case by its supervisor."""
    supervisor, colleague = (
        make_account(db, Role.SUPERVISOR, name="Supervisor Somebody"),
        make_account(db, name="Col League"),
    )
    case = make_case(db, [supervisor])
    cases.add_member(db, supervisor.as_actor(), case=case, email=colleague.email, reason="knows the villages")
    db.add(Grant(kind=GrantKind.ROLE, account_id=colleague.key, what="investigator", reason="hired"))
    db.commit()
    return colleague


def _page(client: FlaskClient, db: Session, role: Role, url: str) -> str:
    reader = db.exec(select(Account).where(Account.role == role)).first() or make_account(db, role)
    db.commit()
    login(client, reader)
    return client.get(url).text


def test_the_case_tells_its_supervisor_who_was_given_it_and_why(
    client: FlaskClient, db: Session, colleague: Account
) -> None:
    page = _page(client, db, Role.SUPERVISOR, "/cases/CW-2025-0001/grants")
    assert all(words in page for words in ("Col League", "Supervisor Somebody", "knows the villages"))
    assert "/cases/CW-2025-0001/grants" in client.get("/cases/CW-2025-0001/members").text


def test_an_auditor_is_told_which_case_but_not_why(client: FlaskClient, db: Session, colleague: Account) -> None:
    page = _page(client, db, Role.AUDITOR, "/grants")
    assert all(words in page for words in ("Col League", "Supervisor Somebody", "CW-2025-0001", "hired"))
    assert "knows the villages" not in page


def test_an_administrator_is_told_that_it_is_a_case_and_no_more(
    client: FlaskClient, db: Session, colleague: Account
) -> None:
    page = _page(client, db, Role.ADMINISTRATOR, f"/grants?account={colleague.key}")
    assert all(words in page for words in ("Col League", "a case", "hired"))
    assert not any(words in page for words in ("CW-2025-0001", "knows the villages"))


def test_everybody_finds_their_own_on_their_account_page(client: FlaskClient, db: Session, colleague: Account) -> None:
    login(client, colleague)
    page = client.get("/account").text
    assert all(words in page for words in ("CW-2025-0001", "knows the villages", "hired", "Supervisor Somebody"))

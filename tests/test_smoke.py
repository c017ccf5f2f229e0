"""The application as a whole starts, and lets the right people in."""

from flask.testing import FlaskClient
from sqlmodel import Session

from casework.subjects import Role
from tests.factories import login, make_account, make_case


def test_an_anonymous_reader_is_asked_to_log_in(client: FlaskClient) -> None:
    answer = client.get("/cases")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=/cases"


def test_a_member_sees_the_case_and_a_stranger_gets_the_same_404_as_for_a_missing_one(
    client: FlaskClient, db: Session
) -> None:
    member, stranger = make_account(db, Role.SUPERVISOR), make_account(db, Role.SUPERVISOR)
    case = make_case(db, [member])
    db.commit()
    login(client, member)
    assert client.get(f"/cases/{case.reference}").status_code == 200
    client.post("/logout")
    other = client.application.test_client()
    login(other, stranger)
    forbidden, missing = other.get(f"/cases/{case.reference}"), other.get("/cases/CW-2025-9999")
    assert forbidden.status_code == missing.status_code == 404
    assert _without_nonce(forbidden.text) == _without_nonce(missing.text)


def _without_nonce(html: str) -> str:
    import re

    return re.sub(r'(nonce|value)="[^"]*"|X-CSRFToken[^}]*|next=[^"]*', "", html)

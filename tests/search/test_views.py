"""The search page, as the box at the top of every page uses it."""

from flask.testing import FlaskClient
from sqlmodel import Session

from casework.search import Doc, put
from casework.subjects import Subject
from tests.factories import login, make_account, make_case


def test_words_alone_are_enough_to_find_something(client: FlaskClient, db: Session) -> None:
    reader = make_account(db)
    case = make_case(db, [reader])
    put(db, Doc(Subject("testimony", 1, case.key, "T-0001"), "Statement", "They came at dawn from the harbour."))
    db.commit()
    login(client, reader)
    assert "T-0001" in client.get("/search?q=harbour").text
    assert "T-0001" in client.get("/search?q=harbour&kind=testimony&status=&case=").text


def test_a_filter_that_does_not_exist_is_named(client: FlaskClient, db: Session) -> None:
    reader = make_account(db)
    db.commit()
    login(client, reader)
    page = client.get("/search?q=harbour&kind=nonsense")
    assert 'id="kind-errors"' in page.text

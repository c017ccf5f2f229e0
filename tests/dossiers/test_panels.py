"""What the first page says of dossiers."""

from flask.testing import FlaskClient
from sqlmodel import Session

from casework.subjects import Role
from tests.factories import login, make_account, make_recipient


def test_a_committee_member_is_shown_where_dossiers_arrive(client: FlaskClient, db: Session) -> None:
    body = make_recipient(db)
    member = make_account(db, Role.COMMITTEE, recipient_id=body.key)
    db.commit()
    login(client, member)
    page = client.get("/").text
    assert "When a dossier is issued to you it appears here." in page
    assert 'href="/dossiers/verify"' in page


def test_an_investigator_is_shown_no_deliveries(client: FlaskClient, db: Session) -> None:
    investigator = make_account(db, Role.INVESTIGATOR)
    db.commit()
    login(client, investigator)
    assert "Dossiers delivered to your body" not in client.get("/").text

"""What stands beside a statement that the search has found."""

from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework.search import Doc, put
from casework.witnesses.models import Consent
from tests.factories import login, make_account, make_case
from tests.testimonies.building import make_testimony, make_witness


def test_the_condition_of_a_consent_stands_beside_what_is_found(client: FlaskClient, db: Session) -> None:
    reader = make_account(db)
    case = make_case(db, [reader])
    for number in (1, 2):
        testimony = make_testimony(db, reader.as_actor(), case, make_witness(db, case, number=number))
        put(db, Doc(testimony.subject, "Statement", "They came at dawn from the harbour."))
    consent = db.exec(select(Consent).order_by(Consent.witness_id)).first()
    assert consent is not None
    answers = consent.answers | {"publication": {"answer": "on_condition", "condition": "Only after the trial"}}
    db.add(Consent(**consent.model_dump(exclude={"id", "sequence", "answers"}), sequence=2, answers=answers))
    db.commit()
    login(client, reader)
    page = client.get("/search?q=harbour").text
    assert page.count('class="hit"') == 2
    assert page.count("Publication: \u2068Only after the trial\u2069") == 1

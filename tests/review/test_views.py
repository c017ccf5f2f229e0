"""The review's pages: who wrote a part of it is not offered what they may not do."""

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from casework import audit
from casework.review import services
from casework.subjects import Role, Subject
from tests.factories import login, make_account, make_case


@pytest.mark.parametrize(("act", "is_offered"), [("incident.viewed", True), ("incident.changed", False)])
def test_the_button_to_claim_is_not_offered_to_who_wrote_a_part(
    client: FlaskClient, db: Session, act: str, is_offered: bool
) -> None:
    author, supervisor = make_account(db), make_account(db, Role.SUPERVISOR)
    case = make_case(db, [author, supervisor])
    subject = Subject("noise", 1, case.key, "N-0001")  # a kind that no feature follows
    review = services.submit(db, author.as_actor(), subject, 1, author.key)
    audit.record(db, supervisor.as_actor(), act, subject)
    db.commit()
    login(client, supervisor)
    page = client.get(f"/cases/{case.reference}/review/{review.id}").text
    assert ("Claim this review" in page) is is_offered
    assert ("You wrote a part of this" in page) is not is_offered
    assert ("N-0001" in client.get("/").text) is is_offered

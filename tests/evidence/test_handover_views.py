"""The pages of a handover and of a physical item: one journey each, and what was typed wrongly."""

import uuid

import pytest
from sqlmodel import select

from casework.evidence.models import CustodyEvent
from tests.factories import csrf_token, login, make_account, make_case, post

ITEM = {"title": "A shoe", "label_number": "B-1", "storage_place": "Safe 2", "seal": "S-1", "source_grade": "f"}


@pytest.fixture
def people(app, db):
    giver, receiver = make_account(db), make_account(db)
    case = make_case(db, [giver, receiver])
    db.commit()
    clients = [app.test_client(), app.test_client()]
    for client, account in zip(clients, (giver, receiver), strict=True):
        login(client, account)
    return case, *clients, receiver


def test_an_item_is_registered_handed_over_and_confirmed_by_its_receiver(people, db):
    case, giver, receiver, account = people
    url = f"/cases/{case.reference}/evidence"
    made = post(giver, f"{url}/new-item", ITEM).headers["Location"]
    assert "Safe 2" in giver.get(made).text
    said = {"kind": "transferred", "at": "2025-03-08T10:00", "receiver": str(account.key), "purpose": "Analysis"}
    assert post(giver, f"{made}/handover", said | {"seal": "S-1"}).status_code == 302
    number = db.exec(select(CustodyEvent.number).where(CustodyEvent.purpose == "Analysis")).one()
    db.rollback()
    page = f"{made}/handover/{number}"
    assert f"/handover/{number}" in receiver.get("/").text
    assert "Only they can confirm" in giver.get(page).text
    answer = {"kind": "received", "at": "2025-03-08T11:00"}
    wrong = post(receiver, page, answer)
    assert (wrong.status_code, "how you found it" in wrong.text) == (422, True)
    token, key = csrf_token(receiver.get(page).text), uuid.uuid4().hex
    sent = answer | {"seal_state": "seal_broken", "csrf_token": token, "submit_key": key}
    first, second = receiver.post(page, data=sent), receiver.post(page, data=sent)
    assert (first.status_code, second.headers["Location"]) == (302, first.headers["Location"])
    assert "Seal broken or opened" in giver.get(made).text
    assert f"/handover/{number}" not in receiver.get("/").text
    assert account.name in giver.get(f"{url}?kind=physical_item").text


def test_a_stale_description_of_an_item_shows_both(people):
    case, giver, receiver, _account = people
    made = post(giver, f"/cases/{case.reference}/evidence/new-item", ITEM).headers["Location"]
    kept = {"version": "1", "label_number": "B-1", "storage_place": "Safe 3"}
    assert post(giver, f"{made}/item", kept).status_code == 302
    answer = post(receiver, f"{made}/item", kept | {"storage_place": "Safe 4"})
    assert answer.status_code == 409
    assert "Safe 3" in answer.text
    assert "Safe 4" in answer.text


def test_a_handover_to_nobody_keeps_what_was_typed(people):
    case, giver, _receiver, _account = people
    made = post(giver, f"/cases/{case.reference}/evidence/new-item", ITEM).headers["Location"]
    answer = post(giver, f"{made}/handover", {"kind": "returned", "at": "2025-03-08T10:00", "purpose": "It is theirs"})
    assert answer.status_code == 422
    assert "name the person outside" in answer.text
    assert "It is theirs" in answer.text

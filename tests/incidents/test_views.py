"""The pages of incidents and victims, as a browser without JavaScript meets them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import Session

from casework.incidents import figures
from casework.incidents.figures import FigureGiven
from casework.vault import vault_of
from casework.vocabulary import FigureCategory, SamePerson
from tests.factories import login, make_account, post
from tests.units.world import World, make_world


@pytest.fixture
def world(app: Flask, db: Session) -> World:
    settings = app.extensions["casework_settings"]
    return make_world(db, settings, vault_of(settings))


INCIDENT = {
    "title": "In the quarter", "acts": ["killing"], "starts": "2025-03-07/2025-03-09", "scene_status": "unknown",
    "finding": "unassessed", "finding_standard": "unassessed",
}  # fmt: skip


def test_an_incident_is_added_and_its_mistakes_are_said_beside_the_fields(
    client: FlaskClient, world: World, db: Session
) -> None:
    db.commit()
    login(client, world.account)
    url = f"/cases/{world.case.reference}/incidents"
    wrong = post(client, f"{url}/new", INCIDENT | {"starts": "in spring", "latitude": "35.1", "summary": "typed"})
    assert wrong.status_code == 422
    assert all(text in wrong.text for text in ('id="starts-errors"', 'id="longitude-errors"', "in spring", "typed"))
    right = post(client, f"{url}/new", INCIDENT)
    assert right.location == f"{url}/I-0001"
    assert "between 7 March 2025 and 9 March 2025" in client.get(right.location).text


def test_figures_stand_side_by_side_and_no_sum_is_shown(client: FlaskClient, world: World, db: Session) -> None:
    incident = world.incident()
    for number in (803, 1383):
        given = FigureGiven(f"Source {number}", "2025-03-11", FigureCategory.KILLED_CIVILIANS, number)
        figures.add_figure(db, world.actor, world.case, given, incident=incident)
    db.commit()
    login(client, world.account)
    for url in (f"incidents/{incident.reference}", "incidents/figures"):
        page = client.get(f"/cases/{world.case.reference}/{url}").text
        assert "803" in page
        assert "1,383" in page
        assert "2,186" not in page


def test_a_victims_name_never_stands_on_a_page_unless_a_reason_is_given(
    client: FlaskClient, world: World, db: Session
) -> None:
    incident, url = world.incident(), f"/cases/{world.case.reference}/victims"
    db.commit()
    login(client, world.account)
    sent = {
        "incident": incident.reference, "is_identified": "y", "sealed_name": "Salma al-Invented", "harms": ["killed"],
        "sex": "female", "age_band": "unknown", "civilian_status": "civilian", "confirmation": "reported",
    }  # fmt: skip
    assert post(client, f"{url}/new", sent).location == f"{url}/V-0001"
    pages = [client.get(where).text for where in (url, f"{url}/V-0001", f"{url}/V-0001/edit")]
    assert not any("Salma" in page for page in pages)
    assert "Salma al-Invented" in post(client, f"{url}/V-0001/identity", {"reason": "to call the family"}).text


def test_possible_duplicates_show_on_both_and_can_be_answered_again(
    client: FlaskClient, world: World, db: Session
) -> None:
    one, two = world.victim(), world.victim()
    db.commit()
    login(client, world.account)
    url = f"/cases/{world.case.reference}/victims"
    sent = {"other": two.reference, "answer": SamePerson.UNSURE.value, "reason": "same jacket"}
    assert post(client, f"{url}/{one.reference}/duplicates/new", sent).status_code == 302
    assert "same jacket" in client.get(f"{url}/{two.reference}").text
    assert "1 pair of records" in client.get(url).text
    sent |= {"answer": SamePerson.DIFFERENT.value, "other": one.reference, "reason": "other tag"}
    post(client, f"{url}/{two.reference}/duplicates/new", sent)
    assert "pair of records" not in client.get(url).text


def test_who_does_not_belong_to_the_case_meets_404_everywhere(client: FlaskClient, world: World, db: Session) -> None:
    incident, victim, stranger = world.incident(), world.victim(), make_account(db)
    db.commit()
    login(client, stranger)
    base = f"/cases/{world.case.reference}"
    for path in ("incidents", f"incidents/{incident.reference}", f"victims/{victim.reference}", "incidents/new"):
        assert client.get(f"{base}/{path}").status_code == 404


def test_the_number_of_statements_of_a_list_does_not_grow_with_it(
    app: Flask, client: FlaskClient, world: World, db: Session
) -> None:
    db.commit()
    login(client, world.account)
    seen: list[str] = []
    event.listen(app.extensions["casework_engine"], "before_cursor_execute", lambda *call: seen.append(call[2]))
    counts = []
    for more in (1, 19):
        incidents = [world.incident() for _ in range(more)]
        for incident in incidents:
            world.victim(incident=incident)
        db.commit()
        for path in ("incidents", "victims", "incidents/I-0001"):
            seen.clear()
            client.get(f"/cases/{world.case.reference}/{path}")
            counts.append(len(seen))
    assert counts[:3] == counts[3:]


def test_a_figure_is_given_to_the_incident_one_came_from(client: FlaskClient, world: World, db: Session) -> None:
    incident = world.incident()
    db.commit()
    login(client, world.account)
    base = f"/cases/{world.case.reference}/incidents"
    assert f'selected value="{incident.reference}"' in client.get(f"{base}/figures/new?incident=I-0001").text
    sent = {"source": "SOHR", "as_of": "2025-03-10", "category": "killed_all", "source_grade": "f"}
    wrong = post(client, f"{base}/figures/new", sent | {"incident": "I-0001", "lowest": ""})
    assert wrong.status_code == 422
    assert 'id="lowest-errors"' in wrong.text
    right = post(client, f"{base}/figures/new", sent | {"incident": "I-0001", "lowest": "1400"})
    assert right.location == f"{base}/I-0001"
    assert "1,400" in client.get(right.location).text

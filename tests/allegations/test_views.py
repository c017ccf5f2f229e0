"""The pages of allegations, as a browser without JavaScript meets them."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, func, select

from casework.allegations.models import Allegation
from casework.config import Settings
from casework.vault import vault_of
from casework.web.drafts import keep_typed
from tests.factories import login, post
from tests.units.world import World, make_world


@pytest.fixture
def world(app: Flask, db: Session) -> World:
    settings = app.extensions["casework_settings"]
    made = make_world(db, settings, vault_of(settings))
    made.testimony(1)
    made.exhibit(3)
    made.unit("62nd Division")
    return made


def sent(**changed: Any) -> dict[str, Any]:
    base = {
        "act": "killing", "unit": "U-0001", "bases": ["insignia_or_uniform"], "mode": "undetermined",
        "confidence": "reasonable_suspicion", "sources-0-reference": "T-0001", "sources-0-paragraph": "9",
        "contrary_searched": "searched", "contrary": "asked the neighbours", "conduct": "alleged to have fired",
    }  # fmt: skip
    return base | changed


def test_from_a_paragraph_one_comes_to_the_filled_form_in_one_step(
    client: FlaskClient, world: World, db: Session
) -> None:
    db.commit()
    login(client, world.account)
    page = client.get(f"/cases/{world.case.reference}/allegations/new?testimony=T-0001&paragraph=9").text
    assert 'value="T-0001"' in page
    assert 'value="9"' in page
    assert "They had a white mark." in page
    assert 'value="EX-0003"' in client.get(f"/cases/{world.case.reference}/allegations/new?exhibit=EX-0003").text


@pytest.mark.parametrize("changed", [{"contrary": ""}, {"contrary_searched": ""}])
def test_without_what_speaks_against_it_it_is_refused_and_everything_typed_is_kept(
    client: FlaskClient, world: World, db: Session, changed: dict[str, str]
) -> None:
    db.commit()
    login(client, world.account)
    answer = post(client, f"/cases/{world.case.reference}/allegations/new", sent(**changed))
    assert answer.status_code == 422
    assert f'id="{next(iter(changed))}-errors"' in answer.text
    assert "alleged to have fired" in answer.text
    assert db.exec(select(func.count()).select_from(Allegation)).one() == 0


def test_an_allegation_shows_on_the_statement_the_exhibit_the_incident_and_the_unit(
    client: FlaskClient, world: World, db: Session
) -> None:
    incident, victim = world.incident(), world.victim()
    db.commit()
    login(client, world.account)
    base = f"/cases/{world.case.reference}"
    more = {"incident": incident.reference, "victims": [victim.reference], "sources-1-reference": "EX-0003"}
    assert post(client, f"{base}/allegations/new", sent(**more)).location == f"{base}/allegations/A-0001"
    pages = ["testimonies/T-0001", "evidence/EX-0003", "incidents/I-0001", "victims/V-0001", "allegations"]
    for page in [*(f"{base}/{path}" for path in pages), "/units/U-0001"]:
        assert "A-0001" in client.get(page).text, page


def test_a_weak_basis_alone_is_warned_of(client: FlaskClient, world: World, db: Session) -> None:
    db.commit()
    login(client, world.account)
    url = f"/cases/{world.case.reference}/allegations"
    post(client, f"{url}/new", sent(bases=["speech_or_appearance", "hearsay"]))
    for page in (url, f"{url}/A-0001"):
        assert "Weak basis only" in client.get(page).text


def test_a_stale_save_answers_with_both_and_keeps_what_was_typed(
    client: FlaskClient, world: World, db: Session
) -> None:
    db.commit()
    login(client, world.account)
    url = f"/cases/{world.case.reference}/allegations"
    post(client, f"{url}/new", sent())
    assert post(client, f"{url}/A-0001/edit", sent(version="1", conduct="theirs")).status_code == 302
    answer = post(client, f"{url}/A-0001/edit", sent(version="1", conduct="mine"))
    assert answer.status_code == 409
    assert "theirs" in answer.text
    assert ">mine</textarea>" in answer.text.replace("\r\n", "").replace("\n", "")


def test_an_author_submits_and_the_supervisor_sees_it_whole_in_the_review(
    client: FlaskClient, world: World, db: Session
) -> None:
    db.commit()
    login(client, world.account)
    base = f"/cases/{world.case.reference}"
    post(client, f"{base}/allegations/new", sent())
    page = f"{base}/allegations/A-0001"
    assert post(client, f"{page}/submit", page=page).location == page
    assert "Waiting for review" in client.get(page).text
    assert f"{page}/edit" not in client.get(page).text
    assert "asked the neighbours" in client.get(f"{base}/review/1").text


def test_an_investigator_is_not_offered_legal_labels_and_cannot_give_any(
    client: FlaskClient, world: World, db: Session
) -> None:
    db.commit()
    login(client, world.account)
    url = f"/cases/{world.case.reference}/allegations"
    post(client, f"{url}/new", sent())
    assert "Provisional legal labels" not in client.get(f"{url}/A-0001").text
    answer = post(client, f"{url}/A-0001/legal", {"version": "1"}, page=f"{url}/A-0001")
    assert answer.status_code == 404


def test_what_was_typed_and_never_saved_is_put_back_into_the_form(
    client: FlaskClient, world: World, db: Session, sqlite_settings: Settings
) -> None:
    url = f"/cases/{world.case.reference}/allegations/new"
    kept = {"conduct": ["half a sentence"], "sources-0-reference": ["T-0001"], "contrary": ["an alibi"]}
    keep_typed(db, sqlite_settings, world.account.key, url, kept)
    db.commit()
    login(client, world.account)
    assert "half a sentence" not in client.get(url).text
    page = client.get(f"{url}?restore=1").text
    assert all(text in page for text in ("half a sentence", "an alibi", 'value="T-0001"'))


def test_every_complaint_comes_at_once_each_beside_its_field(client: FlaskClient, world: World, db: Session) -> None:
    db.commit()
    login(client, world.account)
    url = f"/cases/{world.case.reference}/allegations/new"
    missing = {"act": "", "unit": "", "bases": [], "contrary": "", "contrary_searched": "", "sources-0-reference": ""}
    answer = post(client, url, sent(**missing))
    assert answer.status_code == 422
    for name in ("act", "unit", "bases", "contrary", "contrary_searched", "sources"):
        assert f'id="{name}-errors"' in answer.text, name

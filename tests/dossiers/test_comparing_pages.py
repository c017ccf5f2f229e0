"""Versions side by side in a browser: for who may open them, each page logged, the comparison counted once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework import audit
from casework.dossiers.models import Dossier
from tests.dossiers.test_issuing import first_witness, issued
from tests.dossiers.world import World, make_world
from tests.factories import login


@pytest.fixture
def world(db: Session, app: Flask) -> World:
    made = make_world(db, app.extensions["casework_settings"])
    made.allegation(1, [(made.testimony(1, made.witness(1)), "1"), (made.testimony(2, made.witness(2)), "1")])
    issued(made)
    db.commit()
    return made


def test_a_comparison_is_counted_once_and_each_page_is_logged(client: FlaskClient, world: World) -> None:
    login(client, world.author)
    at = f"/cases/{world.case.reference}/dossiers/D-0001/compare"
    assert "There is nothing to compare yet" in client.get(at).text
    assert client.get(f"{at}?before=1&after=1&language=en").headers["Location"].endswith("/compare/1/1/en")
    assert "0 pages differ." in client.get(f"{at}/1/1/en").text
    assert client.get(f"{at}/1/1/en/0").status_code == 302
    for _again in range(2):
        picture = client.get(f"{at}/1/en/1.jpg?beside=1&page=1")
        assert picture.mimetype == "image/jpeg"
    for wrong in ("1/en/99.jpg", "2/en/1.jpg", "1/fr/1.jpg", "1/2/en"):
        assert client.get(f"{at}/{wrong}").status_code == 404
    subject = world.session.exec(select(Dossier)).one().subject
    actions = [entry.action for entry in audit.entries(world.session, subject=subject)]
    assert (actions.count("dossier.compared"), actions.count("dossier.page_opened")) == (1, 2)


def test_nothing_is_compared_that_consent_no_longer_allows(client: FlaskClient, world: World) -> None:
    world.withdraw(first_witness(world))
    world.session.commit()
    login(client, world.author)
    at = f"/cases/{world.case.reference}/dossiers/D-0001/compare"
    assert client.get(f"{at}/1/1/en").status_code == 409
    assert client.get(f"{at}/1/en/1.jpg").status_code == 409

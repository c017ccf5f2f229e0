"""Versions side by side in a browser: for who may open them, each page logged, the comparison counted once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework import audit
from casework.dossiers import comparing
from casework.dossiers.models import Dossier, DossierVersion
from casework.errors import Unavailable
from casework.jobs.worker import run_one
from tests.dossiers.test_issuing import first_witness, issued
from tests.dossiers.world import World, make_world
from tests.factories import csrf_token, login


@pytest.fixture
def world(db: Session, app: Flask) -> World:
    made = make_world(db, app.extensions["casework_settings"])
    made.allegation(1, [(made.testimony(1, made.witness(1)), "1"), (made.testimony(2, made.witness(2)), "1")])
    issued(made)
    db.commit()
    return made


def run_all(app: Flask) -> int:
    """What is in the queue; how many there were."""
    count = 0
    while run_one(app.extensions["casework_engine"], app.extensions["casework_settings"]):
        count += 1
    return count


def test_a_comparison_is_counted_once_and_each_page_is_logged(app: Flask, client: FlaskClient, world: World) -> None:
    login(client, world.author)
    at = f"/cases/{world.case.reference}/dossiers/D-0001/compare"
    page = client.get(at).text
    assert "There is nothing to compare yet" in page
    assert "were not read for a comparison yet" in client.get(f"{at}/1/1/en").text
    chosen = {"csrf_token": csrf_token(client.get(f"{at}/1/1/en").text), "before": 1, "after": 1, "language": "en"}
    for _twice in range(2):
        assert client.post(at, data=chosen).headers["Location"].endswith("/compare/1/1/en")
    assert 'hx-get="' in client.get(f"{at}/1/1/en").text, "a worker has it"
    assert run_all(app) == 1
    assert client.get(f"{at}/1/1/en", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "0 pages differ." in client.get(f"{at}/1/1/en").text
    assert client.get(f"{at}/1/1/en/0").status_code == 302
    for page in (1, 1):
        assert client.get(f"{at}/1/1/en/v1/{page}.jpg").mimetype == "image/jpeg"
    for wrong in ("1/1/en/v1/99.jpg", "1/1/en/v2/1.jpg", "1/2/en/v1/1.jpg", "1/1/fr/v1/1.jpg", "1/2/en"):
        assert client.get(f"{at}/{wrong}").status_code == 404
    subject = world.session.exec(select(Dossier)).one().subject
    actions = [entry.action for entry in audit.entries(world.session, subject=subject)]
    assert (actions.count("dossier.compared"), actions.count("dossier.page_opened")) == (1, 2)


def test_an_edition_that_a_version_has_not_is_said_beside_the_field(client: FlaskClient, world: World) -> None:
    login(client, world.author)
    version = world.session.exec(select(DossierVersion)).one()
    version.bodies = {"en": version.bodies["en"]}
    world.session.commit()
    at = f"/cases/{world.case.reference}/dossiers/D-0001/compare"
    chosen = {"csrf_token": csrf_token(client.get(at).text), "before": 1, "after": 1, "language": "ar"}
    answer = client.post(at, data=chosen)
    assert (answer.status_code, "Version 1 has no edition in this language." in answer.text) == (422, True)
    assert client.post(at, data=chosen | {"before": 7}).status_code == 404


def test_what_could_not_be_read_is_said_and_can_be_asked_for_again(
    app: Flask, client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    login(client, world.author)
    at = f"/cases/{world.case.reference}/dossiers/D-0001/compare"
    chosen = {"csrf_token": csrf_token(client.get(f"{at}/1/1/ar").text), "before": 1, "after": 1, "language": "ar"}
    with monkeypatch.context() as broken:
        broken.setattr(comparing, "read_pages", lambda *_: (_ for _ in ()).throw(Unavailable("gone")))
        client.post(at, data=chosen)
        run_all(app)
    assert "The pages could not be read" in client.get(f"{at}/1/1/ar").text
    client.post(at, data=chosen)
    run_all(app)
    assert "0 pages differ." in client.get(f"{at}/1/1/ar").text


def test_nothing_is_compared_that_consent_no_longer_allows(client: FlaskClient, world: World) -> None:
    world.withdraw(first_witness(world))
    world.session.commit()
    login(client, world.author)
    at = f"/cases/{world.case.reference}/dossiers/D-0001/compare"
    assert client.get(f"{at}/1/1/en").status_code == 409
    assert client.get(f"{at}/1/1/en/v1/1.jpg").status_code == 409
    chosen = {"csrf_token": csrf_token(client.get(at).text), "before": 1, "after": 1, "language": "en"}
    assert client.post(at, data=chosen).status_code == 409

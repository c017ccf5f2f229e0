"""The pages that offer an encrypted copy: to a body's member, and to who sends it by other means."""

import json

import pyrage
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyrage import x25519
from sqlmodel import Session, select

from casework.accounts import age_keys
from casework.witnesses.models import Witness
from tests.dossiers.test_issuing import issued
from tests.dossiers.test_sealed_volume import take_back
from tests.dossiers.world import World, make_world
from tests.factories import login, post

MINE = x25519.Identity.generate()
KEYS = [str(MINE.to_public())]


@pytest.fixture
def world(db: Session, app: Flask) -> World:
    made = make_world(db, app.extensions["casework_settings"])
    made.allegation(1, [(made.testimony(1, made.witness(1)), "1")])
    made.recipient.age_keys = list(KEYS)
    db.commit()
    return made


def test_the_pages_offer_it_with_the_fingerprint_and_give_a_file_that_opens(client: FlaskClient, world: World) -> None:
    _dossier, version = issued(world)
    world.session.commit()
    at = f"/cases/{world.case.reference}/dossiers/D-0001"
    for account, page, address in (
        (world.reader, f"/dossiers/{version.key}", f"/dossiers/{version.key}/en.pdf.age"),
        (world.issuer, at, f"{at}/versions/1/en.pdf.age"),
    ):
        browser = client.application.test_client()
        login(browser, account)
        shown = browser.get(page).text
        assert address in shown
        assert age_keys.fingerprint(KEYS[0]) in shown
        answer = browser.get(address)
        assert ".pdf.age" in answer.headers["Content-Disposition"]
        assert answer.content_length == len(answer.data)
        assert pyrage.decrypt(answer.data, [MINE]).startswith(b"%PDF")
    assert "(encrypted)" in browser.get(at).text
    world.recipient.age_keys = []
    world.session.commit()
    assert "pdf.age" not in browser.get(at).text
    assert browser.get(f"{at}/versions/1/en.pdf.age").status_code == 404


def test_a_sealed_volume_is_prepared_issued_and_fetched_from_the_pages_and_never_in_clear(
    client: FlaskClient, world: World
) -> None:
    witness = world.session.exec(select(Witness).where(Witness.case_id == world.case.key)).one()
    world.consent(witness, 2, answers={"identity_to_recipient": {"answer": "yes"}})
    world.vault.seal(world.session, witness.identity_owner, {"name": "ليلى حسن"})
    _dossier, version = issued(world)
    world.session.commit()
    at = f"/cases/{world.case.reference}/dossiers/D-0001/versions/1/volume"
    author, issuer, reader = (client.application.test_client() for _each in range(3))
    for browser, account in ((author, world.author), (issuer, world.issuer), (reader, world.reader)):
        login(browser, account)
    assert "W-0001" in author.get(at).text
    assert "Say why" in post(author, at, {"reason": "short"}).text
    assert post(author, at, {"reason": "The committee asked whom it can hear."}).status_code == 302
    assert post(issuer, f"{at}/1/issue", page=at).status_code == 302
    assert f"{at}/1/en.pdf.age" in issuer.get(at).text
    assert "S-D-0001-1-1" in reader.get(f"/dossiers/{version.key}").text
    for browser, address in ((issuer, f"{at}/1/en.pdf.age"), (reader, f"/dossiers/{version.key}/volume/ar.pdf.age")):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert pyrage.decrypt(answer.data, [MINE]).startswith(b"%PDF")
        assert browser.get(address.removesuffix(".age")).status_code == 404
    command = ["dossier", "volumes", world.case.reference, "D-0001"]
    runner = client.application.test_cli_runner()
    assert runner.invoke(args=command).exit_code == 0
    take_back(world)
    world.session.commit()
    answer = runner.invoke(args=command)
    assert (answer.exit_code, "S-D-0001-1-1 (issued): W-0001; files that left: 1, 2" in answer.output) == (1, True)
    assert "TO BE DESTROYED" in answer.output
    assert json.loads(runner.invoke(args=[*command, "--json"]).output)[0]["volumes"][0]["to_destroy"]
    page = reader.get(f"/dossiers/{version.key}").text
    assert "Destroy this volume" in page
    assert "W-0001" not in page
    for address in (f"/cases/{world.case.reference}/dossiers/D-0001", f"{at.removesuffix('/volume')}/notices"):
        page = issuer.get(address).text
        assert "is named in the sealed volume S-D-0001-1-1:" in page
        assert "sealed volume S-D-0001-1-1 (1)" in page

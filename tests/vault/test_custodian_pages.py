"""What the screens say when only a custodian can read: at the identity, where it is written, and where a dossier is built."""

from dataclasses import dataclass, replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyrage import x25519
from sqlmodel import Session

from casework import audit
from casework.dossiers import html, producing, render, services
from casework.dossiers.composing import plan_for
from casework.storage import open_store
from casework.vault import vault_of
from tests.dossiers.world import World, make_world
from tests.factories import login, post

NAME, CONTACT = "Zaynab Qasim Testwitness", "Office 4, by appointment"
KEY = x25519.Identity.generate()


@dataclass
class Held:
    """A case whose witness's name custodians hold, with a dossier that waits to be issued."""

    client: FlaskClient
    url: str
    dossier: str


@pytest.fixture
def held(app: Flask, client: FlaskClient, db: Session) -> Held:
    settings = replace(
        app.extensions["casework_settings"], custodians=(str(KEY.to_public()),), custodians_contact=CONTACT
    )
    app.extensions["casework_settings"] = settings
    world = make_world(db, settings)
    world.vault = vault_of(settings)
    world.allegation(1, [(world.testimony(1, world.witness(1, NAME)), "1")])
    dossier = world.dossier()
    build(world, dossier)
    db.commit()
    login(client, world.issuer)
    base = f"/cases/{world.case.reference}"
    return Held(client, base, f"{base}/dossiers/{dossier.reference}")


def build(world: World, dossier: object) -> None:
    """The draft, with one small page in place of the real ones."""
    page = render.render(html.Page('<html lang="en"><title>t</title><h1>A</h1></html>'))
    plan = plan_for(world.session, world.settings, dossier, world.author.key)  # type: ignore[arg-type]
    frozen = world.freeze(dossier)  # type: ignore[arg-type]
    digest = producing.keep(open_store(world.settings), page)
    produced = producing.Produced(plan, frozen, dict.fromkeys(frozen.snapshots, page))
    bodies = dict.fromkeys(frozen.snapshots, digest)
    services.record_build(world.session, world.builder, dossier=dossier, produced=produced, bodies=bodies)  # type: ignore[arg-type]


def test_the_identity_says_that_only_a_custodian_opens_it_and_where_to_ask(held: Held) -> None:
    page = held.client.get(f"{held.url}/witnesses/W-0001/identity").text
    assert all(text in page for text in ("Only a custodian can open this identity", CONTACT, "Full name"))
    assert 'name="reason"' not in page
    answer = post(
        held.client,
        f"{held.url}/witnesses/W-0001/identity",
        {"reason": "Second interview"},
        page=f"{held.url}/witnesses/W-0001/edit",
    )
    assert (answer.status_code, NAME in answer.text) == (503, False)
    assert "is sealed to the custodians and cannot be read here" in held.client.get(f"{held.url}/witnesses/W-0001").text


def test_whoever_writes_is_told_that_nobody_reads_it_here_afterwards(held: Held) -> None:
    page = held.client.get(f"{held.url}/witnesses/W-0001/identity/edit").text
    assert "Nobody can read it on this machine afterwards: check it now." in page


def test_a_dossier_says_that_names_cannot_be_looked_for_and_is_issued_only_when_somebody_vouches(
    held: Held, db: Session
) -> None:
    page = held.client.get(held.dossier).text
    assert "The name of 1 person of this case is held by custodians." in page
    refused = post(held.client, f"{held.dossier}/versions/1/issue", page=held.dossier)
    assert (refused.status_code, "Confirm that the file was searched for them." in refused.text) == (409, True)
    issued = post(held.client, f"{held.dossier}/versions/1/issue", {"names_checked": "yes"}, page=held.dossier)
    assert issued.location.endswith("/progress")
    db.rollback()
    [entry] = audit.entries(db, action="dossier.names_vouched_for")
    assert (entry.facts["version"], entry.facts["people_unsearchable"]) == (1, 1)


def test_without_custodians_nobody_is_asked_to_vouch(app: Flask, client: FlaskClient, db: Session) -> None:
    world = make_world(db, app.extensions["casework_settings"])
    world.allegation(1, [(world.testimony(1, world.witness(1, NAME)), "1")])
    dossier = world.dossier()
    build(world, dossier)
    db.commit()
    login(client, world.issuer)
    url = f"/cases/{world.case.reference}/dossiers/{dossier.reference}"
    assert "held by custodians" not in client.get(url).text
    assert post(client, f"{url}/versions/1/issue", page=url).location.endswith("/progress")

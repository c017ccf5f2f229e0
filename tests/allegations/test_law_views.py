"""The forms of factors and elements: two people at once, mistakes beside their fields, what was typed stays."""

import html
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from casework.access import Membership
from casework.allegations import labels
from casework.allegations.elements import crime
from casework.subjects import Role
from casework.vault import vault_of
from casework.vocabulary import CommandFactor, LegalLabel, LiabilityMode
from tests.allegations.test_services import make
from tests.factories import login, make_account, post
from tests.units.world import World, make_world

MURDER = LegalLabel.WAR_CRIME_MURDER


@pytest.fixture
def world(app: Flask, db: Session) -> World:
    settings = app.extensions["casework_settings"]
    made = make_world(db, settings, vault_of(settings))
    made.testimony(1)
    made.exhibit(3)
    return made


def typed(keys: list[str], version: int, **first: str) -> dict[str, Any]:
    rows: dict[str, Any] = {"version": str(version)}
    for place, key in enumerate(keys):
        rows |= {f"points-{place}-key": key, f"points-{place}-leaning": "not_known"}
    return rows | {f"points-0-{name}": value for name, value in first.items()}


def pages(world: World, db: Session, client: FlaskClient) -> list[tuple[str, list[str], int]]:
    """The two forms, with their points and the version that they begin with; the client is a supervisor's."""
    row = make(world, individual=world.person(), mode=LiabilityMode.MILITARY_COMMANDER)
    account = make_account(db, Role.SUPERVISOR)
    db.add(Membership(case_id=world.case.key, account_id=account.key, reason="test"))
    db.flush()
    labels.label_legally(db, account.as_actor(), row, [MURDER], version=row.version)
    given = labels.get_label(db, row, MURDER)
    base = f"/cases/{world.case.reference}/allegations/{row.reference}"
    db.commit()
    login(client, account)
    elements = [element.key for element in crime(MURDER).elements]
    return [
        (f"{base}/command", [factor.value for factor in CommandFactor], row.version),
        (f"{base}/labels/{MURDER.value}", elements, given.version),
    ]


def test_a_mistake_is_said_beside_its_field_and_everything_typed_stays(
    client: FlaskClient, world: World, db: Session
) -> None:
    for url, keys, version in pages(world, db, client):
        answer = post(client, url, typed(keys, version, leaning="for", note="«heard» the orders", supports="T-0099"))
        page = html.unescape(answer.text)
        assert answer.status_code == 422, url
        assert 'id="points-0-supports-errors"' in page
        assert 'value="T-0099"' in page
        assert "«heard» the orders</textarea>" in page


def test_who_saves_second_sees_both_and_loses_nothing(client: FlaskClient, world: World, db: Session) -> None:
    for url, keys, version in pages(world, db, client):
        saved = post(client, url, typed(keys, version, leaning="for", note="theirs", supports="T-0001 ¶9"))
        assert saved.status_code == 302, url
        answer = post(client, url, typed(keys, version, leaning="against", note="mine", against="EX-0003"))
        assert answer.status_code == 409, url
        assert "theirs" in answer.text
        assert "mine</textarea>" in answer.text
        again = typed(keys, _version(answer.text), leaning="against", note="mine", against="EX-0003")
        assert post(client, url, again).status_code == 302
        assert "mine</textarea>" in client.get(url).text


def _version(page: str) -> int:
    tag = next(part for part in page.split("<input") if 'name="version"' in part)
    return int(tag.split('value="')[1].split('"')[0])

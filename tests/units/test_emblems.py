"""The emblem of a unit: a picture of a case, for those who may see it there."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework import audit
from casework.cases import compartments
from casework.config import Settings
from casework.db import read_as
from casework.errors import Forbidden, Invalid
from casework.units.emblems import choose_emblem, emblems_of
from casework.units.models import UnitEmblem
from casework.vault import vault_of
from tests.factories import login, post
from tests.units.world import World, make_world


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return make_world(session, settings)


def picture(world: World, number: int) -> str:
    row = world.exhibit(number)
    row.preview_sha256, row.media_type = "ab" * 32, "image/jpeg"
    world.session.flush()
    return row.reference


def test_a_picture_takes_the_place_of_the_one_before_and_an_empty_choice_takes_it_away(world: World) -> None:
    unit = world.unit()
    for reference in (picture(world, 1), picture(world, 2).lower()):
        choose_emblem(world.session, world.actor, unit, world.case, reference)
    (shown,) = emblems_of(world.session, world.actor, unit)
    assert (shown.case_reference, shown.exhibit.reference) == (world.case.reference, "EX-0002")
    choose_emblem(world.session, world.actor, unit, world.case, "")
    assert world.session.exec(select(UnitEmblem)).all() == []
    told = [entry.facts for entry in audit.entries(world.session, action="unit.emblem_chosen")]
    assert told == [{"is_shown": False}, {"is_shown": True}, {"is_shown": True}], "neither case nor exhibit"


def test_what_has_no_picture_or_is_not_there_is_refused_beside_the_field(world: World) -> None:
    unit = world.unit()
    world.exhibit(3)
    for reference in ("EX-0003", "EX-0099"):
        with pytest.raises(Invalid) as refused:
            choose_emblem(world.session, world.actor, unit, world.case, reference)
        assert list(refused.value.fields) == ["exhibit"]


def test_others_neither_see_nor_choose_a_picture_of_the_case(world: World) -> None:
    unit, reference = world.unit(), picture(world, 1)
    choose_emblem(world.session, world.actor, unit, world.case, reference)
    assert emblems_of(world.session, world.stranger, unit) == []
    with pytest.raises(Forbidden):
        choose_emblem(world.session, world.stranger, unit, world.case, reference)


def test_a_restricted_picture_disappears_from_the_unit(world: World) -> None:
    unit, reference = world.unit(), picture(world, 1)
    choose_emblem(world.session, world.actor, unit, world.case, reference)
    exhibit = emblems_of(world.session, world.actor, unit)[0].exhibit
    compartments.restrict(world.session, world.supervisor, subject=exhibit.subject, accounts=[], reason="threats")
    world.session.expunge_all()
    read_as(world.session, world.actor)
    assert emblems_of(world.session, world.actor, world.session.merge(unit)) == []


def test_the_page_keeps_what_was_typed_and_shows_the_picture(app: Flask, client: FlaskClient, db: Session) -> None:
    settings = app.extensions["casework_settings"]
    world = make_world(db, settings, vault_of(settings))
    unit, reference = world.unit(), picture(world, 1)
    url, given = f"/units/{unit.reference}/emblem", {"case_reference": world.case.reference, "exhibit": "EX-0099"}
    db.commit()
    login(client, world.account)
    answer = post(client, url, given)
    assert answer.status_code == 422
    assert 'value="EX-0099"' in answer.text
    assert 'id="exhibit-errors"' in answer.text
    assert post(client, url, given | {"exhibit": reference}).status_code == 302
    assert f"/evidence/{reference}/preview" in client.get(f"/units/{unit.reference}").text
    assert f'value="{reference}"' in client.get(url).text

"""The pages of the import, as a browser without JavaScript meets them."""

import io
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from casework.accounts.models import Account
from casework.evidence.models import Exhibit
from casework.incidents.models import Victim
from casework.jobs import run_one
from casework.vault import vault_of
from tests.factories import csrf_token, login, post
from tests.units.world import World, make_world

LIST = "No;الاسم;الجنس;Age;Notes\n1;سلمى المخترعة;أنثى;34;grey coat\n2;علي المخترع;Z;40;\n"


@pytest.fixture
def world(app: Flask, client: FlaskClient, db: Session) -> World:
    settings = app.extensions["casework_settings"]
    world = make_world(db, settings, vault_of(settings))
    db.commit()
    login(client, world.account)
    return world


def send(client: FlaskClient, world: World, content: bytes = LIST.encode(), **fields: str) -> TestResponse:
    url = f"/cases/{world.case.reference}/victims/import"
    data = {"csrf_token": csrf_token(client.get(url).text), "submit_key": uuid.uuid4().hex, "source": "SNHR, 12 March"}
    sent = {**data, **fields, "file": (io.BytesIO(content), "list.csv")}
    return client.post(url, data=sent, content_type="multipart/form-data")


def columns(**more: str) -> dict[str, str]:
    chosen = ("number", "name", "sex", "age", "descriptors")
    return {f"column_{at}": name for at, name in enumerate(chosen)} | {"is_headed": "y", "harm": "killed"} | more


def test_a_list_goes_from_the_file_to_records(app: Flask, client: FlaskClient, world: World, db: Session) -> None:
    page = send(client, world, LIST.encode("cp1256")).location
    shown = client.get(page).text
    assert "Windows-1256" in shown
    assert "سلمى المخترعة" in shown
    assert 'value="name" selected' in shown or 'selected value="name"' in shown
    preview = post(client, page, columns()).location
    looked = client.get(preview).text
    assert "This word is not known here" in looked
    assert "Import the 1 good line now" in looked
    mistakes = client.get(f"{preview}/mistakes.csv")
    assert "علي المخترع;Z;40;;3;Sex" in mistakes.get_data().decode("utf-8-sig")
    assert post(client, f"{preview}/start", page=preview).location == preview
    assert "hx-get" in client.get(preview).text
    run_one(app.extensions["casework_engine"], app.extensions["casework_settings"])
    assert "1 line became a victim" in client.get(preview).text
    victim = f"/cases/{world.case.reference}/victims/V-0001"
    assert "Imported from line 2 of" in client.get(victim).text
    assert "سلمى" not in client.get(victim).text
    db.commit()
    assert len(db.exec(select(Victim)).all()) == 1


def test_columns_are_remembered_for_who_goes_back_and_mistakes_stand_beside_them(
    client: FlaskClient, world: World
) -> None:
    page = send(client, world).location
    wrong = post(client, page, columns(column_3="sex"))
    assert wrong.status_code == 422
    assert "Only one column can go there." in wrong.text
    post(client, page, columns(column_3="", harm="injured"))
    back = client.get(page).text
    assert 'selected value="injured"' in back or 'value="injured" selected' in back


def test_a_file_that_is_no_list_keeps_what_was_typed(client: FlaskClient, world: World) -> None:
    for content, said in ((b"PK\x03\x04", "This is no list"), (b"", "empty")):
        answer = send(client, world, content)
        assert answer.status_code == 422
        assert said in answer.text
        assert "SNHR, 12 March" in answer.text
    assert send(client, world, source="").status_code == 422


def test_the_file_is_kept_as_an_exhibit_only_when_asked_for(client: FlaskClient, world: World, db: Session) -> None:
    send(client, world)
    assert db.exec(select(Exhibit)).all() == []
    db.commit()
    page = send(client, world, is_kept="y").location
    again = send(client, world, is_kept="y").location
    (exhibit,) = db.exec(select(Exhibit)).all()
    db.commit()
    for each in (page, again):
        post(client, each, columns())
        assert exhibit.reference in client.get(each.removesuffix("/columns")).text


def test_somebody_else_of_the_case_sees_that_there_is_a_list_and_none_of_its_lines(
    app: Flask, client: FlaskClient, world: World, db: Session
) -> None:
    page = send(client, world).location
    post(client, page, columns())
    other = app.test_client()
    account = db.exec(select(Account).where(Account.id == world.supervisor.id)).one()
    db.commit()
    login(other, account)
    show = page.removesuffix("/columns")
    assert other.get(page).location == show
    assert other.get(f"{show}/mistakes.csv").location == show
    seen = other.get(show).text
    assert "SNHR, 12 March" in seen
    assert "Somebody else gave this list" in seen
    assert "علي" not in seen
    post(other, f"{show}/forget", page=f"/cases/{world.case.reference}/victims/import")
    assert "Import the 1 good line now" in client.get(show).text


def test_a_list_that_is_thrown_away_is_gone(client: FlaskClient, world: World) -> None:
    page = send(client, world).location
    post(client, page, columns())
    show = page.removesuffix("/columns")
    post(client, f"{show}/forget", page=show)
    assert "its lines are destroyed" in client.get(show).text


def test_an_empty_list_can_be_taken_in_both_languages(client: FlaskClient, world: World) -> None:
    base = f"/cases/{world.case.reference}/victims/import"
    assert "Name (vault)" in client.get(f"{base}/template-en.csv").get_data().decode("utf-8-sig")
    assert "الجنس" in client.get(f"{base}/template-ar.csv").get_data().decode("utf-8-sig")

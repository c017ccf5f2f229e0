"""What analysis adds to a unit's page, and what of it may be taken out."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import Session, col, select

from casework.audit import AuditEntry
from casework.sources.given import SourceGiven
from casework.vault import vault_of
from tests.factories import login
from tests.units.world import World, make_world


@pytest.fixture
def world(app: Flask, db: Session) -> World:
    settings = app.extensions["casework_settings"]
    return make_world(db, settings, vault_of(settings))


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Every statement that goes to the database meanwhile."""
    said: list[str] = []
    engine = app.extensions["casework_engine"]

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def test_the_page_draws_tree_commanders_and_areas_on_the_day(client: FlaskClient, world: World, db: Session) -> None:
    area = {"place": "Baniyas", "from": "2025-03", "to": "2025-03", "latitude": 35.18, "longitude": 35.95}
    rough = {"place": "Camp in Latakia governorate", "from": "2025", "to": ""}
    low = world.unit(areas=[area, {"place": "Camp", "from": "", "to": "2024"}, rough])
    high = world.unit("Above")
    world.relate(low, high, starts="2024", ends="2026")
    world.post(low, world.person(), starts="2024", ends="2025-03")
    db.commit()
    login(client, world.account)
    page = client.get(f"/units/{low.reference}?on=2025-03-08").text
    assert page.count("<svg") >= 3
    assert "U-0001: alleged superiors and subordinates, 8 March 2025" in page
    assert page.count("not on the map: no coordinates") == 1
    assert "known by its governorate alone, Latakia" in page
    assert 'data-first="2024-01-01"' in page
    assert (
        "No relation of this unit can have held on this day."
        in client.get(f"/units/{low.reference}?on=2020-01-01").text
    )


def test_a_file_holds_public_claims_alone_and_is_in_the_log(client: FlaskClient, world: World, db: Session) -> None:
    unit, known, told = world.unit(), world.person(), world.person()
    world.testimony(7)
    world.post(unit, known, starts="2025", source=SourceGiven(citation="=cmd|' /C calc'!A0"))
    world.post(unit, told, source=SourceGiven(case_reference=world.case.reference, reference="T-0007"))
    db.commit()
    url, told_of, kept = f"/units/{unit.reference}/export", known.reference, told.reference
    db.commit()
    login(client, world.account)
    for name in ("commanders.csv", "commanders.svg"):
        answer = client.get(f"{url}/{name}")
        assert (answer.status_code, told_of in answer.text, kept in answer.text) == (200, True, False)
        assert "1 claim that rests on a case alone is left out." in answer.text
        assert "T-0007" not in answer.text
    assert '"S-0001 =cmd|' in client.get(f"{url}/commanders.csv").text
    entries = db.exec(select(AuditEntry).where(col(AuditEntry.action) == "unit.exported")).all()
    assert [(entry.facts["file"], entry.facts["withheld"]) for entry in entries][:1] == [("commanders.csv", 1)]
    db.rollback()
    assert client.get(f"{url}/other.csv").status_code == 404


def test_a_unit_among_many_opens_with_as_many_statements_as_one_among_few(
    app: Flask, client: FlaskClient, world: World, db: Session
) -> None:
    top = world.unit()

    def grow(number: int) -> None:
        for _ in range(number):
            child = world.unit()
            world.relate(child, top, starts="2024", ends="2026")
            world.post(top, world.person(), starts="2024", ends="2025-03")
        db.commit()

    def statements() -> int:
        with counted(app) as said:
            assert client.get(f"/units/{top.reference}?on=2025-03-08").status_code == 200
        return len(said)

    grow(2)
    login(client, world.account)
    statements()
    few = statements()
    grow(40)
    assert statements() == few

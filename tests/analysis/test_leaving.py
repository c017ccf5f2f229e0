"""What stops a figure from leaving: a protected name in any of its words, or nothing that may go."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from casework.analysis.leaving import refuse_names
from casework.analysis.svg import Picture
from casework.audit import AuditEntry
from casework.errors import Refused
from casework.testimonies.models import Testimony
from casework.vault import vault_of
from tests.factories import login
from tests.testimonies.building import make_witness
from tests.units.world import World, make_world

NAME = "Layla Hasan al-Khatib"
# The name begins where every figure has already cut its label.
TITLE = f"Men who were taken from a house in the northern quarter of the town and the home of {NAME}"


@pytest.fixture
def seen(app: Flask, db: Session) -> World:
    """A case behind the pages."""
    settings = app.extensions["casework_settings"]
    made = make_world(db, settings, vault_of(settings))
    db.commit()  # or the first request waits for this one's lock
    return made


def taken(client: FlaskClient, world: World, file: str) -> tuple[int, str]:
    """What is answered to whoever takes a figure, and what the page says before."""
    base = f"/cases/{world.case.reference}/analysis/export/"
    before = client.get(base + file.split(".")[0]).text
    answer = client.get(f"{base}{file}?stay=0")
    return answer.status_code, before if answer.status_code == 200 else before + answer.text


def entries(world: World) -> int:
    statement = select(AuditEntry).where(col(AuditEntry.action) == "analysis.exported")
    return len(world.session.exec(statement).all())


def test_a_label_is_searched_as_it_was_before_it_was_shortened(world: World) -> None:
    world.victim(NAME)
    picture = Picture(300, 100, "Title", "Words")
    picture.text(10, 20, "The house of nobody in particular", most=10)
    refuse_names(world.session, world.case, world.vault, picture)
    picture.text(10, 40, TITLE, most=20)
    assert "Layla" not in picture.markup()
    with pytest.raises(Refused):
        refuse_names(world.session, world.case, world.vault, picture)


@pytest.mark.parametrize("file", ["timeline.svg", "timeline.png", "map.svg", "graph.svg", "graph.png"])
def test_no_figure_leaves_with_a_protected_name_even_where_its_label_is_cut(
    client: FlaskClient, seen: World, file: str
) -> None:
    login(client, seen.account)
    seen.incident(
        title=TITLE, place=f"Home of {NAME}", starts="2025-03-08", latitude=35.18, longitude=35.95, precision_m=500
    )
    seen.session.commit()
    assert taken(client, seen, file)[0] == 200  # nobody of this name is known yet
    seen.victim(NAME)
    seen.session.commit()
    status, words = taken(client, seen, file)
    assert (status, "A protected name stands in the words of this figure." in words) == (409, True)
    assert entries(seen) == 1


@pytest.mark.parametrize("figure", ["timeline", "map", "graph"])
def test_nothing_leaves_when_consent_leaves_nothing(client: FlaskClient, seen: World, figure: str) -> None:
    login(client, seen.account)
    witness = make_witness(seen.session, seen.case, store="no")
    row = Testimony(case_id=seen.case.key, number=1, reference="T-0001", witness_id=witness.key)
    seen.session.add(row)
    seen.session.commit()
    status, words = taken(client, seen, f"{figure}.svg")
    assert (status, words.count("Nothing of this figure may leave") > 0) == (409, True)
    assert entries(seen) == 0

"""The plot on its page, and as a file that leaves."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from casework.audit import AuditEntry
from casework.incidents import figures
from casework.incidents.figures import FigureGiven
from casework.vault import vault_of
from casework.vocabulary import FigureCategory
from tests.factories import login
from tests.units.world import World, make_world


@pytest.fixture
def world(app: Flask, db: Session) -> World:
    settings = app.extensions["casework_settings"]
    made = make_world(db, settings, vault_of(settings))
    for source, number in (("Monitor", 803), ("Ministry", 1383)):
        given = FigureGiven(source, "2025-03-11", FigureCategory.KILLED_CIVILIANS, number, source_ar=f"مصدر {number}")
        figures.add_figure(db, made.actor, made.case, given, incident=made.incident())
    db.commit()
    return made


def test_the_page_has_the_plot_above_the_table_in_the_readers_language(client: FlaskClient, world: World) -> None:
    login(client, world.account)
    url = f"/cases/{world.case.reference}/incidents/figures"
    page = client.get(url).text
    assert page.index("never added up.</desc>") < page.index("<table")
    assert page.count("Monitor") == 2
    client.get("/language/ar")
    assert client.get(url).text.count("مصدر 803") == 2


def test_the_plot_leaves_with_its_marking_its_warning_and_an_entry_in_the_log(
    client: FlaskClient, world: World, db: Session
) -> None:
    login(client, world.account)
    url = f"/cases/{world.case.reference}/analysis/export/casualties"
    asked = client.get(url).text
    assert f"/cases/{world.case.reference}/incidents/figures" in asked
    file = client.get(f"{url}.svg?stay=0")
    assert file.headers["Content-Disposition"].endswith(f"{world.case.reference}-casualties-en.svg")
    for words in (
        world.case.reference,
        "I-0001",
        "Monitor",
        "1,383",
        "never added up.</text>",
        "Only a court decides.",
    ):
        assert words in file.text
    assert "2,186" not in file.text
    entry = db.exec(select(AuditEntry).where(col(AuditEntry.action) == "analysis.exported")).one()
    assert "casualties" in str(entry.model_dump())

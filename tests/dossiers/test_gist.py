"""What a portal shows of a version is read without its frozen text, and says what the text says."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from casework.db import migrate
from casework.dossiers import gist, services
from casework.dossiers.models import DossierVersion
from tests.dossiers.test_encrypted_pages import world
from tests.dossiers.test_issuing import hand_out, issued
from tests.dossiers.world import World
from tests.factories import login

__all__ = ["world"]


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_pages_of_a_portal_do_not_read_the_frozen_text(client: FlaskClient, app: Flask, world: World) -> None:
    _dossier, version = issued(world)
    key = version.key
    world.session.commit()
    login(client, world.reader)
    for address, holds in (("/dossiers", "D-0001"), (f"/dossiers/{key}", "Reasonable")):
        with statements(app.extensions["casework_engine"]) as asked:
            page = client.get(address)
        assert (page.status_code, holds in page.text) == (200, True)
        assert any("dossier_version.gist" in one for one in asked)
        assert not [one for one in asked if "dossier_version.snapshots" in one]


def test_the_gist_says_what_the_text_says(world: World) -> None:
    _dossier, version = issued(world)
    frozen = services.snapshot_of(version, "en")
    assert gist.rests_on(version) == gist.printed_witnesses(frozen) != set()
    assert gist.further_scopes(version) == frozen.profile.scopes
    assert gist.standard(version) == frozen.cover.standard != ""


def test_the_migration_makes_the_same_gist_of_the_text(app: Flask, world: World) -> None:
    _dossier, version = issued(world)
    hand_out(world, world.reader, version)  # a copy and its receipt refer to it
    key, before = version.key, dict(version.gist)
    world.session.commit()
    world.session.close()
    engine = app.extensions["casework_engine"]
    migrate.downgrade(engine, "0037")
    migrate.upgrade(engine)
    assert world.session.get_one(DossierVersion, key).gist == before
    assert migrate.differences(engine) == []

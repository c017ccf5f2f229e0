"""What a portal shows of a version is read without its frozen text, and says what the text says."""

import dataclasses
import importlib
import json
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from casework.db import migrate
from casework.dossiers import gist, printed, services, snapshot
from casework.dossiers.models import DossierVersion
from tests.dossiers import samples
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
    key, before = version.key, (dict(version.gist), dict(version.printed))
    world.session.commit()
    world.session.close()
    engine = app.extensions["casework_engine"]
    migrate.downgrade(engine, "0037")
    migrate.upgrade(engine)
    after = world.session.get_one(DossierVersion, key)
    assert (after.gist, after.printed) == before
    assert after.printed["codes"]
    assert migrate.differences(engine) == []


def test_what_is_printed_says_what_the_text_says(world: World) -> None:
    _dossier, version = issued(world)
    kept = printed.printed_by(version)
    texts = "\n".join(version.snapshots.values())
    assert kept == printed.printed_in(services.snapshot_of(version, "en"), texts)
    assert {"W-0001", "T-0001", "D-0001"} <= kept.codes
    assert kept.witnesses_of(["T-0001 ¶1"]) == {"W-0001"}


def test_the_whole_printed_sample_is_the_same_by_the_migration() -> None:
    """A dossier with every section, as the migration reads its JSON and as the program reads its values."""
    sample = samples.snapshot()
    text = snapshot.dumps(sample)
    made = printed.printed_in(sample, text).as_json
    by_migration = importlib.import_module("casework.db.migrations.versions.0040_printed_without_words")
    assert by_migration._printed(json.loads(text), text) == made
    assert (len(made["rests_on"]) > 10, bool(made["exhibits"])) == (True, True)


def test_a_code_that_begins_a_line_is_found() -> None:
    """A line's end is written as a backslash and a letter in the stored text."""
    sample = dataclasses.replace(samples.snapshot(), mandate=("About:\nP-7654\tand W-0999\\",))
    assert {"P-7654", "W-0999"} <= printed.printed_in(sample, snapshot.dumps(sample)).codes

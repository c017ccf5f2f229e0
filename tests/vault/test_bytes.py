"""The bytes test: after shredding no byte that the installation keeps holds the person's key or name.

Names are planted through the real pages, used everywhere a person would use them (search, reveal, errors, drafts, an expired
form, a lost session, a job that breaks, a statement, a dossier's snapshot), then shredded; every byte is searched before
and after. On SQLite this covers the whole data directory: database, write-ahead log, files, temporary files, logs, key
store. On PostgreSQL: the same without the database, every row as a dump shows it, and, where the server's directory can be
read, this database's files after a checkpoint and the write-ahead log since the test began. Memory and swap are not covered.
"""

import io
import logging
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from casework.accounts.models import LoginSession
from casework.app import create_app
from casework.config import Settings
from casework.db import now, write_session
from casework.dossiers import html, producing, render, services
from casework.dossiers.composing import plan_for
from casework.jobs import JobContext, enqueue, handler, run_one
from casework.search import views
from casework.storage import open_store
from casework.vault import master, vault_of
from casework.web.drafts import typed_before
from casework.witnesses.models import Witness
from tests.dossiers.world import World, make_world
from tests.factories import csrf_token, login, post
from tests.vault.on_disk import Installation, secrets, spellings

NAMES = {
    "name": "زينبُ قاسمبلانت الشاهدتست",
    "name_latin": "Zaynabplant Qasimplant",
    "kunya": "أمّ ليثبلانت",
    "aliases": "Zaynuplant\nZ. Qasimplant",
    "phone": "+963 944 765 432\n٠٩٣٣٧٦٥٤٣١",
    "id_numbers": "N 00987654321",
    "next_of_kin": "Layth Qasimplant",
    "address": "Behind the Plantbakery, Qubayplant",
    "safe_hours": "after the evening plantprayer",
}
WORDS = [*"\n".join(NAMES.values()).splitlines(), "Zaynabplant", "Qasimplant", "قاسمبلانت", "963944765432", "944765432"]
REASON = "Zaynabplant Qasimplant (+963 944 765 432) asked زينبُ to be called back"


@handler("test.names")
def _names(_context: JobContext) -> dict[str, object]:
    raise RuntimeError(REASON)


@dataclass
class Scene:
    """A running installation with a supervisor at the screen."""

    app: Flask
    client: FlaskClient
    world: World
    disk: Installation
    url: str


@pytest.fixture
def scene(session: Session, engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """An installation whose logs and temporary files lie in its data directory."""
    since, folder = time.time() - 1, settings.instance / "temporary"
    folder.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    log = logging.FileHandler(settings.instance / "server.log")
    logging.getLogger().addHandler(log)
    world = make_world(session, settings)
    session.commit()
    app = create_app(replace(settings, testing=False))
    client = app.test_client()
    login(client, world.author)
    url = f"/cases/{world.case.reference}"
    session.commit()
    yield Scene(app, client, world, Installation(settings, engine, since), url)
    logging.getLogger().removeHandler(log)
    log.close()
    app.extensions["casework_engine"].dispose()


def register(scene: Scene) -> str:
    """A witness whose every vault field is filled, by the pages; returns the owner's uid."""
    details = {"age_band": "unknown", "sex": "female", "recontact_rule": "never", "willing_to_testify": "no"}
    made = post(scene.client, f"{scene.url}/witnesses/new", {"risk_level": "low", **details})
    assert made.location.endswith("/W-0001/identity/edit")
    typed = {f"sealed_{name}": value for name, value in NAMES.items()}
    assert post(scene.client, made.location, typed).status_code == 302
    with write_session(scene.disk.engine) as session:
        return session.exec(select(Witness.identity_owner)).one()


def use(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a person does with a name, on purpose or by mistake."""
    client, page = scene.client, f"{scene.url}/witnesses/W-0001"
    assert client.get("/search", query_string={"q": NAMES["name_latin"]}).status_code == 200
    typed = {f"sealed_{name}": value for name, value in NAMES.items()}
    assert client.post(f"{page}/identity/edit", data={"csrf_token": "expired", **typed}).status_code == 422
    assert post(client, f"{page}/identity", {"reason": REASON}).status_code == 200
    with monkeypatch.context() as broken:
        broken.setattr(views, "find", lambda *_a, **_k: (_ for _ in ()).throw(RuntimeError(REASON)))
        client.get("/search", query_string={"q": REASON})
    client.get(f"{scene.url}/witnesses/{NAMES['name']}")
    keep(scene)
    stranger = scene.app.test_client()
    assert stranger.post(f"{page}/identity/edit", data=typed).status_code == 302


def keep(scene: Scene) -> None:
    """Typed and not saved: a form that keeps itself, a session that ended, a proof that is too old."""
    client, where = scene.client, f"{scene.url}/incidents/new"
    token = csrf_token(client.get(where).text)
    typed = {"summary": REASON, "title": NAMES["name"], "csrf_token": token}
    assert client.post("/drafts", query_string={"page": where}, data=typed).status_code == 204
    assert NAMES["name"] in client.get(where, query_string={"restore": "1"}).text
    with write_session(scene.disk.engine) as session:
        row = session.exec(select(LoginSession).order_by("id")).all()[-1]
        row.second_factor_at = now() - timedelta(days=2)
        session.commit()
        asks = f"{scene.url}/witnesses/W-0001/identity"
        assert client.post(asks, data={"reason": REASON, "csrf_token": token}).location.startswith("/confirm")
        assert typed_before(session, scene.world.settings, scene.world.author.key, asks) is not None
        row.second_factor_at = now()
        session.commit()


def publish(scene: Scene) -> None:
    """A statement that is reviewed, and the snapshot of a dossier with it; and a job that fails with the name."""
    world, session = scene.world, scene.world.session
    witness = session.exec(select(Witness)).one()
    world.consent(witness, 1)
    world.allegation(1, [(world.testimony(1, witness), "1")])
    dossier = world.dossier()
    frozen = world.freeze(dossier)
    body = producing.keep(open_store(world.settings), render.render(html.Page("<html lang=en><title>t</title>x")))
    plan = plan_for(session, world.settings, dossier, world.author.key)
    produced = producing.Produced(plan, frozen, dict.fromkeys(frozen.snapshots, b""))
    produced = replace(
        produced,
        bodies={one: open_store(world.settings).open_stream(body).read() for one in frozen.snapshots},
    )
    services.record_build(
        session, world.builder, dossier=dossier, produced=produced, bodies=dict.fromkeys(frozen.snapshots, body)
    )
    enqueue(session, world.builder, "test.names", None, {})
    session.commit()
    assert run_one(scene.disk.engine, world.settings)


def shred(scene: Scene) -> None:
    answer = post(
        scene.client,
        f"{scene.url}/witnesses/W-0001/identity/destroy",
        {"reason": "withdrawn", "sealed_note": REASON, "code": "W-0001"},
    )
    assert answer.status_code == 302


def keys_of(scene: Scene, owner: str) -> tuple[dict[bytes, str], dict[bytes, str]]:
    """The person's wrapped key and index entries, as they lie in the store; and the unwrapped key."""
    vault = vault_of(scene.world.settings)
    kept = vault.keystore.get(owner)
    assert kept is not None
    assert kept.wrapped is not None
    with vault.keystore._engine.connect() as connection:
        digests = [bytes(row[0]) for row in connection.exec_driver_sql("SELECT digest FROM blind_index")]
    assert len(digests) >= 3
    return secrets([kept.wrapped, *digests]), secrets([vault._data_key(owner)[1]])


@pytest.mark.slow
def test_after_shredding_no_byte_holds_the_key_or_a_name(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = register(scene)
    names, (wrapped, unwrapped) = spellings(WORDS), keys_of(scene, owner)
    use(scene, monkeypatch)
    publish(scene)
    assert {word for word, _place in scene.disk.hits(wrapped)} == set(wrapped.values()), "the search sees the key"
    assert scene.disk.hits(names | unwrapped) == [], "in clear it was never on a disk"
    shred(scene)
    assert scene.disk.hits(names | unwrapped | wrapped) == []
    assert (scene.world.settings.instance / "server.log").stat().st_size > 0
    with write_session(scene.disk.engine) as session:
        assert vault_of(scene.world.settings).open(session, owner) == {}


@pytest.mark.parametrize("place", ["exhibit", "picture", "waiting", "paused", "dossier"])
def test_no_byte_of_a_stored_file_is_plain(scene: Scene, place: str) -> None:
    """Whoever seizes the disk has ciphertext: an exhibit, what was drawn of it, a file that waits, half an upload, a body."""
    word = f"Plantedfile{uuid.uuid4().hex[:8]}"
    content, store = f"{word} was said, word for word. ".encode() * 60_000, open_store(scene.world.settings)
    if place == "exhibit":
        page = f"{scene.url}/evidence/new"
        fields = {
            "csrf_token": csrf_token(scene.client.get(page).text), "submit_key": "s" * 32, "title": "A note",
            "kind": "other", "source_grade": "f", "copy_state": "unknown", "is_edited": "",
            "source_verification": "not_checked", "content_verification": "not_checked",
            "technical_verification": "not_checked", "file": (io.BytesIO(content), "note.txt"),
        }  # fmt: skip
        assert scene.client.post(page, data=fields, content_type="multipart/form-data").status_code == 302
    elif place == "dossier":
        producing.keep(store, content)
    elif place == "picture":
        store.keep(store.stage(io.BytesIO(content), len(content)))
    elif place == "waiting":
        store.stage(io.BytesIO(content), len(content))
    else:
        incoming = store.begin(2 * len(content))
        incoming.write(content)
        incoming.suspend()
    stored = sum(path.stat().st_size for path in scene.world.settings.storage_dir.rglob("*") if path.is_file())
    assert stored >= len(content)
    assert scene.disk.hits(spellings([word])) == []


def test_the_search_finds_a_name_in_every_kind_of_place(scene: Scene) -> None:
    names = spellings(["Zaynabplant Qasimplant", "زينبُ قاسمبلانت"])
    folder = scene.world.settings.instance
    for number, (form, _word) in enumerate(names.items()):
        (folder / f"planted-{number}").write_bytes(b"\0" * 100 + form.upper() + b"\0")
    assert {place for _word, place in scene.disk.hits(names)} == {
        str(folder / f"planted-{n}") for n in range(len(names))
    }


def test_the_search_finds_a_name_in_a_row(scene: Scene) -> None:
    word = f"Plantedrow{uuid.uuid4().hex[:8]}"
    scene.world.case.title = word
    scene.world.session.add(scene.world.case)
    scene.world.session.commit()
    places = {place for _word, place in scene.disk.hits(spellings([word]))}
    assert any("table case" in place or Path(place).name.startswith("casework.sqlite") for place in places)
    assert master.is_in_file(scene.world.settings)

"""Reading on the screen: the reader's own copy, counted and logged, under a policy that lets nothing in it do anything."""

import hashlib
import html
import io
import itertools
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session, select

from casework import audit
from casework.db import now
from casework.dossiers import reading
from casework.dossiers.explaining import TABLE, explained, verdict
from casework.dossiers.models import DossierReceipt
from casework.dossiers.report import Answer, Check, Report
from casework.dossiers.states import ReceiptWay
from casework.errors import NotFound, Refused
from tests.dossiers.test_issuing import first_witness, issued
from tests.dossiers.world import World, make_world
from tests.factories import login, make_account, make_recipient, post


@pytest.fixture
def world(db: Session, app: Flask) -> World:
    made = make_world(db, app.extensions["casework_settings"])
    made.allegation(1, [(made.testimony(1, made.witness(1)), "1")])
    db.commit()
    return made


def ways(world: World) -> list[ReceiptWay]:
    return [row.way for row in world.session.exec(select(DossierReceipt).order_by(DossierReceipt.id))]  # type: ignore[arg-type]


def test_the_browser_shows_the_readers_own_copy_and_turning_pages_is_one_reading(
    client: FlaskClient, world: World
) -> None:
    _dossier, version = issued(world)
    world.session.commit()
    login(client, world.reader)
    at = f"/dossiers/{version.key}"
    for address in (f"{at}/en/read.pdf", f"{at}/en/pages"):
        assert address in client.get(at).text
    shown, saved = client.get(f"{at}/en/read.pdf"), client.get(f"{at}/en.pdf")
    assert shown.data == saved.data
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert shown.headers["X-Casework-SHA256"] == hashlib.sha256(shown.data).hexdigest()
    page = client.get(f"{at}/en/pages?page=99").text
    assert f"{at}/en/pages/1.jpg" in page
    for size, longest in (("", reading.SIDE), ("?size=small", reading.SMALL_SIDE)):
        answer = client.get(f"{at}/en/pages/1.jpg{size}")
        assert (answer.mimetype, max(Image.open(io.BytesIO(answer.data)).size)) == ("image/jpeg", longest)
    assert client.get(f"{at}/en/pages/2.jpg").status_code == 404
    assert client.get(f"{at}/fr/pages").status_code == 404
    assert ways(world) == [ReceiptWay.READ, ReceiptWay.DOWNLOADED, ReceiptWay.PAGES]
    assert [entry.facts["way"] for entry in audit.entries(world.session, action="dossier.read")] == ["pages", "read"]


def test_a_later_reading_counts_again_and_a_withdrawn_consent_turns_no_page(world: World) -> None:
    _dossier, version = issued(world)
    actor = world.reader.as_actor()

    def turn() -> reading.Opened:
        return reading.open_pages(world.session, actor, world.settings, version_id=version.key, language="en")

    assert turn().copy.copy_number == turn().copy.copy_number == 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "now", lambda: now() + reading.LASTS + timedelta(seconds=1))
        turn()
    assert ways(world) == [ReceiptWay.PAGES, ReceiptWay.PAGES]
    world.withdraw(first_witness(world))
    with pytest.raises(Refused, match="no longer consents"):
        turn()


def test_another_body_reads_nothing(client: FlaskClient, world: World) -> None:
    _dossier, version = issued(world)
    stranger = make_account(world.session, world.reader.role, recipient_id=make_recipient(world.session).key)
    world.session.commit()
    login(client, stranger)
    for address in ("en/read.pdf", "en/pages", "en/pages/1.jpg"):
        assert client.get(f"/dossiers/{version.key}/{address}").status_code == 404
    with pytest.raises(NotFound):
        reading.open_pages(
            world.session, world.reader.as_actor(), world.settings, version_id=version.key + 1, language="en"
        )


def test_every_check_is_explained_what_fails_stands_first_and_a_kept_head_is_compared(
    client: FlaskClient, world: World
) -> None:
    _dossier, version = issued(world)
    world.session.commit()
    login(client, world.reader)
    at = f"/dossiers/{version.key}"
    assert client.get(f"{at}/en/check").headers["Location"] == at  # no copy yet
    data, head = client.get(f"{at}/en.pdf").data, client.get("/log/head.txt").text
    own = client.get(f"{at}/en/check").text
    assert "Your copy no. 1" in own
    for name in ("seal", "key", "manifest", "attachments", "log"):
        assert f'id="check-{name}"' in own
        assert TABLE[name].holds in html.unescape(own)
    answer = _give(client, data, head)
    assert "The log goes on from the head that you kept" in answer
    altered = bytearray(data)
    altered[len(data) // 3] ^= 1
    answer = _give(client, bytes(altered), head.replace("time 2", "time 1"))
    assert answer.index(TABLE["seal"].fails) < answer.index(TABLE["attachments"].looked_at)
    assert "this answer: together they are the evidence" in answer


def _give(client: FlaskClient, data: bytes, head: str) -> str:
    fields = {"file": (io.BytesIO(data), "copy.pdf"), "head": head}
    return html.unescape(post(client, "/dossiers/verify", fields).text)


@pytest.mark.parametrize(
    ("failed", "title"),
    [
        ([], "The file is what was sealed"), (["kept"], "the log does not agree"), (["log", "kept"], "the log does not agree"),
        (["key", "certificate", "log"], "not known here who sealed"), (["time"], "not known here who sealed"),
        (["seal", "kept"], "The file does not hold"), (["attachments"], "The file does not hold"),
    ],
)  # fmt: skip
def test_an_altered_file_an_unknown_sealer_and_a_log_that_does_not_agree_are_told_apart(
    failed: list[str], title: str
) -> None:
    made = Report("0" * 64)
    for name in TABLE:
        made.add(name, name not in failed)
    assert title in verdict(made).title


def test_each_check_that_is_made_has_its_words() -> None:
    names = {
        "seal",
        "key",
        "signature",
        "revisions",
        "certificate",
        "time",
        "manifest",
        "attachments",
        "log",
        "entries",
        "kept",
    }
    assert set(TABLE) == names
    for name, answer in itertools.product(names, Answer):
        told = explained(Check(name, answer))
        assert all((told.question, told.looked_at, told.limits))
        assert bool(told.todo) is (answer is Answer.FAILS)
    assert explained(Check("new", Answer.HOLDS)).question == "new"

"""A sealed volume that turned up: whose copy it is, by its bytes, its metadata, its mark, or the number on its pages."""

import hashlib
import io
from dataclasses import replace

import pyrage
import pytest
from pypdfium2 import PdfDocument
from sqlmodel import Session, col, select

from casework import audit
from casework.config import Settings
from casework.dossiers import delivery, identifying, mark_reading
from casework.dossiers.identifying import How, Identified
from casework.dossiers.volume_models import SealedVolumeReceipt
from casework.subjects import Role
from tests.dossiers.test_identifying import written_anew
from tests.dossiers.test_sealed_volume import MINE, fetched, final, named
from tests.dossiers.world import World, make_world
from tests.factories import make_account, make_case


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return named(make_world(session, settings))


def ask(world: World, data: bytes, typed: str = "") -> Identified:
    marks = mark_reading.marks_of(data, typed)
    return identifying.which_copy(world.session, world.issuer.as_actor(), case=world.case, marks=marks)


def found(answer: Identified) -> list[tuple[str, int, int]]:
    return [(one.volume.reference, one.receipt.copy_number, one.receipt.account_id) for one in answer.volumes]


def receipts(world: World) -> list[SealedVolumeReceipt]:
    return list(world.session.exec(select(SealedVolumeReceipt).order_by(col(SealedVolumeReceipt.id))).all())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_copy_is_known_by_its_bytes_its_metadata_its_mark_and_the_number_on_its_pages(
    world: World, language: str
) -> None:
    _dossier, version, volume = final(world)
    delivery.hand_out(
        world.session, world.reader.as_actor(), world.settings, version_id=version.key, language="en"
    )  # copy 1 of the dossier: nobody may take the volume's copy 1 for it
    other = make_account(world.session, Role.COMMITTEE, recipient_id=world.recipient.key)
    first, sent = (b"".join(fetched(world, version, one, language).chunks()) for one in (world.reader, other))
    data: bytes = pyrage.decrypt(sent, [MINE])
    theirs = [(volume.reference, 2, other.key)]
    answers = [ask(world, one) for one in (sent, data, data + b"\n%added\n", written_anew(data))]
    assert [one.how for one in answers] == [How.BYTES, How.BYTES, How.METADATA, How.MARK]
    assert [(found(one), one.copies) for one in answers] == [(theirs, [])] * 4
    entry = audit.entries(world.session, case_id=world.case.key, action="dossier.copy_looked_for")[0]
    assert entry.facts["found"] == [f"{volume.reference} 2"]
    marks = replace(mark_reading.marks_of(written_anew(pyrage.decrypt(first, [MINE]))), codes=())  # its margins cut off
    printed = identifying.which_copy(world.session, world.issuer.as_actor(), case=world.case, marks=marks)
    assert (printed.how, found(printed), printed.copies) == (
        How.PRINTED, [(volume.reference, 1, world.reader.key)], [],
    )  # fmt: skip


def test_a_picture_of_its_mark_or_the_word_beside_it_is_enough(world: World) -> None:
    _dossier, version, volume = final(world)
    data = pyrage.decrypt(b"".join(fetched(world, version).chunks()), [MINE])
    page = PdfDocument(data)[0]
    picture, out = page.render(scale=150 / 72).to_pil(), io.BytesIO()
    width, height = picture.size
    picture.crop((int(width * 0.9), int(height * 0.1), width, int(height * 0.2))).save(out, "PNG")
    mine = [(volume.reference, 1, world.reader.key)]
    for answer in (ask(world, out.getvalue()), ask(world, b"", receipts(world)[0].mark_code)):
        assert (answer.how, found(answer)) == (How.MARK, mine)


def test_its_cover_says_for_whom_it_is_as_a_dossiers_does(world: World) -> None:
    _dossier, version, volume = final(world)
    data = pyrage.decrypt(b"".join(fetched(world, version).chunks()), [MINE])
    cover, inside = (PdfDocument(data)[at].get_textpage().get_text_range() for at in (0, 1))
    long = f"Copy no. 1 of {volume.reference} v1, for {world.recipient.name}"
    assert (long in cover, long in inside) == (True, False)
    assert "Copy no. 1" in inside


def test_the_hashes_of_what_left_are_logged_and_no_byte_of_it_is_kept(world: World) -> None:
    _dossier, version, _volume = final(world)
    sent = b"".join(fetched(world, version).chunks())
    [receipt] = receipts(world)
    inside = hashlib.sha256(pyrage.decrypt(sent, [MINE])).hexdigest()
    facts = audit.entries(world.session, action="volume.sent_out", limit=1)[0].facts
    outside = hashlib.sha256(sent).hexdigest()
    assert (facts["sha256"], facts["file_sha256"]) == (receipt.sha256, receipt.file_sha256) == (inside, outside)
    kept = [path for path in world.settings.instance.rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if sent in path.read_bytes() or inside in path.name or outside in path.name]


def test_each_time_it_leaves_it_is_a_copy_of_its_own(world: World) -> None:
    _dossier, version, _volume = final(world)
    for _again in range(2):
        fetched(world, version).file.close()
    one, two = receipts(world)
    assert (one.copy_number, two.copy_number, one.mark_code == two.mark_code, len(one.mark_code)) == (1, 2, False, 8)


def test_of_another_case_it_is_nobodys(world: World) -> None:
    _dossier, version, _volume = final(world)
    data = pyrage.decrypt(b"".join(fetched(world, version).chunks()), [MINE])
    boss = make_account(world.session, Role.SUPERVISOR)
    elsewhere = make_case(world.session, [boss])
    marks = mark_reading.marks_of(data)
    answer = identifying.which_copy(world.session, boss.as_actor(), case=elsewhere, marks=marks)
    assert (answer.how, answer.volumes) == (How.NOTHING, [])

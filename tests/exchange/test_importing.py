"""A bag read into an installation: the same files, sheets and custody, or nothing at all and why."""

import hashlib
import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from casework.cases.models import Case
from casework.config import Settings
from casework.errors import Refused
from casework.evidence import intake
from casework.evidence.filenames import clean
from casework.evidence.intake import ReceivedFile
from casework.evidence.models import CustodyEvent, Exhibit
from casework.exchange import bagit, importing, sources, writing
from casework.exchange.checking import check
from casework.exchange.importing import Imported, import_bag
from casework.exchange.models import ReceivedSheet
from casework.exchange.sources import BadBag, open_source
from casework.sandbox import Inspection
from casework.storage import FileStore
from casework.subjects import SYSTEM
from casework.vocabulary import CustodyKind, DerivativeKind, ReviewStatus
from tests.dossiers.world import make_world
from tests.exchange.world import AT, PICTURES, Desk
from tests.storage.stores import make_store, staged_in


@pytest.fixture
def desk(engine: Engine, session: Session, settings: Settings, tmp_path: Path) -> Desk:
    """Two exhibits of a witness (a photograph and what is written on it), and a text; number 2 is missing."""
    made = Desk(make_world(session, settings), make_store(tmp_path / "store"))
    made.world.consent(made.world.witness(1), 2, answers=PICTURES)
    original = made.photo(1, source="From W-0001", acquired_at=AT, captured_claimed="2025-03")
    made.exhibit(3, parent_id=original.key, derived_as=DerivativeKind.TRANSCRIPT, derivation="Written down")
    made.exhibit(4, observed_content="Text", derivation="")
    session.commit()
    return made


@pytest.fixture
def bag(desk: Desk, tmp_path: Path) -> Path:
    return desk.folder(tmp_path / "bag")


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """The confined child takes seconds; what it finds has tests of its own."""

    def look(_store: FileStore, staged: Any, name: str) -> ReceivedFile:
        return ReceivedFile(staged, clean(name), Inspection("text/plain"))

    monkeypatch.setattr(importing, "look_into", look)


def read_in(desk: Desk, engine: Engine, place: Path, **options: Any) -> Imported:
    desk.world.session.commit()
    return import_bag(engine, desk.store, SYSTEM, place, **options)


def resealed(bag: Path) -> Path:
    """The manifests written anew over what is in the folder now: a forger can do that, too."""
    files = {path.relative_to(bag).as_posix(): path for path in bag.rglob("*") if path.is_file()}
    hashes = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    payload = {name: digest for name, digest in hashes.items() if name.startswith("data/")}
    (bag / bagit.MANIFEST).write_bytes(bagit.manifest(sorted(payload.items())))
    hashes[bagit.MANIFEST] = hashlib.sha256((bag / bagit.MANIFEST).read_bytes()).hexdigest()
    tags = {n: d for n, d in hashes.items() if n not in payload and n != bagit.TAG_MANIFEST}
    (bag / bagit.TAG_MANIFEST).write_bytes(bagit.manifest(sorted(tags.items())))
    return bag


def change_sheet(bag: Path, name: str = "EX-0001", **fields: Any) -> None:
    place = bag / "metadata/exhibits" / f"{name}.json"
    place.write_text(json.dumps(json.loads(place.read_text()) | fields))


def test_a_bag_goes_round_with_the_same_hashes_sheets_and_custody(
    desk: Desk, engine: Engine, bag: Path, unread: None
) -> None:
    before = desk.freeze().sheets
    made = read_in(desk, engine, bag, reference="CW-2031-0007")
    assert (made.reference, made.exhibits) == ("CW-2031-0007", 3)
    session = desk.world.session
    case = session.exec(select(Case).where(Case.reference == made.reference)).one()
    rows = session.exec(select(Exhibit).where(Exhibit.case_id == case.key).order_by(col(Exhibit.number))).all()
    assert [(row.reference, row.sha256, row.status) for row in rows] == [
        (sheet.reference, sheet.file.sha256, ReviewStatus.DRAFT) for sheet in before if sheet.file
    ]
    assert (rows[1].parent_id, rows[1].derived_as) == (rows[0].key, DerivativeKind.TRANSCRIPT)
    assert rows[0].source == "From W/0001", "a code of there is nobody here"
    kept = session.exec(select(ReceivedSheet).where(ReceivedSheet.case_id == case.key)).all()
    assert [row.sheet for row in kept] == [sheet.model_dump(mode="json") for sheet in before]
    chain = session.exec(select(CustodyEvent).where(CustodyEvent.exhibit_id == rows[0].key)).all()
    assert [event.kind for event in chain] == [CustodyKind.HASHED, CustodyKind.REGISTERED, CustodyKind.RECEIVED]
    assert (chain[2].given_by, chain[2].note) == ("An organisation", f"SHA-256 {made.identity}")


def test_what_was_read_in_goes_on_with_both_histories_to_the_body_it_was_meant_for_alone(
    desk: Desk, engine: Engine, bag: Path, unread: None
) -> None:
    before = {sheet.reference: sheet for sheet in desk.freeze().sheets}
    made = read_in(desk, engine, bag)
    session = desk.world.session
    desk.world.case = session.exec(select(Case).where(Case.reference == made.reference)).one()
    for row in session.exec(select(Exhibit).where(Exhibit.case_id == desk.world.case.key)).all():
        row.status, row.kind = ReviewStatus.APPROVED, before[row.reference].kind
        desk.world.approve(row, 1)
    after = {sheet.reference: sheet for sheet in desk.freeze().sheets}
    assert after.keys() == before.keys()
    for reference, sheet in after.items():
        (earlier,) = sheet.earlier
        assert (earlier.reference, earlier.custody) == (reference, before[reference].custody)
        assert [line.kind for line in sheet.custody] == ["hashed", "registered", "received"]
        assert sheet.consents == before[reference].consents
        assert next(line.hash_after for line in earlier.custody) == sheet.custody[0].hash_after
    desk.world.recipient.slug = "somebody-else"
    assert desk.stays() == {"EX-0001": ("R4", "consent"), "EX-0003": ("R4", "consent")}


def test_a_zip_is_read_in_as_well_and_the_same_bag_only_once(
    desk: Desk, engine: Engine, tmp_path: Path, unread: None
) -> None:
    writing.to_zip(desk.freeze().contents, desk.store, tmp_path / "bag.zip", AT)
    first = read_in(desk, engine, tmp_path / "bag.zip")
    desk.folder(tmp_path / "bag")
    with pytest.raises(Refused, match=first.reference):
        read_in(desk, engine, tmp_path / "bag")


def test_a_free_reference_is_kept_a_taken_one_is_not_and_neither_is_given_out_again(
    desk: Desk, engine: Engine, bag: Path, unread: None
) -> None:
    taken = desk.world.case.reference
    with pytest.raises(Refused, match=taken):
        read_in(desk, engine, bag, reference=taken)
    with pytest.raises(Refused, match="CW-2025-0001"):
        read_in(desk, engine, bag, reference="../x")
    assert read_in(desk, engine, bag).reference != taken


def test_files_are_looked_into_by_the_confined_child(desk: Desk, engine: Engine, bag: Path) -> None:
    made = read_in(desk, engine, bag, reference="CW-2031-0007")
    session = desk.world.session
    case = session.exec(select(Case).where(Case.reference == made.reference)).one()
    row = session.exec(select(Exhibit).where(Exhibit.case_id == case.key, Exhibit.reference == "EX-0001")).one()
    assert row.media_type == "text/plain", "the sheet says image/jpeg, the content does not"
    assert "extension_differs" in row.file_metadata["notices"]


def test_a_failure_in_the_middle_leaves_no_row_and_nothing_staged(
    desk: Desk, engine: Engine, bag: Path, unread: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **more: Any) -> Exhibit:
        if args[2].exists(args[0].exec(select(Exhibit.sha256).limit(1)).one()) and more["file"].name.name.startswith("EX-0004"):  # fmt: skip
            raise OSError("disk")
        return intake.register_exhibit(*args, **more)

    before = len(desk.world.session.exec(select(Case)).all())
    monkeypatch.setattr(importing, "register_exhibit", fail)
    with pytest.raises(OSError, match="disk"):
        read_in(desk, engine, bag)
    desk.world.session.rollback()
    assert len(desk.world.session.exec(select(Case)).all()) == before
    assert staged_in(desk.store) == []


def _write(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda bag: (bag / name).write_bytes(data)


def _sheet(**fields: Any) -> Callable[[Path], object]:
    return lambda bag: (change_sheet(bag, **fields), resealed(bag))


def _case(**fields: Any) -> Callable[[Path], object]:
    def change(bag: Path) -> None:
        place = bag / "metadata/case.json"
        place.write_text(json.dumps(json.loads(place.read_text()) | fields))
        resealed(bag)

    return change


UNSEALED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a tampered file": (_write("data/EX-0004.txt", b"file number 9\n"), "data/EX-0004.txt: altered"),
    "a missing file": (lambda bag: (bag / "data/EX-0004.txt").unlink(), "data/EX-0004.txt: missing"),
    "a file too many": (_write("data/EX-0009.txt", b"x"), "data/EX-0009.txt: not listed"),
    "a longer file": (_write("data/EX-0004.txt", b"file number 44\n"), "Payload-Oxum"),
    "a changed sheet": (_write("metadata/exhibits/EX-0001.json", b"{}"), "metadata/exhibits/EX-0001.json: altered"),
    "an unlisted tag": (_write("metadata/more.txt", b"x"), "metadata/more.txt: not listed"),
    "no manifest": (lambda bag: (bag / "manifest-sha256.txt").unlink(), "manifest-sha256.txt: missing"),
    "an empty manifest": (_write("manifest-sha256.txt", b""), "not listed"),
    "fetch": (_write("fetch.txt", b"http://x - data/x"), "fetch.txt"),
    "another version": (_write("bagit.txt", b"BagIt-Version: 9.0\n"), "not BagIt"),
    "a path outside": (_write("manifest-sha256.txt", f"{'a' * 64}  data/../../x\n".encode()), "line 1"),
    "a link": (lambda bag: os.symlink("/etc/passwd", bag / "data/EX-0005.txt"), "a link"),
    "a linked folder": (lambda bag: os.symlink("/etc", bag / "data/more"), "a link"),
    "a pipe": (lambda bag: os.mkfifo(bag / "data/pipe"), "no file"),
}  # fmt: skip
RESEALED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a title too long": (_sheet(title="x" * 201), "EX-0001.json: title"),
    "an unknown kind": (_sheet(kind="weapon"), "EX-0001.json: kind"),
    "an unknown field": (_sheet(latitude=1.0), "EX-0001.json: latitude"),
    "a wrong date": (_sheet(captured_claimed="yesterday"), "EX-0001.json"),
    "a hash of another file": (_sheet(file={"path": "data/EX-0001.jpg", "sha256": "a" * 64, "size": 14}), "with this hash"),
    "a path of its own": (_sheet(file={"path": "data/../x", "sha256": "a" * 64, "size": 14}), "file.path"),
    "made from itself": (_sheet(made_from="EX-0001"), "made from EX-0001"),
    "another number": (_sheet(reference="EX-0007"), "is the sheet of EX-0007"),
    "deep nesting": (lambda bag: (_write("metadata/exhibits/EX-0001.json", b"[" * 100_000)(bag), resealed(bag)), "EX-0001.json"),
    "a file without a sheet": (lambda bag: ((bag / "metadata/exhibits/EX-0004.json").unlink(), resealed(bag)), "a file without a sheet"),
    "no case": (lambda bag: ((bag / "metadata/case.json").unlink(), resealed(bag)), "metadata/case.json: missing"),
    "a case of no zone": (_case(time_zone="../../etc/passwd"), "time_zone"),
}  # fmt: skip


# A bag is refused before anything is written, whatever the database; a failure in the middle is tried on both, below.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("change, said", [*UNSEALED.values(), *RESEALED.values()], ids=[*UNSEALED, *RESEALED])
def test_nothing_is_taken_in_of_a_bag_with(
    desk: Desk, engine: Engine, bag: Path, unread: None, change: Callable[[Path], object], said: str
) -> None:
    change(bag)
    with pytest.raises(BadBag) as bad:
        read_in(desk, engine, bag)
    assert said in "\n".join(bad.value.problems)
    assert staged_in(desk.store) == []
    assert len(desk.world.session.exec(select(Case)).all()) == 1


def _zip(place: Path, rows: list[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    with zipfile.ZipFile(place, "w") as archive:
        for name, data in rows:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return place


def _link() -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("bag/data/link")
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


@pytest.mark.parametrize(
    "rows, said",
    [
        ([("bag/bagit.txt", b""), ("bag/../../x", b"")], "not allowed"),
        ([("bag/bagit.txt", b""), ("/etc/x", b"")], "not allowed"),
        ([("bag/bagit.txt", b""), ("bag\\x", b"")], "not allowed"),
        ([("bag/bagit.txt", b""), ("bag/a\u202etxt", b"")], "not allowed"),
        ([("bag/bagit.txt", b""), ("bag/A.txt", b""), ("bag/a.TXT", b"")], "second file"),
        ([("bag/bagit.txt", b""), (_link(), b"/etc/passwd")], "a link"),
        ([("bag/bagit.txt", b""), ("beside.txt", b"")], "something beside it"),
        ([("a/bagit.txt", b""), ("b/bagit.txt", b"")], "more than one"),
        ([("bag/bagit.txt", b""), ("bag/data/zeros", bytes(60_000_000))], "enormous"),
    ],
)
def test_a_zip_is_refused_before_anything_is_unpacked(tmp_path: Path, rows: list[tuple[Any, bytes]], said: str) -> None:
    with pytest.raises(BadBag, match=said):
        open_source(_zip(tmp_path / "x.zip", rows))


def test_absurd_counts_and_what_is_no_zip_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_FILES", 3)
    with pytest.raises(BadBag, match="more than 3"):
        open_source(_zip(tmp_path / "x.zip", [(f"bag/{n}", b"") for n in range(4)]))
    (tmp_path / "y.zip").write_bytes(b"PK\x03\x04 no")
    with pytest.raises(BadBag, match="no ZIP"):
        open_source(tmp_path / "y.zip")


def test_a_zip_whose_bytes_are_damaged_says_so(desk: Desk, engine: Engine, tmp_path: Path, unread: None) -> None:
    writing.to_zip(desk.freeze().contents, desk.store, tmp_path / "bag.zip", AT)
    data = bytearray((tmp_path / "bag.zip").read_bytes())
    data[data.index(b"file number 4")] ^= 1
    (tmp_path / "bag.zip").write_bytes(data)
    with pytest.raises(BadBag, match=r"EX-0004.txt: cannot be unpacked"):
        read_in(desk, engine, tmp_path / "bag.zip")
    assert staged_in(desk.store) == []


def test_a_sound_bag_passes_the_check_by_itself(bag: Path) -> None:
    checked = check(open_source(bag))
    assert [sheet.reference for sheet in checked.sheets] == ["EX-0001", "EX-0003", "EX-0004"]
    assert str(checked.bagged_on) == "2026-03-01"

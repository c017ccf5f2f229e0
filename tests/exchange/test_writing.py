"""A bag on disk: standard tools accept it, every change is found, half of one never stands under the final name."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest

from casework.errors import Refused
from casework.exchange import writing
from casework.exchange.writing import AlteredFile
from tests.exchange.world import AT, Desk


@pytest.fixture
def filled(desk: Desk) -> Desk:
    for number in (1, 2, 3):
        desk.exhibit(number)
    desk.exhibit(4, is_approved=False)
    return desk


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out" if (tmp_path / "out").mkdir() is None else tmp_path


def test_the_bagit_library_and_its_command_line_accept_a_folder(filled: Desk, out: Path) -> None:
    bag = bagit.Bag(str(filled.folder(out / "bag")))
    bag.validate()
    assert bag.info["External-Identifier"] == f"{filled.world.case.reference}-B-0001"
    assert bag.info["Source-Organization"] == "An organisation"
    done = subprocess.run([sys.executable, bagit.__file__, "--validate", str(out / "bag")], capture_output=True)
    assert done.returncode == 0, done.stderr


def test_a_zip_unpacks_to_one_folder_that_is_a_bag_and_is_the_same_bag(filled: Desk, out: Path) -> None:
    made = filled.freeze()
    writing.to_zip(made.contents, filled.store, out / "bag.zip", AT)
    with zipfile.ZipFile(out / "bag.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(out)
    folder = out / f"{filled.world.case.reference}-B-0001"
    bagit.Bag(str(folder)).validate()
    assert hashlib.sha256((folder / "tagmanifest-sha256.txt").read_bytes()).hexdigest() == made.contents.identity
    data = (out / "bag.zip").read_bytes()
    assert writing.measure(made.contents, filled.store, AT) == (hashlib.sha256(data).hexdigest(), len(data))


def test_very_large_files_get_zip64_and_still_unpack(filled: Desk, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_NEEDS_ZIP64", 5)
    writing.to_zip(filled.freeze().contents, filled.store, out / "bag.zip", AT)
    with zipfile.ZipFile(out / "bag.zip") as archive:
        assert archive.testzip() is None
        assert all(b"\x01\x00" in one.extra[:2] or one.file_size < 5 for one in archive.infolist() if one.extra)
    done = subprocess.run([sys.executable, "-m", "zipfile", "-t", str(out / "bag.zip")], capture_output=True)
    assert done.returncode == 0


CHANGES: dict[str, Callable[[Path], object]] = {
    "a tampered file": lambda bag: (bag / "data/EX-0002.txt").write_bytes(b"file number 9\n"),
    "a missing file": lambda bag: (bag / "data/EX-0002.txt").unlink(),
    "a file too many": lambda bag: (bag / "data/EX-0009.txt").write_bytes(b"x"),
    "a changed sheet": lambda bag: (bag / "metadata/exhibits/EX-0001.json").write_bytes(b"{}"),
    "a missing sheet": lambda bag: (bag / "metadata/exhibits/EX-0001.json").unlink(),
    "another manifest": lambda bag: (bag / "manifest-sha256.txt").write_bytes(b""),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_bagit_finds(filled: Desk, out: Path, change: Callable[[Path], object]) -> None:
    folder = filled.folder(out / "bag")
    change(folder)
    assert not bagit.Bag(str(folder)).is_valid()


def test_the_same_content_makes_the_same_bytes_and_another_day_another_date_alone(filled: Desk) -> None:
    first, second = filled.freeze().contents, filled.freeze().contents
    assert writing.measure(first, filled.store, AT) == writing.measure(second, filled.store, AT)
    later = filled.freeze(at=AT.replace(day=2)).contents
    differing = {path for path, data in later.tags.items() if first.tags[path] != data}
    assert differing == {"bag-info.txt", "tagmanifest-sha256.txt"}


def test_a_file_that_is_not_what_it_was_ends_the_writing_and_nothing_is_left(filled: Desk, out: Path) -> None:
    made = filled.freeze()
    filled.alter(made.choice.going["EX-0003"].row)
    for target, write in ((out / "bag", writing.to_folder), (out / "bag.zip", writing.to_zip)):
        more = (AT,) if write is writing.to_zip else ()
        with pytest.raises(AlteredFile) as found:
            write(made.contents, filled.store, target, *more)  # type: ignore[operator]
        assert found.value.entry.path == "data/EX-0003.txt"
    assert os.listdir(out) == []


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, OSError])
def test_an_interrupted_writing_leaves_nothing(filled: Desk, out: Path, stop: type[BaseException]) -> None:
    def after_some(_octets: int, told: list[int] = []) -> None:  # noqa: B006 - counts the calls
        told.append(1)
        if len(told) > 6:
            raise stop

    made = filled.freeze().contents
    with pytest.raises(stop):
        writing.to_zip(made, filled.store, out / "bag.zip", AT, after_some)
    with pytest.raises(stop):
        writing.to_folder(made, filled.store, out / "bag", after_some)
    assert os.listdir(out) == []


def test_nothing_is_written_over(filled: Desk, out: Path) -> None:
    (out / "bag").mkdir()
    (out / "bag.zip").write_bytes(b"mine")
    with pytest.raises(Refused):
        filled.folder(out / "bag")
    with pytest.raises(Refused):
        writing.to_zip(filled.freeze().contents, filled.store, out / "bag.zip", AT)
    assert (out / "bag.zip").read_bytes() == b"mine"


def test_names_are_replaced_in_sheets_and_a_name_that_is_left_refuses(filled: Desk) -> None:
    filled.world.witness(1, "Layla Hasan")
    filled.exhibit(5, title="Layla Hasan's telephone", observed_content="A telephone")
    made = filled.freeze()
    assert [sheet.title for sheet in made.sheets][-1] == "[R1]'s telephone"
    with pytest.raises(Refused, match="W-0001"):
        filled.freeze(sender="Friends of Layla Hasan")


def test_what_was_left_out_is_listed_in_the_language_of_the_bag(filled: Desk) -> None:
    for language, words in (("en", "not approved"), ("ar", "لم")):
        (row,) = json.loads(filled.freeze(language=language).contents.tags["metadata/left-out.json"])["exhibits"]
        assert (row["reference"], row["reason"]) == ("EX-0004", "not_approved")
        assert words in row["why"]


def test_nobody_who_works_here_is_named(filled: Desk) -> None:
    made = filled.freeze().contents
    everything = b"".join(made.tags.values()).decode()
    assert filled.world.author.name not in everything
    assert filled.world.author.email not in everything
    assert f"A-{filled.world.author.key:04d}" in everything

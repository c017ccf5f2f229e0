"""Tables as spreadsheets read them, and the bytes that leave: columns, codebook, formulas, manifest, searched whole."""

import csv
import hashlib
import io
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest

from casework.exchange.records import tables
from casework.exchange.records.cleaning import Cleaner, Searcher
from casework.exchange.writing import zipped
from casework.i18n import use_locale
from casework.leaks.matching import Name, wanted
from tests.exchange.records.world import AT, Full

NAMES = wanted([Name("W-0001", "Hasan Khoury")])


def test_every_table_has_the_columns_that_the_codebook_explains_in_the_readers_language(full: Full) -> None:
    made = full.export(language="ar")
    book = made.rows("codebook")
    for name, columns in tables.COLUMNS.items():
        head = next(csv.reader(io.StringIO(made.files[f"csv/{name}.csv"].decode("utf-8-sig"))))
        explained = [row["column"] for row in book if row["file"] == f"{name}.csv" and not row["value"]]
        assert head == list(columns) == explained
    killing = next(row for row in book if (row["column"], row["value"]) == ("acts", "killing"))
    assert killing["meaning"] == "قتل"


def test_what_stands_in_a_column_of_words_stands_in_the_codebook(full: Full) -> None:
    made = full.export()
    known = {(row["file"], row["column"], row["value"]) for row in made.rows("codebook")}
    for name, columns in tables.COLUMNS.items():
        for column in columns:
            if tables.words_of(name, column):
                said = {word for row in made.rows(name) for word in row[column].split("; ") if word}
                assert {(f"{name}.csv", column, word) for word in said} <= known


def test_no_cell_is_a_formula_and_odd_texts_come_back(full: Full) -> None:
    full.world.incident.summary, full.world.incident.title = "=HYPERLINK(1)", 'Say "no";\nor\u2028not'
    full.world.session.flush()
    made = full.export()
    (row,) = made.rows("incidents")
    assert (row["summary"], row["title"]) == ("'=HYPERLINK(1)", 'Say "no";\nor\u2028not')
    (event,) = made.of("Event")
    assert event["properties"]["name"] == ['Say "no";\nor\u2028not', "قتل"]


def test_the_manifest_binds_every_file_and_the_same_content_makes_the_same_bytes(full: Full) -> None:
    made = full.export()
    lines = made.files["manifest-sha256.txt"].decode().splitlines()
    listed = dict(reversed(line.split("  ")) for line in lines)
    assert listed == {
        path: hashlib.sha256(data).hexdigest() for path, data in made.files.items() if "manifest" not in path
    }
    assert full.export().data == made.data


@pytest.mark.parametrize(
    "path, data",
    [
        ("csv/a.csv", '"x","Then Hasan ""Khoury"" came"\r\n'),
        ("csv/a.csv", '"x","حسن خوري"\r\n'),
        ("ftm/a.json", '{"id":"a","properties":{"name":["Hasan\\nKhoury"]}}\n'),
        ("README.txt", "KHOURY, HASAN"),
        ("csv/Hasan Khoury.csv", '"x"\r\n'),
    ],
)
def test_a_name_is_found_in_the_bytes_as_their_reader_reads_them(path: str, data: str) -> None:
    searcher = Searcher(NAMES)
    assert b"".join(searcher.watched(path, [data.encode()])) == data.encode()
    assert searcher.found == {("W-0001", path)}


def test_two_cells_beside_each_other_are_no_name() -> None:
    searcher = Searcher(NAMES)
    list(searcher.watched("csv/a.csv", [b'"Hasan","Khoury"\r\n', b'"came Hasan"\r\n"Khoury left"\r\n']))
    assert searcher.found == set()


def test_identifiers_are_left_alone_and_every_other_text_is_cleaned() -> None:
    cleaner = Cleaner(NAMES, ["T-0005"], ["T-0001", "W-0001"])
    record = {"id": "T-0005", "unit_id": "Hasan Khoury", "title": "Hasan Khoury", "sources": ["T-0001 ¶1"], "count": 2}
    assert cleaner.record(record) == record | {"title": "[R1]"}


@pytest.mark.parametrize(
    "text, shown",
    [
        ("Nobody.\n\nT-0001 ¶2 and W-0001 agree.", "Nobody.\n\nT-0001 ¶2 and [R1] agree."),
        ("One.\nNot what T-0005 says.\nTwo.", "One.\n[R5]\nTwo."),
        ("T-0001 and T-0009 differ.", "[R4]"),
        ("W-0009 heard it; EX-0003 shows it.", "[R4]"),
        ("T-0001, T-0005 and T-0009", "[R5]"),
        ("I-0001 and A-0001 stay, AT-0009 too", "I-0001 and A-0001 stay, AT-0009 too"),
    ],
)
def test_a_paragraph_that_tells_of_what_may_not_go_goes_as_its_code(text: str, shown: str) -> None:
    assert Cleaner(NAMES, ["T-0005"], ["T-0001", "W-0001"]).record({"summary": text}) == {"summary": shown}


def test_words_of_the_codebook_are_there_for_every_language() -> None:
    with use_locale("ar"):
        rows = list(csv.DictReader(io.StringIO(tables.codebook(tables.COLUMNS).decode("utf-8-sig"))))
    assert all(row["meaning"] for row in rows)


def test_a_zip_of_any_size_is_written_in_constant_memory() -> None:
    def rows() -> Iterator[bytes]:
        for number in range(400):
            yield hashlib.shake_128(str(number).encode()).digest(100_000)

    tracemalloc.start()
    size = sum(len(chunk) for chunk in zipped("folder", iter([("a", rows())]), AT))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 39_000_000
    assert peak < 4_000_000


def test_a_zip_that_is_broken_off_has_no_end() -> None:
    def rows() -> Iterator[bytes]:
        yield b"one"
        raise RuntimeError

    out = io.BytesIO()
    with pytest.raises(RuntimeError):
        out.writelines(zipped("folder", iter([("a", rows())]), AT))
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(out)

"""Lists are read in the confined child: every encoding that is met, no formula worked out, no bomb unpacked."""

import codecs
import io
import zipfile
from datetime import date

import openpyxl
import pytest

from casework.errors import Invalid
from casework.lists.table import Table, read_table
from casework.sandbox.tasks.encodings import decoded, encoding_of, separator_of

TEXT = 'الاسم;Age;Place\nسلمى;30;"Baniyas; Qusour"\nعلي;;بانياس\n'


def read(content: bytes, encoding: str = "") -> Table:
    return read_table(io.BytesIO(content), encoding)


def workbook(*rows: list[object]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1256"), "cp1256"),
        (b"Name;Age\nRen\xe9;30\n", "cp1256"),
    ],
)
def test_the_encoding_is_found(content: bytes, encoding: str) -> None:
    assert encoding_of(content) == encoding
    assert decoded(content, encoding).split("\n")[1][:2] in ("سل", "Re")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("a;b,c\nd;e\n", ";"),
        ("a,b\n1,2\n", ","),
        ("a\tb c\n1\t2\n", "\t"),
        ("sep=,\na,b;c;d\n", ","),
        ("one\ntwo\n", ";"),
    ],
)
def test_the_separator_is_found(text: str, sign: str) -> None:
    assert separator_of(text) == sign


def test_a_text_file_comes_out_of_the_child_line_by_line_with_its_numbers() -> None:
    table = read(TEXT.replace("علي", "\n\nعلي").encode("cp1256"))
    assert (table.kind, table.encoding, table.separator) == ("csv", "cp1256", ";")
    assert [(line.number, line.cells) for line in table.lines] == [
        (1, ("الاسم", "Age", "Place")), (2, ("سلمى", "30", "Baniyas; Qusour")), (5, ("علي", "", "بانياس")),
    ]  # fmt: skip


def test_a_spreadsheet_gives_values_and_says_where_a_formula_stands() -> None:
    table = read(workbook(["Name", "Age", "Date"], ["سلمى", 30, date(2025, 3, 8)], ["x", "=1+1", 1.5]))
    assert [line.cells for line in table.lines[1:]] == [("سلمى", "30", "2025-03-08"), ("x", "=1+1", "1.5")]
    assert [sorted(line.formulas) for line in table.lines[1:]] == [[], [1]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"Name;Age\n", "empty"),
        (b"\xd0\xcf\x11\xe0 old", ".xls"),
        (b"PK\x03\x04 nothing", "no list"),
        (packed(**{"xl/workbook.xml": b"<x/>"}), "no list"),
        (packed(**{"xl/worksheets/sheet1.xml": bytes(200 * 1024 * 1024)}), "too large"),
        (b"a;b\n" * 20_010, "too large"),
        (b"Name;Age\nx\x00y;1\n", "encoding"),
    ],
    ids=["nothing", "heading", "old", "archive", "parts", "bomb", "long", "nul"],
)
def test_what_is_no_list_is_said_in_words(content: bytes, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(content)
    assert said in str(refused.value.fields["file"])


def test_a_wrong_encoding_is_said_and_signs_that_nobody_sees_are_left_out() -> None:
    with pytest.raises(Invalid) as refused:
        read(TEXT.encode("cp1256"), "utf-8")
    assert "encoding" in str(refused.value.fields["file"])
    assert read("Name;Age\nSal\u202ema\u200f;3\u00a00\n".encode()).lines[1].cells == ("Salma", "3 0")

"""What a file or a picture says of itself: metadata, printed numbers, the marks in its margins.

It comes from anybody, so its pages are taken apart in the confined child alone.
"""

import hashlib
import io
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from casework import sandbox
from casework.dossiers import copy_marks, volume_identifying
from casework.i18n import LOCALES, translations

MOST_PAGES = 100
MOST_SCANNED = 12
_LIMITS = sandbox.Limits(seconds=30.0, cpu_seconds=30, most_bytes=4_000_000)
_IDENTIFIER = re.compile(rb"<dc:identifier>(D-\d{4,9}) v(\d{1,9}) ([a-z]{2}) (\d{1,9})</dc:identifier>")
_REFERENCE = re.compile(r"(D-\d{4,9})\s+v(\d{1,9})")
Said = tuple[str, int]  # dossier and version


@dataclass(frozen=True)
class Marks:
    """What a file says of itself. `was_read`: its pages could be read at all."""

    sha256: str
    identifiers: Collection[tuple[str, int, str, int]] = ()
    numbers: Collection[int] = ()
    references: Collection[Said] = ()
    was_read: bool = True
    codes: Collection[str] = ()  # of the marks in its margins
    is_picture: bool = False
    is_small: bool = False  # a picture with too few pixels for anything
    of_volume: Collection[volume_identifying.Told] = ()  # what its metadata say of a sealed volume
    volumes: Collection[str] = ()  # the sealed volumes that its pages name


def marks_of(data: bytes, typed: str = "") -> Marks:
    """Read a file's marks; its pages in the confined child. No session is needed, and none should be open.

    `typed`: the word beside a mark, as somebody read it off; the file may then be empty."""
    sha256, codes = (
        hashlib.sha256(data).hexdigest() if data else "",
        {code for code in [copy_marks.typed(typed)] if code},
    )
    if not data:
        return Marks(sha256, codes=codes)
    if b"%PDF" not in data[:1024]:
        seen, was_read, is_small = _symbols(data, is_pdf=False)
        return Marks(sha256, was_read=was_read, codes=codes | seen, is_picture=True, is_small=is_small)
    found = {(one[1].decode(), int(one[2]), one[3].decode(), int(one[4])) for one in _IDENTIFIER.finditer(data)}
    text = io.BytesIO()
    made = sandbox.produce("printed_text", {"pages": MOST_PAGES}, io.BytesIO(data), text, _LIMITS)
    printed = unicodedata.normalize("NFKC", text.getvalue().decode("utf-8", "replace")) if not made.problem else ""
    codes |= copy_marks.codes_in(printed)
    if not codes and not made.problem:
        codes, _was_read, _is_small = _symbols(data, is_pdf=True)
    volumes = set(volume_identifying.REFERENCE.findall(printed))
    # A sealed volume names the dossier that it goes with; its number is none of that dossier's copies.
    named = set() if volumes else {(one[1], int(one[2])) for one in _REFERENCE.finditer(printed)}
    return Marks(
        sha256, found, numbers_in(printed), named, made.problem is None, codes,
        of_volume=volume_identifying.identifiers_in(data), volumes=volumes,
    )  # fmt: skip


def _symbols(data: bytes, *, is_pdf: bool) -> tuple[set[str], bool, bool]:
    """What the symbols in the margins of a picture, or of scanned pages, say; whether it could be looked at; and whether
    it is too small for anything."""
    out = io.BytesIO()
    made = sandbox.produce("page_symbols", {"is_pdf": is_pdf, "pages": MOST_SCANNED}, io.BytesIO(data), out, _LIMITS)
    if made.problem:
        return set(), False, False
    lines = out.getvalue().decode("ascii", "replace").split("\n")
    return {code for line in lines if (code := copy_marks.typed(line))}, True, made.facts.get("small") == 1


def numbers_in(text: str) -> set[int]:
    """The copy numbers that are printed, in each language: the words of `building.CopyMark`."""
    found: set[int] = set()
    for language in LOCALES:
        words = translations(language).ugettext("Copy no. %(number)s")
        before, after = (re.escape(unicodedata.normalize("NFKC", part.strip())) for part in words.split("%(number)s"))
        found |= {int(one) for one in re.findall(rf"{before}\s*(\d{{1,9}}){after}", text)}
    return found

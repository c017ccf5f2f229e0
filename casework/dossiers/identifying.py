"""Whose copy is this? By its bytes; by its metadata; by the mark in its margins; by the number printed on its pages; by
the places of its lines; or not at all.

The first is proof. The others are what the file says of itself: whoever altered it could have altered that, too; of the
last they would have to know. A file or a picture comes from anybody, so it is taken apart in the confined child alone.
"""

import hashlib
import io
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from casework import audit, sandbox
from casework.access import Permission, require
from casework.cases.models import Case
from casework.dossiers import copy_marks, layout, volume_identifying
from casework.dossiers.layout_reading import Measured
from casework.dossiers.models import Dossier, DossierCopy, DossierVersion
from casework.dossiers.volume_identifying import FoundVolume
from casework.i18n import LOCALES, translations
from casework.subjects import Actor

MOST_PAGES = 100
MOST_SCANNED = 12
MOST_COPIES = 50
MOST_MEASURED = 500
_LIMITS = sandbox.Limits(seconds=30.0, cpu_seconds=30, most_bytes=4_000_000)
_IDENTIFIER = re.compile(rb"<dc:identifier>(D-\d{4,9}) v(\d{1,9}) ([a-z]{2}) (\d{1,9})</dc:identifier>")
_REFERENCE = re.compile(r"(D-\d{4,9})\s+v(\d{1,9})")
Said = tuple[str, int]  # dossier and version
Found = tuple[Dossier, DossierVersion, DossierCopy]


class How(StrEnum):
    """By what a copy was recognised."""

    BYTES = "bytes"
    METADATA = "metadata"
    MARK = "mark"
    PRINTED = "printed"
    LAYOUT = "layout"
    NOTHING = "nothing"


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
    of_volume: Collection[volume_identifying.Told] = ()  # what its metadata say of a sealed volume
    volumes: Collection[str] = ()  # the sealed volumes that its pages name


@dataclass(frozen=True)
class Identified:
    """The answer: how sure, and which copies fit; more than one when the file says too little or two things."""

    how: How
    copies: list[Found] = field(default_factory=list)
    was_read: bool = True
    is_case_file: bool = False  # it calls itself the file of the case (copy 0), which those who work on it download
    by_layout: Found | None = None  # the copy that the places of its lines fit, if they were measured and fit one
    fit: float = 0.0  # how well: 1 exactly
    volumes: list[FoundVolume] = field(default_factory=list)  # copies of sealed volumes that fit

    @property
    def all_copies(self) -> list[Found]:
        """Those that it says it is, and the one that its lines fit when that is another."""
        return [*self.copies, *([self.by_layout] if self.by_layout and self.layout_contradicts else [])]

    @property
    def layout_contradicts(self) -> bool:
        """True when its lines fit another copy than the one it says it is: its marks were changed."""
        return self.by_layout is not None and self.by_layout[2].key not in {
            copy.key for _row, _version, copy in self.copies
        }

    @property
    def is_certain(self) -> bool:
        """True when the bytes are those that were handed out."""
        return self.how is How.BYTES


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
        seen, was_read = _symbols(data, is_pdf=False)
        return Marks(sha256, was_read=was_read, codes=codes | seen, is_picture=True)
    found = {(one[1].decode(), int(one[2]), one[3].decode(), int(one[4])) for one in _IDENTIFIER.finditer(data)}
    text = io.BytesIO()
    made = sandbox.produce("printed_text", {"pages": MOST_PAGES}, io.BytesIO(data), text, _LIMITS)
    printed = unicodedata.normalize("NFKC", text.getvalue().decode("utf-8", "replace")) if not made.problem else ""
    codes |= copy_marks.codes_in(printed)
    if not codes and not made.problem:
        codes, _was_read = _symbols(data, is_pdf=True)
    volumes = set(volume_identifying.REFERENCE.findall(printed))
    # A sealed volume names the dossier that it goes with; its number is none of that dossier's copies.
    named = set() if volumes else {(one[1], int(one[2])) for one in _REFERENCE.finditer(printed)}
    return Marks(
        sha256, found, numbers_in(printed), named, made.problem is None, codes,
        of_volume=volume_identifying.identifiers_in(data), volumes=volumes,
    )  # fmt: skip


def _symbols(data: bytes, *, is_pdf: bool) -> tuple[set[str], bool]:
    """What the symbols in the margins of a picture, or of scanned pages, say; and whether it could be looked at."""
    out = io.BytesIO()
    made = sandbox.produce("page_symbols", {"is_pdf": is_pdf, "pages": MOST_SCANNED}, io.BytesIO(data), out, _LIMITS)
    if made.problem:
        return set(), False
    return {
        code for line in out.getvalue().decode("ascii", "replace").split("\n") if (code := copy_marks.typed(line))
    }, True


def numbers_in(text: str) -> set[int]:
    """The copy numbers that are printed, in each language: the words of `building.CopyMark`."""
    found: set[int] = set()
    for language in LOCALES:
        words = translations(language).ugettext("Copy no. %(number)s")
        before, after = (re.escape(unicodedata.normalize("NFKC", part.strip())) for part in words.split("%(number)s"))
        found |= {int(one) for one in re.findall(rf"{before}\s*(\d{{1,9}}){after}", text)}
    return found


def which_copy(
    session: Session, actor: Actor, *, case: Case, marks: Marks, measured: Sequence[Measured] = ()
) -> Identified:
    """The copies of a case that a file may be; the question is logged with its answer."""
    require(session, actor, Permission.DOSSIER_ISSUE, case.subject)
    answer = _with_layout(session, _identify(session, case, marks), measured)
    audit.record(
        session, actor, "dossier.copy_looked_for", case.subject, sha256=marks.sha256, how=answer.how,
        found=[*(_named(one) for one in answer.copies), *(one.words for one in answer.volumes)],
        by_layout=_named(answer.by_layout) if answer.by_layout else "",
    )  # fmt: skip
    return answer


def _named(found: Found) -> str:
    return f"{found[0].reference} v{found[1].number} {found[2].copy_number}"


def _identify(session: Session, case: Case, marks: Marks) -> Identified:
    statement = _copies().where(Dossier.case_id == case.key).limit(MOST_COPIES)
    for how, wanted in (
        (How.BYTES, [col(DossierCopy.sha256) == marks.sha256, col(DossierCopy.sha256) != ""]),
        (How.METADATA, _among({one[:2] for one in marks.identifiers}, {one[3] for one in marks.identifiers})),
        (How.MARK, [col(DossierCopy.mark_code).in_(set(marks.codes) - {""})]),
        (How.PRINTED, _among(marks.references, marks.numbers)),
    ):
        rows = [(row, version, copy) for row, version, copy in session.exec(statement.where(*wanted)).all()]
        if how is How.METADATA:
            rows = [one for one in rows if _told(*one) in marks.identifiers]
        if how is How.PRINTED and marks.references:
            rows = [one for one in rows if (one[0].reference, one[1].number) in marks.references]
        volumes = _volumes(session, case, marks, how)
        if how is How.PRINTED and marks.volumes:
            rows = []
        if rows or volumes:
            return Identified(how, rows, marks.was_read, volumes=volumes)
    own = 0 in marks.numbers or any(one[3] == 0 for one in marks.identifiers)
    return Identified(How.NOTHING, was_read=marks.was_read, is_case_file=own)


def _volumes(session: Session, case: Case, marks: Marks, how: How) -> list[FoundVolume]:
    """The same of sealed volumes."""
    if how is How.BYTES:
        return volume_identifying.by_bytes(session, case, marks.sha256)
    if how is How.METADATA:
        return volume_identifying.by_identifiers(session, case, marks.of_volume)
    if how is How.MARK:
        return volume_identifying.by_codes(session, case, marks.codes)
    return volume_identifying.by_numbers(session, case, marks.volumes, marks.numbers)


def _copies() -> Select[Dossier, DossierVersion, DossierCopy]:
    return (
        select(Dossier, DossierVersion, DossierCopy)
        .join(DossierVersion, col(DossierVersion.dossier_id) == Dossier.id)
        .join(DossierCopy, col(DossierCopy.dossier_version_id) == DossierVersion.id)
        .order_by(col(DossierCopy.id))
    )


def _with_layout(session: Session, answer: Identified, measured: Sequence[Measured]) -> Identified:
    """The same, with the copy that its lines fit, of the editions that they were measured against."""
    if answer.is_certain:
        return answer
    best: tuple[float, Found | None] = (0.0, None)
    for one in measured:
        statement = _copies().where(
            DossierVersion.id == one.version_id, DossierCopy.language == one.language, DossierCopy.layout_key != ""
        )
        rows = [(row, version, copy) for row, version, copy in session.exec(statement.limit(MOST_MEASURED)).all()]
        at, fit = layout.best([copy.layout_key for _row, _version, copy in rows], one.lines)
        if at is not None and fit > best[0]:
            best = fit, rows[at]
    fit, found = best
    if found is None:
        return answer
    if answer.how is How.NOTHING:
        return replace(answer, how=How.LAYOUT, copies=[found], by_layout=found, fit=fit)
    return replace(answer, by_layout=found, fit=fit)


def _among(said: Collection[Said], numbers: Collection[int]) -> list[ColumnElement[bool]]:
    """Copies of these numbers, of these dossiers and versions where any are named."""
    wanted: list[ColumnElement[bool]] = [col(DossierCopy.copy_number).in_(numbers)]
    if said:
        wanted.append(col(Dossier.reference).in_({reference for reference, _number in said}))
        wanted.append(col(DossierVersion.number).in_({number for _reference, number in said}))
    return wanted


def _told(dossier: Dossier, version: DossierVersion, copy: DossierCopy) -> tuple[str, int, str, int]:
    return dossier.reference, version.number, copy.language, copy.copy_number

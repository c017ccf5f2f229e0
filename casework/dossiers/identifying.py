"""Whose copy is this? By its bytes, by what its metadata say of it, by the number printed on its pages; or not at all.

The first is proof. The other two are what the file says of itself: whoever altered it could have altered that, too.
The file comes from anybody, so it is taken apart in the confined child alone.
"""

import hashlib
import io
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from casework import audit, sandbox
from casework.access import Permission, require
from casework.cases.models import Case
from casework.dossiers.models import Dossier, DossierCopy, DossierVersion
from casework.i18n import LOCALES, translations
from casework.subjects import Actor

MOST_PAGES = 100
MOST_COPIES = 50
_LIMITS = sandbox.Limits(seconds=30.0, cpu_seconds=30, most_bytes=4_000_000)
_IDENTIFIER = re.compile(rb"<dc:identifier>(D-\d{4,9}) v(\d{1,9}) ([a-z]{2}) (\d{1,9})</dc:identifier>")
_REFERENCE = re.compile(r"(D-\d{4,9})\s+v(\d{1,9})")
Said = tuple[str, int]  # dossier and version


class How(StrEnum):
    """By what a copy was recognised."""

    BYTES = "bytes"
    METADATA = "metadata"
    PRINTED = "printed"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Marks:
    """What a file says of itself. `was_read`: its pages could be read at all."""

    sha256: str
    identifiers: Collection[tuple[str, int, str, int]] = ()
    numbers: Collection[int] = ()
    references: Collection[Said] = ()
    was_read: bool = True


@dataclass(frozen=True)
class Identified:
    """The answer: how sure, and which copies fit; more than one when the file says too little or two things."""

    how: How
    copies: list[tuple[Dossier, DossierVersion, DossierCopy]] = field(default_factory=list)
    was_read: bool = True
    is_case_file: bool = False  # it calls itself the file of the case (copy 0), which those who work on it download

    @property
    def is_certain(self) -> bool:
        """True when the bytes are those that were handed out."""
        return self.how is How.BYTES


def marks_of(data: bytes) -> Marks:
    """Read a file's marks; its pages in the confined child. No session is needed, and none should be open."""
    found = {(one[1].decode(), int(one[2]), one[3].decode(), int(one[4])) for one in _IDENTIFIER.finditer(data)}
    text = io.BytesIO()
    made = sandbox.produce("printed_text", {"pages": MOST_PAGES}, io.BytesIO(data), text, _LIMITS)
    printed = unicodedata.normalize("NFKC", text.getvalue().decode("utf-8", "replace")) if not made.problem else ""
    return Marks(
        hashlib.sha256(data).hexdigest(), found, numbers_in(printed),
        {(one[1], int(one[2])) for one in _REFERENCE.finditer(printed)}, made.problem is None,
    )  # fmt: skip


def numbers_in(text: str) -> set[int]:
    """The copy numbers that are printed, in each language: the words of `building.CopyMark`."""
    found: set[int] = set()
    for language in LOCALES:
        words = translations(language).ugettext("Copy no. %(number)s")
        before, after = (re.escape(unicodedata.normalize("NFKC", part.strip())) for part in words.split("%(number)s"))
        found |= {int(one) for one in re.findall(rf"{before}\s*(\d{{1,9}}){after}", text)}
    return found


def which_copy(session: Session, actor: Actor, *, case: Case, marks: Marks) -> Identified:
    """The copies of a case that a file may be; the question is logged with its answer."""
    require(session, actor, Permission.DOSSIER_ISSUE, case.subject)
    answer = _identify(session, case, marks)
    audit.record(
        session, actor, "dossier.copy_looked_for", case.subject, sha256=marks.sha256, how=answer.how,
        found=[f"{row.reference} v{version.number} {copy.copy_number}" for row, version, copy in answer.copies],
    )  # fmt: skip
    return answer


def _identify(session: Session, case: Case, marks: Marks) -> Identified:
    statement = (
        select(Dossier, DossierVersion, DossierCopy)
        .join(DossierVersion, col(DossierVersion.dossier_id) == Dossier.id)
        .join(DossierCopy, col(DossierCopy.dossier_version_id) == DossierVersion.id)
        .where(Dossier.case_id == case.key)
        .order_by(col(DossierCopy.id))
        .limit(MOST_COPIES)
    )
    for how, wanted in (
        (How.BYTES, [col(DossierCopy.sha256) == marks.sha256]),
        (How.METADATA, _among({one[:2] for one in marks.identifiers}, {one[3] for one in marks.identifiers})),
        (How.PRINTED, _among(marks.references, marks.numbers)),
    ):
        rows = [(row, version, copy) for row, version, copy in session.exec(statement.where(*wanted)).all()]
        if how is How.METADATA:
            rows = [one for one in rows if _told(*one) in marks.identifiers]
        if how is How.PRINTED and marks.references:
            rows = [one for one in rows if (one[0].reference, one[1].number) in marks.references]
        if rows:
            return Identified(how, rows, marks.was_read)
    own = 0 in marks.numbers or any(one[3] == 0 for one in marks.identifiers)
    return Identified(How.NOTHING, was_read=marks.was_read, is_case_file=own)


def _among(said: Collection[Said], numbers: Collection[int]) -> list[ColumnElement[bool]]:
    """Copies of these numbers, of these dossiers and versions where any are named."""
    wanted: list[ColumnElement[bool]] = [col(DossierCopy.copy_number).in_(numbers)]
    if said:
        wanted.append(col(Dossier.reference).in_({reference for reference, _number in said}))
        wanted.append(col(DossierVersion.number).in_({number for _reference, number in said}))
    return wanted


def _told(dossier: Dossier, version: DossierVersion, copy: DossierCopy) -> tuple[str, int, str, int]:
    return dossier.reference, version.number, copy.language, copy.copy_number

"""Whose copy is this? By its bytes; by its metadata; by the mark in its margins; by the number printed on its pages; by
the places of its lines; or not at all.

The first is proof. The others are what the file says of itself: whoever altered it could have altered that, too; of the
last they would have to know. A file or a picture comes from anybody, so it is taken apart in the confined child alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from casework import audit
from casework.access import Permission, require
from casework.cases.models import Case
from casework.dossiers import layout, volume_identifying
from casework.dossiers.layout_reading import Measured
from casework.dossiers.mark_reading import Marks, Said
from casework.dossiers.models import Dossier, DossierCopy, DossierVersion
from casework.dossiers.volume_identifying import FoundVolume
from casework.subjects import Actor

MOST_COPIES = 50
MOST_MEASURED = 500
RARE = 0.00001  # a chance so small that lines alone speak against what a mark says
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
class Identified:
    """The answer: how sure, and which copies fit; more than one when the file says too little or two things."""

    how: How
    copies: list[Found] = field(default_factory=list)
    was_read: bool = True
    is_case_file: bool = False  # it calls itself the file of the case (copy 0), which those who work on it download
    by_layout: Found | None = None  # the copy that the places of its lines fit, if they were measured and fit one
    fit: float = 0.0  # how well: 1 exactly
    volumes: list[FoundVolume] = field(default_factory=list)  # copies of sealed volumes that fit
    chance: float = 1.0  # that one of all the other copies that were asked would fit as well
    alike: list[Found] = field(default_factory=list)  # copies that its lines fit and that they do not tell apart
    pages: list[Measured] = field(default_factory=list)  # of a picture: the pages that it may show, the likeliest first
    is_small: bool = False  # a picture with too few pixels for anything

    @property
    def is_strong(self) -> bool:
        """True when its lines fit a copy as they hardly would by chance."""
        return self.by_layout is not None and self.chance <= RARE

    @property
    def all_copies(self) -> list[Found]:
        """Those that it says it is, and the one that its lines fit when that is another."""
        more = [self.by_layout] if self.by_layout and self.layout_contradicts else self.alike
        return [*self.copies, *more]

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


def which_copy(
    session: Session, actor: Actor, *, case: Case, marks: Marks, measured: Sequence[Measured] = ()
) -> Identified:
    """The copies of a case that a file may be; the question is logged with its answer."""
    require(session, actor, Permission.DOSSIER_ISSUE, case.subject)
    answer = _with_layout(session, _identify(session, case, marks), measured)
    audit.record(
        session, actor, "dossier.copy_looked_for", case.subject, sha256=marks.sha256, how=answer.how,
        found=[*(_named(one) for one in (*answer.copies, *answer.alike)), *(one.words for one in answer.volumes)],
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
            return Identified(how, rows, marks.was_read, volumes=volumes, is_small=marks.is_small)
    own = 0 in marks.numbers or any(one[3] == 0 for one in marks.identifiers)
    return Identified(How.NOTHING, was_read=marks.was_read, is_case_file=own, is_small=marks.is_small)


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
    answer = replace(answer, pages=[one for one in measured if one.page])
    asked = [(one, _keyed(session, one)) for one in measured if one.lines]
    count = sum(len(rows) for _one, rows in asked)
    best, found = layout.Judged([], 0.0, 1.0), list[Found]()
    for one, rows in asked:
        judged = layout.judged([copy.layout_key for _row, _version, copy in rows], one.lines, count)
        if judged.at and judged.chance < best.chance:
            best, found = judged, [rows[at] for at in judged.at]
    if not found:
        return answer
    if answer.how is not How.NOTHING:
        said = {copy.key for _row, _version, copy in answer.copies}
        speaks = len(found) == 1 and (best.chance <= RARE or found[0][2].key in said)
        return replace(answer, by_layout=found[0], fit=best.fit, chance=best.chance) if speaks else answer
    if len(found) > 1:
        return replace(answer, how=How.LAYOUT, alike=found, fit=best.fit, chance=best.chance)
    return replace(answer, how=How.LAYOUT, copies=found, by_layout=found[0], fit=best.fit, chance=best.chance)


def _keyed(session: Session, one: Measured) -> list[Found]:
    """The copies of an edition whose lines were moved."""
    statement = _copies().where(
        DossierVersion.id == one.version_id, DossierCopy.language == one.language, DossierCopy.layout_key != ""
    )
    return [(row, version, copy) for row, version, copy in session.exec(statement.limit(MOST_MEASURED)).all()]


def _among(said: Collection[Said], numbers: Collection[int]) -> list[ColumnElement[bool]]:
    """Copies of these numbers, of these dossiers and versions where any are named."""
    wanted: list[ColumnElement[bool]] = [col(DossierCopy.copy_number).in_(numbers)]
    if said:
        wanted.append(col(Dossier.reference).in_({reference for reference, _number in said}))
        wanted.append(col(DossierVersion.number).in_({number for _reference, number in said}))
    return wanted


def _told(dossier: Dossier, version: DossierVersion, copy: DossierCopy) -> tuple[str, int, str, int]:
    return dossier.reference, version.number, copy.language, copy.copy_number

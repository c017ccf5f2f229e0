"""What of a unit leaves as a file: claims that a public source makes, and nothing that rests on a case alone.

A statement or an exhibit was given for its case. Who may read the unit's page may not yet carry off what a witness said,
so a claim goes out only on the word of a public source; the others are counted. Texts that people wrote (notes, what a
source in a case says, nicknames as heard) never go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from casework import audit
from casework.access import Permission, require
from casework.analysis import unit_drawing
from casework.analysis.svg import SOFT, Picture
from casework.i18n import _, ngettext
from casework.i18n.labels import label, when
from casework.sources.facts import Sources, sources_of
from casework.spreadsheet import csv_bytes
from casework.subjects import Actor
from casework.units.models import Posting, Unit, UnitRelation, Vacancy
from casework.units.pages import UnitFile
from casework.units.sources import POSTING, RELATION, VACANCY

FILES = ("tree.svg", "commanders.svg", "relations.csv", "commanders.csv")
MEDIA = {"svg": "image/svg+xml", "csv": "text/csv"}


@dataclass(frozen=True)
class Public:
    """The public citations of each claim, by its table and key; a claim without any stays here."""

    cited: dict[tuple[str, int], str]

    def leaves(self, claim: UnitRelation | Posting | Vacancy) -> bool:
        return (claim.__tablename__, claim.key) in self.cited

    def citation(self, claim: UnitRelation | Posting | Vacancy) -> str:
        return self.cited.get((str(claim.__tablename__), claim.key), "")


def public_word(session: Session, actor: Actor, file: UnitFile, day: date | None) -> Public:
    """On whose public word each claim of the page stands, in three statements."""
    links = unit_drawing.links_of(file, day, alone=True)
    claims: dict[str, set[int]] = {
        RELATION: {link.row.key for link in links} | {shown.row.key for shown in [*file.above, *file.below]},
        POSTING: {shown.row.key for shown in file.postings},
        VACANCY: {shown.row.key for shown in file.vacancies},
    }
    if file.chain:
        for kind, keys in file.chain.facts().items():
            claims[kind] |= keys
    cited = {}
    for kind, keys in claims.items():
        for key, said in sources_of(session, actor, kind, keys).items() if keys else ():
            if words := _public(said):
                cited[kind, key] = words
    return Public(cited)


def _public(said: Sources) -> str:
    public = [one for one in said.shown if one.source.case_id is None and one.source.citation]
    parts = [(one.source.reference, one.source.citation, one.row.locator, one.source.url) for one in public]
    return "; ".join(" ".join(part for part in each if part) for each in parts)


def make(session: Session, actor: Actor, file: UnitFile, day: date | None, name: str, *, is_demo: bool) -> bytes:
    """One of FILES. The log says who took it, for which unit, and how many claims stayed."""
    require(session, actor, Permission.UNIT_EXPORT)
    public = public_word(session, actor, file, day)
    rows = _rows(file, day, name)
    stayed = sum(not public.leaves(row) for row in rows)
    if name.endswith(".csv"):
        made = _table(file, name, [row for row in rows if public.leaves(row)], public, stayed)
    else:
        made = _drawn(session, file, day, name, public, stayed, is_demo=is_demo)
    audit.record(session, actor, "unit.exported", file.unit.subject, file=name, withheld=stayed)
    return made


def _rows(file: UnitFile, day: date | None, name: str) -> list[UnitRelation | Posting | Vacancy]:
    if name == "tree.svg":
        return [link.row for link in unit_drawing.links_of(file, day, alone=True)]
    if name == "relations.csv":
        return [shown.row for shown in [*file.above, *file.below] if not shown.row.withdrawn]
    postings = [shown.row for shown in file.postings if not shown.row.withdrawn]
    return [*postings, *(shown.row for shown in file.vacancies if not shown.row.withdrawn)]


def _drawn(
    session: Session, file: UnitFile, day: date | None, name: str, public: Public, stayed: int, *, is_demo: bool
) -> bytes:
    picture: Picture | None
    if name == "tree.svg":
        tree = unit_drawing.tree_of(session, file, day, _no_address, leaves=public.leaves)
        picture = tree.picture if tree else None
    else:
        picture, _left_out = unit_drawing.commanders_of(file, day, _no_address, leaves=public.leaves)
    picture = picture or Picture(628.0, 8.0, file.unit.reference, "")
    notes = _notes(stayed) + (["SYNTHETIC"] if is_demo else [])
    for words in notes:
        picture.height += 16
        picture.shapes.insert(0, f'<rect x="0" y="0" width="628" height="{picture.height:g}" fill="#ffffff"/>')
        picture.text(12, picture.height - 6, words, size=9, fill=SOFT)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + picture.markup()).encode()


def _notes(stayed: int) -> list[str]:
    notes = [_("Alleged by the public sources cited on the unit's page. Only a court decides.")]
    if stayed:
        text = (
            "%(num)s claim that rests on a case alone is left out.",
            "%(num)s claims that rest on a case alone are left out.",
        )
        notes.append(ngettext(*text, stayed))
    return notes


def _no_address(_reference: str) -> str:
    return ""


def _table(
    file: UnitFile, name: str, rows: Sequence[UnitRelation | Posting | Vacancy], public: Public, stayed: int
) -> bytes:
    people = {shown.individual.key: shown.individual.reference for shown in file.postings}
    units = {shown.other.key: shown.other.reference for shown in [*file.above, *file.below]}
    units[file.unit.key] = file.unit.reference
    is_relations = name == "relations.csv"
    first = [_("Stands under"), _("Kind of relation")] if is_relations else [_("Individual"), _("Role")]
    header = [_("Unit"), *first, _("Since"), _("Until"), _("In words"), _("Confidence"), _("Sources")]
    lines = [[*_who(row, people, units), *_told(row), public.citation(row)] for row in rows]
    notes = [[text] for text in _notes(stayed)]
    return csv_bytes(header, [*lines, *notes])


def _who(row: UnitRelation | Posting | Vacancy, people: dict[int, str], units: dict[int, str]) -> list[str]:
    if isinstance(row, UnitRelation):
        return [units[row.child_id], units[row.parent_id], label(row.kind)]
    if isinstance(row, Posting):
        return [units[row.unit_id], people[row.individual_id], f"{label(row.role)} ({_('alleged')})"]
    return [units[row.unit_id], "", _("Post of commander vacant")]


def _told(row: UnitRelation | Posting | Vacancy) -> list[str]:
    words = " – ".join([when(row.starts) if row.starts else "?", when(row.ends) if row.ends else "?"])
    return [row.starts, row.ends, words, label(row.confidence)]


def file_name(unit: Unit, name: str) -> str:
    """As it is saved."""
    return f"{unit.reference}-{name}"

"""Units: found, added and changed. What is said of them (relations, postings) is in `claims`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, or_
from sqlmodel import Session, col, select

from casework import audit, dates
from casework.access import Permission, require
from casework.db import next_number, now
from casework.errors import Invalid, NotFound, Stale
from casework.i18n import _
from casework.search.containing import contains
from casework.subjects import Actor
from casework.units.indexing import index_unit
from casework.units.models import Individual, Posting, Unit, UnitName
from casework.vocabulary import UnitNameKind, UnitType

# The languages in which units of this region and of foreign fighters are named (ISO 639), the commonest first.
NAME_LANGUAGES = ("ar", "en", "ku", "tr", "ru", "fr", "fa", "ce", "uz", "hy", "ug", "de")


@dataclass(frozen=True)
class UnitFacts:
    """What is entered about a unit itself. `aliases` are whole names; `areas` as in `Unit.areas`."""

    name: str
    name_ar: str = ""
    kind: UnitType = UnitType.UNKNOWN
    insignia: str = ""
    vehicles: str = ""
    note: str = ""
    aliases: Sequence[str] = ()
    areas: Sequence[dict[str, Any]] = field(default_factory=list)
    is_synthetic: bool = False


def units_listed(session: Session, actor: Actor, *, q: str = "", kind: UnitType | None = None) -> Select[Any]:
    """The statement of a list of units, to be paged by the caller; `q` is part of any of their names or a reference."""
    require(session, actor, Permission.UNIT_VIEW)
    statement = select(Unit)
    if q := q.strip():
        also = select(UnitName.unit_id).where(contains(q, UnitName.name))
        statement = statement.where(or_(contains(q, Unit.name, Unit.name_ar, Unit.reference), col(Unit.id).in_(also)))
    return statement.where(Unit.kind == kind) if kind else statement


def get_unit(session: Session, actor: Actor, reference: str) -> Unit:
    """One unit by reference. Raises Forbidden, NotFound."""
    require(session, actor, Permission.UNIT_VIEW)
    unit = session.exec(select(Unit).where(Unit.reference == reference)).first()
    if unit is None:
        raise NotFound
    return unit


def names_of(session: Session, unit: Unit) -> Sequence[UnitName]:
    """The other names of a unit, in the order they were added."""
    return session.exec(select(UnitName).where(UnitName.unit_id == unit.key).order_by(col(UnitName.id))).all()


def get_name(session: Session, unit: Unit, name_id: int) -> UnitName:
    """One of the other names of a unit. Raises NotFound."""
    row = session.get(UnitName, name_id)
    if row is None or row.unit_id != unit.key:
        raise NotFound
    return row


def change_name(
    session: Session, actor: Actor, unit: Unit, row: UnitName, *, kind: UnitNameKind, language: str
) -> UnitName:
    """Say what kind of name it is, and in which language (a code of ISO 639). Raises Invalid."""
    require(session, actor, Permission.UNIT_EDIT)
    if language not in NAME_LANGUAGES:
        raise Invalid(fields={"language": _("Choose a language of the list.")})
    row.kind, row.language = kind, language
    session.flush()
    audit.record(session, actor, "unit.name_changed", unit.subject, name=row.key, kind=kind.value, language=language)
    return row


def add_unit(session: Session, actor: Actor, facts: UnitFacts) -> Unit:
    """A new unit, known to all cases. Raises Invalid."""
    require(session, actor, Permission.UNIT_EDIT)
    checked = _checked(facts)
    number = next_number(session, "units")
    unit = Unit(number=number, reference=f"U-{number:04d}", name=facts.name.strip(), added_by=actor.id)
    _put(unit, facts, checked)
    session.add(unit)
    session.flush()
    _keep_names(session, unit, facts.aliases)
    index_unit(session, unit)
    audit.record(session, actor, "unit.added", unit.subject, kind=unit.kind.value)
    return unit


def change_unit(session: Session, actor: Actor, unit: Unit, facts: UnitFacts, *, version: int) -> Unit:
    """Save what is known of a unit itself. Raises Invalid, and Stale when somebody else saved after `version`."""
    require(session, actor, Permission.UNIT_EDIT)
    checked = _checked(facts)
    session.refresh(unit, with_for_update=True)
    if unit.version != version:
        raise Stale(unit)
    _put(unit, facts, checked)
    unit.version, unit.updated_at = version + 1, now()
    session.flush()
    _keep_names(session, unit, facts.aliases)
    index_unit(session, unit)
    audit.record(session, actor, "unit.changed", unit.subject, version=unit.version)
    return unit


def _checked(facts: UnitFacts) -> list[dict[str, Any]]:
    """The areas with their dates normalised. Raises Invalid beside the field."""
    if not facts.name.strip():
        raise Invalid(fields={"name": _("Give the unit a name, if only a description in quotation marks.")})
    areas = []
    for area in facts.areas:
        try:
            areas.append(area | {side: dates.normalise(str(area.get(side, ""))) for side in ("from", "to")})
        except ValueError as error:
            raise Invalid(fields={"areas": f"{area.get('place', '')}: {_(str(error))}"}) from error
    return areas


def _put(unit: Unit, facts: UnitFacts, areas: list[dict[str, Any]]) -> None:
    unit.name, unit.name_ar, unit.kind = facts.name.strip(), facts.name_ar.strip(), facts.kind
    unit.insignia, unit.vehicles, unit.note = facts.insignia, facts.vehicles, facts.note
    unit.areas, unit.is_synthetic = areas, facts.is_synthetic


def _keep_names(session: Session, unit: Unit, aliases: Sequence[str]) -> None:
    """Make the other names those given; a name that stays keeps its row, and with it its kind."""
    wanted = dict.fromkeys(alias.strip()[:200] for alias in aliases if alias.strip())
    for row in names_of(session, unit):
        if row.name in wanted:
            del wanted[row.name]
        else:
            session.delete(row)
    for name in wanted:
        language = "ar" if any("\u0600" <= letter <= "\u06ff" for letter in name) else "en"
        session.add(UnitName(unit_id=unit.key, name=name, language=language, kind=UnitNameKind.ALIAS))
    session.flush()


def unit_choices(session: Session, actor: Actor, *, limit: int = 500) -> list[tuple[str, str]]:
    """Pairs (reference, reference and name) for a field in which a unit is chosen: the newest, oldest of them first."""
    require(session, actor, Permission.UNIT_VIEW)
    rows = session.exec(select(Unit.reference, Unit.name).order_by(col(Unit.number).desc()).limit(limit)).all()
    return [(reference, f"{reference} · {name}") for reference, name in reversed(rows)]


def units_by_id(session: Session, ids: set[int]) -> dict[int, Unit]:
    """Units by primary key, in one statement."""
    if not ids:
        return {}
    return {unit.key: unit for unit in session.exec(select(Unit).where(col(Unit.id).in_(ids)))}


def individuals_by_id(session: Session, ids: set[int]) -> dict[int, Individual]:
    """Individuals by primary key, in one statement."""
    if not ids:
        return {}
    return {person.key: person for person in session.exec(select(Individual).where(col(Individual.id).in_(ids)))}


def postings_of(session: Session, *, unit: Unit | None = None, individual: Individual | None = None) -> list[Posting]:
    """The postings in a unit, or of an individual, earliest start first; withdrawn ones too."""
    statement = select(Posting).order_by(col(Posting.starts), col(Posting.id)).limit(500)
    if unit is not None:
        statement = statement.where(Posting.unit_id == unit.key)
    if individual is not None:
        statement = statement.where(Posting.individual_id == individual.key)
    return list(session.exec(statement))

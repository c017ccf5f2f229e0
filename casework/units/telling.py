"""Facts about units and individuals in words, for the pages of their sources."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from casework.i18n import _, current_language
from casework.i18n.labels import label
from casework.sources.resting import Fact, tells
from casework.subjects import Actor
from casework.units import services
from casework.units.models import Individual, Posting, Unit, UnitRelation, Vacancy
from casework.units.sources import INDIVIDUAL, POSTING, RELATION, UNIT, VACANCY


def _named(unit: Unit) -> str:
    return f"{unit.reference} {unit.name_ar if current_language() == 'ar' and unit.name_ar else unit.name}"


@tells(UNIT)
def units(session: Session, _actor: Actor, ids: set[int]) -> Mapping[int, Fact]:
    """What is said of a unit itself."""
    found = services.units_by_id(session, ids)
    return {key: Fact(_named(unit), "units.show", {"ref": unit.reference}) for key, unit in found.items()}


@tells(INDIVIDUAL)
def individuals(session: Session, _actor: Actor, ids: set[int]) -> Mapping[int, Fact]:
    """What is said of an individual, by code."""
    rows = session.exec(select(Individual).where(col(Individual.id).in_(ids)))
    return {row.key: Fact(row.reference, "individuals.show", {"ref": row.reference}) for row in rows}


@tells(RELATION)
def relations(session: Session, _actor: Actor, ids: set[int]) -> Mapping[int, Fact]:
    """Under whom a unit stood."""
    rows = session.exec(select(UnitRelation).where(col(UnitRelation.id).in_(ids))).all()
    known = services.units_by_id(session, {row.child_id for row in rows} | {row.parent_id for row in rows})
    found = {}
    for row in rows:
        child, parent = known[row.child_id], known[row.parent_id]
        words = _(
            "%(child)s under %(parent)s: %(kind)s", child=_named(child), parent=_named(parent), kind=label(row.kind)
        )
        found[row.key] = Fact(
            words, "units.show", {"ref": child.reference, "_anchor": "relations"}, bool(row.withdrawn)
        )
    return found


@tells(POSTING)
def postings(session: Session, _actor: Actor, ids: set[int]) -> Mapping[int, Fact]:
    """Who is alleged to have served where."""
    rows = session.exec(select(Posting).where(col(Posting.id).in_(ids))).all()
    known = services.units_by_id(session, {row.unit_id for row in rows})
    people = services.individuals_by_id(session, {row.individual_id for row in rows})
    found = {}
    for row in rows:
        unit, person = known[row.unit_id], people[row.individual_id]
        words = _("%(person)s in %(unit)s: %(role)s", person=person.reference, unit=_named(unit), role=label(row.role))
        found[row.key] = Fact(words, "units.show", {"ref": unit.reference, "_anchor": "postings"}, bool(row.withdrawn))
    return found


@tells(VACANCY)
def vacancies(session: Session, _actor: Actor, ids: set[int]) -> Mapping[int, Fact]:
    """That a unit had no commander."""
    rows = session.exec(select(Vacancy).where(col(Vacancy.id).in_(ids))).all()
    known = services.units_by_id(session, {row.unit_id for row in rows})
    found = {}
    for row in rows:
        unit = known[row.unit_id]
        words = f"{_named(unit)}: {_('Post of commander vacant')}"
        found[row.key] = Fact(words, "units.show", {"ref": unit.reference, "_anchor": "postings"}, bool(row.withdrawn))
    return found

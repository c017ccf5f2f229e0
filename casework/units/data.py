"""What sources may say of units and individuals, datum by datum, and how a preferred claim reaches the record."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from sqlmodel import Session

from casework import audit
from casework.db import now
from casework.i18n import _l
from casework.sources.claims import Datum, Kind
from casework.subjects import Actor
from casework.units import services
from casework.units.indexing import index_individual
from casework.units.models import Individual, Unit
from casework.units.services import UnitFacts
from casework.vocabulary import UnitType


def _put_unit(session: Session, actor: Actor, unit: Unit, changes: Mapping[str, Any]) -> None:
    known = {one.name: getattr(unit, one.name) for one in fields(UnitFacts) if one.name != "aliases"}
    aliases = [row.name for row in services.names_of(session, unit)]
    facts = replace(UnitFacts(**known, aliases=aliases), **changes)
    services.change_unit(session, actor, unit, facts, version=unit.version)


def _put_individual(session: Session, actor: Actor, person: Individual, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(person, name, value)
    person.version, person.updated_at = person.version + 1, now()
    session.flush()
    index_individual(session, person)
    audit.record(session, actor, "individual.changed", person.subject, version=person.version)


UNITS = Kind(
    "unit",
    (
        Datum("name", _l("Name"), has_ar=True),
        Datum("kind", _l("Type of unit"), choices=UnitType),
        Datum("insignia", _l("Insignia and uniform")),
        Datum("vehicles", _l("Vehicles and markings")),
        Datum("area", _l("Area of operation"), has_ar=True, is_column=False),
    ),
    _put_unit,
)
INDIVIDUALS = Kind(
    "individual",
    (
        Datum("kunya", _l("Kunya or nom de guerre")),
        Datum("description", _l("Description")),
        Datum("rank", _l("Rank"), is_column=False),
    ),
    _put_individual,
)
KINDS = {UNITS.name: UNITS, INDIVIDUALS.name: INDIVIDUALS}

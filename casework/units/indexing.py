"""What search knows of units and individuals: names as sources give them and descriptions, never an identity."""

from sqlmodel import Session, select

from casework import search
from casework.units.models import Individual, Unit, UnitName


def index_unit(session: Session, unit: Unit) -> None:
    """Make a unit findable by any of its names."""
    others = session.exec(select(UnitName.name).where(UnitName.unit_id == unit.key)).all()
    places = [str(area.get(part, "")) for area in unit.areas for part in ("place", "place_ar")]
    parts = [unit.name_ar, *others, *places, unit.insignia, unit.vehicles, unit.note]
    body = "\n".join(part for part in parts if part)
    search.put(session, search.Doc(subject=unit.subject, title=unit.name, body=body))


def index_individual(session: Session, person: Individual) -> None:
    """Make an individual findable by code, kunya and description; the name is in the vault and stays there."""
    title = person.kunya or person.reference
    search.put(session, search.Doc(subject=person.subject, title=title, body=person.description))

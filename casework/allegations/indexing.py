"""What search knows of allegations: the act, the unit, the alleged conduct and what speaks against it."""

from sqlmodel import Session

from casework import search
from casework.allegations.models import Allegation
from casework.units.models import Unit


def index_allegation(session: Session, allegation: Allegation) -> None:
    """Make an allegation findable, also by the unit's name."""
    unit = session.get(Unit, allegation.unit_id) if allegation.unit_id else None
    names = [unit.reference, unit.name, unit.name_ar] if unit else []
    parts = [*names, allegation.conduct, allegation.contrary, *allegation.article_28.values()]
    body = "\n".join(part for part in parts if part)
    search.put(session, search.Doc(allegation.subject, allegation.act.msgid, body, allegation.status))

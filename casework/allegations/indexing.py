"""What search knows of allegations: the act, the unit, the alleged conduct and what speaks against it."""

from sqlmodel import Session, select

from casework import search
from casework.allegations.models import Allegation
from casework.allegations.point_models import ARTICLE_28, AllegationPoint
from casework.units.models import Unit


def index_allegation(session: Session, allegation: Allegation) -> None:
    """Make an allegation findable, also by the unit's name."""
    unit = session.get(Unit, allegation.unit_id) if allegation.unit_id else None
    names = [unit.reference, unit.name, unit.name_ar] if unit else []
    factors = select(AllegationPoint.note).where(
        AllegationPoint.allegation_id == allegation.key, AllegationPoint.topic == ARTICLE_28
    )
    parts = [*names, allegation.conduct, allegation.contrary, *session.exec(factors)]
    body = "\n".join(part for part in parts if part)
    search.put(session, search.Doc(allegation.subject, allegation.act.msgid, body, allegation.status))

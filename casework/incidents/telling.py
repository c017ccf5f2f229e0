"""Facts about incidents and victims in words, for the pages of their sources."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from casework.access import visible_cases
from casework.cases.models import Case
from casework.i18n import current_language
from casework.incidents.models import Incident, Victim
from casework.sources.resting import Fact, tells
from casework.subjects import Actor

INCIDENT, VICTIM = "incident", "victim"


@tells(INCIDENT)
def incidents(session: Session, actor: Actor, ids: set[int]) -> Mapping[int, Fact]:
    """What is said of an incident itself."""
    statement = select(Incident, Case.reference).join(Case, col(Case.id) == Incident.case_id)
    mine = col(Incident.case_id).in_(visible_cases(actor))
    found = {}
    for row, case in session.exec(statement.where(col(Incident.id).in_(ids), mine)):
        title = row.title_ar if current_language() == "ar" and row.title_ar else row.title
        values = {"case_ref": case, "ref": row.reference}
        found[row.key] = Fact(f"{case} {row.reference} {title}", "incidents.show", values)
    return found


@tells(VICTIM)
def victims(session: Session, actor: Actor, ids: set[int]) -> Mapping[int, Fact]:
    """What is said of a victim, by code."""
    statement = select(Victim, Case.reference).join(Case, col(Case.id) == Victim.case_id)
    mine = col(Victim.case_id).in_(visible_cases(actor))
    found = {}
    for row, case in session.exec(statement.where(col(Victim.id).in_(ids), mine)):
        values = {"case_ref": case, "ref": row.reference}
        found[row.key] = Fact(f"{case} {row.reference}", "victims.show", values)
    return found

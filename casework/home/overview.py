"""The case's overview: how far its objects are, by their newest review."""

from sqlalchemy import func
from sqlmodel import Session, select

from casework.access import Permission, require
from casework.allegations.models import Allegation
from casework.cases.models import Case
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.incidents.models import Incident
from casework.subjects import Actor
from casework.testimonies.models import Testimony
from casework.vocabulary import ReviewStatus
from casework.web import current_actor, get_session
from casework.web.pages import panel, render

COLUMNS = (
    ReviewStatus.DRAFT,
    ReviewStatus.SUBMITTED,
    ReviewStatus.CLAIMED,
    ReviewStatus.RETURNED,
    ReviewStatus.APPROVED,
    ReviewStatus.REJECTED,
)
KINDS = (
    ("testimonies.index", Testimony),
    ("evidence.index", Exhibit),
    ("incidents.index", Incident),
    ("allegations.index", Allegation),
)


def standing(session: Session, actor: Actor, case: Case) -> list[tuple[str, dict[ReviewStatus, int]]]:
    """For each kind of object: its list's endpoint, and how many are in which state."""
    require(session, actor, Permission.CASE_VIEW, case.subject)
    table = []
    for endpoint, model in KINDS:
        statement = select(model.status, func.count()).where(model.case_id == case.key).group_by(model.status)
        table.append((endpoint, {ReviewStatus(status): int(count) for status, count in session.exec(statement).all()}))
    return table


@panel("case")
def show_standing(case: Case) -> str:
    """On the overview page of a case."""
    names = {
        "testimonies.index": _("Testimonies"),
        "evidence.index": _("Evidence"),
        "incidents.index": _("Incidents"),
        "allegations.index": _("Allegations"),
    }
    rows = standing(get_session(), current_actor(), case)
    return render("home/_standing.html", case=case, rows=rows, columns=COLUMNS, names=names)

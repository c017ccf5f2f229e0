"""What other pages show of lists: which list a victim came with."""

from typing import Any

from flask import render_template
from sqlmodel import Session, select

from casework.evidence.models import Exhibit
from casework.incidents.models import Victim
from casework.lists.models import ListedVictim, VictimList
from casework.web import get_session
from casework.web.pages import panel


def exhibit_of(session: Session, row: VictimList) -> Exhibit | None:
    """The list's file, where it is kept and the reader may see it."""
    if row.exhibit_id is None:
        return None
    return session.exec(select(Exhibit).where(Exhibit.id == row.exhibit_id)).first()


@panel("victim")
def on_victim(victim: Victim, **_more: Any) -> str:
    """The list and the line."""
    session = get_session()
    statement = select(ListedVictim, VictimList).where(ListedVictim.victim_id == victim.key)
    found = session.exec(statement.where(VictimList.id == ListedVictim.list_id)).first()
    if found is None:
        return ""
    listed, row = found
    return render_template("lists/_of_victim.html", listed=listed, row=row, exhibit=exhibit_of(session, row))

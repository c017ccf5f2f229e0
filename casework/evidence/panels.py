"""What other pages show of exhibits: the review; and on an exhibit's own page who has it now."""

from typing import Any

from flask import g, render_template
from sqlmodel import select

from casework import dates
from casework.accounts.services import names_of
from casework.evidence.items import item_of
from casework.evidence.models import Exhibit
from casework.evidence.whereabouts import whereabouts
from casework.evidence.words import warnings
from casework.review.models import Review
from casework.web import current_actor, get_session
from casework.web.pages import panel


@panel("review_exhibit")
def on_review(review: Review, **_more: Any) -> str:
    """The exhibit under review: what is claimed, what was seen, what the file says."""
    exhibit = get_session().exec(select(Exhibit).where(Exhibit.id == review.subject_id)).one()
    return render_template("evidence/_review.html", exhibit=exhibit, warnings=warnings(exhibit), date_words=dates.words)


@panel("exhibit")
def where_it_is(exhibit: Exhibit, **_more: Any) -> str:
    """Who has it, what is under way, and how a physical item is kept."""
    session, actor = get_session(), current_actor()
    found = whereabouts(session, actor, case=g.case, exhibits=[exhibit])[exhibit.key]
    item = item_of(session, actor, exhibit=exhibit)
    return render_template(
        "evidence/_where.html", exhibit=exhibit, where=found, item=item, names=names_of(session, found.accounts)
    )

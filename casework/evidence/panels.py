"""What the pages of lower floors show of exhibits: the review."""

from typing import Any

from flask import render_template
from sqlmodel import select

from casework import dates
from casework.evidence.models import Exhibit
from casework.evidence.words import warnings
from casework.review.models import Review
from casework.web import get_session
from casework.web.pages import panel


@panel("review_exhibit")
def on_review(review: Review, **_more: Any) -> str:
    """The exhibit under review: what is claimed, what was seen, what the file says."""
    exhibit = get_session().exec(select(Exhibit).where(Exhibit.id == review.subject_id)).one()
    return render_template("evidence/_review.html", exhibit=exhibit, warnings=warnings(exhibit), date_words=dates.words)

"""What pages of lower floors show of incidents: the incident under review, whole."""

from typing import Any

from flask import render_template
from sqlmodel import select

from casework.incidents.models import Incident
from casework.review.models import Review
from casework.web import get_session
from casework.web.pages import panel


@panel("review_incident")
def on_review(review: Review, **_more: Any) -> str:
    """The incident under review."""
    incident = get_session().exec(select(Incident).where(Incident.id == review.subject_id)).one()
    return render_template("incidents/_file.html", incident=incident)

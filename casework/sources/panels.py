"""What the pages of testimonies and exhibits show of facts: those that rest on them."""

from typing import Any

from flask import render_template

from casework.evidence.models import Exhibit
from casework.sources.models import Source
from casework.sources.resting import resting_on
from casework.sources.where import source_at
from casework.testimonies.models import Testimony
from casework.web import current_actor, get_session
from casework.web.pages import panel


def _shown(source: Source | None) -> str:
    if source is None:
        return ""
    resting = resting_on(get_session(), current_actor(), source)
    return (
        render_template("sources/_panel.html", source=source, resting=resting)
        if resting.facts or resting.others
        else ""
    )


@panel("testimony")
def on_testimony(testimony: Testimony, **_more: Any) -> str:
    """The facts about units and incidents that rest on a statement."""
    return _shown(source_at(get_session(), testimony_id=testimony.key))


@panel("exhibit")
def on_exhibit(exhibit: Exhibit, **_more: Any) -> str:
    """The facts about units and incidents that rest on an exhibit."""
    return _shown(source_at(get_session(), exhibit_id=exhibit.key))

"""What the floors above know to draw on the pages below: an exhibit's places, the competing casualty figures."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template
from markupsafe import Markup

from casework.analysis.casualties import draw_casualties
from casework.analysis.map import MapPlace, place_map
from casework.evidence.models import Exhibit
from casework.evidence.places import NAMES, comparisons, far, metres_between, points
from casework.i18n import _, current_language
from casework.incidents.models import CasualtyFigure, Incident
from casework.vocabulary import FigureCategory
from casework.web.pages import panel


@panel("exhibit_places")
def on_exhibit(exhibit: Exhibit, **_more: Any) -> str:
    """A map of the embedded, claimed and verified places with their circles, and how far they lie apart."""
    known = points(exhibit)
    if not known:
        return ""
    widest = max(metres_between(one, other) + one.radius_m for one in known for other in known) / 1000
    drawn = place_map(
        [MapPlace("", str(NAMES[one.kind]), one.latitude, one.longitude, one.radius_m / 1000) for one in known],
        title=_("Places of %(reference)s", reference=exhibit.reference),
        description=_("A circle around each place shows how precisely it is known."),
        lang=current_language(),
        kilometres=_("km"),
        shortest_km=min(max(widest * 3, 25.0), 60.0),
    )
    rows = [(NAMES[one.kind], f"{one.latitude}, {one.longitude}", far(one.radius_m), one.is_stated) for one in known]
    picture = Markup(drawn.markup())  # noqa: S704 - Picture escapes every text and attribute
    return render_template("evidence/_places.html", picture=picture, rows=rows, told=comparisons(known))


@panel("casualty_figures")
def on_figures(
    figures: Sequence[tuple[FigureCategory, Sequence[CasualtyFigure]]], incidents: Mapping[int, Incident], **_more: Any
) -> str:
    """The plot of the figures that stand, above their table."""
    drawn = draw_casualties([row for _category, rows in figures for row in rows], incidents)
    if drawn is None:
        return ""
    picture = Markup(drawn.markup())  # noqa: S704 - Picture escapes every text and attribute
    return render_template("analysis/_casualties.html", picture=picture)

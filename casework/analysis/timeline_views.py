"""The timeline of a case."""

from flask import g, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from casework.access import Permission
from casework.analysis import scope
from casework.analysis.blueprint import bp
from casework.analysis.chronology import Bucket, arrange
from casework.analysis.drawing import draw_timeline
from casework.analysis.events import MOST, Event, EventKind, events_of
from casework.analysis.filters import Filters, parse
from casework.i18n import current_language
from casework.i18n.labels import choices
from casework.web import current_actor, get_session, needs, render

PAGES = {
    EventKind.INCIDENT: "incidents.show",
    EventKind.POSTING: "individuals.show",
    EventKind.STATEMENT: "testimonies.show",
    EventKind.EXHIBIT: "evidence.show",
}


@bp.get("/timeline")
@needs(Permission.ANALYSIS_VIEW)
def timeline(case_ref: str) -> ResponseReturnValue:
    """What happened when, kind by kind; a period is chosen by two dates."""
    session, filters = get_session(), parse(request.args, set(EventKind))
    found = events_of(session, current_actor(), g.case, filters)
    shown = arrange(found.events, filters)
    drawn = draw_timeline(shown, address, lambda kind, bucket: zoomed(filters, kind, bucket))
    page = render(
        "analysis/timeline.html",
        filters=filters,
        shown=shown,
        picture=Markup(drawn.markup()) if drawn else None,  # noqa: S704 - Picture escapes every text and attribute
        cut=found.cut,
        most=MOST,
        kinds=choices(EventKind),
        units=unit_choices(),
        address=address,
        zoomed=zoomed,
    )
    return page, 422 if filters.problems else 200


def address(event: Event) -> str:
    """The page of the record that an event is."""
    if event.kind is EventKind.POSTING:
        return url_for(PAGES[event.kind], ref=event.ref)
    return url_for(PAGES[event.kind], case_ref=g.case.reference, ref=event.ref)


def zoomed(filters: Filters, kind: EventKind, bucket: Bucket) -> str:
    """The same question, closer: the days of one bar, and its kind."""
    days = {"from": bucket.first.isoformat(), "to": bucket.last.isoformat()}
    return url_for("analysis.timeline", case_ref=g.case.reference, **filters.query(kind=[kind.value], **days))  # type: ignore[arg-type]


def unit_choices() -> list[tuple[str, str]]:
    """The units that the case's allegations name, for the filter."""
    is_arabic = current_language() == "ar"
    return [
        (unit.reference, f"{unit.reference} · {unit.name_ar if is_arabic and unit.name_ar else unit.name}")
        for unit in scope.units_of(get_session(), g.case)
    ]

"""The map of a case: a picture made on the server, and, where scripts run, a map that moves. No tile is ever asked for."""

from typing import Any

from flask import g, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from casework.access import Permission
from casework.analysis.blueprint import bp
from casework.analysis.case_map import COLOURS, draw_map
from casework.analysis.clusters import Cluster, gather, mercator
from casework.analysis.filters import parse
from casework.analysis.places import MOST, PlaceKind, Places, Spot, places_of
from casework.analysis.timeline_views import unit_choices
from casework.i18n import format_number, ngettext
from casework.i18n.labels import choices, label
from casework.web import current_actor, get_session, needs, render

MOST_ROWS = 200
MOST_MARKS = 1_500
LEAST_ZOOM, MOST_ZOOM = 5, 15


@bp.get("/map", endpoint="map")
@needs(Permission.ANALYSIS_VIEW)
def show_map(case_ref: str) -> ResponseReturnValue:
    """Where it happened, as closely as it is known."""
    filters = parse(request.args, set(PlaceKind))
    places = places_of(get_session(), current_actor(), g.case, filters)
    picture = draw_map(places, address)
    page = render(
        "analysis/map.html",
        filters=filters,
        places=places,
        rows=sorted(places.spots, key=lambda spot: (spot.kind.rank, spot.ref))[:MOST_ROWS],
        picture=Markup(picture.markup()),  # noqa: S704 - Picture escapes every text and attribute
        most=MOST,
        kinds=choices(PlaceKind),
        units=unit_choices(),
        address=address,
        data=url_for("analysis.map_data", case_ref=case_ref, **filters.query()),  # type: ignore[arg-type]
    )
    return page, 422 if filters.problems else 200


@bp.get("/map/data")
@needs(Permission.ANALYSIS_VIEW)
def map_data(case_ref: str) -> ResponseReturnValue:
    """The marks of one zoom level, for the map that moves."""
    places = places_of(get_session(), current_actor(), g.case, parse(request.args, set(PlaceKind)))
    zoom = min(max(request.args.get("zoom", 8, type=int), LEAST_ZOOM), MOST_ZOOM)
    marks = gather(places.spots, mercator(zoom))
    answer = jsonify(
        marks=[mark(one, zoom) for one in marks[:MOST_MARKS]],
        shaded=sorted({code for area in places.areas for code in area.governorates}),
        bounds=bounds_of(places),
    )
    return answer


def address(spot: Spot) -> str:
    """The page of the record that a mark is."""
    endpoint = "incidents.show" if spot.kind is PlaceKind.INCIDENT else "evidence.show"
    return url_for(endpoint, case_ref=g.case.reference, ref=spot.ref)


def bounds_of(places: Places) -> list[float] | None:
    """South, west, north, east of all marks."""
    norths, easts = [spot.latitude for spot in places.spots], [spot.longitude for spot in places.spots]
    return [min(norths), min(easts), max(norths), max(easts)] if norths else None


def mark(cluster: Cluster, zoom: int) -> dict[str, Any]:
    """One mark as the script draws it: words and numbers, no markup."""
    first = cluster.spots[0]
    made: dict[str, Any] = {
        "at": [round(cluster.latitude, 6), round(cluster.longitude, 6)],
        "colour": COLOURS[first.kind],
        "number": cluster.number,
        "shown": format_number(cluster.number),
        "metres": round(cluster.radius_km * 1000),
    }
    if cluster.number == 1:
        return made | {"words": f"{first.ref} · {first.label}", "note": label(first.kind), "href": address(first)}
    words = ngettext("%(num)s record here", "%(num)s records here", cluster.number)
    made |= {
        "words": words,
        "note": ", ".join(spot.ref for spot in cluster.spots[:8]) + ("…" if cluster.number > 8 else ""),
    }
    if not cluster.is_one_place and zoom < MOST_ZOOM:
        made["bounds"] = [round(value, 6) for value in cluster.bounds]
    return made

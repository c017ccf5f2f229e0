"""The figures of a dossier, drawn from its snapshot alone."""

from collections.abc import Callable
from datetime import date

from casework.analysis.chart import UnitBox, UnitEdge, unit_chart
from casework.analysis.map import MapPlace, place_map
from casework.analysis.svg import Picture
from casework.analysis.timeline import TimelineItem, timeline
from casework.dossiers.content import Moment, Snapshot


def draw(snapshot: Snapshot, gettext: Callable[[str], str], day: Callable[[date], str]) -> dict[str, Picture]:
    """The figures there are data for, by name: timeline, map, chart."""
    drawn = {}
    if any(moment.earliest or moment.latest for moment in snapshot.moments):
        drawn["timeline"] = timeline(
            [item(moment) for moment in snapshot.moments],
            title=gettext("Timeline of the incidents"),
            description=gettext("One bar for each incident, from its earliest to its latest possible date."),
            lang=snapshot.lang,
            day_words=day,
        )
    if snapshot.places:
        drawn["map"] = place_map(
            [MapPlace(p.ref, p.name, p.latitude, p.longitude, p.radius_km) for p in snapshot.places],
            title=gettext("Map of the incidents"),
            description=gettext("A circle around each place shows how precisely it is known."),
            lang=snapshot.lang,
            kilometres=gettext("km"),
        )
    if snapshot.units:
        drawn["chart"] = chart(snapshot, gettext)
    return drawn


def item(moment: Moment) -> TimelineItem:
    earliest = date.fromisoformat(moment.earliest) if moment.earliest else None
    latest = date.fromisoformat(moment.latest) if moment.latest else None
    return TimelineItem(moment.ref, moment.place or moment.title, earliest, latest, moment.is_approximate)


def chart(snapshot: Snapshot, gettext: Callable[[str], str]) -> Picture:
    """Units under the units that are alleged to stand above them."""
    edges = [
        UnitEdge(parent, unit.ref, kind, words, certain)
        for unit in snapshot.units
        for parent, kind, words, certain in unit.above
    ]
    return unit_chart(
        [UnitBox(unit.ref, unit.name, unit.type, unit.command) for unit in snapshot.units],
        edges,
        title=gettext("Chart of the units"),
        description=gettext("Units as alleged by the sources named; a dotted line with a question mark is uncertain."),
        lang=snapshot.lang,
    )

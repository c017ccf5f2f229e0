"""The figures of a dossier, drawn from its snapshot alone."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby

from casework.analysis.casualty_plot import PRINTED, Band, Counted, casualty_plot, sheets
from casework.analysis.chart import UnitBox, UnitEdge, unit_chart
from casework.analysis.extents import of_day
from casework.analysis.map import MapPlace, place_map
from casework.analysis.svg import Picture
from casework.analysis.timeline import TimelineItem, timeline
from casework.dossiers.content import Casualties, Moment, Snapshot
from casework.i18n import format_number
from casework.vocabulary import FigureCategory

MOST_HIGH = 800.0  # what fits on one page under its heading


def draw(snapshot: Snapshot, gettext: Callable[[str], str], day: Callable[[date], str]) -> dict[str, Picture]:
    """The figures there are data for, by name: timeline, map, chart."""
    drawn = {}
    if any(moment.earliest or moment.latest for moment in snapshot.moments):
        drawn["timeline"] = timeline(
            [item(moment) for moment in snapshot.moments],
            title=gettext("Timeline of the incidents"),
            description=gettext(
                "One bar for each incident, from its earliest to its latest possible date; dark where it is certain."
            ),
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
    return TimelineItem(
        moment.ref,
        moment.place or moment.title,
        earliest,
        latest,
        moment.is_approximate,
        sure_from=date.fromisoformat(moment.sure_from) if moment.sure_from else None,
        sure_to=date.fromisoformat(moment.sure_to) if moment.sure_to else None,
    )


def plots(snapshot: Snapshot, gettext: Callable[[str], str], day: Callable[[date], str]) -> list[Picture]:
    """The competing casualty figures, category by category, on as many pictures as pages need."""
    rows = [*snapshot.casualties, *(row for one in snapshot.incidents for row in one.casualties)]
    drawn = sorted((row for row in rows if row.kind), key=lambda row: FigureCategory(row.kind).rank)
    bands = [Band(found[0].category, [counted(row) for row in found]) for found in _by_category(drawn)]
    return [
        casualty_plot(
            some,
            title=gettext("Casualty figures by source"),
            description=gettext("Sources count different people on different days. The figures are compared, never added up."),
            lang=snapshot.lang,
            number_words=format_number,
            day_words=day,
            layout=PRINTED,
        )
        for some in sheets(bands, MOST_HIGH)
    ]  # fmt: skip


def _by_category(rows: Iterable[Casualties]) -> Iterator[list[Casualties]]:
    return (list(found) for _kind, found in groupby(rows, key=lambda row: row.kind))


def counted(row: Casualties) -> Counted:
    as_of = of_day(row.as_of_date)
    return Counted(row.incident_ref, row.source, row.value, row.lowest, row.highest, row.is_at_least, as_of)


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

"""The figures of a case as pictures, in the reader's language: the same for a page, a download and a dossier.

`address` gives the address of a record on the page; without it nothing is a link.
"""

from collections.abc import Callable
from datetime import date

from casework.analysis.chronology import Bucket, Chronology, Track
from casework.analysis.events import Event, EventKind
from casework.analysis.svg import Picture
from casework.analysis.timeline import Count, Lane, TimelineItem, lanes_timeline
from casework.i18n import _, current_language, format_date, format_number, ngettext
from casework.i18n.labels import label

WIDE, LABELS = 860.0, 300.0
Address = Callable[[Event], str | None]
Zoom = Callable[[EventKind, Bucket], str]


def draw_timeline(found: Chronology, address: Address | None = None, zoom: Zoom | None = None) -> Picture | None:
    """The timeline, or None when nothing has a date."""
    if found.span is None:
        return None
    return lanes_timeline(
        [lane(track, address, zoom) for track in found.tracks],
        found.span,
        title=_("Timeline of the case"),
        description=_("One mark for each record, from its earliest to its latest possible date; dark where it is certain."),
        lang=current_language(),
        day_words=short_day,
        width=WIDE,
        label_width=LABELS,
    )  # fmt: skip


def short_day(day: date) -> str:
    return format_date(day, "d MMM y")


def lane(track: Track, address: Address | None, zoom: Zoom | None) -> Lane:
    counts = [Count(one.first, one.last, one.number, zoom(track.kind, one) if zoom else None) for one in track.buckets]
    return Lane(f"{label(track.kind)} ({format_number(track.number)})", [item(one, address) for one in track.events], counts, note_of(track))  # fmt: skip


def item(event: Event, address: Address | None) -> TimelineItem:
    extent = event.extent
    text = f"{event.label} ({event.note})" if event.note else event.label
    href = address(event) if address else None
    return TimelineItem(
        event.ref, text, extent.first, extent.last, extent.is_approximate, href, extent.sure_from, extent.sure_to
    )


def note_of(track: Track) -> str:
    """What is not drawn in a lane, and why."""
    said = []
    if track.vague:
        said.append(ngettext("%(num)s in no single bar", "%(num)s in no single bar", track.vague))
    if track.undated:
        said.append(ngettext("%(num)s without a date", "%(num)s without a date", track.undated))
    if track.more:
        said.append(ngettext("%(num)s more, not drawn", "%(num)s more, not drawn", track.more))
    return "; ".join(said)

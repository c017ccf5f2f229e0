"""Each figure as it leaves: asked with the same question as its page, drawn by the same function, sieved and marked."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from casework.access import Permission, require
from casework.analysis.case_map import draw_map
from casework.analysis.casualties import draw_casualties
from casework.analysis.chronology import arrange
from casework.analysis.drawing import draw_timeline
from casework.analysis.events import EventKind, events_of
from casework.analysis.filters import Arguments, parse
from casework.analysis.framing import Mark, framed
from casework.analysis.graph_asked import parse_graph
from casework.analysis.graph_drawing import draw_graph
from casework.analysis.leaving import sieve_for
from casework.analysis.links import graph_of
from casework.analysis.places import PlaceKind, places_of
from casework.analysis.svg import Picture
from casework.cases.models import Case
from casework.errors import Invalid
from casework.i18n import _, current_language, ngettext
from casework.i18n.labels import label
from casework.incidents.figures import figures_of
from casework.incidents.services import incidents_of
from casework.subjects import Actor


@dataclass(frozen=True)
class Drawn:
    """A figure without what must stay here; no picture: nothing is left of it."""

    picture: Picture | None
    stayed: int = 0


Maker = Callable[[Session, Actor, Case, Arguments], Drawn]


def timeline(session: Session, actor: Actor, case: Case, arguments: Arguments) -> Drawn:
    """The timeline that the page shows."""
    filters = parse(arguments, set(EventKind))
    if filters.problems:
        raise Invalid(fields=dict(filters.problems))
    found = events_of(session, actor, case, filters)
    sieve = sieve_for(session, case, found.masks, (code for event in found.events for code in event.givers))
    kept = sieve.keep(found.events, lambda event: event.ref, lambda event: event.givers)
    return Drawn(draw_timeline(arrange(kept, filters)), len(sieve.stayed))


def case_map(session: Session, actor: Actor, case: Case, arguments: Arguments) -> Drawn:
    """The map that the page shows; what protection keeps off the page's map is not on this one either."""
    filters = parse(arguments, set(PlaceKind))
    if filters.problems:
        raise Invalid(fields=dict(filters.problems))
    places = places_of(session, actor, case, filters)
    sieve = sieve_for(session, case, places.masks, (code for spot in places.spots for code in spot.givers))
    places.spots = sieve.keep(places.spots, lambda spot: spot.ref, lambda spot: spot.givers)
    return Drawn(draw_map(places) if places.spots or places.areas else None, len(sieve.stayed))


def graph(session: Session, actor: Actor, case: Case, arguments: Arguments) -> Drawn:
    """The graph that the page shows, without the nodes that must stay here and what hung on them alone."""
    found, masks = graph_of(session, actor, case, parse_graph(arguments))
    nodes = list(found.nodes.values())
    sieve = sieve_for(session, case, masks, (code for node in nodes for code in node.givers))
    sieve.keep(nodes, lambda node: node.ref, lambda node: node.givers)
    return Drawn(draw_graph(found.without(sieve.stayed)), len(sieve.stayed))


def casualties(session: Session, actor: Actor, case: Case, _arguments: Arguments) -> Drawn:
    """The competing figures. Each is a source's public word, given by no witness: none has to stay."""
    require(session, actor, Permission.INCIDENT_VIEW, case.subject)
    incidents = {row.key: row for row in incidents_of(session, case.key)}
    return Drawn(draw_casualties(figures_of(session, case.key), incidents))


FIGURES: dict[str, Maker] = {"timeline": timeline, "map": case_map, "graph": graph, "casualties": casualties}
# The page that a figure stands on, where it is not the one of its own name among the analysis.
PAGES = {"casualties": "incidents.case_figures"}


def marked(drawn: Drawn, case: Case, *, is_demo: bool) -> Picture | None:
    """The figure with its marking and its case inside the picture."""
    if drawn.picture is None:
        return None
    title = case.title_ar if current_language() == "ar" and case.title_ar else case.title
    notes = [_("Persons and units named here are alleged to have done what is described. Only a court decides.")]
    if drawn.stayed:
        notes.append(ngettext("%(num)s record is left out.", "%(num)s records are left out.", drawn.stayed))
    marking = label(case.marking) + (" · SYNTHETIC" if is_demo else "")
    mark = Mark(marking, case.reference, f"{drawn.picture.title} · {title}", notes)
    return framed(drawn.picture, mark)

"""Draw the places of a case: circles as wide as what is known of each, clusters where there are many, shaded areas."""

from collections.abc import Callable, Sequence

from casework.analysis.clusters import Cluster, gather
from casework.analysis.map import BORDER, MapPlace, boundaries, draw_land, draw_places, draw_scale
from casework.analysis.places import Area, PlaceKind, Places, Spot
from casework.analysis.shapes import Window, outlines, window_around
from casework.analysis.svg import ACCENT, PAPER, WARM, Picture
from casework.i18n import _, current_language, format_number

WIDE = 860.0
MOST_LABELLED = 24
SYRIA = ((32.3, 35.7, 0.0), (37.3, 42.4, 0.0))
SHADE = "#b7791f"
COLOURS = {PlaceKind.INCIDENT: ACCENT, PlaceKind.CLAIMED: WARM, PlaceKind.EMBEDDED: "#6b4e9b", PlaceKind.VERIFIED: "#1d6f42"}  # fmt: skip
Address = Callable[[Spot], str | None]


def draw_map(places: Places, address: Address | None = None) -> Picture:
    """The map; without any place the whole country. East is right in every language."""
    known = [(spot.latitude, spot.longitude, spot.radius_km) for spot in places.spots]
    window = window_around(known or SYRIA, WIDE)
    picture = Picture(
        WIDE,
        window.height,
        _("Map of the case"),
        _("A circle around each place shows how precisely it is known. A number: so many records close together."),
        current_language(),
        turns=False,
    )
    draw_land(picture, window)
    shade(picture, window, places.areas)
    labels = len({(spot.latitude, spot.longitude, spot.place) for spot in places.spots})
    if places.spots and labels <= MOST_LABELLED:
        draw_places(picture, window, [labelled(spot, address) for spot in places.spots])
    else:
        for cluster in gather(places.spots, window.project):
            draw_cluster(picture, window, cluster, address)
    draw_scale(picture, window, _("km"))
    picture.rect(0.5, 0.5, picture.width - 1, window.height - 1, fill="none", stroke=BORDER)
    return picture


def labelled(spot: Spot, address: Address | None) -> MapPlace:
    href = address(spot) if address else None
    colour = COLOURS[spot.kind]
    return MapPlace(spot.ref, spot.place or spot.label, spot.latitude, spot.longitude, spot.radius_km, href, colour)


def shade(picture: Picture, window: Window, areas: Sequence[Area]) -> None:
    """The governorates that a unit is said to have been in, once each, however many units."""
    wanted = {code for area in areas for code in area.governorates}
    for properties, drawn in outlines(boundaries("governorates"), window):
        if properties["code"] in wanted:
            for ring in drawn:
                picture.polygon(ring, fill=SHADE, fill_opacity=0.13, stroke=SHADE, stroke_width=1)


def draw_cluster(picture: Picture, window: Window, cluster: Cluster, address: Address | None) -> None:
    """A place with its circle, or a disc with the number of those that share the spot."""
    x, y = window.project(cluster.longitude, cluster.latitude)
    first = cluster.spots[0]
    colour = COLOURS[first.kind]
    if cluster.number == 1:
        start = picture.mark()
        wide = max(first.radius_km * window.pixels_per_km, 4)
        picture.circle(x, y, wide, fill=colour, fill_opacity=0.16, stroke=colour, stroke_width=0.8)
        picture.circle(x, y, 2.4, fill=colour)
        picture.link(address(first) if address else None, start, f"{first.ref} {first.label}")
        return
    radius = 8 + min(14, 2.2 * len(str(cluster.number)) + cluster.number**0.5 / 3)
    picture.circle(x, y, radius, fill=colour, stroke=PAPER, stroke_width=1.5)
    picture.text(x, y + 3.5, format_number(cluster.number), anchor="middle", size=9.5, fill=PAPER, bold=True)

"""What stands on a page between its running head and its foot: as text, and word by word with its place."""

from collections.abc import Iterator
from typing import Any

MILLIMETRE = 72 / 25.4
HEAD, FOOT = 21 * MILLIMETRE, 19 * MILLIMETRE
"""Where the head of a dossier's page ends and its foot begins: both name the version and the number of pages."""

Place = tuple[float, float, float, float]


def content_text(page: Any) -> str:
    """The text, with every run of white space as one space."""
    width, height = page.get_size()
    text = page.get_textpage().get_text_bounded(left=0, bottom=FOOT, right=width, top=height - HEAD)
    return " ".join(text.split())


def content_words(page: Any) -> Iterator[tuple[str, Place]]:
    """Each word and where it stands: left, bottom, right, top in points. The same page gives the same words."""
    height, textpage = page.get_size()[1], page.get_textpage()
    letters, places = "", list[Place]()
    for at in range(textpage.count_chars()):
        letter, place = textpage.get_text_range(at, 1), textpage.get_charbox(at)
        if letter.strip() and FOOT <= (place[1] + place[3]) / 2 <= height - HEAD:
            letters += letter
            places.append(place)
        elif letters:
            yield letters, around(places)
            letters, places = "", []
    if letters:
        yield letters, around(places)


def around(places: list[Place]) -> Place:
    """The smallest place that holds them all."""
    left, bottom, right, top = zip(*places, strict=True)
    return min(left), min(bottom), max(right), max(top)

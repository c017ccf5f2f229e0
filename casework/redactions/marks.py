"""What is to be taken out of a picture, a document or a recording: the rules, and how they read in words. Pure."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from casework.i18n import _, ngettext
from casework.vocabulary import N_, RedactionCode, Term

VERSION = "0.1"
"""Of the way it is done: a later one may do it otherwise, and a derivative says which one made it."""

MOST_MARKS = 200


class Medium(StrEnum):
    """What kind of thing is redacted; it decides which marks there are."""

    PICTURE = "picture"
    PAGES = "pages"
    SOUND = "sound"
    FILM = "film"


class Act(Term):
    """What is done at a mark."""

    BOX = "box", N_("Box: black in the picture")
    BLACK = "black", N_("Whole picture black")
    CUT = "cut", N_("Cut away")
    SILENCE = "silence", N_("Silence")
    BEEP = "beep", N_("Tone instead of the sound")


ACTS: Mapping[Medium, tuple[Act, ...]] = {
    Medium.PICTURE: (Act.BOX,),
    Medium.PAGES: (Act.BOX,),
    Medium.SOUND: (Act.SILENCE, Act.BEEP, Act.CUT),
    Medium.FILM: (Act.BOX, Act.BLACK, Act.CUT, Act.SILENCE, Act.BEEP),
}
SUFFIX = {Medium.PICTURE: "jpg", Medium.PAGES: "pdf", Medium.SOUND: "m4a", Medium.FILM: "mp4"}


@dataclass(frozen=True)
class Mark:
    """One place: a box in per cent of the upright picture, or a time in seconds, or both; always with a code."""

    act: Act
    code: RedactionCode
    page: int = 1
    left: float = 0.0
    top: float = 0.0
    width: float = 0.0
    height: float = 0.0
    start: float = 0.0
    end: float = 0.0
    reason: str = ""

    @property
    def box(self) -> list[float]:
        """Left, top, width, height."""
        return [self.left, self.top, self.width, self.height]

    @property
    def span(self) -> list[float]:
        """From, to; without an end: to the end."""
        return [self.start, self.end if self.end > self.start else 1e9]


def medium_of(media_type: str) -> Medium | None:
    """What can be redacted here; None for every other kind of file."""
    if media_type == "application/pdf":
        return Medium.PAGES
    kinds = {"image": Medium.PICTURE, "audio": Medium.SOUND, "video": Medium.FILM}
    return kinds.get(media_type.partition("/")[0]) if media_type != "image/svg+xml" else None


def as_json(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """As they are kept with a job and with the exhibit."""
    return [asdict(mark) for mark in marks]


def from_json(rows: Sequence[Mapping[str, Any]]) -> list[Mark]:
    """The same, read again."""
    return [Mark(**{**row, "act": Act(row["act"]), "code": RedactionCode(row["code"])}) for row in rows]


def task_for(medium: Medium, media_type: str, marks: Sequence[Mark]) -> tuple[str, dict[str, Any]]:
    """The confined task that does it, and its options."""
    if medium is Medium.PICTURE:
        return "redact_picture", {"boxes": [mark.box for mark in marks]}
    if medium is Medium.PAGES:
        pages: dict[str, list[list[float]]] = {}
        for mark in marks:
            pages.setdefault(str(mark.page), []).append(mark.box)
        return "redact_pages", {"boxes": pages}
    spans = {
        act.value: [mark.span for mark in marks if mark.act is act]
        for act in (Act.CUT, Act.BLACK, Act.SILENCE, Act.BEEP)
    }
    boxes = [mark.box + mark.span for mark in marks if mark.act is Act.BOX]
    return "redact_recording", {"media_type": media_type, "boxes": boxes, **spans}


def method(marks: Sequence[Mark]) -> str:
    """How it was made, in the current language: "2 boxes R1, 1 cut R3; made by Casework, redaction 0.1"."""
    counted = Counter((mark.act, mark.code) for mark in marks)
    parts = [_counted(act, count, code.value.upper()) for (act, code), count in sorted(counted.items())]
    made = _("made by Casework, redaction %(version)s", version=VERSION)
    return f"{', '.join(parts)}; {made}"[:500]


def _counted(act: Act, count: int, code: str) -> str:
    words = {
        Act.BOX: ngettext("%(num)s box %(code)s", "%(num)s boxes %(code)s", count, code=code),
        Act.BLACK: ngettext("%(num)s time black %(code)s", "%(num)s times black %(code)s", count, code=code),
        Act.CUT: ngettext("%(num)s cut %(code)s", "%(num)s cuts %(code)s", count, code=code),
        Act.SILENCE: ngettext("%(num)s silence %(code)s", "%(num)s silences %(code)s", count, code=code),
        Act.BEEP: ngettext("%(num)s tone %(code)s", "%(num)s tones %(code)s", count, code=code),
    }
    return words[act]


def seconds(text: str) -> float | None:
    """`mm:ss`, `mm:ss.ms`, `hh:mm:ss` or seconds, in Latin or Arabic digits; None when it is none of these."""
    plain = "".join(str(int(letter)) if letter.isdigit() else letter for letter in text.strip()).replace("٫", ".")
    parts = plain.split(":")
    if not 1 <= len(parts) <= 3:
        return None
    try:
        numbers = [float(part) if place == len(parts) - 1 else int(part) for place, part in enumerate(parts)]
    except ValueError:
        return None
    if any(not math.isfinite(one) or one < 0 for one in numbers) or any(one >= 60 for one in numbers[1:]):
        return None
    total = 0.0
    for number in numbers:
        total = total * 60 + number
    return total

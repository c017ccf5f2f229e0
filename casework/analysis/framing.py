"""A figure that leaves: its marking and case inside the picture, its letters with it. Pure; the same bytes each time."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from casework.analysis.svg import INK, PAPER, SOFT, Picture, is_arabic

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
HEAD, LINE, FOOT = 42.0, 14.0, 10.0
MARK = "#9a2b1c"
FACES = {
    ("Casework Serif", False): "NotoSerif-Regular.ttf",
    ("Casework Serif", True): "NotoSerif-Bold.ttf",
    ("Casework Naskh", False): "NotoNaskhArabic-Regular.ttf",
    ("Casework Naskh", True): "NotoNaskhArabic-Bold.ttf",
}


@dataclass(frozen=True)
class Mark:
    """What stands on a picture that leaves: its marking, whose it is, what it shows, and what has to be kept in mind."""

    marking: str
    case: str
    title: str
    notes: Sequence[str] = ()


def framed(picture: Picture, mark: Mark) -> Picture:
    """The same picture with a head that says marking, case and title, and the notes below."""
    height = HEAD + picture.height + FOOT + LINE * len(mark.notes) + FOOT
    made = Picture(picture.width, height, picture.title, picture.description, picture.lang, turns=True)
    made.rect(0, 0, made.width, height, fill=PAPER)
    made.text(16, 18, mark.marking, size=11, bold=True, fill=MARK)
    made.text(made.width - 16, 18, mark.case, size=11, bold=True, anchor="end")
    made.text(16, 34, mark.title, size=10.5, fill=INK)
    made.shapes.append(f'<g transform="translate(0 {HEAD:.0f})">{"".join(picture.shapes)}</g>')
    made.labels += [replace(label, y=label.y + HEAD) for label in picture.labels]
    for number, note in enumerate(mark.notes):
        made.text(16, HEAD + picture.height + FOOT + LINE * (number + 0.6), note, size=9, fill=SOFT)
    return made


def standalone(picture: Picture) -> bytes:
    """An SVG file that carries the letters it uses: Arabic is joined rightly wherever it is opened."""
    words: dict[tuple[str, bool], set[str]] = {}
    for label in picture.labels:
        for letter in label.words:
            family = "Casework Naskh" if is_arabic(letter) else "Casework Serif"
            words.setdefault((family, label.bold), set()).add(letter)
    faces = [face(family, bold, "".join(sorted(letters))) for (family, bold), letters in sorted(words.items())]
    head, _, rest = picture.markup().partition("<title>")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<style>{"".join(faces)}</style><title>{rest}\n'.encode()


@cache
def font_bytes(name: str) -> bytes:
    return (FONTS / name).read_bytes()


def face(family: str, bold: bool, letters: str) -> str:
    """A font of these letters alone, with what joins and places them."""
    font = TTFont(io.BytesIO(font_bytes(FACES[family, bold])), recalcTimestamp=False)
    options = subset.Options(notdef_outline=True, flavor="woff")
    made = subset.Subsetter(options)
    made.populate(text=letters + " ")
    made.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    weight = ";font-weight:bold" if bold else ""
    data = base64.b64encode(out.getvalue()).decode()
    return f'@font-face{{font-family:"{family}"{weight};src:url(data:font/woff;base64,{data}) format("woff")}}'

"""Write small SVG pictures as text, byte for byte the same for the same data.

Only presentation attributes are used (no style attribute, no script), so that a picture passes the pages' content
security policy and PDF/A alike. Right to left is a mirrored x axis: the caller always thinks left to right. A map does
not turn (`turns=False`): east stays east in every language.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape, quoteattr

FONTS = "Casework Serif, Casework Naskh, Noto Serif, Noto Naskh Arabic, serif"
INK, SOFT, RULE, PAPER, ACCENT, WARM = "#1b1f24", "#5b6570", "#c9ced4", "#ffffff", "#1f4e79", "#9a3b26"


def number(value: float) -> str:
    """A coordinate with at most two decimals and no trailing noise."""
    words = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if words == "-0" else words


def is_arabic(text: str) -> bool:
    """Whether the first strong letter is an Arabic one: it decides how the label is set."""
    for letter in text:
        if "\u0600" <= letter <= "\u06ff" or "\u0750" <= letter <= "\u077f":
            return True
        if letter.isalpha():
            return False
    return False


def shorten(words: str, limit: int = 30) -> str:
    """As many letters as there is room for."""
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def attributes(values: dict[str, object]) -> str:
    """Attributes in the order given; a trailing underscore is dropped, other underscores become hyphens."""
    pairs = []
    for name, value in values.items():
        if value is None:
            continue
        words = number(float(value)) if isinstance(value, int | float) else str(value)
        pairs.append(f" {name.rstrip('_').replace('_', '-')}={quoteattr(words)}")
    return "".join(pairs)


@dataclass(frozen=True)
class Label:
    """Words on a picture, in final coordinates: baseline at y, `anchor` left, middle or right of x.

    `whole`: what `words` say, before they were shortened: names are searched for in that.
    """

    x: float
    y: float
    words: str
    anchor: str
    size: float
    fill: str
    bold: bool
    whole: str
    href: str | None = None
    is_spare: bool = False  # the shapes beside it are the link that is named and reached by keyboard

    def markup(self) -> str:
        # Said for each text: a page that reads right to left would else turn the anchor of every label in it.
        is_rtl = is_arabic(self.words)
        sides = {"left": "end", "right": "start"} if is_rtl else {"left": "start", "right": "end"}
        anchor = sides.get(self.anchor, self.anchor)
        weight = "bold" if self.bold else None
        given = {
            "x": self.x,
            "y": self.y,
            "text_anchor": anchor,
            "direction": "rtl" if is_rtl else "ltr",
            "font_size": self.size,
            "fill": self.fill,
            "font_weight": weight,
        }
        text = f"<text{attributes(given)}>{escape(self.words)}</text>"
        spare = ' tabindex="-1" aria-hidden="true"' if self.is_spare else ""
        return f"<a href={quoteattr(self.href)}{spare}>{text}</a>" if self.href else text


@dataclass
class Picture:
    """A picture being drawn: width and height in CSS pixels, what it shows in words, its shapes and its labels.

    Labels lie above all shapes and are kept apart: a browser gets them as SVG text, the PDF as HTML over the shapes,
    because WeasyPrint sets SVG text letter by letter, which tears Arabic words apart.
    """

    width: float
    height: float
    title: str
    description: str
    lang: str = "en"
    turns: bool = True
    shapes: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    has_links: bool = False

    @property
    def mirrored(self) -> bool:
        return self.turns and self.lang == "ar"

    def x(self, value: float) -> float:
        return self.width - value if self.mirrored else value

    def add(self, tag: str, **values: object) -> None:
        self.shapes.append(f"<{tag}{attributes(values)}/>")

    def line(self, x1: float, y1: float, x2: float, y2: float, **values: object) -> None:
        self.add("line", x1=self.x(x1), y1=y1, x2=self.x(x2), y2=y2, **{"stroke": INK, "stroke_width": 1, **values})

    def rect(self, x: float, y: float, width: float, height: float, **values: object) -> None:
        left = self.x(x + width) if self.mirrored else x
        self.add("rect", x=left, y=y, width=width, height=height, **values)

    def circle(self, x: float, y: float, radius: float, **values: object) -> None:
        self.add("circle", cx=self.x(x), cy=y, r=radius, **values)

    def polygon(self, points: Sequence[tuple[float, float]], **values: object) -> None:
        self.add("polygon", points=" ".join(f"{number(self.x(x))},{number(y)}" for x, y in points), **values)

    def path(self, data: str, **values: object) -> None:
        """A path in final coordinates: it is not mirrored."""
        self.add("path", d=data, **values)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: str = "start",
        size: float = 11,
        fill: str = INK,
        bold: bool = False,
        most: int | None = None,
    ) -> None:
        """Words at x; `anchor` (start, middle, end) speaks of the picture's reading direction, not of the screen.

        `most`: the letters there is room for; what is longer is shortened.
        """
        sides = {"start": "right", "end": "left"} if self.mirrored else {"start": "left", "end": "right"}
        shown = words if most is None else shorten(words, most)
        self.labels.append(Label(self.x(x), y, shown, sides.get(anchor, anchor), size, fill, bold, words))

    def mark(self) -> tuple[int, int]:
        return len(self.shapes), len(self.labels)

    def link(self, href: str | None, since: tuple[int, int], words: str = "") -> None:
        """Make one link of everything drawn since `mark()`, when there is an address; its labels name it, or `words`."""
        if not href:
            return
        self.has_links = True
        inside, labels = "".join(self.shapes[since[0] :]), self.labels[since[1] :]
        if inside:
            name = words or ", ".join(label.whole for label in labels)
            self.shapes[since[0] :] = [f"<a href={quoteattr(href)} aria-label={quoteattr(name)}>{inside}</a>"]
        self.labels[since[1] :] = [replace(label, href=href, is_spare=bool(inside)) for label in labels]

    def markup(self, *, with_labels: bool = True) -> str:
        """The SVG; without labels when the caller sets them over it."""
        width, height = number(self.width), number(self.height)
        size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        role = "group" if self.has_links else "img"  # an image would hide its links from a screen reader
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="{role}" lang="{self.lang}" font-family="{FONTS}">'
        words = f"<title>{escape(self.title)}</title><desc>{escape(self.description)}</desc>"
        labels = "".join(label.markup() for label in self.labels) if with_labels else ""
        return head + words + "".join(self.shapes) + labels + "</svg>"

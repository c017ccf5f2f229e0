"""Lay a snapshot out as HTML in one language, in fragments, with its figures as separate pictures in memory."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from casework import verifier
from casework.analysis.svg import Picture
from casework.dossiers import chunks, copy_marks, figures, margins
from casework.dossiers.content import Snapshot
from casework.dossiers.indexing import Headed
from casework.dossiers.numbering import ranges
from casework.dossiers.outline import BY_NAME, Outline, Part, outline
from casework.printing import breakable, css_string, is_arabic, is_latin, with_codes, with_places

CODE = re.compile(r"\bV-\d{4,}\b")
NEW_PAGE = {"findings", "exhibits", "statements", "sheets"}
NOTE = 'class="fn"'
MOST_IN_CELL = 12  # codes of victims in one cell of a table; more stand below it, where they break over pages
MOST_LISTED = 60  # incidents or statements in the contents; of more, the index says where they are
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@dataclass(frozen=True)
class Phrases:
    """How to say things in the edition's language."""

    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    day: Callable[[Any], str]


@dataclass
class Page:
    """The finished HTML and the resources it may load, by registered id."""

    html: str
    resources: dict[str, tuple[str, bytes]] = field(default_factory=dict)


@lru_cache(maxsize=4)
def environment(lang: str, phrases: Phrases) -> Environment:
    """Jinja with escaping on and undefined names refused."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_gettext_callables(phrases.gettext, phrases.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters["bidi"] = with_codes if lang == "ar" else with_places
    env.filters["css"] = css_string
    env.filters["hash"] = breakable
    env.filters["too_many_codes"] = too_many_codes
    env.globals["beside"] = margins.beside
    env.globals["after_number"] = after_number(lang)
    env.globals["verifier_sha256"] = verifier.sha256()
    env.tests["arabic"] = is_arabic
    env.tests["latin"] = is_latin
    return env


def too_many_codes(text: str) -> int:
    """How many codes a list of them holds, where that is too many for a cell; 0 where it is not."""
    count = len(CODE.findall(text))
    return count if count > MOST_IN_CELL else 0


def anchors(snapshot: Snapshot, plan: Outline) -> frozenset[str]:
    """Every id that a reference may link to: what is not printed is not linked."""
    by_part = {
        "sheets": {f"ex-{exhibit.ref}" for exhibit in snapshot.exhibits},
        "findings": {f"i-{incident.ref}" for incident in snapshot.incidents},
        "allegations": {f"a-{allegation.ref}" for allegation in snapshot.allegations},
        "units": {f"u-{unit.ref}" for unit in snapshot.units},
        "witnesses": {f"w-{witness.code}" for witness in snapshot.witnesses},
        "statements": {f"t-{statement.ref}" for statement in snapshot.statements}
        | {f"t-{one.ref}-{paragraph.number}" for one in snapshot.statements for paragraph in one.paragraphs},
    }
    return frozenset(one for name, ids in by_part.items() if plan.part(name) for one in ids)


@dataclass(frozen=True)
class Block:
    """A piece of a part as HTML, `notes` footnotes in it, with what it may load."""

    part: Part
    html: str
    resources: dict[str, tuple[str, bytes]]
    is_continued: bool

    @property
    def notes(self) -> int:
        return self.html.count(NOTE)


def compose(snapshot: Snapshot, phrases: Phrases, pictures: Mapping[str, bytes]) -> list[Page]:
    """The dossier in fragments: first what comes before the contents, then the parts, a long one in several pieces.

    `pictures` holds PNG or JPEG derivatives by the hash that exhibits name. Notes are numbered through the whole.
    """
    env = environment(snapshot.lang, phrases)
    plan = outline(snapshot, phrases.gettext)
    cover = env.get_template("dossiers/print/cover.html").render(**common(snapshot))
    notes, pages = 0, [fragment(env, snapshot, cover, is_first=True)]
    parts = (*plan.sections, *plan.annexes)
    for group in packed(blocks(env, snapshot, parts, anchors(snapshot, plan), phrases, pictures)):
        made = fragment(env, snapshot, "<main>" + "".join(block.html for block in group) + "</main>", notes)
        for block in group:
            made.resources.update(block.resources)
        notes += sum(block.notes for block in group)
        pages.append(made)
    return pages


def after_number(lang: str) -> str:
    """What stands after the number of a section or paragraph: in Arabic the dash of official reports."""
    return "-" if lang == "ar" else "."


def common(snapshot: Snapshot) -> dict[str, Any]:
    """What every template knows."""
    return {"s": snapshot, "direction": "rtl" if snapshot.lang == "ar" else "ltr", "anchors": frozenset()}


def fragment(env: Environment, snapshot: Snapshot, body: str, notes: int = 0, *, is_first: bool = False) -> Page:
    """A document of its own around some HTML; its footnotes go on from `notes`. The first one describes the whole."""
    known = common(snapshot) | {"body": Markup(body), "notes": notes, "with_metadata": is_first}  # noqa: S704 - made by templates
    return Page(env.get_template("dossiers/print/fragment.html").render(known))


def blocks(
    env: Environment,
    snapshot: Snapshot,
    parts: Iterable[Part],
    linked: Collection[str],
    phrases: Phrases,
    pictures: Mapping[str, bytes],
    note: str = "",
) -> Iterator[Block]:
    """These parts in order, in pieces, with links to the anchors named; `note` stands under each heading."""
    known = {
        **common(snapshot),
        "plan": outline(snapshot, phrases.gettext),
        "anchors": linked,
        "note": note,
        "drawn": figures.draw(snapshot, phrases.gettext, phrases.day),
        "plots": figures.plots(snapshot, phrases.gettext, phrases.day),
    }
    template = env.get_template("dossiers/print/block.html")
    for part in parts:
        for at, view in enumerate(chunks.views(part.name, snapshot)):
            loaded = Loaded(pictures)
            context = known | {"s": view, "part": part, "is_annex": BY_NAME[part.name].is_annex, "continued": at > 0}
            text = template.render(context, figure=loaded.figure, photograph=loaded.photograph)
            yield Block(part, text, loaded.resources, at > 0)


@dataclass
class Loaded:
    """The pictures that a piece shows, under names that follow from what they are."""

    pictures: Mapping[str, bytes]
    resources: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def figure(self, picture: Picture) -> str:
        markup = picture.markup(with_labels=False).encode()
        return self._keep(f"figure-{hashlib.sha256(markup).hexdigest()[:32]}", "image/svg+xml", markup)

    def photograph(self, digest: str) -> str:
        return self._keep(f"picture-{digest}", "image/png", self.pictures[digest])

    def _keep(self, name: str, kind: str, data: bytes) -> str:
        self.resources[f"casework:{name}"] = (kind, data)
        return f"casework:{name}"


def packed(pieces: Iterable[Block]) -> Iterator[list[Block]]:
    """Short pieces together, until they are long enough; a part that begins on a new page begins a fragment."""
    group: list[Block] = []
    for block in pieces:
        begins = block.part.name in NEW_PAGE and not block.is_continued
        if group and (begins or block.is_continued or sum(len(one.html) for one in group) >= chunks.LEAST):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def compose_contents(snapshot: Snapshot, phrases: Phrases, page_of: Mapping[str, str]) -> Page:
    """The contents, with the printed number of the page of each anchor."""
    env = environment(snapshot.lang, phrases)
    known = {**common(snapshot), "plan": outline(snapshot, phrases.gettext), "page_of": page_of, "most": MOST_LISTED}
    known["ranges"] = ranges(snapshot)
    return fragment(env, snapshot, env.get_template("dossiers/print/contents.html").render(known))


def compose_index(snapshot: Snapshot, phrases: Phrases, headed: Sequence[Headed]) -> Page:
    """The index of exhibits, witnesses, units, places and dates."""
    env = environment(snapshot.lang, phrases)
    return fragment(
        env, snapshot, env.get_template("dossiers/print/index.html").render(**common(snapshot), headed=headed)
    )


def compose_furniture(snapshot: Snapshot, phrases: Phrases, running: Sequence[str], front: Sequence[str], total: int) -> Page:  # fmt: skip
    """What is laid over the pages, a page for each: running heads, "page … of …", single digits, pages of the front."""
    env = environment(snapshot.lang, phrases)
    known = {**common(snapshot), "running": running, "front": front, "total": str(total)}
    return Page(env.get_template("dossiers/print/furniture.html").render(known))


def compose_part(
    snapshot: Snapshot, phrases: Phrases, pictures: Mapping[str, bytes], part: Part, *, mark: str, note: str
) -> Page:
    """One section or annex alone, as it would be printed; `mark` stands on every page, `note` above the text.

    Nothing is linked: what a reference leads to is not there.
    """
    env = environment(snapshot.lang, phrases)
    pieces = list(blocks(env, snapshot, [part], frozenset(), phrases, pictures, note))
    known = common(snapshot) | {"part": part, "mark": mark}
    body = Markup("").join(Markup(one.html) for one in pieces)  # noqa: S704 - made by templates
    page = Page(env.get_template("dossiers/print/preview.html").render(known, body=body))
    for one in pieces:
        page.resources.update(one.resources)
    return page


def compose_mark(
    snapshot: Snapshot, phrases: Phrases, *, short: str, long: str, code: str = "", notes: Sequence[str] = ()
) -> Page:
    """Two pages holding nothing but a copy's mark, to be laid over the first and over every other page."""
    env = environment(snapshot.lang, phrases)
    direction = "rtl" if snapshot.lang == "ar" else "ltr"
    template = env.get_template("dossiers/print/mark.html")
    words = {"short": short, "long": long, "code": copy_marks.shown(code) if code else ""}
    resources = {"casework:copy-symbol": ("image/svg+xml", copy_marks.symbol(code))} if code else {}
    return Page(template.render(s=snapshot, direction=direction, notes=notes, **words), resources)


def compose_signature(snapshot: Snapshot, phrases: Phrases, *, who: str, when: str, basis: str, digest: str) -> Page:
    """What stands in the box of the electronic signature."""
    env = environment(snapshot.lang, phrases)
    direction = "rtl" if snapshot.lang == "ar" else "ltr"
    template = env.get_template("dossiers/print/signature.html")
    return Page(template.render(s=snapshot, direction=direction, who=who, when=when, basis=basis, fingerprint=digest))

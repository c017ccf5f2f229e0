"""Lay a snapshot out as one HTML document in one language, with its figures as separate pictures in memory."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from casework import verifier
from casework.analysis.svg import Picture, is_arabic, is_latin
from casework.dossiers import copy_marks, figures
from casework.dossiers.content import Snapshot
from casework.dossiers.outline import BY_NAME, Outline, Part, outline
from casework.printing import breakable, css_string, with_codes

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
    env.filters["bidi"] = with_codes if lang == "ar" else escape
    env.filters["css"] = css_string
    env.filters["hash"] = breakable
    env.globals["verifier_sha256"] = verifier.sha256()
    env.tests["arabic"] = is_arabic
    env.tests["latin"] = is_latin
    return env


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


def compose(snapshot: Snapshot, phrases: Phrases, pictures: Mapping[str, bytes]) -> Page:
    """The whole dossier as HTML. `pictures` holds PNG or JPEG derivatives by the hash that exhibits name."""
    env = environment(snapshot.lang, phrases)
    page = Page("")

    def figure(picture: Picture) -> str:
        name = f"casework:figure-{len(page.resources) + 1}"
        page.resources[name] = ("image/svg+xml", picture.markup(with_labels=False).encode())
        return name

    def photograph(digest: str) -> str:
        name = f"casework:picture-{digest}"
        page.resources[name] = ("image/png", pictures[digest])
        return name

    plan: Outline = outline(snapshot, phrases.gettext)
    page.html = env.get_template("dossiers/print/dossier.html").render(
        s=snapshot,
        plan=plan,
        anchors=anchors(snapshot, plan),
        drawn=figures.draw(snapshot, phrases.gettext, phrases.day),
        plots=figures.plots(snapshot, phrases.gettext, phrases.day),
        figure=figure,
        photograph=photograph,
        direction="rtl" if snapshot.lang == "ar" else "ltr",
    )
    return page


def compose_part(
    snapshot: Snapshot, phrases: Phrases, pictures: Mapping[str, bytes], part: Part, *, mark: str, note: str
) -> Page:
    """One section or annex alone, as it would be printed; `mark` stands on every page, `note` above the text."""
    env = environment(snapshot.lang, phrases)
    page = Page("")

    def figure(picture: Picture) -> str:
        name = f"casework:figure-{len(page.resources) + 1}"
        page.resources[name] = ("image/svg+xml", picture.markup(with_labels=False).encode())
        return name

    def photograph(digest: str) -> str:
        name = f"casework:picture-{digest}"
        page.resources[name] = ("image/png", pictures[digest])
        return name

    plan = outline(snapshot, phrases.gettext)
    page.html = env.get_template("dossiers/print/preview.html").render(
        s=snapshot,
        part=part,
        plan=plan,
        is_annex=BY_NAME[part.name].is_annex,
        anchors=anchors(snapshot, plan),
        drawn=figures.draw(snapshot, phrases.gettext, phrases.day),
        plots=figures.plots(snapshot, phrases.gettext, phrases.day),
        figure=figure,
        photograph=photograph,
        mark=mark,
        note=note,
        direction="rtl" if snapshot.lang == "ar" else "ltr",
    )
    return page


def compose_mark(snapshot: Snapshot, phrases: Phrases, *, short: str, long: str, code: str = "") -> Page:
    """Two pages holding nothing but a copy's mark, to be laid over the first and over every other page."""
    env = environment(snapshot.lang, phrases)
    direction = "rtl" if snapshot.lang == "ar" else "ltr"
    template = env.get_template("dossiers/print/mark.html")
    words = {"short": short, "long": long, "code": copy_marks.shown(code) if code else ""}
    resources = {"casework:copy-symbol": ("image/svg+xml", copy_marks.symbol(code))} if code else {}
    return Page(template.render(s=snapshot, direction=direction, **words), resources)


def compose_signature(snapshot: Snapshot, phrases: Phrases, *, who: str, when: str, basis: str, digest: str) -> Page:
    """What stands in the box of the electronic signature."""
    env = environment(snapshot.lang, phrases)
    direction = "rtl" if snapshot.lang == "ar" else "ltr"
    template = env.get_template("dossiers/print/signature.html")
    return Page(template.render(s=snapshot, direction=direction, who=who, when=when, basis=basis, fingerprint=digest))

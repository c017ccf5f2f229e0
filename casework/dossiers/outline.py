"""The parts of a dossier in order: only those for which there are data, numbered as official reports number them."""

from collections.abc import Callable
from dataclasses import dataclass

from casework.dossiers.content import Snapshot

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ORDINALS = (
    "أولاً", "ثانياً", "ثالثاً", "رابعاً", "خامساً", "سادساً", "سابعاً", "ثامناً", "تاسعاً", "عاشراً", "حادي عشر", "ثاني عشر",
)  # fmt: skip
LETTERS = {
    "exhibits": ("A", "ألف"), "witnesses": ("B", "باء"), "statements": ("C", "جيم"), "sheets": ("D", "دال"),
    "chronology": ("E", "هاء"), "places": ("F", "واو"), "command": ("G", "زاي"), "victims": ("H", "حاء"),
    "reviews": ("I", "طاء"), "consents": ("J", "ياء"), "redactions": ("K", "كاف"), "glossary": ("L", "لام"),
    "manifest": ("M", "ميم"), "changes": ("N", "نون"),
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A section or annex: its template, number and title, and the subheadings listed in the contents."""

    name: str
    number: str
    title: str
    inner: tuple[tuple[str, str, str], ...] = ()

    @property
    def anchor(self) -> str:
        return f"part-{self.name}"


@dataclass(frozen=True)
class Outline:
    sections: tuple[Part, ...]
    annexes: tuple[Part, ...]

    def part(self, name: str) -> Part | None:
        return next((part for part in (*self.sections, *self.annexes) if part.name == name), None)


def outline(snapshot: Snapshot, gettext: Callable[[str], str]) -> Outline:
    """Sections I … and annexes A …; annex letters are fixed, so that a citation of annex D keeps its meaning."""
    _ = gettext
    incidents = tuple((f"i-{i.ref}", i.ref, i.title) for i in snapshot.incidents)
    wanted = [
        ("summary", _("Executive summary"), bool(snapshot.summary), ()),
        ("mandate", _("Mandate and scope"), bool(snapshot.mandate), ()),
        ("method", _("Method, grading and limitations"), True, ()),
        ("context", _("Context and chronology"), bool(snapshot.moments or snapshot.context), ()),
        ("findings", _("Findings, incident by incident"), bool(snapshot.incidents), incidents),
        ("casualties", _("Casualty figures by source"), has_figures(snapshot), ()),
        ("units", _("Units: alleged structure and command"), bool(snapshot.units), ()),
        ("allegations", _("Matrix of allegations"), bool(snapshot.allegations), ()),
        ("gaps", _("Gaps, single sources and what was refuted"), True, ()),
        ("requests", _("Requests to the committee"), bool(snapshot.requests), ()),
        ("certification", _("Certification and verification"), True, ()),
    ]
    present = [(name, title, inner) for name, title, there, inner in wanted if there]
    numerals = ORDINALS if snapshot.lang == "ar" else ROMAN
    sections = tuple(Part(name, numerals[at], title, inner) for at, (name, title, inner) in enumerate(present))
    return Outline(sections, annexes(snapshot, gettext))


def has_figures(snapshot: Snapshot) -> bool:
    return bool(snapshot.casualties) or any(incident.casualties for incident in snapshot.incidents)


def annexes(snapshot: Snapshot, gettext: Callable[[str], str]) -> tuple[Part, ...]:
    _ = gettext
    statements = tuple((f"t-{t.ref}", t.ref, t.witness) for t in snapshot.statements)
    wanted = [
        ("exhibits", _("Index of exhibits"), bool(snapshot.exhibits), ()),
        ("witnesses", _("Index of witnesses, by code"), bool(snapshot.witnesses), ()),
        ("statements", _("Statements"), bool(snapshot.statements), statements),
        ("sheets", _("Exhibit sheets and custody"), bool(snapshot.exhibits), ()),
        ("chronology", _("Chronology"), bool(snapshot.moments), ()),
        ("places", _("Places and their precision"), bool(snapshot.places), ()),
        ("command", _("Alleged command on the dates of the incidents"), bool(snapshot.commands), ()),
        ("victims", _("Victims, by code"), any(i.victims for i in snapshot.incidents), ()),
        ("reviews", _("Review records"), bool(snapshot.reviews), ()),
        ("consents", _("Consent matrix"), bool(snapshot.consents), ()),
        ("redactions", _("Redaction log"), True, ()),
        ("glossary", _("Glossary and transliteration"), bool(snapshot.glossary), ()),
        ("manifest", _("Manifest and offline verification"), True, ()),
        ("changes", _("Changes since the previous version"), snapshot.previous_version > 0, ()),
    ]
    letter = 1 if snapshot.lang == "ar" else 0
    return tuple(Part(name, LETTERS[name][letter], title, inner) for name, title, there, inner in wanted if there)

"""The parts of a dossier in order: only those for which there are data, numbered as official reports number them.

`PARTS` is the one list of them. A profile decides which of them can exist; who composes may leave out more of them, but
not those that keep a dossier honest (`why_always`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from casework.dossiers.content import Snapshot
from casework.vocabulary.term import N_

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ORDINALS = (
    "أولاً", "ثانياً", "ثالثاً", "رابعاً", "خامساً", "سادساً", "سابعاً", "ثامناً", "تاسعاً", "عاشراً", "حادي عشر", "ثاني عشر",
)  # fmt: skip


@dataclass(frozen=True)
class PartKind:
    """A section or annex that a dossier can have. Annex letters are fixed, so that a citation of annex D keeps its
    meaning. `why_always` (a message to be translated) says why it cannot be left out; empty: it can."""

    name: str
    title: str
    has_content: Callable[[Snapshot], bool]
    letters: tuple[str, str] = ("", "")
    why_always: str = ""

    @property
    def is_annex(self) -> bool:
        return bool(self.letters[0])

    @property
    def is_optional(self) -> bool:
        return not self.why_always


def always(_snapshot: Snapshot) -> bool:
    return True


def has_figures(snapshot: Snapshot) -> bool:
    return bool(snapshot.casualties) or any(incident.casualties for incident in snapshot.incidents)


SECTIONS = (
    PartKind("summary", N_("Executive summary"), lambda s: bool(s.summary)),
    PartKind("mandate", N_("Mandate and scope"), lambda s: bool(s.mandate)),
    PartKind("method", N_("Method, grading and limitations"), always,
             why_always=N_("It says how to read everything else, and what was left out.")),
    PartKind("context", N_("Context and chronology"), lambda s: bool(s.moments or s.context)),
    PartKind("numbers", N_("Victims and sources in numbers"), lambda s: bool(s.tallies)),
    PartKind("findings", N_("Findings, incident by incident"), lambda s: bool(s.incidents)),
    PartKind("casualties", N_("Casualty figures by source"), has_figures),
    PartKind("units", N_("Units: alleged structure and command"), lambda s: bool(s.units)),
    PartKind("allegations", N_("Matrix of allegations"), lambda s: bool(s.allegations)),
    PartKind("gaps", N_("Gaps, single sources and what was refuted"), always,
             why_always=N_("What speaks against a dossier is never left out of it.")),
    PartKind("requests", N_("Requests to the committee"), lambda s: bool(s.requests)),
    PartKind("certification", N_("Certification and verification"), always,
             why_always=N_("Two people answer for the dossier, and its reader can check it.")),
)  # fmt: skip
ANNEXES = (
    PartKind("exhibits", N_("Index of exhibits"), lambda s: bool(s.exhibits), ("A", "ألف")),
    PartKind("witnesses", N_("Index of witnesses, by code"), lambda s: bool(s.witnesses), ("B", "باء")),
    PartKind("statements", N_("Statements"), lambda s: bool(s.statements), ("C", "جيم")),
    PartKind("sheets", N_("Exhibit sheets and custody"), lambda s: bool(s.exhibits), ("D", "دال")),
    PartKind("chronology", N_("Chronology"), lambda s: bool(s.moments), ("E", "هاء")),
    PartKind("places", N_("Places and their precision"), lambda s: bool(s.places), ("F", "واو")),
    PartKind("command", N_("Alleged command on the dates of the incidents"), lambda s: bool(s.commands), ("G", "زاي")),
    PartKind("victims", N_("Victims, by code"), lambda s: any(i.victims for i in s.incidents), ("H", "حاء")),
    PartKind("reviews", N_("Review records"), lambda s: bool(s.reviews), ("I", "طاء")),
    PartKind("consents", N_("Consent matrix"), lambda s: bool(s.consents), ("J", "ياء"),
             why_always=N_("Whoever reads a witness has to know to what they consented.")),
    PartKind("redactions", N_("Redaction log"), always, ("K", "كاف"),
             why_always=N_("It lists what was left out or replaced, and why.")),
    PartKind("glossary", N_("Glossary and transliteration"), lambda s: bool(s.glossary), ("L", "لام")),
    PartKind("manifest", N_("Manifest and offline verification"), always, ("M", "ميم"),
             why_always=N_("Without it nobody can check the file.")),
    PartKind("changes", N_("Changes since the previous version"), lambda s: s.previous_version > 0, ("N", "نون"),
             why_always=N_("Whoever read the previous version has to know what is different.")),
)  # fmt: skip
PARTS = (*SECTIONS, *ANNEXES)
BY_NAME = {kind.name: kind for kind in PARTS}
OPTIONAL = tuple(kind.name for kind in PARTS if kind.is_optional)


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


def present(kinds: Sequence[PartKind], snapshot: Snapshot) -> Iterable[PartKind]:
    """Those that have something in them and were not left out."""
    return (kind for kind in kinds if kind.name not in snapshot.without and kind.has_content(snapshot))


def outline(snapshot: Snapshot, gettext: Callable[[str], str]) -> Outline:
    """Sections I … and annexes A …, as far as they are printed."""
    arabic = snapshot.lang == "ar"
    numerals = ORDINALS if arabic else ROMAN
    inner = {
        "findings": tuple((f"i-{i.ref}", i.ref, i.title) for i in snapshot.incidents),
        "statements": tuple((f"t-{t.ref}", t.ref, t.witness) for t in snapshot.statements),
    }

    def part(kind: PartKind, number: str) -> Part:
        return Part(kind.name, number, gettext(kind.title), inner.get(kind.name, ()))

    return Outline(
        tuple(part(kind, numerals[at]) for at, kind in enumerate(present(SECTIONS, snapshot))),
        tuple(part(kind, kind.letters[arabic]) for kind in present(ANNEXES, snapshot)),
    )

"""References in the texts of a dossier: `[[T-0016 ¶9]]` becomes a source with a link, or a reason why it cannot. Pure.

What stands for evidence (a paragraph of a statement, an exhibit) leaves the sentence and goes into the note; the code of
an incident, a unit, an allegation or a witness stays in the sentence and is linked from the note.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from casework.dossiers.content import Source
from casework.dossiers.gathering import Material, Told
from casework.dossiers.lineage import lineage
from casework.dossiers.selection import Selection
from casework.dossiers.wording import Edition, exhibit_source, statement_source
from casework.i18n import _
from casework.subjects import Subject

MARKER = re.compile(r"(\s*)\[\[([^\[\]\n]{0,120})\]\]")
_SHAPE = re.compile(r"(W|T|EX|I|U|A)-(\d{4,})(?:\s*,?\s*(.+))?")
_PARAGRAPH = re.compile(r"(?:¶|#|para\.?)\s*([0-9]+[A-Za-z]*)")
_PLACE = re.compile(r"(?:(?:pp?\.?\s*\d+(?:[–-]\d+)?|\d{1,2}:\d\d(?::\d\d)?)(?:\s*[,/]\s*)?)+")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


@dataclass(frozen=True)
class Cited:
    """What a reference names: the kind by its letters, the code, and the place in it (paragraph, page, time)."""

    kind: str
    ref: str
    locator: str = ""

    @property
    def is_evidence(self) -> bool:
        return self.kind in ("T", "EX") or (self.kind == "W" and bool(self.locator))


def read(written: str) -> Cited | None:
    """What stands between the brackets; None when it cannot be read."""
    found = _SHAPE.fullmatch(" ".join(written.translate(_DIGITS).split()))
    if found is None:
        return None
    kind, locator = found[1], found[3] or ""
    if kind in ("T", "W") and locator:
        paragraph = _PARAGRAPH.fullmatch(locator)
        locator = paragraph[1] if paragraph else ""
        readable = bool(paragraph)
    else:
        readable = not locator or (kind == "EX" and bool(_PLACE.fullmatch(locator)))
    return Cited(kind, f"{kind}-{found[2]}", locator) if readable else None


def written_in(text: str) -> list[str]:
    """What stands between the brackets of every reference, each once."""
    return list(dict.fromkeys(match[2].strip() for match in MARKER.finditer(text)))


def exhibits_in(texts: Iterable[str]) -> frozenset[str]:
    """The exhibits that texts point at."""
    read_all = (read(written) for text in texts for written in written_in(text))
    return frozenset(cited.ref for cited in read_all if cited and cited.kind == "EX")


def cite(edition: Edition, text: str) -> tuple[str, tuple[Source, ...]]:
    """The text as it is printed, and its sources in the order first met. What cannot be resolved stays as it was typed."""
    sources: dict[Source, None] = {}

    def replace(match: re.Match[str]) -> str:
        cited = read(match[2])
        source = source_of(edition, cited) if cited else None
        if cited is None or source is None:
            return match[0]
        sources[source] = None
        return "" if cited.is_evidence else f"{match[1]}{cited.ref}"

    return MARKER.sub(replace, text), tuple(sources)


def bare(text: str) -> str:
    """The text without notes, for an edition that has none: codes stay, exhibits go; a statement or witness stays as it
    was typed, for a summary to refuse."""

    def replace(match: re.Match[str]) -> str:
        cited = read(match[2])
        if cited is None or cited.kind in ("T", "W"):
            return match[0]
        return "" if cited.is_evidence else f"{match[1]}{cited.ref}"

    return MARKER.sub(replace, text)


def source_of(edition: Edition, cited: Cited) -> Source | None:
    """The source that a reference stands for, as far as it may be printed."""
    if trouble(edition.material, edition.chosen, cited):
        return None
    if cited.kind == "EX":
        return exhibit_source(edition, cited.ref, cited.locator)
    if cited.kind == "T":
        return statement_source(edition, cited.ref, cited.locator)
    if cited.is_evidence:
        told = told_by(edition.chosen, cited)
        return statement_source(edition, told[0].row.reference, cited.locator)
    return Source(ref=cited.ref, target=f"{cited.kind.lower()}-{cited.ref}")


def problems(material: Material, chosen: Selection, text: str) -> list[str]:
    """Why references of a text cannot be printed, each by name."""
    found = []
    for written in written_in(text):
        cited = read(written)
        why = trouble(material, chosen, cited) if cited else unreadable()
        if why:
            found.append(f"[[{written}]]: {why}")
    return found


def unreadable() -> str:
    return _("This is not a reference. Write it for example as T-0016 ¶9, EX-0042 p. 3 or I-0003.")


def trouble(material: Material, chosen: Selection, cited: Cited) -> str:
    """Why a reference cannot be printed; empty: it can. What is restricted to others does not exist."""
    if cited.kind == "T":
        return statement_trouble(material, chosen, cited)
    if cited.kind == "EX":
        return exhibit_trouble(material, chosen, cited.ref)
    if cited.kind == "W":
        return witness_trouble(material, chosen, cited)
    if cited.kind == "I":
        return incident_trouble(material, cited.ref)
    known = [file.row.reference for file in chosen.allegations]
    if cited.kind == "U":
        known = [row.reference for row in material.units.values()]
    elif cited.ref in {row.reference for row in material.waiting}:
        return _("This allegation is not approved yet.")
    return "" if cited.ref in known else _("There is nothing with this reference in the scope of this dossier.")


def is_hidden(material: Material, subject: Subject) -> bool:
    """Whether it is restricted to others than whoever writes."""
    return subject in material.hidden


def nothing_there() -> str:
    return _("There is nothing with this reference in this case.")


def statement_trouble(material: Material, chosen: Selection, cited: Cited) -> str:
    told = material.statements.get(cited.ref)
    if told is None or is_hidden(material, told.row.subject):
        return nothing_there()
    if cited.ref not in chosen.statements:
        return why_left_out(chosen, cited.ref) or (
            _("This statement is not approved yet.") if told.version is None else beyond_scope()
        )
    return "" if not cited.locator or has_paragraph(told, cited.locator) else no_paragraph(cited)


def exhibit_trouble(material: Material, chosen: Selection, ref: str) -> str:
    row = material.exhibits.get(ref)
    if row is None or any(is_hidden(material, one.subject) for one in lineage(material, row)):
        return nothing_there()
    return "" if ref in chosen.exhibits else why_left_out(chosen, ref) or beyond_scope()


def witness_trouble(material: Material, chosen: Selection, cited: Cited) -> str:
    witness = material.witnesses.get(cited.ref)
    if witness is None or is_hidden(material, witness.subject):
        return nothing_there()
    told = [one for one in material.statements.values() if one.witness.reference == cited.ref]
    heard = [one for one in told if one.row.reference in chosen.statements]
    if not heard:
        reasons = [why for one in told if (why := why_left_out(chosen, one.row.reference))]
        return reasons[0] if reasons else beyond_scope()
    if not cited.locator:
        return ""
    with_it = told_by(chosen, cited)
    if len(with_it) > 1:
        refs = ", ".join(one.row.reference for one in with_it)
        return _(
            "More than one statement of this witness has that paragraph: name the statement (%(refs)s).", refs=refs
        )
    return "" if with_it else no_paragraph(cited)


def incident_trouble(material: Material, ref: str) -> str:
    if ref in {row.reference for row in material.incidents}:
        return ""
    if ref in {row.reference for row in material.not_approved}:
        return _("This incident is not approved yet.")
    return beyond_scope() if ref in material.outside.incidents else nothing_there()


def told_by(chosen: Selection, cited: Cited) -> list[Told]:
    """The statements in the dossier of a witness that have the paragraph."""
    mine = (one for one in chosen.statements.values() if one.witness.reference == cited.ref)
    return [one for one in mine if has_paragraph(one, cited.locator)]


def has_paragraph(told: Told, number: str) -> bool:
    paragraph = told.content.paragraph(number)
    return paragraph is not None and not paragraph.is_withdrawn


def no_paragraph(cited: Cited) -> str:
    return _("There is no paragraph %(paragraph)s in the approved version.", paragraph=cited.locator)


def why_left_out(chosen: Selection, ref: str) -> str:
    return next((left.why for left in chosen.left if left.ref == ref), "")


def beyond_scope() -> str:
    return _("This is outside the scope of this dossier.")

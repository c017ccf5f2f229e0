"""Replace names of the vault, and paragraphs about what is kept out, by coded boxes before anything is typeset: text is
removed, never covered (pure)."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Any

from casework.dossiers.annexes import Paragraph
from casework.dossiers.content import Snapshot
from casework.dossiers.searching import Search
from casework.leaks.matching import Wanted, spans

REFERENCE = re.compile(r"[A-Z]{1,2}-\d+")
BOX = "[R1]"
# Fields that programs read: keys, links and hashes hold no words.
TECHNICAL = {
    "key",
    "target",
    "sha256",
    "picture",
    "schema",
    "lang",
    "built_at",
    "log_head",
    "numbers",
    "kind",
    "without",
    "profile",
    "form",
    "section",
    "rests_on",
}


def redact_text(text: str, forms: Wanted) -> tuple[str, list[str]]:
    """The text with every name replaced, and whose names they were."""
    owners: list[str] = []
    pieces: list[str] = []
    last = 0
    for start, end, owner in spans(text, forms):
        if end <= last:
            continue
        pieces += [text[last : max(start, last)], BOX]
        owners.append(owner)
        last = end
    return "".join([*pieces, text[last:]]), owners


def redact(snapshot: Snapshot, names: Search) -> tuple[Snapshot, list[tuple[str, str]]]:
    """The snapshot without names, and (place, whose) for each that was replaced."""
    found: list[tuple[str, str]] = []

    def clean(text: str, place: str) -> str:
        if not names.spans(text):
            return text
        shown, owners = redact_text(text, names.forms)
        found.extend((place, owner) for owner in owners)
        return shown

    cleaned: Snapshot = each_text(snapshot, clean, "") if names.forms else snapshot
    return cleaned, found


def without_paragraphs(snapshot: Snapshot, kept_out: Mapping[str, str]) -> tuple[Snapshot, list[tuple[str, str]]]:
    """The snapshot without the paragraphs that name something kept out, and (place, code) for each of them.

    `kept_out`: the code by reference; the highest holds where several are named. A paragraph that names a statement
    tells what was said in it: the name alone taken out would leave that. One rule for what consent withholds and for
    what is restricted to others, whose references are not told as a place either.
    """
    if not kept_out:
        return snapshot, []
    pattern = re.compile("|".join(rf"\b{re.escape(ref)}\b" for ref in sorted(kept_out)))
    places: list[tuple[str, str]] = []

    def clean(text: str, place: str) -> str:
        if not pattern.search(text):
            return text
        return "\n".join(clean_part(part, place) for part in text.split("\n"))

    def clean_part(part: str, place: str) -> str:
        code = max((kept_out[ref] for ref in pattern.findall(part)), default="")
        if not code:
            return part
        places.append(("" if pattern.search(place) else place, code))
        return f"[{code}]"

    cleaned: Snapshot = each_text(snapshot, clean, "")
    return cleaned, places


def each_text(value: Any, change: Callable[[str, str], str], place: str) -> Any:
    """The same structure with every text changed; `place` is the reference of the object it stands in."""
    if isinstance(value, str):
        return change(value, place)
    if isinstance(value, tuple):
        return tuple(each_text(one, change, place) for one in value)
    if not dataclasses.is_dataclass(value):
        return value
    # The words of a cited source are no reference: what they say must not come back as the place of a redaction.
    here = next((one for one in (getattr(value, "ref", ""), getattr(value, "code", "")) if REFERENCE.match(one)), place)
    if isinstance(value, Paragraph):
        here = f"{place} ¶{value.number}"
    fields = {
        field.name: each_text(getattr(value, field.name), change, here)
        for field in dataclasses.fields(value)
        if field.name not in TECHNICAL
    }
    return dataclasses.replace(value, **fields)  # type: ignore[type-var]

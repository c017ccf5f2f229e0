"""Replace names of the vault by coded boxes before anything is typeset: text is removed, never covered (pure)."""

import dataclasses
import re
from collections.abc import Callable, Collection
from typing import Any

from casework.dossiers.annexes import Paragraph
from casework.dossiers.content import Snapshot
from casework.leaks.matching import Wanted, spans

BOX, TOLD = "[R1]", "[R4]"
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


def redact(snapshot: Snapshot, forms: Wanted) -> tuple[Snapshot, list[tuple[str, str]]]:
    """The snapshot without names, and (place, whose) for each that was replaced."""
    found: list[tuple[str, str]] = []

    def clean(text: str, place: str) -> str:
        shown, owners = redact_text(text, forms)
        found.extend((place, owner) for owner in owners)
        return shown

    cleaned: Snapshot = each_text(snapshot, clean, "") if forms else snapshot
    return cleaned, found


def without_codes(snapshot: Snapshot, codes: Collection[str]) -> tuple[Snapshot, list[str]]:
    """The snapshot without references to what its builder may not see, and where they stood."""
    if not codes:
        return snapshot, []
    pattern, places = re.compile("|".join(rf"\b{re.escape(code)}\b" for code in sorted(codes))), []

    def clean(text: str, place: str) -> str:
        shown, count = pattern.subn("[R5]", text)
        places.extend([place] * count)
        return shown

    cleaned: Snapshot = each_text(snapshot, clean, "")
    return cleaned, places


def without_paragraphs(snapshot: Snapshot, withheld: Collection[str]) -> tuple[Snapshot, list[str]]:
    """The snapshot without the paragraphs that name one of these references, and where they stood.

    A paragraph that names a statement tells what was said in it: the name alone taken out would leave that.
    """
    if not withheld:
        return snapshot, []
    pattern, places = re.compile("|".join(rf"\b{re.escape(ref)}\b" for ref in sorted(withheld))), []

    def clean(text: str, place: str) -> str:
        if not pattern.search(text):
            return text
        parts = [TOLD if pattern.search(part) else part for part in text.split("\n")]
        places.extend([place] * parts.count(TOLD))
        return "\n".join(parts)

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
    here = getattr(value, "ref", "") or getattr(value, "code", "") or place
    if isinstance(value, Paragraph):
        here = f"{place} ¶{value.number}"
    fields = {
        field.name: each_text(getattr(value, field.name), change, here)
        for field in dataclasses.fields(value)
        if field.name not in TECHNICAL
    }
    return dataclasses.replace(value, **fields)  # type: ignore[type-var]

"""What differs between two versions of a statement: fields and paragraphs, word by word. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from casework.testimonies.content import Content, Paragraph

_WORDS = re.compile(r"\s+|\S+")
_MOST_PAIRS = 4_000_000  # beyond this a word by word comparison takes seconds: the texts are shown whole instead


class Mark(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Fate(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


@dataclass(frozen=True)
class Run:
    """Words that share one fate."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class FieldChange:
    """A field that differs; the values as they are stored."""

    name: str
    before: object
    after: object


@dataclass(frozen=True)
class ParagraphChange:
    """One paragraph in both versions."""

    number: str
    fate: Fate
    before: Paragraph | None
    after: Paragraph | None
    original: tuple[Run, ...]
    translation: tuple[Run, ...]


@dataclass(frozen=True)
class Comparison:
    """Everything that differs, and the paragraphs that do not, in the order of the text."""

    fields: tuple[FieldChange, ...]
    paragraphs: tuple[ParagraphChange, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing differs."""
        return not self.fields and all(row.fate is Fate.SAME for row in self.paragraphs)


def compare(before: Content, after: Content, only: Iterable[str] | None = None) -> Comparison:
    """Compare two contents; `only` limits it to some fields (one step of a form)."""
    names = [name for name in (only if only is not None else Content.model_fields) if name != "paragraphs"]
    fields = [FieldChange(n, getattr(before, n), getattr(after, n)) for n in names if _differs(before, after, n)]
    with_text = only is None or "paragraphs" in only
    return Comparison(tuple(fields), _paragraphs(before, after) if with_text else ())


def word_runs(before: str, after: str) -> tuple[Run, ...]:
    """The words of two texts, each with its fate."""
    if before == after:
        return (Run(Mark.SAME, before),) if before else ()
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) * len(new) > _MOST_PAIRS:
        return tuple(run for run in (Run(Mark.REMOVED, before), Run(Mark.ADDED, after)) if run.text)
    runs: list[Run] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run(Mark.SAME, "".join(old[a:b])))
            continue
        if b > a:
            runs.append(Run(Mark.REMOVED, "".join(old[a:b])))
        if d > c:
            runs.append(Run(Mark.ADDED, "".join(new[c:d])))
    return tuple(runs)


def _differs(before: Content, after: Content, name: str) -> bool:
    return bool(getattr(before, name) != getattr(after, name))


def _paragraphs(before: Content, after: Content) -> tuple[ParagraphChange, ...]:
    old = {row.number: row for row in before.paragraphs}
    new = {row.number: row for row in after.paragraphs}
    return tuple(_change(number, old.get(number), new.get(number)) for number in _order(before.numbers, after.numbers))


def _order(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The numbers of both, those that only the older text has standing where they stood."""
    numbers = list(after)
    for place, number in enumerate(before):
        if number not in after:
            follows = numbers.index(before[place - 1]) + 1 if place else 0
            numbers.insert(follows, number)
    return numbers


def _change(number: str, old: Paragraph | None, new: Paragraph | None) -> ParagraphChange:
    before, after = old or Paragraph(), new or Paragraph()
    return ParagraphChange(
        number=number,
        fate=_fate(old, new),
        before=old,
        after=new,
        original=word_runs(before.original, after.original),
        translation=word_runs(before.translation, after.translation),
    )


def _fate(old: Paragraph | None, new: Paragraph | None) -> Fate:
    if old is None:
        return Fate.ADDED
    if new is None or (new.is_withdrawn and not old.is_withdrawn):
        return Fate.WITHDRAWN
    if old.is_withdrawn and not new.is_withdrawn:
        return Fate.RESTORED
    return Fate.SAME if old == new else Fate.CHANGED

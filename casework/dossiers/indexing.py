"""The index of a dossier: on which pages exhibits, witnesses, units, places and dates are spoken of (pure).

It follows the links: a page is listed where something stands that is called so, or that leads there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from casework.dossiers.content import Snapshot

Gettext = Callable[[str], str]


@dataclass(frozen=True)
class Entry:
    """A line: the words, where they lead, and the pages, neighbours joined: 3, 7–9."""

    words: str
    target: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Headed:
    """The entries of one kind."""

    title: str
    entries: tuple[Entry, ...]


@dataclass
class Spoken:
    """Pages (from 1) by what is spoken of on them."""

    pages: dict[str, set[int]] = field(default_factory=dict)

    def add(self, target: str, page: int) -> None:
        """A paragraph of a statement is the statement, too."""
        for name in {target, "-".join(target.split("-")[:3])}:
            self.pages.setdefault(name, set()).add(page)

    def of(self, targets: Iterable[str]) -> set[int]:
        return {page for target in targets for page in self.pages.get(target, ())}


def index(snapshot: Snapshot, spoken: Spoken, anchors: Mapping[str, object], gettext: Gettext) -> list[Headed]:
    """Every kind of which there is an entry with a page."""
    kinds = [
        (gettext("Exhibits"), _exhibits(snapshot)),
        (gettext("Witnesses, by code"), _witnesses(snapshot)),
        (gettext("Units"), _units(snapshot)),
        (gettext("Places"), _grouped((one.place, one.ref) for one in snapshot.moments)),
        (gettext("Dates"), _grouped((one.when, one.ref) for one in sorted(snapshot.moments, key=lambda m: m.earliest or m.latest))),
    ]  # fmt: skip
    found = []
    for title, lines in kinds:
        entries = []
        for words, targets in lines:
            pages = spoken.of(targets)
            if words and pages:
                entries.append(Entry(words, next((one for one in targets if one in anchors), ""), joined(pages)))
        if entries:
            found.append(Headed(title, tuple(entries)))
    return found


def _exhibits(snapshot: Snapshot) -> Iterator[tuple[str, list[str]]]:
    for one in snapshot.exhibits:
        yield one.ref, [f"ex-{one.ref}"]


def _witnesses(snapshot: Snapshot) -> Iterator[tuple[str, list[str]]]:
    told: dict[str, list[str]] = {}
    for one in snapshot.statements:
        told.setdefault(one.witness, []).append(f"t-{one.ref}")
    for witness in snapshot.witnesses:
        yield witness.code, [*told.get(witness.code, []), f"w-{witness.code}"]


def _units(snapshot: Snapshot) -> Iterator[tuple[str, list[str]]]:
    for one in snapshot.units:
        yield f"{one.ref} {one.name}", [f"u-{one.ref}"]


def _grouped(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Incidents of the same place or date under one entry, in the order in which they come first."""
    found: dict[str, list[str]] = {}
    for words, ref in pairs:
        found.setdefault(words, []).append(f"i-{ref}")
    yield from found.items()


def joined(pages: Iterable[int]) -> tuple[str, ...]:
    """3, 7–9, 12."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return tuple(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)

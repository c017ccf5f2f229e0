"""Numbers for factual paragraphs: one sequence, never reused, kept from version to version.

A committee cites "paragraph 47"; in version 2 that must still be the same fact. A fact new in a later version stands
where it belongs and takes the number before it with a letter (47A), as amended treaties and statutes do.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from casework.dossiers.content import Fact, Incident, Snapshot

GROUPS = ("facts", "conduct", "attribution", "corroboration", "contrary", "assessment")


def letters(count: int) -> str:
    """1 → A, 26 → Z, 27 → AA."""
    words = ""
    while count:
        count, rest = divmod(count - 1, 26)
        words = chr(65 + rest) + words
    return words


def assign(keys: Sequence[str], previous: Mapping[str, str]) -> dict[str, str]:
    """Every number ever issued by key: those of earlier versions unchanged, and new ones for new keys, in order."""
    numbers = dict(previous)
    used = set(previous.values())
    highest = max((int(value) for value in used if value.isdigit()), default=0)
    after = {key: place for place, key in enumerate(keys) if key in previous}
    last_old = max(after.values(), default=-1)
    before = "0"
    for place, key in enumerate(keys):
        if key in numbers:
            before = numbers[key]
            continue
        if place > last_old:
            highest += 1
            number = str(highest)
        else:
            number = next(f"{before}{letters(n)}" for n in range(1, 10_000) if f"{before}{letters(n)}" not in used)
        numbers[key] = number
        used.add(number)
    return numbers


def facts_of(snapshot: Snapshot) -> Iterable[Fact]:
    """All factual paragraphs in printed order."""
    yield from snapshot.context
    for incident in snapshot.incidents:
        for group in GROUPS:
            yield from getattr(incident, group)
    yield from snapshot.unit_facts
    yield from snapshot.gaps


def ranges(snapshot: Snapshot) -> dict[str, str]:
    """The first and the last number of each section and incident that has any, by its anchor; as reports of the United
    Nations have it in their contents, because paragraphs are cited and pages are not."""
    by_incident = {
        f"i-{one.ref}": [fact for group in GROUPS for fact in getattr(one, group)] for one in snapshot.incidents
    }
    groups: dict[str, Sequence[Fact]] = {
        "part-context": snapshot.context,
        "part-findings": [fact for facts in by_incident.values() for fact in facts],
        "part-units": snapshot.unit_facts,
        "part-gaps": snapshot.gaps,
        **by_incident,
    }
    ends = {name: (facts[0].number, facts[-1].number) for name, facts in groups.items() if facts}
    return {name: first if first == last else f"{first}–{last}" for name, (first, last) in ends.items()}


def numbered(snapshot: Snapshot, previous: Mapping[str, str]) -> Snapshot:
    """The snapshot with its paragraphs numbered; `numbers` carries every number on to the next version."""
    keys = [fact.key for fact in facts_of(snapshot)]
    numbers = assign(keys, previous)

    def give(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        return tuple(dataclasses.replace(fact, number=numbers[fact.key]) for fact in facts)

    def give_incident(incident: Incident) -> Incident:
        groups: dict[str, Any] = {group: give(getattr(incident, group)) for group in GROUPS}
        return dataclasses.replace(incident, **groups)

    gone = [number for key, number in previous.items() if key not in set(keys)]
    return dataclasses.replace(
        snapshot,
        context=give(snapshot.context),
        incidents=tuple(give_incident(incident) for incident in snapshot.incidents),
        unit_facts=give(snapshot.unit_facts),
        gaps=give(snapshot.gaps),
        retired_numbers=tuple(gone),
        numbers=numbers,
    )

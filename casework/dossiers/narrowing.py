"""Take out of a snapshot what only parts that are not printed would show: it holds what is printed and no more. Pure."""

import dataclasses
from typing import Any

from casework.dossiers.content import Incident, Snapshot
from casework.dossiers.profiling import FACTS, PRINTED_IN


def narrowed(snapshot: Snapshot) -> Snapshot:
    """The snapshot without what stands in its `without` alone."""
    without = set(snapshot.without)
    if not without:
        return snapshot
    gone: dict[str, Any] = {name: () for name, parts in PRINTED_IN.items() if parts <= without}
    if "units" in without:
        gone["unit_claims_left_out"] = 0
    if (
        "allegations" in without and "gaps" not in without
    ):  # what was refuted is told among the gaps, whatever else is printed
        gone["allegations"] = tuple(one for one in snapshot.allegations if one.is_refuted)
    if "incidents" not in gone:
        gone["incidents"] = tuple(narrowed_incident(one, without) for one in snapshot.incidents)
    if "sheets" in without and "exhibits" not in gone:
        gone["exhibits"] = each(snapshot.exhibits, picture="", custody=(), metadata=())
    gone["notes"] = tuple(note for note in snapshot.notes if note.section not in without)
    return dataclasses.replace(snapshot, **gone)


def narrowed_incident(incident: Incident, without: set[str]) -> Incident:
    """An incident with what the findings, the figures and the list of victims would print of it, as far as they are."""
    gone: dict[str, Any] = {}
    if "findings" in without:
        gone = {
            **dict.fromkeys(FACTS, ()),
            **dict.fromkeys(("acts", "when", "place", "precision", "finding", "standard"), ""),
        }
    if without.issuperset({"findings", "victims"}):
        gone["victims"] = ()
    if "casualties" in without:
        gone["casualties"] = ()
    return dataclasses.replace(incident, **gone)


def each(rows: tuple[Any, ...], **fields: Any) -> tuple[Any, ...]:
    return tuple(dataclasses.replace(one, **fields) for one in rows)

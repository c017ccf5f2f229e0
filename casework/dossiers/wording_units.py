"""Units in words: names, and what they are said to stand under. Who commanded them is in `wording_command`."""

from casework.dossiers.content import Command, Unit
from casework.dossiers.wording import Edition, fact_sources, listed, pick, said
from casework.i18n import _
from casework.i18n.labels import label
from casework.units import models as rows
from casework.vocabulary import Confidence


def unit(edition: Edition, row: rows.Unit, command: str) -> Unit:
    other = [name for name in (row.name, row.name_ar, *edition.material.unit_names.get(row.key, [])) if name]
    shown = pick(row.name, row.name_ar)
    return Unit(
        ref=row.reference,
        name=shown,
        other_names=listed(dict.fromkeys(name for name in other if name != shown)),
        type=label(row.kind),
        above=tuple(above(edition, one) for one in edition.material.relations if one.child_id == row.key),
        sources=fact_sources(edition, "unit", row.key)[0],
        command=command,
    )


def above(edition: Edition, row: rows.UnitRelation) -> tuple[str, str, str, bool]:
    """(parent, kind, words, is certain): certain from reasonable grounds on."""
    span = listed(
        [
            _("from %(date)s", date=said(row.starts)) if row.starts else "",
            _("until %(date)s", date=said(row.ends)) if row.ends else "",
        ]
    )
    parent = edition.material.reference_of.get(("unit", row.parent_id), "")
    _sources, is_single = fact_sources(edition, "unit_relation", row.key)
    words = listed([label(row.kind).lower(), span, _("single source") if is_single else ""])
    return parent, row.kind.value, words, row.confidence.is_at_least(Confidence.REASONABLE_GROUNDS)


def command_lines(found: list[Command]) -> dict[str, str]:
    """At most two lines a unit for the chart: who is alleged to have commanded it during the incidents."""
    lines: dict[str, list[str]] = {}
    for row in found:
        line = f"{row.individual} ({row.role}): {row.certainty}" if row.individual != "–" else ""
        if line and line not in lines.setdefault(row.unit_ref, []):
            lines[row.unit_ref].append(line)
    return {ref: "\n".join(texts[:2]) for ref, texts in lines.items()}

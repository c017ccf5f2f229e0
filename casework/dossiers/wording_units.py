"""Units in words: names, and what they are said to stand under. Who commanded them is in `wording_command`."""

from collections.abc import Iterator

from casework.dossiers.content import Command, Unit, UnitClaim
from casework.dossiers.states import DateDetail
from casework.dossiers.wording import Edition, cited_and_counted, fact_sources, listed, pick, said
from casework.i18n import _
from casework.i18n.labels import label
from casework.sources.claims import DATUM, words_of
from casework.units import models as rows
from casework.units.preferring import contested
from casework.units.sources import RELATION
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
    parent = edition.material.reference_of.get(("unit", row.parent_id), "")
    _sources, is_single = fact_sources(edition, "unit_relation", row.key)
    words = listed([label(row.kind).lower(), _span(row, edition.days), _("single source") if is_single else ""])
    return parent, row.kind.value, words, row.confidence.is_at_least(Confidence.REASONABLE_GROUNDS)


def above_without_sources(edition: Edition, row: rows.UnitRelation) -> tuple[str, str, str, bool]:
    """The same, and not on how many sources."""
    parent = edition.material.reference_of.get(("unit", row.parent_id), "")
    words = listed([label(row.kind).lower(), _span(row, edition.days)])
    return parent, row.kind.value, words, row.confidence.is_at_least(Confidence.REASONABLE_GROUNDS)


def _span(row: rows.UnitRelation, days: DateDetail) -> str:
    began = _("from %(date)s", date=said(row.starts, days)) if row.starts else ""
    return listed([began, _("until %(date)s", date=said(row.ends, days)) if row.ends else ""])


def unit_claims(edition: Edition) -> tuple[tuple[UnitClaim, ...], int]:
    """What sources say of the units and of where they stood, claim beside claim; and how many rest on nothing that is in
    this dossier: those are counted, for what a statement alone supports goes out with the statement or not at all."""
    found = [
        claim for row in edition.material.units.values() for claim in (*_data(edition, row), *_places(edition, row))
    ]
    printed = tuple(claim for claim in found if claim.sources)
    return printed, len(found) - len(printed)


def _data(edition: Edition, row: rows.Unit) -> Iterator[UnitClaim]:
    """The unit's own data: what competes stands side by side, the preferred first."""
    for shown in edition.material.unit_data.get(row.key, []):
        standing = [one for one in shown.claims if not one.row.withdrawn]
        for one in sorted(standing, key=lambda one: one.preference is None):
            words = words_of(shown.datum, one.row)
            reason = one.preference.reason if one.preference else ""
            yield _claim(edition, row, str(shown.datum.label), words, (DATUM, one.row.key), shown.is_contested, reason)


def _places(edition: Edition, row: rows.Unit) -> Iterator[UnitClaim]:
    """The units that it is said to have stood under."""
    above = [one for one in edition.material.relations if one.child_id == row.key]
    competing = contested(above)
    for one in above:
        parent = edition.material.reference_of.get(("unit", one.parent_id), "")
        words = listed([f"{label(one.kind)}: {parent}", _span(one, edition.days), label(one.confidence).lower()])
        chosen = edition.material.preferred.get((RELATION, one.key))
        reason, is_contested = chosen.reason if chosen else "", (RELATION, one.key) in competing
        yield _claim(edition, row, _("Stands under"), words, (RELATION, one.key), is_contested, reason)


def _claim(
    edition: Edition, row: rows.Unit, about: str, words: str, fact: tuple[str, int], is_contested: bool, reason: str
) -> UnitClaim:
    sources, others = cited_and_counted(edition, *fact)
    return UnitClaim(
        unit_ref=row.reference,
        about=about,
        words=words,
        sources=sources,
        others=others,
        is_single_source=fact_sources(edition, *fact)[1],
        is_contested=is_contested,
        preferred=reason,
    )


def command_lines(found: list[Command]) -> dict[str, str]:
    """At most two lines a unit for the chart: who is alleged to have commanded it during the incidents."""
    lines: dict[str, list[str]] = {}
    for row in found:
        line = f"{row.individual} ({row.role}): {row.certainty}" if row.individual != "–" else ""
        if line and line not in lines.setdefault(row.unit_ref, []):
            lines[row.unit_ref].append(line)
    return {ref: "\n".join(texts[:2]) for ref, texts in lines.items()}

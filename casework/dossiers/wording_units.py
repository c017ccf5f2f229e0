"""Units in words: names, what they are said to stand under, who is alleged to have commanded them and on which days."""

from datetime import date

from sqlmodel import Session

from casework import dates
from casework.dossiers.content import Command, Unit
from casework.dossiers.wording import Edition, fact_sources, listed, pick, said
from casework.i18n import _
from casework.i18n.labels import label
from casework.incidents.models import Incident
from casework.units import models as rows
from casework.units.answers import commanders_on
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
        sources=fact_sources(edition, "unit", row.key),
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
    words = listed([label(row.kind).lower(), span])
    return parent, row.kind.value, words, row.confidence.is_at_least(Confidence.REASONABLE_GROUNDS)


def command_days(incidents: list[Incident]) -> list[tuple[Incident, date]]:
    """The first possible day of each incident that has one."""
    days = [(row, dates.parse(row.starts)) for row in incidents]
    return [(row, span.earliest or span.latest) for row, span in days if span.earliest or span.latest]  # type: ignore[misc]


def commands(session: Session, edition: Edition) -> list[Command]:
    """For each incident and each unit that its allegations speak of: who commanded it on that day, as far as is known."""
    found = []
    for incident, day in command_days(edition.material.incidents):
        wanted = {file.row.unit_id for file in edition.chosen.allegations if file.row.incident_id == incident.key}
        answers = commanders_on(session, {key for key in wanted if key}, day)
        for answer in answers.values():
            values = {
                "unit_ref": answer.unit.reference,
                "incident_ref": incident.reference,
                "when": said(day.isoformat(), edition.days),
            }
            if not answer.commanders:
                found.append(Command(individual="–", role="–", certainty=label(answer.answer), **values))
            for holder in answer.commanders:
                found.append(
                    Command(
                        individual=holder.individual.reference,
                        role=label(holder.posting.role),
                        certainty=label(holder.answer),
                        **values,
                    )
                )
    return found


def command_lines(found: list[Command]) -> dict[str, str]:
    """At most two lines a unit for the chart: who is alleged to have commanded it during the incidents."""
    lines: dict[str, list[str]] = {}
    for row in found:
        line = f"{row.individual} ({row.role}): {row.certainty}" if row.individual != "–" else ""
        if line and line not in lines.setdefault(row.unit_ref, []):
            lines[row.unit_ref].append(line)
    return {ref: "\n".join(texts[:2]) for ref, texts in lines.items()}

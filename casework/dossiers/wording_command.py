"""Alleged command on the days of the incidents, up the chain, in words: how sure, on whose word, and what keeps it open."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlmodel import Session

from casework import dates
from casework.dossiers.content import Command
from casework.dossiers.states import DateDetail
from casework.dossiers.wording import Edition, cited_and_counted, period, said
from casework.i18n import _
from casework.i18n.labels import label
from casework.incidents.models import Incident
from casework.units.answers import CommandOn, Known, load
from casework.units.sources import POSTING, VACANCY
from casework.units.words import Say
from casework.vocabulary import Answer

MOST_DAYS = 10


def days_of(row: Incident) -> list[date]:
    """Every day of a short incident whose days are known; of any other the first possible day, if it has one."""
    first = dates.parse(row.starts)
    last = dates.parse(row.ends) if row.ends else first
    day = first.earliest or first.latest
    if day is None:
        return []
    if first.earliest is None or last.latest is None or (last.latest - day).days >= MOST_DAYS:
        return [day]
    return [day + timedelta(days=n) for n in range((last.latest - day).days + 1)]


def commands(session: Session, edition: Edition) -> list[Command]:
    """For each incident, each unit that its allegations speak of and each superior: who commanded it on those days."""
    units = {file.row.unit_id for file in edition.chosen.allegations if file.row.unit_id}
    known = load(session, units)
    found: list[Command] = []
    for incident in edition.material.incidents:
        wanted = {file.row.unit_id for file in edition.chosen.allegations if file.row.incident_id == incident.key}
        days = days_of(incident)
        if edition.days is DateDetail.MONTH:
            days = days[:1]  # a row for each day would tell what the month keeps back
        found += _of_incident(edition, known, incident, sorted(key for key in wanted if key), days)
    return found


def _of_incident(
    edition: Edition, known: Known, incident: Incident, unit_ids: list[int], days: list[date]
) -> Iterator[Command]:
    """The rows of one incident: days with the same answer share them."""
    asked: dict[int, list[tuple[date, CommandOn]]] = {}
    for day in days:
        on_day = {each.unit.key: each for key in unit_ids for each in known.chain(key, day).commands}
        for key, answer in on_day.items():
            asked.setdefault(key, []).append((day, answer))
    for answers in asked.values():
        for first, last, answer in _runs(edition, answers):
            yield from _rows(edition, incident, period(first.isoformat(), last.isoformat(), edition.days), answer)


def _runs(edition: Edition, answers: list[tuple[date, CommandOn]]) -> Iterator[tuple[date, date, CommandOn]]:
    """Days in a row whose rows would read the same."""
    first, last, current = answers[0][0], answers[0][0], answers[0][1]
    for day, answer in answers[1:]:
        if day - last == timedelta(days=1) and _told(edition, answer) == _told(edition, current):
            last = day
        else:
            yield first, last, current
            first, last, current = day, day, answer
    yield first, last, current


def _told(edition: Edition, answer: CommandOn) -> list[tuple[int, str, str]]:
    say = _say(edition)
    holders = [(each.posting.key, each.answer.value, each.why(say)) for each in answer.commanders]
    vacant = [(-each.vacancy.key, each.answer.value, each.why(say)) for each in answer.vacancies]
    return [*holders, *vacant, (0, answer.answer.value, answer.why(say))]


def _say(edition: Edition) -> Say:
    """Dates in words, no closer than the dossier writes them."""
    return partial(said, detail=edition.days)


def _preferred(edition: Edition, kind: str, key: int) -> str:
    chosen = edition.material.preferred.get((kind, key))
    return chosen.reason if chosen else ""


def _rows(edition: Edition, incident: Incident, when: str, answer: CommandOn) -> Iterator[Command]:
    say = _say(edition)
    values: dict[str, Any] = {"unit_ref": answer.unit.reference, "incident_ref": incident.reference, "when": when}
    if answer.answer is Answer.NOT_KNOWN:
        yield Command(individual="–", role="–", certainty=label(answer.answer), basis=answer.why(say), **values)
    for holder in answer.commanders:
        shown, others = cited_and_counted(edition, POSTING, holder.posting.key)
        yield Command(
            individual=holder.individual.reference,
            role=label(holder.posting.role),
            certainty=label(holder.answer),
            basis=holder.why(say),
            sources=shown,
            others=others,
            preferred=_preferred(edition, POSTING, holder.posting.key),
            **values,
        )
    for vacant in answer.vacancies:
        shown, others = cited_and_counted(edition, VACANCY, vacant.vacancy.key)
        yield Command(
            individual="–",
            role=_("Post of commander vacant"),
            certainty=label(vacant.answer),
            basis=vacant.why(say),
            sources=shown,
            others=others,
            preferred=_preferred(edition, VACANCY, vacant.vacancy.key),
            **values,
        )

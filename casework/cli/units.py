"""`units chain`: who is alleged to have commanded a unit on a day, and under whom it stood."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import click
from flask.cli import AppGroup
from sqlmodel import Session

from casework.cli.context import the_engine
from casework.cli.unit_text import in_text
from casework.db import read_session
from casework.errors import NotFound
from casework.i18n import NAMES, use_locale
from casework.sources.models import Preference
from casework.subjects import SYSTEM
from casework.units import pages, services
from casework.units.answers import ChainOn, CommandOn, chain_on
from casework.units.claims import Claim
from casework.units.models import Individual, Posting
from casework.units.periods import Gap
from casework.units.preferring import Key, key_of
from casework.units.sources import Sources, SourceShown
from casework.units.words import known_as

units_commands = AppGroup("units", help="Units: who commanded them on a day.")


@dataclass(frozen=True)
class Said:
    """Who says each claim of the answer, and which claims somebody prefers."""

    sources: Mapping[str, Mapping[int, Sources]]
    preferred: Mapping[Key, Preference]


@units_commands.command("chain")
@click.argument("reference", metavar="UNIT")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day, as 2025-03-08.")
@click.option("--lang", type=click.Choice(sorted(NAMES)), default="en", help="Of the words.")
@click.option("--json", "as_json", is_flag=True, help="For a script to read.")
def chain(reference: str, day: datetime, lang: str, as_json: bool) -> None:
    """Who is alleged to have commanded UNIT and everything above it on a day: definitely, possibly, not known, disputed.

    Exit code 0 when the question could be answered (also with "not known"), 1 when there is no such unit.
    """
    with read_session(the_engine()) as session, use_locale(lang):
        try:
            told = answer_of(session, reference.upper(), day.date())
        except NotFound:
            sys.exit(f"there is no unit {reference}")
        print(json.dumps(told, ensure_ascii=False, indent=1) if as_json else in_text(told))


def answer_of(session: Session, reference: str, day: date) -> dict[str, Any]:
    """The whole answer as plain values. Raises NotFound."""
    unit = services.get_unit(session, SYSTEM, reference)
    found = chain_on(session, unit, day)
    said = Said(pages.said_of(session, SYSTEM, found), pages.preferred_in(session, found))
    return {
        "unit": unit.reference,
        "on": day.isoformat(),
        "answer": found.commands[0].answer.value,
        "commands": [_command(each, said) for each in found.commands],
        "paths": _paths(found, reference),
        "links": _links(found, said),
        "circles": found.circles,
        "is_cut_short": found.is_cut_short,
    }


def _paths(found: ChainOn, reference: str) -> list[dict[str, Any]]:
    return [
        {
            "answer": path.answer.value,
            "kind": path.kind.value,
            "way": [reference, *(found.units[step.parent].reference for step in path.steps)],
        }
        for path in found.paths
    ]


def _links(found: ChainOn, said: Said) -> list[dict[str, Any]]:
    return [
        {
            "child": link.child.reference,
            "parent": link.parent.reference,
            "kind": link.kind.value,
            "answer": link.answer.value,
            "why": link.why(),
            "claims": [_claim(row, said, gaps) for row, gaps in link.rows],
            "against": [_claim(row, said) for row in link.against],
        }
        for link in found.links
    ]


def _command(command: CommandOn, said: Said) -> dict[str, Any]:
    holders = [
        {
            "individual": holder.individual.reference,
            "role": holder.posting.role.value,
            "answer": holder.answer.value,
            "why": holder.why(),
            "claim": _claim(holder.posting, said, holder.gaps),
            "against": [
                *({"individual": who.reference} | _claim(row, said) for who, row in holder.rivals),
                *({"individual": None} | _claim(row, said) for row in holder.vacancies),
            ],
        }
        for holder in command.holders
    ]
    vacancies = [
        {
            "answer": each.answer.value,
            "why": each.why(),
            "claim": _claim(each.vacancy, said, each.gaps),
        }
        for each in command.vacancies
    ]
    return {
        "unit": command.unit.reference,
        "name": command.unit.name,
        "answer": command.answer.value,
        "why": command.why(),
        "holders": holders,
        "vacancies": vacancies,
        "before": _near(command.before, said),
        "after": _near(command.after, said),
    }


def _near(near: tuple[Individual, Posting] | None, said: Said) -> dict[str, Any] | None:
    if near is None:
        return None
    return {"individual": near[0].reference, "role": near[1].role.value} | _claim(near[1], said)


def _claim(row: Claim, said: Said, gaps: tuple[Gap, ...] = ()) -> dict[str, Any]:
    kind, key = key_of(row)
    sources, preference = said.sources[kind][key], said.preferred.get((kind, key))
    return {
        "starts": row.starts,
        "ends": row.ends,
        "known_as": known_as(row.starts, row.ends),
        "open": [gap.value for gap in gaps],
        "confidence": row.confidence.value,
        "sources": [_source(each) for each in sources.shown],
        "sources_withheld": sources.withheld,
        "preferred": preference.reason if preference else None,
    }


def _source(shown: SourceShown) -> dict[str, Any]:
    return {
        "source": shown.source.reference,
        "citation": shown.source.citation or shown.row.note,
        "case": shown.case_reference or None,
        "reference": shown.reference or None,
        "locator": shown.row.locator,
        "grade": f"{shown.source_grade.value.upper()}{shown.information_grade.number}",
    }

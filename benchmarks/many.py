"""A case with many units, people, incidents, victims and allegations, written in bulk past the services."""

import random
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, SQLModel, select

from casework.access import Membership
from casework.accounts.services import find_account
from casework.allegations.models import Allegation, AllegationVictim
from casework.cases.models import Case
from casework.cases.services import open_case
from casework.demo.bulk import count_up, insert_rows
from casework.incidents.indexing import index_new_victims
from casework.incidents.models import Incident, Victim
from casework.units.models import Individual, Posting, Unit, UnitRelation
from casework.vocabulary import (
    Act,
    AgeBand,
    Confidence,
    LinkBasis,
    PostingRole,
    RelationKind,
    ReviewStatus,
    Sex,
)

START = date(2025, 3, 6)
TOWNS = ["Baniyas", "Jableh", "Latakia", "Tartous", "Sanobar", "al-Mukhtareyah", "Qardaha"]
GOVERNORATES = ["Latakia", "Tartous"]


@dataclass(frozen=True)
class Size:
    """How many of each; each incident has one allegation, each unit as many postings as there are to a unit."""

    units: int
    incidents: int
    victims: int
    postings: int = 10


def write(session: Session, size: Size) -> str:
    """A new case with so much in it; gives its reference."""
    supervisor = find_account(session, "supervisor@demo.casework.example").as_actor()
    case = open_case(
        session, supervisor, opened_on=START, title="SYNTHETIC bulk: units, incidents, victims", summary=""
    )
    author = find_account(session, "investigator@demo.casework.example").key
    session.add(Membership(case_id=case.key, account_id=author, reason="measurements"))
    chance = random.Random(2025)  # noqa: S311 - repeatable on purpose, nothing secret
    units = _units(session, size, chance)
    incidents = _incidents(session, case, size.incidents, author, chance)
    victims = _victims(session, case, size.victims, incidents, author, chance)
    _allegations(session, case, incidents, units, victims, author, chance)
    return case.reference


def _keys(session: Session, model: type[Any], *where: Any) -> list[int]:
    return list(session.exec(select(model.id).where(*where).order_by(model.id)))


def _put(session: Session, model: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 1_000):
        insert_rows(session, model, rows[start : start + 1_000])


def _units(session: Session, size: Size, chance: random.Random) -> list[int]:
    """A tree six wide; people who hold the posts of a unit one after another."""
    have, people = len(_keys(session, Unit)), len(_keys(session, Individual))
    numbers = range(have + 1, have + size.units + 1)
    _put(session, Unit, [{"number": n, "reference": f"U-{n:04d}", "name": f"Company {n} (SYNTHETIC)", "is_synthetic": True} for n in numbers])  # fmt: skip
    count_up(session, "units", numbers[-1])
    units = _keys(session, Unit, Unit.number > have)
    related = [
        {"parent_id": units[(n - 1) // 6], "child_id": units[n], "kind": RelationKind.COMMAND, "starts": "2024"}
        for n in range(1, size.units)
    ]
    _put(session, UnitRelation, related)
    persons = range(people + 1, people + size.units * 4 + 1)
    made = {"description": "SYNTHETIC", "is_synthetic": True}
    rows = [
        made | {"number": n, "reference": f"P-{n:04d}", "identity_owner": secrets.token_hex(16)} for n in persons
    ]  # fmt: skip
    _put(session, Individual, rows)
    held = _keys(session, Individual, Individual.number > people)
    posts = [
        {"individual_id": chance.choice(held), "unit_id": unit, "role": chance.choice(list(PostingRole)), "starts": f"20{14 + n}", "ends": f"20{15 + n}"}
        for unit in units for n in range(size.postings)
    ]  # fmt: skip
    _put(session, Posting, posts)
    return units


def _incidents(session: Session, case: Case, count: int, author: int, chance: random.Random) -> list[int]:
    rows = []
    for n in range(1, count + 1):
        day = START + timedelta(days=chance.randrange(200))
        rows.append({
            "case_id": case.key, "number": n, "reference": f"I-{n:04d}", "title": f"Killing at house {n} (SYNTHETIC)",
            "acts": [chance.choice(list(Act))], "starts": day.isoformat(), "earliest": day, "latest": day,
            "ends_latest": day, "governorate": chance.choice(GOVERNORATES), "place": chance.choice(TOWNS),
            "latitude": 34.9 + chance.random() * 0.8, "longitude": 35.85 + chance.random() * 0.3, "precision_m": 500,
            "status": ReviewStatus.APPROVED, "author_id": author,
        })  # fmt: skip
    _put(session, Incident, rows)
    count_up(session, f"case:{case.key}:I", count)
    return _keys(session, Incident, Incident.case_id == case.key)


def _victims(
    session: Session, case: Case, count: int, incidents: list[int], author: int, chance: random.Random
) -> list[int]:
    rows = [
        {"case_id": case.key, "number": n, "reference": f"V-{n:04d}", "incident_id": chance.choice(incidents),
         "identity_owner": secrets.token_hex(16), "sex": chance.choice(list(Sex)), "age_band": chance.choice(list(AgeBand)),
         "harms": ["killed"], "place": chance.choice(TOWNS), "added_by": author}
        for n in range(1, count + 1)
    ]  # fmt: skip
    _put(session, Victim, rows)
    count_up(session, f"case:{case.key}:V", count)
    victims = session.exec(select(Victim).where(Victim.case_id == case.key)).all()
    for start in range(0, count, 1_000):
        index_new_victims(session, victims[start : start + 1_000])
    return [one.key for one in victims]


def _allegations(
    session: Session, case: Case, incidents: list[int], units: list[int], victims: list[int], author: int,
    chance: random.Random,
) -> None:  # fmt: skip
    rows = [
        {"case_id": case.key, "number": n, "reference": f"A-{n:04d}", "incident_id": incident, "act": chance.choice(list(Act)),
         "unit_id": chance.choice(units), "bases": [chance.choice(list(LinkBasis))], "contrary": "none found",
         "contrary_searched": True, "confidence": chance.choice(list(Confidence)), "status": ReviewStatus.APPROVED,
         "author_id": author}
        for n, incident in enumerate(incidents, start=1)
    ]  # fmt: skip
    _put(session, Allegation, rows)
    count_up(session, f"case:{case.key}:A", len(rows))
    made = _keys(session, Allegation, Allegation.case_id == case.key)
    links = [{"case_id": case.key, "allegation_id": one, "victim_id": victims[at]} for at, one in enumerate(made)]
    _put(session, AllegationVictim, links)

"""The search for names on a save: opening a case's identities and reading one text, against a search over the text alone."""

import random

from sqlmodel import Session

from benchmarks.databases import KINDS, database
from benchmarks.figure import Figure, median_cpu
from casework.cases.models import Case
from casework.cases.services import open_case
from casework.config import Settings
from casework.db import make_engine, now
from casework.db.engine import new_session
from casework.demo.words import paragraphs
from casework.leaks.matching import fold, spans, wanted
from casework.leaks.people import names_of_case
from casework.subjects import SYSTEM
from casework.vault import Vault, prepare
from casework.witnesses.services import WitnessDetails, register_witness

PEOPLE = (30, 300)
WORDS = 600


def run() -> list[Figure]:
    """For each database: the whole search of a 600-word text, in a case of 30 and of 300 people with two names each."""
    figures = []
    for kind in KINDS:
        with database(kind) as settings:
            engine = make_engine(settings)
            with new_session(engine, writes=True) as session:
                figures += [_measure(kind, session, settings, people) for people in PEOPLE]
            engine.dispose()
    return figures


def _measure(kind: str, session: Session, settings: Settings, people: int) -> Figure:
    vault, chance = prepare(settings), random.Random(people)  # noqa: S311 - a fixed seed, nothing secret
    case_id = _people(session, vault, people, chance)
    text = "\n".join(paragraphs(chance, "en", WORDS // 2) + paragraphs(chance, "ar", WORDS // 2))
    names = names_of_case(session, vault, case_id)
    whole = median_cpu(lambda: spans(text, wanted(names_of_case(session, vault, case_id), typed=True)), 3)
    alone = median_cpu(lambda: spans(text, wanted(names, typed=True)), 3)
    note = f"{1000 * whole:.0f} ms a save, {1000 * alone:.0f} of them the text; folding it alone {1000 * median_cpu(lambda: fold(text), 3):.1f} ms"
    return Figure(f"{kind}: search of a save, {people} people, {WORDS} words", whole, alone, "s", None, note)


def _people(session: Session, vault: Vault, people: int, chance: random.Random) -> int:
    case = open_case(session, SYSTEM, title=f"Bench {people}", opened_on=now().date())
    add_people(session, vault, case, people, chance)
    session.commit()
    return case.key


def add_people(session: Session, vault: Vault, case: Case, people: int, chance: random.Random) -> None:
    """Witnesses with a name of two words in each script; they gave no statement."""
    for _ in range(people):
        witness = register_witness(session, SYSTEM, case=case, details=WitnessDetails())
        latin = ["".join(chance.choice("bdfghjklmnqrstz") + chance.choice("aiu") for _ in range(4)) for _ in range(2)]
        arabic = ["".join(chance.choice("بتجدرسعفقكلمنهي") for _ in range(5)) for _ in range(2)]
        fields = {"name": " ".join(latin), "aliases": " ".join(arabic), "phone": str(chance.randrange(10**9))}
        vault.seal(session, witness.identity_owner, fields)

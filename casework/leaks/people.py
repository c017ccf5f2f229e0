"""Whose names must not stand in the texts of a case: each floor that knows such people says so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import column, table
from sqlmodel import Session, select

from casework.access import visible_cases
from casework.leaks.matching import Name
from casework.subjects import Actor, Subject
from casework.vault import Vault

MOST_CASES, MOST_PEOPLE_OF_ALL = 20, 3_000  # a text that belongs to no case: opening 1,000 identities takes 0.15 s
_case = table("case", column("id"), column("reference"))


@dataclass(frozen=True)
class Protected:
    """A person by their code ("W-0003") and by the vault's name for them."""

    reference: str
    owner: str


Source = Callable[[Session, int], Iterable[Protected]]
_sources: list[Source] = []


def protects(function: Source) -> Source:
    """Register a function that answers with the people of a case (by its id) whose identities are in the vault."""
    if function not in _sources:
        _sources.append(function)
    return function


def people_of(session: Session, case_id: int) -> list[Protected]:
    """Everybody protected in this case, each once, however many: whoever is not among them is not looked for."""
    return list({person.owner: person for function in _sources for person in function(session, case_id)}.values())


def names_of_case(session: Session, vault: Vault, case_id: int, beyond: Iterable[Protected] = ()) -> list[Name]:
    """Every name-like value of the people of a case (and of those `beyond` it) with the code of its owner: for the
    scan alone, never shown. Each identity is opened once.

    Raises VaultSealed, and Tampered: a scan that cannot read must not pass.
    """
    codes = {person.owner: person.reference for person in [*people_of(session, case_id), *beyond]}
    names = vault.names_by_owner(session, codes)
    return [Name(codes[owner], name) for owner, found in names.items() for name in sorted(found)]


def out_of_reach(session: Session, vault: Vault, case_id: int, beyond: Iterable[Protected] = ()) -> int:
    """How many people of the case have names that only offline custodians can open: no search here finds them."""
    return vault.unsearchable(session, [person.owner for person in [*people_of(session, case_id), *beyond]])


def cases_to_search(session: Session, actor: Actor) -> tuple[list[Subject], int]:
    """The actor's own cases, newest first, whose people a text that belongs to no case is searched for; and how many
    of their cases are left out, because they are too many or have too many people.

    Only their own: a warning about anybody else would tell that there is a case.
    """
    mine = select(_case.c.id, _case.c.reference).where(_case.c.id.in_(visible_cases(actor)))
    rows = session.execute(mine.order_by(_case.c.id.desc()).limit(500)).all()
    chosen, people = [], 0
    for key, reference in rows[:MOST_CASES]:
        people += len(people_of(session, key))
        if people > MOST_PEOPLE_OF_ALL:
            break
        chosen.append(Subject("case", key, key, reference))
    return chosen, len(rows) - len(chosen)

"""Whose names must not stand in the texts of a case: each floor that knows such people says so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlmodel import Session

from casework.leaks.matching import Name
from casework.vault import Vault

MOST_PEOPLE = 10_000


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
    """Everybody protected in this case, each once; at most ten thousand."""
    found = {person.owner: person for function in _sources for person in function(session, case_id)}
    return list(found.values())[:MOST_PEOPLE]


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

"""What every part of the loader works with."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from casework.cases.models import Case
from casework.config import Settings
from casework.subjects import Actor

REFERENCE = "CW-2025-0001"


@dataclass
class Stage:
    """One loading: who acts under which demo name (`investigator`), and what was made, by its demo code (`W-0001`)."""

    session: Session
    settings: Settings
    actors: dict[str, Actor]
    case: Case
    made: dict[str, Any] = field(default_factory=dict)

    def author(self, number: int) -> Actor:
        """The two investigators in turn, so that neither has written everything."""
        return self.actors["investigator" if number % 2 else "investigator2"]

    def reviewer(self, number: int) -> Actor:
        """The two supervisors in turn."""
        return self.actors["supervisor" if number % 3 else "supervisor2"]


class DemoMismatch(Exception):
    """What was made is not what the content says: a reference came out differently."""


def expect(reference: str, code: str) -> None:
    """Raise DemoMismatch unless a record got the reference under which the content speaks of it."""
    if reference != code:
        raise DemoMismatch(f"{code} became {reference}")

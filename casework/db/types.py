"""Column types."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Enum


def as_text(kind: type[StrEnum]) -> Any:
    """A vocabulary stored as its own words (VARCHAR, the member's value), on both databases.

    A native enum type would need a migration on PostgreSQL for each new word, and would store Python's names.
    """
    return Enum(kind, native_enum=False, create_constraint=False, length=60, values_callable=_values)


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]

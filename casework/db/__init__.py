"""The database floor: the base of all tables, sessions, and gapless numbers."""

from casework.db.base import Row, Versioned, now
from casework.db.counters import next_number, next_numbers
from casework.db.engine import make_engine, read_session, write_session
from casework.db.reading import UNFILTERED, read_as
from casework.db.triggers import append_only
from casework.db.types import as_text

__all__ = [
    "UNFILTERED",
    "Row",
    "Versioned",
    "append_only",
    "as_text",
    "make_engine",
    "next_number",
    "next_numbers",
    "now",
    "read_as",
    "read_session",
    "write_session",
]

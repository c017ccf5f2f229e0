"""Lists narrowed by a part of a word, folded as the search folds: `أحمد` finds `احمد`, on both databases.

SQLite calls our own `fold`; PostgreSQL folds with functions of its own, which the tests hold against it. Each row of the
list is looked at: for lists of one case or of the registers, where a part of a word must be found, not its beginning.
"""

import sqlite3
from typing import Any

from sqlalchemy import ColumnElement, Text, event, or_
from sqlalchemy.engine import Engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

from casework.search.fold import LETTERS, MARKS, fold

# What is left of a letter's accents after NFKD: combining marks of Latin, Cyrillic, Greek and Arabic.
_COMBINING = "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"


class folded(FunctionElement[str]):
    """`fold` of one text column."""

    type = Text()
    name = "casework_fold"
    inherit_cache = True


@compiles(folded)
def _sqlite(element: folded, compiler: Any, **options: Any) -> str:
    return f"casework_fold({compiler.process(element.clauses, **options)})"


@compiles(folded, "postgresql")
def _postgresql(element: folded, compiler: Any, **options: Any) -> str:
    """The steps of `fold`, in its order."""
    kept = {one: other for one, other in LETTERS.items() if other}
    dropped = "".join(chr(one) for one, other in LETTERS.items() if not other)
    before, after = "".join(map(chr, kept)) + dropped, "".join(kept.values())
    text = compiler.process(element.clauses, **options)
    letters = f"translate(regexp_replace({text}, '{MARKS.pattern}', '', 'g'), '{before}', '{after}')"
    return f"lower(regexp_replace(normalize({letters}, NFKD), '{_COMBINING}', '', 'g'))"


@event.listens_for(Engine, "connect")
def _register(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.create_function("casework_fold", 1, _fold_or_none, deterministic=True)


def _fold_or_none(text: str | None) -> str | None:
    return None if text is None else fold(text)


def contains(q: str, *columns: Any) -> ColumnElement[bool]:
    """One of the columns has `q` in it, as a reader would see it; `%` and `_` stand for themselves."""
    wanted = fold(q.strip())
    return or_(*(folded(column).contains(wanted, autoescape=True) for column in columns))

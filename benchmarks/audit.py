"""Appending to the log against inserting bare rows of the same width, and checking the chain against reading it."""

import time

from sqlmodel import Field, Session, SQLModel, col, select

from benchmarks.databases import KINDS, database
from benchmarks.figure import Figure
from casework import audit
from casework.audit.models import AuditEntry
from casework.db import make_engine, now
from casework.db.engine import new_session
from casework.subjects import SYSTEM, Subject

APPENDS = 2_000
SUBJECT = Subject("testimony", 1, None, "T-0001")


def run() -> list[Figure]:
    """For each database: one entry a commit, as people cause them; and the verification of all of them."""
    figures = []
    for kind in KINDS:
        with database(kind) as settings:
            engine = make_engine(settings)
            with new_session(engine, writes=True) as session:
                figures += _measure(kind, session)
            engine.dispose()
    return figures


def _measure(kind: str, session: Session) -> list[Figure]:
    bare = _seconds(lambda number: _insert(session, number), session)
    chained = _seconds(lambda number: audit.record(session, SYSTEM, "bench.done", SUBJECT, number=number), session)
    started = time.perf_counter()
    read = len(session.exec(select(AuditEntry).where(col(AuditEntry.action) == "bench.done")).all())
    reading = (time.perf_counter() - started) / read
    started = time.perf_counter()
    verdict = audit.verify(session)
    verifying = (time.perf_counter() - started) / verdict.checked
    return [
        Figure(
            f"{kind}: append and commit, against a bare insert", chained, bare, "s", 3.0, f"{1 / chained:.0f} a second"
        ),
        Figure(
            f"{kind}: verify an entry, against reading it",
            verifying,
            reading,
            "s",
            None,
            f"{1 / verifying:.0f} a second",
        ),
    ]


class BareRow(SQLModel, table=True):
    """A row as wide as an entry, without chain, lock or index."""

    __tablename__ = "bench_bare_row"
    seq: int | None = Field(default=None, primary_key=True)
    action: str
    words: str


def _insert(session: Session, number: int) -> None:
    if number == 0:
        SQLModel.metadata.tables["bench_bare_row"].create(session.connection())
    session.add(BareRow(action="bench.done", words=f"{now().isoformat()} testimony 1 T-0001 {'0' * 128} {number}"))
    session.flush()


def _seconds(append: object, session: Session) -> float:
    assert callable(append)
    append(0)
    session.commit()
    started = time.perf_counter()
    for number in range(1, APPENDS):
        append(number)
        session.commit()
    return (time.perf_counter() - started) / (APPENDS - 1)

"""Appending to the log against inserting bare rows of the same width, checking it, and proving an entry of it."""

import hashlib
import json
import time
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Field, Session, SQLModel

from benchmarks.databases import KINDS, database
from benchmarks.figure import Figure
from casework import audit
from casework.audit import leaves, services
from casework.audit.merkle import Frontier
from casework.audit.tree import Tree
from casework.db import make_engine, now
from casework.db.engine import new_session
from casework.subjects import SYSTEM, Subject

APPENDS = 2_000
ENTRIES = 100_000
FEWER = 1_000
BATCH = 5_000
SUBJECT = Subject("testimony", 1, None, "T-0001")


def run() -> list[Figure]:
    """For each database: one entry a commit, as people cause them; then a long log, verified and proved."""
    figures = []
    for kind in KINDS:
        with database(kind) as settings:
            engine = make_engine(settings)
            with new_session(engine, writes=True) as session:
                figures.append(_append(kind, session))
            engine.dispose()
        with database(kind) as settings:
            engine = make_engine(settings)
            figures += _long(kind, engine)
            engine.dispose()
    return figures


def _append(kind: str, session: Session) -> Figure:
    bare = _seconds(lambda number: _insert(session, number), session)
    logged = _seconds(lambda number: audit.record(session, SYSTEM, "bench.done", SUBJECT, number=number), session)
    return Figure(
        f"{kind}: append and commit, against a bare insert", logged, bare, "s", 3.0, f"{1 / logged:.0f} a second"
    )


def _long(kind: str, engine: Engine) -> list[Figure]:
    """Verifying an entry against the target of 10 µs, in the processor's time, and against its hashes alone, which a
    busy machine slows as much; a proof against one in a short log."""
    plant(engine, ENTRIES)
    with new_session(engine, writes=False) as session:
        each, wall = (min(seen) for seen in zip(*(_verify(session) for _pass in range(3)), strict=True))
        short, long = _proof(session, FEWER), _proof(session, ENTRIES)
    return [
        Figure(f"{kind}: verify an entry of {ENTRIES:,}, against 10 µs of the processor", each, 1e-5, "s", 1.0,
               f"{1 / each:,.0f} a second of the processor, {1 / wall:,.0f} by the clock"),
        Figure(f"{kind}: verify an entry of {ENTRIES:,}, against its five hashes alone", each, _hashes(), "s"),
        Figure(f"{kind}: prove an entry of {ENTRIES:,}, against one of {FEWER:,}", long, short, "s", 4.0),
    ]  # fmt: skip


def _verify(session: Session) -> tuple[float, float]:
    """Seconds an entry: of the processor, and by the clock."""
    started, wall = time.process_time(), time.perf_counter()
    verdict = audit.verify(session)
    assert verdict.holds
    return (time.process_time() - started) / verdict.checked, (time.perf_counter() - wall) / verdict.checked


def _hashes() -> float:
    """Five SHA-256 as wide as those of an entry: three commitments, the leaf, a node of the tree."""
    started, wide = time.process_time(), bytes(96)
    for _number in range(5 * ENTRIES):
        hashlib.sha256(wide).digest()
    return (time.process_time() - started) / ENTRIES


def _proof(session: Session, size: int) -> float:
    started = time.perf_counter()
    for number in range(20):
        Tree(session).inclusion(1 + number * (size // 21), size)
    return (time.perf_counter() - started) / 20


def plant(engine: Engine, count: int) -> None:
    """A log of so many entries, written as the application would, many at a time."""
    frontier, at = Frontier(), now()
    with engine.execution_options(casework_writes=True).begin() as connection:
        for start in range(0, count, BATCH):
            rows, nodes = [], []
            for number in range(start, min(count, start + BATCH)):
                at += timedelta(microseconds=7)
                row = {
                    "seq": number + 1, "at": at, "actor_id": 7, "actor": "account:7", "action": "bench.done",
                    "subject_kind": "testimony", "subject_id": number, "subject_label": "T-0001", "case_id": 3,
                    "facts": {"number": number, "sha256": "ab" * 32}, "salts": leaves.new_salts(),
                }  # fmt: skip
                leaf = leaves.leaf_hash(leaves.of_columns(row, json.dumps(row["facts"])))
                nodes += [
                    {"level": level, "place": place, "hash": node.hex()}
                    for level, place, node in frontier.append(leaf)
                    if level % services.TILE == 0
                ]
                rows.append(row | {"hash": leaf.hex()})
            connection.execute(services._ADD, rows)
            if nodes:
                connection.execute(services._KEEP, nodes)
        connection.execute(services._MOVE, {"size": count, "last": at, "packed": frontier.packed()})
        connection.exec_driver_sql("ANALYZE")  # PostgreSQL does it by itself, after a minute


class BareRow(SQLModel, table=True):
    """A row as wide as an entry, without tree, lock or index."""

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

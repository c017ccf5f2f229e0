"""List, open, search and save with few and with many testimonies: the cost may grow with what is shown, not with what is stored.

CPU of one request through the real application, the database server's included, and its statements, which must not grow.
Two installations, a small and a large one, are measured in turns, so that whatever else the machine does meets both.
`CASEWORK_BENCH_SIZES=1000,100000` chooses the sizes.
"""

import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from flask import Flask
from sqlalchemy import Engine, event, text
from sqlmodel import Session, col, select

from benchmarks import reader
from benchmarks.databases import KINDS, database
from benchmarks.figure import Figure, cpu_of
from casework.app import create_app
from casework.cases.models import Case
from casework.config import Settings
from casework.db.engine import new_session
from casework.demo.loader import load
from casework.demo.scale import load_bulk
from casework.testimonies.models import Testimony
from casework.vocabulary import ReviewStatus

SIZES = [int(size) for size in os.environ.get("CASEWORK_BENCH_SIZES", "1000,100000").split(",")]
MOST_GROWTH = 1.3
CALLS, ROUNDS = 5, 7
# These count what a case holds, by index: they may grow, slowly, and are shown without a promise.
COUNTING = {"overview of the case"}
Action = Callable[[], object]


def run() -> Iterator[Figure]:
    """For each database and action: the cost at the largest size against that at the smallest, as they are found."""
    for kind in KINDS:
        with ExitStack() as stack:
            small, large = (stack.enter_context(installation(kind, size)) for size in (SIZES[0], SIZES[-1]))
            for name in small.actions:
                yield from _compare(kind, name, small, large)


def _compare(kind: str, action: str, small: "Installation", large: "Installation") -> list[Figure]:
    counted = [one.statements(action) for one in (small, large)]
    gc.collect()
    rounds = [(small.seconds(action), large.seconds(action)) for _ in range(ROUNDS)]
    few, many = (statistics.median(column) for column in zip(*rounds, strict=True))
    name = f"{kind}: {action}, {SIZES[-1]:,} against {SIZES[0]:,}"
    most = None if action in COUNTING else MOST_GROWTH
    return [
        Figure(name, many, few, "CPU s", most),
        Figure(f"{name}, statements", counted[1], counted[0], "statements", 1.0),
    ]


class Installation:
    """The application on a database of its own, with what can be done there."""

    def __init__(self, engine: Engine, actions: dict[str, Action]) -> None:
        self.engine, self.actions = engine, actions
        self._server = _server_clock(engine)

    def seconds(self, action: str) -> float:
        """CPU of one call, of this process and of the database server."""
        do, server, started = self.actions[action], self._server(), time.process_time()
        for _ in range(CALLS):
            do()
        return (time.process_time() - started + self._server() - server) / CALLS

    def statements(self, action: str) -> int:
        """How often one call asks the database, when everything is warm."""
        self.actions[action]()
        with _counting(self.engine) as counted:
            self.actions[action]()
        return len(counted)


@contextmanager
def installation(kind: str, size: int) -> Iterator[Installation]:
    """The demonstration case and so many testimonies in another one."""
    with database(kind) as settings:
        app = create_app(settings)
        engine: Engine = app.extensions["casework_engine"]
        load(engine, settings)
        reference, _added = load_bulk(engine, size)
        _analyse(engine)
        yield Installation(engine, _actions(app, engine, settings, reference))
        engine.dispose()


def _analyse(engine: Engine) -> None:
    """What autovacuum does on a PostgreSQL in use; SQLite gets here no more than an installation has."""
    if engine.dialect.name == "postgresql":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _actions(app: Flask, engine: Engine, settings: Settings, reference: str) -> dict[str, Action]:
    client = app.test_client()
    with new_session(engine, writes=True) as session:
        email = reader.member(session, settings, reference)
        draft, shown = _some(session, reference)
        session.commit()
    reader.log_in(client, email)
    root = f"/cases/{reference}/testimonies"
    pages = {
        "list": root,
        "list of drafts": f"{root}?status=draft",
        "open": f"{root}/{shown}",
        "search for a frequent word": "/search?q=house",
        "search for two frequent words": "/search?q=house+morning",
        "search for a reference": f"/search?q={shown}",
        "overview of the case": f"/cases/{reference}",
    }
    actions: dict[str, Action] = {name: _getting(client, url) for name, url in pages.items()}
    return actions | {"save": reader.Saver(client, f"{root}/{draft}/edit/account", "paragraphs-0-translation")}


def _getting(client: reader.FlaskClient, url: str) -> Action:
    return lambda: reader.get(client, url)


@contextmanager
def _counting(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def _server_clock(engine: Engine) -> Callable[[], float]:
    """CPU of the PostgreSQL processes that serve this engine's connections; nothing on SQLite, which runs in ours."""
    if engine.dialect.name != "postgresql":
        return lambda: 0.0
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()"))
        pids = [int(row[0]) for row in rows]
    return lambda: sum(cpu_of(pid) for pid in pids)


def _some(session: Session, reference: str) -> tuple[str, str]:
    """A draft to save and an approved statement to open: the same ones in every installation."""
    case = session.exec(select(Case).where(Case.reference == reference)).one()
    mine = select(Testimony.reference).where(Testimony.case_id == case.key).order_by(col(Testimony.id)).limit(1)
    draft = session.exec(mine.where(Testimony.status == ReviewStatus.DRAFT)).one()
    return draft, session.exec(mine.where(Testimony.status == ReviewStatus.APPROVED)).one()

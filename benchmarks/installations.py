"""Two installations of different size, measured in turns: what a page costs may grow with what is shown alone.

CPU of one request through the real application, the database server's included, and its statements, which must not grow.
Whatever else the machine does meets both.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event, text

from benchmarks.figure import Figure, cpu_of

MOST_GROWTH = 1.3
CALLS, ROUNDS = 5, 7
Action = Callable[[], object]


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
        """How often one call asks the database, when everything is warm; once a minute one more marks the session."""
        counts = []
        for _ in range(3):
            with _counting(self.engine) as counted:
                self.actions[action]()
            counts.append(len(counted))
        return min(counts)


def compare(name: str, small: Installation, large: Installation, action: str, *, promised: bool = True) -> list[Figure]:
    """The cost of an action in the large installation against that in the small one, as they are found."""
    counted = [one.statements(action) for one in (small, large)]
    gc.collect()
    rounds = [(small.seconds(action), large.seconds(action)) for _ in range(ROUNDS)]
    few, many = (statistics.median(column) for column in zip(*rounds, strict=True))
    return [
        Figure(name, many, few, "CPU s", MOST_GROWTH if promised else None),
        Figure(f"{name}, statements", counted[1], counted[0], "statements", 1.0),
    ]


def analyse(engine: Engine) -> None:
    """What autovacuum does on a PostgreSQL in use; SQLite gets here no more than an installation has."""
    if engine.dialect.name == "postgresql":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))


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

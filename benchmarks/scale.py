"""List, open, search and save with few and with many testimonies: the cost may grow with what is shown, not with what is stored.

CPU of one request through the real application, the database server's included; and its statements, which must not grow.
`CASEWORK_BENCH_SIZES=1000,100000` chooses the sizes.
"""

import os
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, text
from sqlmodel import Session, col, select

from benchmarks.databases import KINDS, database
from benchmarks.figure import Figure, cpu_of, median_cpu
from casework.access import Membership
from casework.accounts.models import Account
from casework.accounts.passwords import hash_password
from casework.app import create_app
from casework.cases.models import Case
from casework.config import Settings
from casework.db.engine import new_session
from casework.demo.loader import load
from casework.demo.scale import load_bulk
from casework.subjects import Role
from casework.testimonies.models import Testimony
from casework.vocabulary import ReviewStatus

SIZES = [int(size) for size in os.environ.get("CASEWORK_BENCH_SIZES", "1000,100000").split(",")]
MOST_GROWTH = 1.3
PASSWORD = "olive-harbour-lantern-93"


@dataclass(frozen=True)
class Measured:
    """CPU seconds and statements of one request."""

    seconds: float
    statements: int


def run() -> list[Figure]:
    """For each database and action: the cost at the largest size against that at the smallest."""
    figures = []
    for kind in KINDS:
        with database(kind) as settings:
            found = dict(_sizes(settings))
        small, large = found[SIZES[0]], found[SIZES[-1]]
        for action in small:
            few, many = small[action], large[action]
            note = f"statements {few.statements} and {many.statements}"
            name = f"{kind}: {action} at {SIZES[-1]:,} against {SIZES[0]:,}"
            figures.append(Figure(name, many.seconds, few.seconds, "CPU s", MOST_GROWTH, note))
            figures.append(Figure(f"{name}, statements", many.statements, few.statements, "statements", 1.0))
    return figures


def _sizes(settings: Settings) -> Iterator[tuple[int, dict[str, Measured]]]:
    app = create_app(settings)
    engine: Engine = app.extensions["casework_engine"]
    load(engine, settings)
    for size in SIZES:
        reference, _added = load_bulk(engine, settings, size)
        with engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
        yield size, _measure(app, engine, reference)
    engine.dispose()


def _measure(app: Flask, engine: Engine, reference: str) -> dict[str, Measured]:
    client = app.test_client()
    with new_session(engine, writes=True) as session:
        account = _reader(session, reference)
        draft, shown = _some(session, reference)
        session.commit()
    _log_in(client, account.email)
    root = f"/cases/{reference}/testimonies"
    actions: dict[str, Callable[[], object]] = {
        "list": lambda: _get(client, root),
        "open": lambda: _get(client, f"{root}/{shown}"),
        "search a frequent word": lambda: _get(client, "/search?q=house"),
        "search a rare reference": lambda: _get(client, f"/search?q={shown}"),
        "save": _saver(client, f"{root}/{draft}/edit"),
    }
    return {name: _one(engine, action) for name, action in actions.items()}


def _one(engine: Engine, action: Callable[[], object]) -> Measured:
    with _counting(engine) as counted:
        action()
        counted.clear()
        action()
        statements = len(counted)
    return Measured(median_cpu(action, 10, also=_server_clock(engine)), statements)


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


def _reader(session: Session, reference: str) -> Account:
    case = session.exec(select(Case).where(Case.reference == reference)).one()
    settings = Settings(argon2_memory_kib=64, argon2_time_cost=1, **_NOTHING)  # type: ignore[arg-type]
    account = Account(
        email=f"bench-{uuid.uuid4().hex[:8]}@example.org", name="Bench", role=Role.INVESTIGATOR,
        password_hash=hash_password(settings, PASSWORD),
    )  # fmt: skip
    session.add(account)
    session.flush()
    session.add(Membership(case_id=case.key, account_id=account.key, reason="benchmark"))
    return account


_NOTHING = {"instance": None, "database_url": "", "storage_dir": None, "keystore_url": "", "master_key_file": None,
            "master_key": None, "secret_key": b""}  # fmt: skip


def _some(session: Session, reference: str) -> tuple[str, str]:
    """A draft to save and a submitted statement to open, from the middle of what is stored."""
    case = session.exec(select(Case).where(Case.reference == reference)).one()
    mine = select(Testimony.reference).where(Testimony.case_id == case.key).order_by(col(Testimony.id))
    draft = session.exec(mine.where(Testimony.status == ReviewStatus.DRAFT).limit(1)).one()
    return draft, session.exec(mine.where(Testimony.status == ReviewStatus.APPROVED).limit(1)).one()


def _get(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.text


def _log_in(client: FlaskClient, email: str) -> None:
    token = _value(_get(client, "/login"), "csrf_token")
    answer = client.post("/login", data={"csrf_token": token, "email": email, "password": PASSWORD})
    assert answer.status_code == 302


def _value(html: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)
    assert found, name
    return found.group(1)


def _saver(client: FlaskClient, url: str) -> Callable[[], object]:
    """Save the form as it stands, as a browser would send it."""

    def save() -> None:
        html = _get(client, url)
        fields = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', html))
        fields |= dict(re.findall(r'name="([^"]+)"[^>]*type="hidden"[^>]*value="([^"]*)"', html))
        answer = client.post(url, data=fields | {"submit_key": uuid.uuid4().hex})
        assert answer.status_code in (302, 422), answer.status_code

    return save

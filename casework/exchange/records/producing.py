"""One export from start to end, for the worker and the command line alike: from one view of the database."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from casework.config import Settings
from casework.db import read_session
from casework.dossiers.producing import check_log
from casework.exchange.records import services
from casework.exchange.records.choosing import Chosen
from casework.exchange.records.packing import Told, package, quiet
from casework.exchange.records.plan import Plan
from casework.vault import vault_of

Written = TypeVar("Written")


def produce(
    engine: Engine,
    settings: Settings,
    make_plan: Callable[[Session], Plan],
    write: Callable[[Iterator[bytes]], Written],
    tell: Told = quiet,
) -> tuple[Plan, Chosen, Written]:
    """Check the log, decide, write and search. Raises Refused; `write` must then leave nothing behind."""
    with read_session(engine) as session:
        check_log(session)
    with read_session(engine) as session:
        steady(session)
        plan = make_plan(session)
        chosen = services.choose(session, plan.case, plan.recipient, plan.made_by)
        made = package(session, plan, vault_of(settings), chosen, tell)
        return plan, chosen, write(made.chunks())


def steady(session: Session) -> None:
    """What is decided and what is written must be of one moment: SQLite reads so by itself, PostgreSQL when it is asked."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})

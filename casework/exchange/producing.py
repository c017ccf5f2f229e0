"""One bag from start to end, for the worker and the command line alike: no transaction is open while files are read."""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from casework.config import Settings
from casework.db import read_session
from casework.dossiers.producing import check_log
from casework.exchange.bagit import Contents
from casework.exchange.freezing import Draft, Frozen, Plan, draft, files_that_name, freeze
from casework.exchange.writing import AlteredFile
from casework.storage import FileStore
from casework.vault import vault_of

Written = TypeVar("Written")
PlanMaker = Callable[[Session], Plan]


def produce(
    engine: Engine,
    settings: Settings,
    store: FileStore,
    make_plan: PlanMaker,
    enter: Callable[[Frozen], Contents],
    write: Callable[[Contents], Written],
) -> tuple[Plan, Frozen, Contents, Written]:
    """Check the log, choose, describe, search for names, enter the bag into the log, write it. Raises Refused.

    A file that turns out to be altered while it is written ends that attempt: it is left out and listed, and the bag
    is entered and written anew. So a sound case is read once, not twice.
    """
    with read_session(engine) as session:
        check_log(session)
    altered: set[str] = set()
    while True:
        plan, drafted = choose_all(engine, settings, store, make_plan, altered)
        frozen = freeze(plan, drafted)
        contents = enter(frozen)
        try:
            return plan, frozen, contents, write(contents)
        except AlteredFile as found:
            altered.add(PurePosixPath(found.entry.path).stem)


def choose_all(
    engine: Engine, settings: Settings, store: FileStore, make_plan: PlanMaker, altered: set[str]
) -> tuple[Plan, Draft]:
    """Decide, look into the texts that would go, and decide again without those that name somebody."""
    named: set[str] = set()
    while True:
        with read_session(engine) as session:
            plan = make_plan(session)
            drafted = draft(session, plan, vault_of(settings), altered, named)
        fresh = files_that_name(store, drafted) - named
        if not fresh:
            return plan, drafted
        named |= fresh

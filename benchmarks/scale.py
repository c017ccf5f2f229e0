"""List, open, search and save with few and with many testimonies: the cost may grow with what is shown, not with what is stored.

`CASEWORK_BENCH_SIZES=1000,100000` chooses the sizes.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from flask import Flask
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from benchmarks import reader
from benchmarks.databases import KINDS, database
from benchmarks.figure import Figure
from benchmarks.installations import Action, Installation, analyse, compare
from casework.app import create_app
from casework.cases.models import Case
from casework.config import Settings
from casework.db.engine import new_session
from casework.demo.loader import load
from casework.demo.scale import load_bulk
from casework.testimonies.models import Testimony
from casework.vocabulary import ReviewStatus

SIZES = [int(size) for size in os.environ.get("CASEWORK_BENCH_SIZES", "1000,100000").split(",")]
# These count what a case holds, by index: they may grow, slowly, and are shown without a promise.
COUNTING = {"overview of the case"}


def run() -> Iterator[Figure]:
    """For each database and action: the cost at the largest size against that at the smallest, as they are found."""
    for kind in KINDS:
        with ExitStack() as stack:
            small, large = (stack.enter_context(installation(kind, size)) for size in (SIZES[0], SIZES[-1]))
            for name in small.actions:
                said = f"{kind}: {name}, {SIZES[-1]:,} against {SIZES[0]:,}"
                yield from compare(said, small, large, name, promised=name not in COUNTING)


@contextmanager
def installation(kind: str, size: int) -> Iterator[Installation]:
    """The demonstration case and so many testimonies in another one."""
    with database(kind) as settings:
        app = create_app(settings)
        engine: Engine = app.extensions["casework_engine"]
        load(engine, settings)
        reference, _added = load_bulk(engine, size)
        analyse(engine)
        yield Installation(engine, _actions(app, engine, settings, reference))
        engine.dispose()


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


def _some(session: Session, reference: str) -> tuple[str, str]:
    """A draft to save and an approved statement to open: the same ones in every installation."""
    case = session.exec(select(Case).where(Case.reference == reference)).one()
    mine = select(Testimony.reference).where(Testimony.case_id == case.key).order_by(col(Testimony.id)).limit(1)
    draft = session.exec(mine.where(Testimony.status == ReviewStatus.DRAFT)).one()
    return draft, session.exec(mine.where(Testimony.status == ReviewStatus.APPROVED)).one()

"""Pages of units, incidents, victims, allegations and their analysis, with few and with many of them.

1,000 units, 10,000 postings, 5,000 incidents and allegations and 20,000 victims against a tenth and less. A list fills
its page in both; figures draw what fits and count the rest, so their cost may grow: they are shown without a promise,
but for the number of statements.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from flask import Flask
from sqlalchemy import Engine

from benchmarks import reader
from benchmarks.databases import KINDS, database
from benchmarks.figure import Figure
from benchmarks.installations import Action, Installation, analyse, compare
from benchmarks.many import Size, write
from casework.app import create_app
from casework.config import Settings
from casework.db.engine import new_session
from casework.demo.loader import load

FEW, MANY = Size(units=100, incidents=200, victims=500), Size(units=1_000, incidents=5_000, victims=20_000)
ACROSS = {
    "units": "/units", "units by name": "/units?q=Company+77", "unit": "/units/U-0030?on=2025-03-08",
    "individuals": "/individuals", "individual": "/individuals/P-0020", "sources": "/sources",
}  # fmt: skip
IN_CASE = {
    "incidents": "incidents", "incident": "incidents/I-0100", "incidents with a frequent word": "incidents?q=house",
    "victims": "victims", "victims with a word that none has": "victims?q=lantern", "victim": "victims/V-0200",
    "allegations": "allegations", "allegation": "allegations/A-0100",
    "overview of the case": "",
}  # fmt: skip
FIGURES = {
    "timeline": "analysis/timeline", "map": "analysis/map", "graph": "analysis/graph", "matrix": "analysis/matrix",
    "question": "analysis/questions/ask?place=Baniyas",
}  # fmt: skip
# A part of a word is looked for row by row. SQLite stops where the page is full; PostgreSQL folds the whole case first.
WORDS = {"victims with a word that none has", "incidents with a frequent word", "units by name"}
GROWING = {*FIGURES, *WORDS, "overview of the case", "unit"}


def run() -> Iterator[Figure]:
    """For each database and page: the cost with many against that with few."""
    for kind in KINDS:
        with ExitStack() as stack:
            small, large = (stack.enter_context(installation(kind, size)) for size in (FEW, MANY))
            for name in small.actions:
                yield from compare(
                    f"{kind}: {name}, many against few", small, large, name, promised=name not in GROWING
                )


@contextmanager
def installation(kind: str, size: Size) -> Iterator[Installation]:
    """The demonstration case, and a second one of this size."""
    with database(kind) as settings:
        app = create_app(settings)
        engine: Engine = app.extensions["casework_engine"]
        load(engine, settings)
        with new_session(engine, writes=True) as session:
            reference = write(session, size)
            session.commit()
        analyse(engine)
        yield Installation(engine, _actions(app, engine, settings, reference))
        engine.dispose()


def _actions(app: Flask, engine: Engine, settings: Settings, reference: str) -> dict[str, Action]:
    client = app.test_client()
    with new_session(engine, writes=True) as session:
        email = reader.member(session, settings, reference)
        session.commit()
    reader.log_in(client, email)
    root = f"/cases/{reference}"
    pages = ACROSS | {name: f"{root}/{path}".rstrip("/") for name, path in (IN_CASE | FIGURES).items()}
    return {name: _getting(client, url) for name, url in pages.items()}


def _getting(client: reader.FlaskClient, url: str) -> Action:
    return lambda: reader.get(client, url)

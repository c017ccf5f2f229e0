"""One build from start to end, for the worker and the command line alike: no transaction is open while it works."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pikepdf
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from casework import audit
from casework.config import Settings
from casework.db import read_session
from casework.dossiers import building, freezing
from casework.dossiers.cache import FragmentCache
from casework.dossiers.content import Snapshot
from casework.dossiers.freezing import Frozen
from casework.dossiers.planning import Plan
from casework.errors import Cause, Refused, Unavailable
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.printing.press import Answered
from casework.storage import FileStore, open_store
from casework.vault import vault_of

Progress = Callable[[int, int, str], None]
PlanMaker = Callable[[Session], tuple[Plan, Snapshot | None]]


@dataclass(frozen=True)
class Produced:
    """What was built: the snapshots, and each edition typeset with its number of pages."""

    plan: Plan
    frozen: Frozen
    bodies: dict[str, bytes]

    def pages(self, language: str) -> int:
        with pikepdf.open(io.BytesIO(self.bodies[language])) as pdf:
            return len(pdf.pages)


def quiet(_done: int, _total: int, _note: str) -> None:
    """Progress that nobody watches."""


def produce(
    engine: Engine, settings: Settings, make_plan: PlanMaker, languages: Sequence[str], progress: Progress = quiet
) -> Produced:
    """Check the log and the files, freeze, typeset, and search for names. Raises Refused, Unavailable."""
    total = 3 + 2 * len(languages)
    store, cached = open_store(settings), FragmentCache(settings)
    progress(0, total, _("Checking the log"))
    with read_session(engine) as session:
        check_log(session)
    progress(1, total, _("Checking the files of the exhibits"))
    with read_session(engine) as session:
        plan, _previous = make_plan(session)
        stored = stored_files(session, plan.case.key)
    altered = altered_files(store, stored)
    progress(2, total, _("Choosing what consent allows"))
    with read_session(engine) as session:
        plan, previous = make_plan(session)
        vault = vault_of(settings)
        frozen = freezing.freeze(
            session, plan, languages, vault=vault, altered=altered, previous=previous, cached=cached,
            beat=partial(progress, 2, total, _("Choosing what consent allows")),
        )  # fmt: skip
    building.keys_of(settings)  # without one, no copy could be sealed
    work = {language: (one, building.pictures_of(store, one)) for language, one in frozen.snapshots.items()}
    progress(3, total, _("Typesetting the pages"))
    bodies = building.typeset(work, cached, typesetting(progress, 3, total))
    for at, (language, snapshot) in enumerate(frozen.snapshots.items()):
        searching = partial(
            progress, 3 + len(bodies) + at, total, _("Searching for names (%(language)s)", language=language)
        )
        searching()
        frozen.search.beat = searching
        building.refuse_names(frozen.search, snapshot, bodies[language])
    progress(total, total, _("Done"))
    return Produced(plan, frozen, {language: body.data for language, body in bodies.items()})


def typesetting(progress: Progress, done: int, total: int) -> Answered:
    """Tells how far the typesetting is, and so keeps a job's lease alive."""

    def answered(made: int, of: int) -> None:
        progress(done, total, _("Typesetting the pages: %(done)s of %(all)s parts", done=made, all=of))

    return answered


def check_log(session: Session) -> None:
    """Raise Refused when the log does not verify: a dossier prints its head as proof."""
    verdict = audit.verify(session)
    if not verdict.holds:
        raise Refused(
            [Cause(_("The log does not verify: %(problem)s", problem=problem)) for problem in verdict.problems[:20]]
        )


def stored_files(session: Session, case_id: int) -> list[tuple[str, str]]:
    """Reference and hash of every exhibit that has a file."""
    statement = select(Exhibit.reference, Exhibit.sha256).where(Exhibit.case_id == case_id, Exhibit.sha256 != "")
    return [(reference, digest) for reference, digest in session.exec(statement.order_by(col(Exhibit.number)))]


def altered_files(store: FileStore, stored: Sequence[tuple[str, str]]) -> frozenset[str]:
    """The exhibits whose stored file no longer has its hash."""
    return frozenset(reference for reference, digest in stored if not store.verify(digest))


def keep(store: FileStore, body: bytes) -> str:
    """Put a typeset body into the store. Raises Unavailable when there is no room."""
    if not body:
        raise Unavailable(_("The dossier came out empty."))
    return store.keep(store.stage(io.BytesIO(body), len(body)))

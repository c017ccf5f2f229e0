"""Making an export in the background, with the rights of who asked for it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, update
from sqlmodel import Session, col

from casework.config import Settings
from casework.db import now, write_session
from casework.exchange.jobs import language_of
from casework.exchange.records import services
from casework.exchange.records.models import RecordExport
from casework.exchange.records.plan import Plan
from casework.exchange.records.producing import produce
from casework.i18n import _, use_locale
from casework.jobs import JobContext, handler, housekeeping
from casework.storage import Staged, open_store

MOST_BYTES = 8 * 1024 * 1024 * 1024
_TELL_EVERY = 2_000


@handler("records.build")
def build(job: JobContext) -> dict[str, Any]:
    """The ZIP, written straight into the store, encrypted; a name found at its end leaves nothing of it."""
    at, store, language = now().replace(microsecond=0), open_store(job.settings), language_of(job)
    done = 0

    def make_plan(session: Session) -> Plan:
        return services.plan_of(session, job.settings, session.get_one(RecordExport, job.payload["export"]), at)

    def write(chunks: Iterator[bytes]) -> Staged:
        with store.begin(MOST_BYTES) as incoming:
            for chunk in chunks:
                incoming.write(chunk)
            return incoming.finish()

    def tell(_table: str, rows: int) -> None:
        nonlocal done
        before, done = done, done + rows
        if before // _TELL_EVERY != done // _TELL_EVERY:
            with use_locale(language):
                job.progress(done, 0, _("Writing and searching records"))

    with use_locale(language):
        job.progress(0, 0, _("Choosing what consent allows"))
        _plan, chosen, staged = produce(job.engine, job.settings, make_plan, write, tell)
        sha256 = store.keep(staged)
        with job.session() as session:
            export = session.get_one(RecordExport, job.payload["export"])
            services.record_built(
                session, job.actor, export=export, chosen=chosen, sha256=sha256, size=staged.size, at=at
            )
            session.commit()
            return {"export": export.reference}


@housekeeping
def forget_expired(engine: Engine, _settings: Settings) -> None:
    """An export that has expired names its file no longer, so that `evidence collect` removes it; the log keeps its hash."""
    expired = col(RecordExport.sha256) != "", col(RecordExport.expires_at) <= now()
    with write_session(engine) as session:
        session.execute(update(RecordExport).where(*expired).values(sha256=""))
        session.commit()

"""The import in the background, with the rights of who gave the list; and lists that nobody came back for."""

from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from casework import audit
from casework.accounts.models import Account
from casework.cases.models import Case
from casework.config import Settings
from casework.db import read_as, write_session
from casework.errors import Unavailable
from casework.i18n import _, use_locale
from casework.incidents import queue
from casework.jobs import JobContext, handler, housekeeping
from casework.lists import services
from casework.lists.importing import bring_in, search_for_names
from casework.lists.models import ListState, VictimList
from casework.lists.services import JOB
from casework.subjects import SYSTEM
from casework.vault import Tampered, VaultSealed, vault_of


@handler(JOB)
def import_list(job: JobContext) -> dict[str, Any]:
    """Check, import in one transaction, search the texts. Done again after a kill it adds nothing twice."""
    vault = vault_of(job.settings)
    with job.reading() as reading:
        account = reading.get(Account, job.actor.id) if job.actor.id else None
        language = account.language if account else "en"
    with use_locale(language):
        _import(job, vault)
        with job.session() as session:
            read_as(session, job.actor)
            row, case = _load(session, job)
            told = {"imported": row.imported, "known_before": row.known_before, "refused": row.refused}
            try:
                search_for_names(session, job.actor, case, row, vault=vault)
            except (VaultSealed, Tampered):
                told["unsearched"] = 1
            if row.imported:
                queue.start_after(session, job.actor, case)
            session.commit()
    return told


def _import(job: JobContext, vault: Any) -> None:
    with job.reading() as reading:
        read_as(reading, job.actor)
        row, case = _load(reading, job)
        if row.state is not ListState.IMPORTING:
            return
        job.progress(0, row.lines, _("Checking every line"))
        looked = services.look(reading, job.actor, vault, case, row)
    job.progress(len(looked.checked.good), row.lines, _("Importing"))
    try:
        with job.session() as session:
            read_as(session, job.actor)
            row, case = _load(session, job)
            bring_in(session, job.actor, case, row, looked, vault=vault)
            session.commit()
    except Exception:
        _open_again(job)
        raise


def _open_again(job: JobContext) -> None:
    """It failed as a whole: nothing came in, and the list waits as it was."""
    with job.session() as session:
        row, _case = _load(session, job)
        if row.state is ListState.IMPORTING:
            row.state = ListState.MAPPED
        session.commit()


def _load(session: Any, job: JobContext) -> tuple[VictimList, Case]:
    row = session.exec(select(VictimList).where(VictimList.id == job.payload["list"])).one()
    return row, session.get_one(Case, row.case_id)


@housekeeping
def forget_lists(engine: Engine, settings: Settings) -> None:
    """Destroy the lines of lists that were left for a week."""
    vault = vault_of(settings)
    with write_session(engine) as session:
        for row in services.left_behind(session):
            row.state = ListState.FORGOTTEN
            try:
                services.destroy_lines(session, vault, row)
            except Unavailable:
                continue
            audit.record(session, SYSTEM, "victim_list.forgotten", row.subject)
        session.commit()

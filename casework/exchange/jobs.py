"""Making a bag in the background, with the rights of who asked for it."""

from typing import Any

from sqlmodel import Session

from casework.accounts.models import Account
from casework.db import now
from casework.exchange import services
from casework.exchange.bagit import Contents
from casework.exchange.freezing import Frozen, Plan
from casework.exchange.models import Bag
from casework.exchange.producing import produce
from casework.exchange.writing import measure
from casework.i18n import _, use_locale
from casework.jobs import JobContext, handler
from casework.storage import open_store
from casework.vault import vault_of

_TELL_EVERY = 64 * 1024 * 1024
_MIB = 1024 * 1024


@handler("bag.build")
def build(job: JobContext) -> dict[str, Any]:
    """Everything but the bytes of the files, and the hash of the ZIP that they make with it."""
    at = now().replace(microsecond=0)
    store = open_store(job.settings)

    def make_plan(session: Session) -> Plan:
        return services.plan_of(session, job.settings, session.get_one(Bag, job.payload["bag"]), at)

    def enter(frozen: Frozen) -> Contents:
        with job.session() as session:
            bag = session.get_one(Bag, job.payload["bag"])
            vault = vault_of(job.settings)
            made = services.record_built(session, job.actor, store, vault, bag=bag, frozen=frozen, at=at)
            session.commit()
            return made

    def write(contents: Contents) -> tuple[str, int]:
        return measure(contents, store, at, _Watched(job, contents.size).passed)

    with use_locale(language_of(job)):
        job.progress(0, 0, _("Choosing what consent allows"))
        _plan, _frozen, _contents, zipped = produce(job.engine, job.settings, store, make_plan, enter, write)
        with job.session() as session:
            bag = session.get_one(Bag, job.payload["bag"])
            services.record_measured(session, bag=bag, sha256=zipped[0], size=zipped[1])
            session.commit()
            return {"bag": bag.reference}


class _Watched:
    """Tells how many bytes were read, every so often; that renews the job's lease as well."""

    def __init__(self, job: JobContext, total: int) -> None:
        self._job, self._total, self._done, self._told = job, total, 0, -_TELL_EVERY

    def passed(self, octets: int) -> None:
        self._done += octets
        if self._done - self._told >= _TELL_EVERY:
            self._told = self._done
            self._job.progress(
                min(self._done, self._total) // _MIB, max(1, self._total // _MIB), _("Hashing every file (MiB)")
            )


def language_of(job: JobContext) -> str:
    """The language of who asked, for progress and refusals."""
    if job.actor.id is None:
        return "en"
    with job.reading() as session:
        account = session.get(Account, job.actor.id)
        return account.language if account else "en"

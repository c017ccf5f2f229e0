"""Making the copy in the background, with the rights of who asked for it."""

from typing import Any

from casework.accounts.models import Account
from casework.cases.models import Case
from casework.evidence.intake import look_into
from casework.evidence.models import Exhibit
from casework.i18n import use_locale
from casework.jobs import JobContext, handler
from casework.redactions import services
from casework.redactions.marks import from_json
from casework.storage import open_store


@handler(services.JOB)
def make(job: JobContext) -> dict[str, Any]:
    """Produce, look into the product like into any file, register it. Done again after a kill it makes the same file."""
    marks, store = from_json(job.payload["marks"]), open_store(job.settings)
    with job.reading() as reading:
        origin = reading.get_one(Exhibit, job.payload["exhibit"])
        case = reading.get_one(Case, origin.case_id)
        services.require_medium(reading, job.actor, case=case, exhibit=origin)
        account = reading.get(Account, job.actor.id) if job.actor.id else None
        language = account.language if account else "en"
        sha256, media_type = origin.sha256, origin.media_type
    staged = services.produce(
        store, sha256=sha256, media_type=media_type, marks=marks, tick=lambda done: job.progress(done, 100)
    )
    try:
        file = look_into(store, staged, services.file_name(media_type))
        with use_locale(language), job.session() as session:
            origin = session.get_one(Exhibit, job.payload["exhibit"])
            case = session.get_one(Case, origin.case_id)
            copy = services.register(
                session, job.actor, store, case=case, origin=origin, file=file, marks=marks, settings=job.settings
            )
            reference = copy.reference
            session.commit()
    except BaseException:
        store.discard(staged)
        raise
    return {"exhibit": reference}

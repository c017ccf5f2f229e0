"""Background work on statements: similar wording is looked for after each submission."""

from datetime import timedelta
from typing import Any

from casework.jobs.recurring import recurring
from casework.jobs.services import JobContext, handler
from casework.testimonies.likeness_search import look_for_likeness, without_prints
from casework.testimonies.models import Testimony

LIKENESS, MISSING = "testimony.likeness", "testimony.likeness_missing"


@handler(LIKENESS, patient=True)
def compare_wording(context: JobContext) -> dict[str, Any]:
    """Compare one statement with all others of its case. Idempotent."""
    with context.session() as session:
        found = look_for_likeness(session, session.get_one(Testimony, int(context.payload["testimony"])))
        session.commit()
    return {"pairs": found}


@handler(MISSING, patient=True)
def compare_what_was_missed(context: JobContext) -> dict[str, Any]:
    """Compare the statements that no comparison has met: those older than it, or brought in past it. Idempotent."""
    compared, after = 0, 0
    while True:
        with context.session() as session:
            batch = without_prints(session, after=after)
            for testimony in batch:
                look_for_likeness(session, testimony)
            session.commit()
        if not batch:
            return {"compared": compared}
        compared, after = compared + len(batch), batch[-1].key
        context.progress(compared, compared)


recurring(MISSING, timedelta(days=1))

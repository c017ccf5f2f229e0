"""Background work on statements: similar wording is looked for after each submission."""

from typing import Any

from casework.jobs.services import JobContext, handler
from casework.testimonies.likeness_search import look_for_likeness
from casework.testimonies.models import Testimony

LIKENESS = "testimony.likeness"


@handler(LIKENESS, patient=True)
def compare_wording(context: JobContext) -> dict[str, Any]:
    """Compare one statement with all others of its case. Idempotent."""
    with context.session() as session:
        found = look_for_likeness(session, session.get_one(Testimony, int(context.payload["testimony"])))
        session.commit()
    return {"pairs": found}

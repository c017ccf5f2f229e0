"""What passes with time: texts that were typed and never saved."""

from sqlalchemy import Engine

from casework.config import Settings
from casework.db import write_session
from casework.jobs import housekeeping
from casework.web.drafts import forget_old


@housekeeping
def forget_old_drafts(engine: Engine, settings: Settings) -> None:
    """Remove drafts after their days, and destroy the keys of those days."""
    with write_session(engine) as session:
        forget_old(session, settings)
        session.commit()

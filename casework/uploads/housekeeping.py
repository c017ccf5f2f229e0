"""What passes with time: files that nobody came back for, and the keys of their names."""

from sqlalchemy import Engine

from casework.config import Settings
from casework.db import read_session
from casework.jobs import housekeeping
from casework.storage import open_store
from casework.uploads.names import destroy_unused_keys
from casework.uploads.services import Means, sweep


@housekeeping
def forget_abandoned_uploads(engine: Engine, settings: Settings) -> None:
    """Clear away expired uploads, staged content that no row names, and keys that seal nothing any more."""
    sweep(Means(engine, open_store(settings), settings))
    with read_session(engine) as session:
        destroy_unused_keys(session, settings)

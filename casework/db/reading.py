"""For whom a session reads: a higher floor narrows what it finds (see `access.narrowing`)."""

from typing import Any

from sqlmodel import Session

from casework.subjects import Actor

READER = "casework_reader"
# An execution option of a statement that must see every row, whoever asks: proofs, numbering, links that move.
UNFILTERED: dict[str, Any] = {"casework_unfiltered": True}


def read_as(session: Session, actor: Actor | None) -> Session:
    """From now on the session finds only what the actor may see inside their cases; None: nobody is logged in.

    A session that was never told reads for the system (command line, worker) and finds everything.
    """
    session.info[READER] = actor or Actor(id=None, name="nobody", role=None)
    return session

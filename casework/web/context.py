"""The request's database session and its actor."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import current_app, g, request
from sqlalchemy import Engine
from sqlmodel import Session

from casework.config import Settings
from casework.db import read_as
from casework.db.engine import new_session, read_session
from casework.errors import NotFound
from casework.subjects import Actor
from casework.web.endpoints import writes

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def settings() -> Settings:
    """The installation's settings."""
    return cast(Settings, current_app.extensions["casework_settings"])


def engine() -> Engine:
    """The installation's database."""
    return cast(Engine, current_app.extensions["casework_engine"])


def get_session() -> Session:
    """The request's one session. It takes the write lock at its first statement when the request will write."""
    if "session" not in g:
        view = current_app.view_functions.get(request.endpoint or "")
        session = new_session(engine(), writes=request.method not in SAFE_METHODS or writes(view))
        g.session = read_as(session, g.get("actor"))
    return cast(Session, g.session)


def release_session() -> None:
    """End the request's transaction, so that a long stream holds no lock; the next use begins anew.

    Called before anything was changed: what was read (the case, the account) stays usable.
    """
    if "session" in g:
        g.session.commit()


def close_session(_error: BaseException | None = None) -> None:
    """Close the request's session: what was not committed is gone."""
    session = g.pop("session", None)
    if session is not None:
        session.close()


@contextmanager
def read_only() -> Iterator[Session]:
    """A short reading session beside the request's own (used before the request's transaction begins)."""
    with read_session(engine()) as session:
        yield session


def current_actor() -> Actor:
    """Who is at the screen. Raises NotFound where nobody is logged in (the hook asks them to log in before that)."""
    actor = g.get("actor")
    if actor is None:
        raise NotFound
    return cast(Actor, actor)

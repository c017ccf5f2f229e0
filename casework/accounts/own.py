"""Who is at the screen, for the pages about one's own account."""

from dataclasses import dataclass

from flask import request
from sqlmodel import Session

from casework.accounts.models import Account, LoginSession
from casework.accounts.passkeys import Site, site_of
from casework.errors import NotFound
from casework.subjects import Actor
from casework.web import current_actor, get_session, settings


@dataclass(frozen=True)
class Me:
    """The reader: their account, the session in use, and where passkeys of this address would be good."""

    writing: Session
    actor: Actor
    account: Account
    row: LoginSession
    site: Site | None
    network: str


def me() -> Me:
    """The reader of this request. Raises NotFound without a session of their own."""
    writing, actor = get_session(), current_actor()
    row = writing.get(LoginSession, actor.session_id or 0)
    if row is None:
        raise NotFound
    site = site_of(settings(), request.host_url)
    return Me(writing, actor, writing.get_one(Account, actor.key), row, site, request.remote_addr or "")

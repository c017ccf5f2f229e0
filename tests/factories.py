"""Things to test with, made through the real services."""

import re
import uuid
from datetime import date
from typing import Any

from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from casework.access import Membership
from casework.accounts import sessions
from casework.accounts.models import Account, Recipient
from casework.accounts.passwords import hash_password
from casework.cases import services as cases
from casework.cases.models import Case
from casework.config import Settings
from casework.subjects import SYSTEM, Role
from casework.vocabulary import RecipientKind

PASSWORD = "olive-harbour-lantern-93"
_CHEAP = Settings(
    instance=None, database_url="", storage_dir=None, keystore_url="", master_key_file=None, master_key=None,
    secret_key=b"", argon2_memory_kib=64, argon2_time_cost=1,
)  # type: ignore[arg-type]  # fmt: skip
_HASH = hash_password(_CHEAP, PASSWORD)


def make_account(session: Session, role: Role = Role.INVESTIGATOR, **fields: Any) -> Account:
    """An account that can log in with `PASSWORD`."""
    word = uuid.uuid4().hex[:8]
    values = {"email": f"{role}-{word}@example.org", "name": f"{role.title()} {word}", "password_hash": _HASH}
    account = Account(role=role, **(values | fields))
    session.add(account)
    session.flush()
    return account


def make_recipient(
    session: Session, kind: RecipientKind = RecipientKind.NATIONAL_COMMISSION, **fields: Any
) -> Recipient:
    """A body that may receive dossiers."""
    word = uuid.uuid4().hex[:8]
    recipient = Recipient(**({"slug": f"body-{word}", "name": f"Body {word}", "kind": kind} | fields))
    session.add(recipient)
    session.flush()
    return recipient


def make_case(session: Session, members: list[Account] | None = None, **fields: Any) -> Case:
    """A case with these members."""
    case = cases.open_case(session, SYSTEM, **({"title": "Noise", "opened_on": date(2025, 3, 11)} | fields))
    for account in members or []:
        session.add(Membership(case_id=case.key, account_id=account.key, reason="test"))
    session.flush()
    return case


def try_password(
    session: Session, settings: Settings, *, email: str, password: str, network: str, device: str = ""
) -> tuple[Account, str] | None:
    """Log in with a password, as the page does it: compared first, then recorded."""
    judged = sessions.judge(session, settings, email=email, password=password, network=network)
    return sessions.log_in(session, settings, email=email, judged=judged, network=network, device=device)


def csrf_token(html: str) -> str:
    """The token of the form on a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found, "no form on this page"
    return found.group(1)


def login(client: FlaskClient, account: Account, password: str = PASSWORD) -> TestResponse:
    """Log in through the form."""
    token = csrf_token(client.get("/login").text)
    return client.post("/login", data={"csrf_token": token, "email": account.email, "password": password})


def post(client: FlaskClient, url: str, data: dict[str, Any] | None = None, *, page: str | None = None) -> TestResponse:
    """Open the form at `page` (default: the same address) and send it."""
    token = csrf_token(client.get(page or url).text)
    return client.post(url, data={"csrf_token": token, "submit_key": uuid.uuid4().hex, **(data or {})})

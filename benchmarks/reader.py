"""Somebody who works in a case, as far as a measurement needs: an account, a log-in, pages, and forms sent back."""

import uuid
from html.parser import HTMLParser

from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework.access import Membership
from casework.accounts.models import Account
from casework.accounts.passwords import hash_password
from casework.cases.models import Case
from casework.config import Settings
from casework.subjects import Role

PASSWORD = "olive-harbour-lantern-93"


class Fields(HTMLParser):
    """What a browser would send of the forms of a page: hidden and text fields, texts, ticks and choices."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._area = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and "name" in given:
            ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
            if ticked and given.get("type") not in ("submit", "file"):
                self.values[given["name"]] = given.get("value", "")
        elif tag == "textarea":
            self._area = given.get("name", "")
            self.values[self._area] = ""
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and ("selected" in given or self._select not in self.values):
            self.values[self._select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


class Saver:
    """Sends one form again and again, each time as a new submit with the version that the one before left."""

    def __init__(self, client: FlaskClient, url: str, text: str) -> None:
        self.client, self.url, self.text = client, url, text
        self.fields = Fields(get(client, url)).values
        assert text in self.fields, sorted(self.fields)

    def __call__(self) -> None:
        self.fields |= {"submit_key": uuid.uuid4().hex, self.text: f"SYNTHETIC {uuid.uuid4().hex}", "do": "save"}
        answer = self.client.post(self.url, data=self.fields)
        assert answer.status_code == 302, (self.url, answer.status_code)
        self.fields["version"] = str(int(self.fields["version"]) + 1)


def member(session: Session, settings: Settings, reference: str) -> str:
    """A new investigator in this case; gives the e-mail address."""
    case = session.exec(select(Case).where(Case.reference == reference)).one()
    account = Account(
        email=f"bench-{uuid.uuid4().hex[:8]}@example.org", name="Bench", role=Role.INVESTIGATOR,
        password_hash=hash_password(settings, PASSWORD),
    )  # fmt: skip
    session.add(account)
    session.flush()
    session.add(Membership(case_id=case.key, account_id=account.key, reason="benchmark"))
    return account.email


def log_in(client: FlaskClient, email: str) -> None:
    """Log in as a person does."""
    token = Fields(get(client, "/login")).values["csrf_token"]
    answer = client.post("/login", data={"csrf_token": token, "email": email, "password": PASSWORD})
    assert answer.status_code == 302, answer.status_code


def get(client: FlaskClient, url: str) -> str:
    """A page, which must be there."""
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.text

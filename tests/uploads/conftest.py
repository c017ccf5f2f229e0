"""A sender of the protocol on the application's test client, logged in to a case of its own."""

import base64
import io
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from casework.accounts.models import Account
from casework.cases.models import Case
from casework.db.engine import new_session
from casework.uploads.models import Upload
from casework.uploads.protocol import STREAM
from tests.factories import csrf_token, login, make_account, make_case


def encoded(**metadata: str) -> str:
    """An `Upload-Metadata` header."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in metadata.items())


@dataclass
class Sender:
    """What a client of the protocol does, one request at a time."""

    client: FlaskClient
    url: str
    token: str

    def ask(self, method: str, url: str = "", headers: dict[str, str] | None = None, **more: Any) -> TestResponse:
        """One request; a header that is given as "" is left out."""
        said = {"Tus-Resumable": "1.0.0", "X-CSRFToken": self.token, **(headers or {})}
        sent = {name: value for name, value in said.items() if value}
        return self.client.open(url or self.url, method=method, headers=sent, **more)

    def create(self, size: int, name: str = "street.txt", **headers: str) -> TestResponse:
        said = {"Upload-Length": str(size), "Upload-Metadata": encoded(filename=name)} | headers
        return self.ask("POST", headers={key.replace("_", "-"): value for key, value in said.items()})

    def begun(self, size: int, name: str = "street.txt") -> str:
        answer = self.create(size, name)
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"]

    def patch(self, url: str, content: bytes, offset: int, **headers: str) -> TestResponse:
        said = {"Upload-Offset": str(offset)} | {key.replace("_", "-"): value for key, value in headers.items()}
        return self.ask("PATCH", url, said, data=content, content_type=STREAM)

    def cut(self, url: str, content: bytes, offset: int, length: int) -> TestResponse:
        """A piece whose connection ends before its length."""
        body = {"wsgi.input": io.BytesIO(content), "CONTENT_LENGTH": str(length)}
        return self.ask("PATCH", url, {"Upload-Offset": str(offset)}, content_type=STREAM, environ_overrides=body)

    def offset(self, url: str) -> int:
        return int(self.ask("HEAD", url).headers["Upload-Offset"])

    def finish(self, url: str, sha256: str = "") -> TestResponse:
        return self.ask("POST", f"{url}/finish", data={"sha256": sha256})

    def sent(self, content: bytes, name: str = "street.txt", sha256: str = "") -> str:
        """A whole file that was finished; its address."""
        url = self.begun(len(content), name)
        assert self.patch(url, content, 0).status_code == 204
        assert self.finish(url, sha256).status_code == 200
        return url


@pytest.fixture
def member(db: Session) -> Account:
    return make_account(db)


@pytest.fixture
def case(db: Session, member: Account) -> Case:
    case = make_case(db, [member])
    make_case(db, [make_account(db)])
    db.commit()
    return case


@pytest.fixture
def sender(client: FlaskClient, case: Case, member: Account) -> Sender:
    login(client, member)
    token = csrf_token(client.get(f"/cases/{case.reference}/evidence/new").text)
    return Sender(client, f"/cases/{case.reference}/uploads", token)


@pytest.fixture
def incoming(client: FlaskClient) -> Any:
    """The names of what lies staged."""
    folder = client.application.extensions["casework_settings"].storage_dir / "incoming"
    return lambda: [path.name for path in folder.glob("*")]


@pytest.fixture
def uploads(db: Session) -> Any:
    """The rows, read beside the session that would hold SQLite's write lock."""

    def read() -> list[Upload]:
        with new_session(db.get_bind().engine.execution_options(casework_writes=False), writes=False) as reading:
            return list(reading.exec(select(Upload)).all())

    return read

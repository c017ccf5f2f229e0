"""The page of the log's head: for every role, without showing an entry."""

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from casework import audit, verifier
from casework.subjects import SYSTEM, Role, Subject
from casework.verifier import verify
from tests.factories import login, make_account, post


def test_a_head_is_saved_and_later_compared_and_proved(app: Flask, client: FlaskClient, db: Session) -> None:
    account = make_account(db, Role.AUDITOR)
    db.commit()
    login(client, account)
    kept = client.get("/log/head.txt").get_data(as_text=True)
    size = verify.read_head(kept).size
    audit.record(db, SYSTEM, "test.done", Subject("case", 1, None, "CW-2025-0001"))
    db.commit()
    said = post(client, "/log", {"head": kept.replace("\n", "\r\n")})
    assert "The log still begins as it did then" in said.text
    proof = client.get(f"/log/proof.json?from={size}").get_json()
    later = verify.read_head(client.get("/log/head.txt").get_data(as_text=True))
    path = [bytes.fromhex(node) for node in proof["path"]]
    assert later.size > size
    assert verify.consistent(size, verify.read_head(kept).root, later.size, later.root, path)
    forged = kept.replace(f"\n{size}\n", f"\n{size + 1}\n")
    assert "is not signed with a key of this log" in post(client, "/log", {"head": forged}).text
    answer = post(client, "/log", {"head": "five lines"})
    assert answer.status_code == 422
    assert "five lines</textarea>" in answer.text
    assert client.get("/log/proof.json?from=99999").status_code == 404
    assert client.get("/log/verify.py").data == verifier.source()
    assert verifier.sha256() in client.get("/log").text

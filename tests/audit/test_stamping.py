"""Time stamps by an authority of the tests' own."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from casework import audit
from casework.audit import heads, stamping
from casework.audit.models import HeadStamp
from casework.audit.stamping import NotStamped
from casework.cli.audit_time import stamp_head
from casework.config import Settings
from casework.db import read_session
from casework.vault import master
from tests.tsa import Answering, openssl

DIGEST = hashlib.sha256(b"a photograph").digest()


@pytest.fixture
def stamping_settings(sqlite_settings: Settings, tsa_url: str, tsa_folder: Path) -> Iterator[Settings]:
    yield replace(sqlite_settings, tsa_url=tsa_url, tsa_certificates=tsa_folder / "ours" / "ca.pem")
    Answering.kept = None


def test_a_hash_is_stamped_and_the_stamp_holds_offline(stamping_settings: Settings) -> None:
    assert stamping_settings.tsa_certificates is not None
    roots = stamping.certificates(stamping_settings.tsa_certificates)
    made = stamping.stamp(stamping_settings, DIGEST)
    assert stamping.check(made.token, DIGEST, roots) == made.at
    assert made.authority == "ours stamping"


def test_what_does_not_hold_is_refused_and_said(stamping_settings: Settings, tsa_folder: Path) -> None:
    made = stamping.stamp(stamping_settings, DIGEST)
    roots = stamping.certificates(tsa_folder / "ours" / "ca.pem")
    with pytest.raises(NotStamped, match="another hash"):
        stamping.check(made.token, hashlib.sha256(b"another").digest(), roots)
    with pytest.raises(NotStamped, match="another request"):
        stamping.check(made.token, DIGEST, roots, nonce=1)
    with pytest.raises(NotStamped, match="not by the configured authority"):
        stamping.check(made.token, DIGEST, stamping.certificates(tsa_folder / "other" / "ca.pem"))
    with pytest.raises(NotStamped, match="not the answer"):
        stamping.check(b"<html>", DIGEST, roots)
    altered = bytearray(made.token)
    altered[-5] ^= 1
    with pytest.raises(NotStamped):
        stamping.check(bytes(altered), DIGEST, roots)
    Answering.kept = made.token
    with pytest.raises(NotStamped, match="another request"):
        stamping.stamp(stamping_settings, DIGEST)
    Answering.kept = b"http://127.0.0.1:1/elsewhere"
    with pytest.raises(NotStamped, match="does not answer"):
        stamping.stamp(stamping_settings, DIGEST)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "file:///etc/hostname", "ftp://127.0.0.1/"])
def test_an_authority_that_is_gone_or_none_is_said(stamping_settings: Settings, address: str) -> None:
    with pytest.raises(NotStamped, match=r"does not answer|not one of the web"):
        stamping.stamp(replace(stamping_settings, tsa_url=address), DIGEST)


def test_nothing_is_asked_unless_it_is_configured(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamping, "ask", lambda *_args: pytest.fail("asked"))
    with pytest.raises(NotStamped, match="configured"):
        stamping.stamp(sqlite_settings, DIGEST)


def test_the_logs_head_is_stamped_kept_and_entered(stamping_settings: Settings, tsa_folder: Path) -> None:
    from casework.db import make_engine

    master.create(stamping_settings.master_key_file)
    engine: Engine = make_engine(stamping_settings)
    kept = stamp_head(engine, stamping_settings)
    with read_session(engine) as session:
        row = session.exec(select(HeadStamp)).one()
        assert (row.head, row.size) == (kept.head, heads.read(kept.head).size)
        assert _entry(session).facts["sha256"] == hashlib.sha256(row.head.encode()).hexdigest()
        roots = stamping.certificates(tsa_folder / "ours" / "ca.pem")
        assert stamping.check(row.token, hashlib.sha256(row.head.encode()).digest(), roots) == row.stamped_at
    (tsa_folder / "head.txt").write_text(kept.head)
    (tsa_folder / "head.tsr").write_bytes(kept.token)
    openssl(tsa_folder, "ts", "-verify", "-data", "head.txt", "-in", "head.tsr", "-CAfile", "ours/ca.pem")
    engine.dispose()


def _entry(session: Session) -> audit.AuditEntry:
    return audit.entries(session, action="log.head_stamped", limit=1)[0]

"""`evidence collect`: lists first, removes when told to, and leaves an entry in the log."""

import io
import json
import os

import pytest
from flask import Flask
from sqlmodel import Session

from casework import audit
from casework.evidence.models import Exhibit
from casework.storage import FileStore, open_store
from tests.factories import make_account, make_case
from tests.storage.stores import place_of


@pytest.fixture
def store(app: Flask) -> FileStore:
    return open_store(app.extensions["casework_settings"])


def kept(store: FileStore, content: bytes) -> str:
    sha256 = store.keep(store.stage(io.BytesIO(content), 100))
    os.utime(place_of(store, sha256), (0, 0))
    return sha256


def exhibit(db: Session, sha256: str) -> None:
    case = make_case(db, [make_account(db)])
    db.add(Exhibit(case_id=case.key, number=1, reference="EX-0001", title="x", kind="other", sha256=sha256))
    db.commit()


def run(app: Flask, *words: str):
    return app.test_cli_runner().invoke(args=["evidence", "collect", *words])


def test_only_the_file_that_no_row_names_is_listed_and_then_removed(app, db, store):
    orphan, used = kept(store, b"orphan"), kept(store, b"used")
    exhibit(db, used)
    listed = json.loads(run(app, "--json").output)
    assert (listed["files"], listed["removed"], store.exists(orphan)) == ([orphan], False, True)
    assert "1 files" in run(app, "--remove").output
    assert (store.exists(orphan), store.verify(used)) == (False, True)
    entry = audit.entries(db, action="evidence.collected")[0]
    assert (entry.facts["files"], entry.facts["which"]) == (1, [orphan])


def test_keys_stay_while_an_exhibits_file_is_missing(app, db, store):
    """The file may come back from a backup tomorrow."""
    used = kept(store, b"used")
    exhibit(db, used)
    place_of(store, used).unlink()
    result = run(app, "--keys", "--remove", "--days", "-1")
    assert result.exit_code == 1
    assert "Restore them first" in result.output
    assert store.sealers._keys._vault.keystore.count_files() == 1

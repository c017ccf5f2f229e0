"""Copies of dossiers keep their numbers, days and bytes when the tables around them change, up and down."""

from datetime import date

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError

from casework.db import migrate
from casework.db.engine import new_session
from tests.db.test_sources_migration import _insert
from tests.factories import make_account, make_case, make_recipient

HEAD = [(1, "en", "1" * 64), (2, "en", "2" * 64), (3, "ar", "3" * 64), (4, "en", "4" * 64)]


def _copies(connection: Connection, case: int, recipient: int, reader: int, *, has_holders: bool = False) -> None:
    """Four copies as they were: the second is what two first downloads at once could leave behind."""
    dossier = _insert(connection, "dossier", case_id=case, recipient_id=recipient, reference="D-0001", author_id=reader,
                      job_id=None, period_from=None, period_to=None)  # fmt: skip
    version = _insert(connection, "dossier_version", case_id=case, dossier_id=dossier, state="issued", built_by=None,
                      issued_by=None, issued_at=None, superseded_at=None, snapshots={}, bodies={})  # fmt: skip
    for number, language, digest in HEAD:
        key = _insert(
            connection, "dossier_copy", case_id=case, dossier_version_id=version, recipient_id=recipient,
            copy_number=number, language=language, sha256=digest, made_for=None if number == 4 else reader,
            expires_on=date(2027, 1, number), signed_at=None, **({"holder": str(number)} if has_holders else {}),
        )  # fmt: skip
        _insert(connection, "dossier_receipt", case_id=case, dossier_copy_id=key, account_id=reader)


def _kept(connection: Connection) -> list[tuple[int, str, str]]:
    rows = connection.execute(text("SELECT copy_number, language, sha256 FROM dossier_copy ORDER BY copy_number"))
    return [(row[0], row[1], row[2]) for row in rows]


def _holders(connection: Connection) -> list[str]:
    return list(connection.execute(text("SELECT holder FROM dossier_copy ORDER BY copy_number")).scalars())


def test_copies_keep_their_numbers_and_each_reader_has_one(engine: Engine) -> None:
    with new_session(engine, writes=True) as session:
        reader = make_account(session).key
        case, recipient = make_case(session, []).key, make_recipient(session).key
        session.commit()
    migrate.downgrade(engine, "0031")
    with engine.begin() as connection:
        _copies(connection, case, recipient, reader)
    for _again in range(2):
        migrate.upgrade(engine)
        with engine.begin() as connection:
            assert _holders(connection) == [f"account:{reader}", f"account:{reader}:2", f"account:{reader}", "body"]
            assert _kept(connection) == HEAD
            marks = connection.execute(text("SELECT mark_code, layout_key, receipt_code FROM dossier_copy")).all()
            assert {tuple(row) for row in marks} == {("", "", "")}, "made before: nothing was printed on them"
        migrate.downgrade(engine, "0031")
        with engine.begin() as connection:
            assert _kept(connection) == HEAD
    migrate.upgrade(engine)
    assert migrate.differences(engine) == []
    if engine.dialect.name == "sqlite":  # tables were made anew; references hold again for who comes next
        with engine.connect() as connection, pytest.raises(IntegrityError):
            connection.execute(text("DELETE FROM dossier_version"))


def test_days_and_decisions_go_and_copies_stay(engine: Engine) -> None:
    with new_session(engine, writes=True) as session:
        reader = make_account(session).key
        case, recipient = make_case(session, []).key, make_recipient(session).key
        session.commit()
    migrate.downgrade(engine, "0033")
    with engine.begin() as connection:
        _copies(connection, case, recipient, reader, has_holders=True)
    migrate.upgrade(engine)
    with engine.begin() as connection:
        copy, version = connection.execute(
            text("SELECT id, dossier_version_id FROM dossier_copy ORDER BY id")
        ).first() or (0, 0)
        _insert(connection, "dossier_confirmation", case_id=case, dossier_copy_id=copy, account_id=reader)
        _insert(connection, "dossier_access", case_id=case, dossier_version_id=version, dossier_copy_id=copy,
                decision="revoked", until=None, decided_by=reader)  # fmt: skip
        connection.execute(text("UPDATE recipient SET copy_days = 90"))
        connection.execute(text("UPDATE dossier SET copy_days = 0"))
    migrate.downgrade(engine, "0036")
    with engine.begin() as connection:
        assert connection.execute(text("SELECT copy_days FROM dossier")).scalar_one() is None
    migrate.downgrade(engine, "0033")
    with engine.begin() as connection:
        assert _kept(connection) == HEAD
        days = connection.execute(text("SELECT expires_on FROM dossier_copy ORDER BY copy_number")).scalars()
        assert [str(day) for day in days] == ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"]
    migrate.upgrade(engine)
    with engine.begin() as connection:
        assert _kept(connection) == HEAD
        assert connection.execute(text("SELECT count(*) FROM dossier_access")).scalar_one() == 0
    assert migrate.differences(engine) == []

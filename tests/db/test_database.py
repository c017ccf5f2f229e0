"""Migrations, counters, append-only tables."""

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from casework import audit
from casework.db import migrate, next_number
from casework.db.engine import new_session
from casework.subjects import SYSTEM, Subject
from tests.factories import make_account, make_case


def test_the_migrations_match_the_models(engine: Engine) -> None:
    assert migrate.differences(engine) == []


def test_migrations_go_down_and_up_again_with_data_in_the_tables(engine: Engine) -> None:
    with new_session(engine, writes=True) as session:
        make_case(session, [make_account(session)])
        session.commit()
    migrate.downgrade(engine, "base")
    with engine.connect() as connection:
        assert "case" not in set(_tables(connection.engine))
    migrate.upgrade(engine)
    assert migrate.differences(engine) == []
    with new_session(engine, writes=True) as session:
        audit.record(session, SYSTEM, "test.done", Subject("case", 1, None, "CW-2025-0001"))
        session.commit()
        assert audit.verify(session).holds


def test_a_log_kept_as_a_chain_becomes_a_tree_and_back_again_without_losing_an_entry(engine: Engine) -> None:
    told = [{"number": number, "words": "شهادة", "share": 0.1} for number in range(300)]
    with new_session(engine, writes=True) as session:
        for facts in told:
            audit.record(session, SYSTEM, "test.done", Subject("case", 1, None, "CW-2025-0001"), **facts)
        session.commit()
    migrate.downgrade(engine, "0008")  # before the tree
    with engine.connect() as connection:
        chain = connection.execute(text("SELECT previous_hash, hash FROM audit_entry ORDER BY seq")).all()
        end = connection.execute(text("SELECT seq, hash FROM audit_head")).one()
    assert [row.previous_hash for row in chain] == ["0" * 64, *(row.hash for row in chain[:-1])]
    assert (end.seq, end.hash) == (300, chain[-1].hash)
    migrate.upgrade(engine)
    assert migrate.differences(engine) == []
    with new_session(engine, writes=True) as session:
        assert [row.facts for row in reversed(audit.entries(session, limit=500))] == told
        audit.record(session, SYSTEM, "test.done", Subject("case", 1, None, "CW-2025-0001"))
        session.commit()
        verdict = audit.verify(session)
        assert (verdict.problems, verdict.checked) == ([], 301)
        with pytest.raises(DBAPIError, match="append-only"):
            session.execute(text("DELETE FROM audit_node"))


def test_what_is_looked_up_by_its_reference_in_a_case_has_an_index_for_it(engine: Engine) -> None:
    """Without one, a page costs as much as its case holds."""
    found, slow = inspect(engine), []
    for table in found.get_table_names():
        if {"case_id", "reference"} <= {column["name"] for column in found.get_columns(table)}:
            keys = [key["column_names"] for key in found.get_unique_constraints(table)]
            slow += [table] if ["case_id", "reference"] not in keys and ["reference"] not in keys else []
    assert slow == []


def _tables(engine: Engine) -> list[str]:
    from sqlalchemy import inspect

    return inspect(engine).get_table_names()


def test_numbers_are_counted_for_each_scope_without_gaps(session: Session) -> None:
    numbers = [next_number(session, scope) for scope in ("case:1:T", "case:1:T", "case:2:T", "case:1:T")]
    assert numbers == [1, 2, 1, 3]


def test_a_number_of_a_transaction_that_failed_is_given_again(session: Session) -> None:
    next_number(session, "case:1:W")
    session.commit()
    assert next_number(session, "case:1:W") == 2
    session.rollback()
    assert next_number(session, "case:1:W") == 2


def test_errors_never_print_what_was_to_be_saved(session: Session) -> None:
    with pytest.raises(DBAPIError) as failed:
        session.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "the witness said that"})
    assert "the witness" not in str(failed.value)

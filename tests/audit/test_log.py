"""The log: appended with the change, never altered without a trace."""

from collections.abc import Callable

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from casework import audit
from casework.db.triggers import drop_append_only
from casework.subjects import SYSTEM, Subject

SUBJECT = Subject("case", 1, None, "CW-2025-0001")


def _five(session: Session) -> None:
    for number in range(5):
        audit.record(session, SYSTEM, "test.done", SUBJECT, number=number)
    session.commit()


def test_an_untouched_log_verifies_and_its_head_is_the_last_entry(session: Session) -> None:
    _five(session)
    verdict = audit.verify(session)
    assert verdict.holds
    assert verdict.checked == 5
    assert audit.head(session) == verdict.head
    assert verdict.head[0] == 5


def test_an_entry_goes_with_its_transaction(session: Session) -> None:
    _five(session)
    audit.record(session, SYSTEM, "test.undone", SUBJECT)
    session.rollback()
    assert audit.head(session)[0] == 5
    assert audit.verify(session).holds


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry WHERE seq = 2"])
def test_the_database_refuses_to_change_or_remove_entries(session: Session, statement: str) -> None:
    _five(session)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))
    session.rollback()
    assert audit.verify(session).holds


def test_replacing_an_entry_does_not_slip_past_the_trigger(session: Session) -> None:
    _five(session)
    if session.get_bind().dialect.name == "postgresql":
        statement = "TRUNCATE audit_entry"
    else:
        statement = "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE seq = 2"
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))


def _behind_its_back(session: Session, *statements: str) -> audit.Verdict:
    """What somebody does who holds the database: takes the triggers off first."""
    _five(session)
    drop_append_only(session.connection(), "audit_entry")
    for statement in statements:
        session.execute(text(statement))
    session.commit()
    session.expire_all()
    return audit.verify(session)


COLUMNS = "at, actor_id, actor, action, subject_kind, subject_id, subject_label, case_id, facts, salts, hash"
ATTACKS: dict[str, tuple[list[str], Callable[[str], bool]]] = {
    "altered": (["UPDATE audit_entry SET action = 'x' WHERE seq = 3"], lambda p: "entry 3 was altered" in p),
    "facts": (["""UPDATE audit_entry SET facts = '{"number": 9}' WHERE seq = 2"""], lambda p: "entry 2 was altered" in p),
    "removed": (["DELETE FROM audit_entry WHERE seq = 4"], lambda p: "entry 4 is missing" in p),
    "tail": (["DELETE FROM audit_entry WHERE seq = 5"], lambda p: "the head says entry 5" in p),
    "inserted": ([f"INSERT INTO audit_entry (seq, {COLUMNS}) SELECT 6, {COLUMNS} FROM audit_entry WHERE seq = 5"],
                 lambda p: "entry 6 was altered" in p and "the log ends at entry 6" in p),
    "reordered": (["UPDATE audit_entry SET seq = 90 WHERE seq = 2", "UPDATE audit_entry SET seq = 2 WHERE seq = 3",
                   "UPDATE audit_entry SET seq = 3 WHERE seq = 90"], lambda p: "entry 2" in p and "entry 3" in p),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_change_behind_its_back_is_found_and_named(session: Session, attack: str) -> None:
    statements, named = ATTACKS[attack]
    verdict = _behind_its_back(session, *statements)
    assert not verdict.holds
    assert named("; ".join(verdict.problems)), verdict.problems


def test_an_append_takes_the_same_few_statements_however_long_the_log_is(session: Session) -> None:
    counted: list[str] = []
    for number in range(600):
        if number in (1, 500):
            event.listen(session.get_bind(), "before_cursor_execute", lambda _c, _cur, text, *_: counted.append(text))
        audit.record(session, SYSTEM, "test.done", SUBJECT, number=number)
        if number == 1:
            assert len(counted) == 3
    assert audit.verify(session).holds
    assert session.execute(text("SELECT level, place FROM audit_node ORDER BY place")).all() == [(8, 0), (8, 1)]


def test_facts_that_are_not_json_are_a_defect_and_stop_the_change(session: Session) -> None:
    with pytest.raises(TypeError):
        audit.record(session, SYSTEM, "test.done", SUBJECT, when=object())

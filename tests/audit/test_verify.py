"""The chain and its verification, each word of it: pure entries in a database in memory.

Fast: the mutation tests run it against hundreds of wrong versions of both modules.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, delete, event
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel, select

from casework import access
from casework.audit.chain import GENESIS, canonical, digest
from casework.audit.models import AuditEntry
from casework.audit.services import AuditHead
from casework.audit.verify import Verdict, verify, walk
from casework.db import read_as

assert access  # narrows what a reader finds
AT = datetime(2025, 3, 8, 12, 0, 0, 123456, tzinfo=UTC)
ENTRY = {
    "seq": 1, "at": AT, "actor_id": 7, "actor": "account:7", "action": "case.opened", "subject_kind": "case",
    "subject_id": 1, "subject_label": "CW-2025-0001", "case_id": 1, "facts": {"b": 1, "a": "شهادة"},
    "previous_hash": GENESIS, "hash": "",
}  # fmt: skip


def entry(**changed: Any) -> AuditEntry:
    return AuditEntry(**(ENTRY | changed))


def test_the_hashed_bytes_are_fixed_for_ever() -> None:
    wanted = (
        '{"action":"case.opened","actor":"account:7","actor_id":7,"at":"2025-03-08T12:00:00.123456+00:00","case_id":1,'
        '"facts":{"a":"شهادة","b":1},"previous":"' + "0" * 64 + '","seq":1,"subject":["case",1,"CW-2025-0001"]}'
    )
    assert canonical(entry()) == wanted.encode()
    assert digest(entry()) == "8bb9e5471b35ebb164132065eae30926ab02f3900ea3d9a2c2cb24e6d7d88f5d"


def test_a_whole_second_is_written_with_its_microseconds() -> None:
    assert b'12:00:00.000000+00:00"' in canonical(entry(at=AT.replace(microsecond=0)))


def test_the_same_instant_in_another_zone_has_the_same_bytes() -> None:
    assert canonical(entry(at=AT.astimezone(timezone(timedelta(hours=3))))) == canonical(entry())


def test_the_bytes_do_not_depend_on_where_the_machine_stands() -> None:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Asia/Damascus"
    time.tzset()
    try:
        assert b"12:00:00.123456+00:00" in canonical(entry())
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


def chain(count: int = 5) -> list[AuditEntry]:
    rows: list[AuditEntry] = []
    for seq in range(1, count + 1):
        row = entry(seq=seq, facts={"number": seq}, previous_hash=rows[-1].hash if rows else GENESIS)
        row.hash = digest(row)
        rows.append(row)
    return rows


@cache
def engine() -> Engine:
    made = create_engine("sqlite://", poolclass=StaticPool)
    SQLModel.metadata.create_all(made, tables=[AuditEntry.__table__, AuditHead.__table__])  # type: ignore[attr-defined]
    return made


@contextmanager
def log(rows: list[AuditEntry], end: tuple[int, str] | None = None) -> Iterator[Session]:
    seq, value = end or ((rows[-1].seq, rows[-1].hash) if rows else (0, GENESIS))
    with Session(engine()) as session:
        for model in (AuditEntry, AuditHead):
            session.execute(delete(model))
        session.add_all([*rows, AuditHead(id=1, seq=seq, hash=value)])
        session.commit()
        yield session


def problems(rows: list[AuditEntry], end: tuple[int, str] | None = None) -> list[str]:
    with log(rows, end) as session:
        verdict = verify(session)
        assert verdict.checked == len(rows)
        assert verdict.holds is (verdict.problems == [])
        return verdict.problems


def test_an_untouched_log_holds_and_so_does_an_empty_one() -> None:
    assert problems(chain()) == []
    assert problems([]) == []
    assert (Verdict().checked, Verdict().head, Verdict().holds) == (0, (0, GENESIS), True)
    assert GENESIS == "0" * 64


def test_the_whole_log_is_verified_whoever_asks() -> None:
    rows = chain()
    with log(rows) as session:
        assert session.exec(select(AuditEntry.seq)).all() == [1, 2, 3, 4, 5]
        assert verify(read_as(session, None)).checked == 5
        assert session.exec(select(AuditEntry.seq)).all() == []


def test_the_verdict_names_the_head() -> None:
    rows = chain(2)
    with log(rows) as session:
        assert verify(session).head == (2, rows[-1].hash)


def test_an_altered_entry_is_named_alone() -> None:
    rows = chain()
    rows[2].action = "case.closed"
    assert problems(rows) == ["entry 3 was altered (case.closed, CW-2025-0001)"]


def test_an_entry_rehashed_after_a_change_breaks_the_next_one() -> None:
    rows = chain()
    rows[2].facts = {"number": 99}
    rows[2].hash = digest(rows[2])
    assert problems(rows) == ["entry 4 does not follow the entry before it"]


def test_a_first_entry_that_follows_something_is_named() -> None:
    assert problems(chain()[1:]) == ["entry 1 is missing", "entry 2 does not follow the entry before it"]


def test_missing_entries_are_named_one_or_many() -> None:
    one, two = chain(8), chain(8)
    assert problems([one[0], *one[2:]])[0] == "entry 2 is missing"
    assert problems([two[0], *two[3:]])[0] == "entry 2 to 3 is missing"


def test_an_entry_slipped_in_before_the_first_is_named() -> None:
    rows = chain(2)
    before = entry(seq=-(2**31) + 1, previous_hash="f" * 64)
    before.hash = digest(before)
    found = problems([before, *rows], (2, rows[-1].hash))
    assert f"entry {before.seq} was inserted" in found
    assert f"entry {before.seq} does not follow the entry before it" in found


def test_a_tail_cut_off_is_named() -> None:
    rows = chain()
    assert problems(rows[:3], (5, rows[-1].hash)) == ["the head says entry 5, the log ends at entry 3"]


def test_a_head_with_the_wrong_hash_is_named() -> None:
    assert problems(chain(), (5, "f" * 64)) == ["the head says entry 5, the log ends at entry 5"]


@pytest.mark.parametrize("batch", [1, 2, 3, 5, 50])
def test_every_entry_is_met_once_and_in_order_whatever_the_batch(batch: int) -> None:
    module: Any = sys.modules["casework.audit.verify"]  # the package gives this name to the function
    before, module.BATCH = module.BATCH, batch
    try:
        with log(chain()) as session:
            assert [row.seq for row in walk(session)] == [1, 2, 3, 4, 5]
            assert verify(session).holds
    finally:
        module.BATCH = before


def test_a_walk_leaves_nothing_behind_in_memory() -> None:
    with log(chain()) as session:
        assert len(list(walk(session))) == 5
        assert len(session.identity_map) == 0


def test_the_database_is_asked_for_the_order() -> None:
    asked: list[str] = []
    with log(chain(2)) as session:
        event.listen(
            session.get_bind(), "before_cursor_execute", lambda _c, _cur, statement, *_: asked.append(statement)
        )
        assert len(list(walk(session))) == 2
    assert all("ORDER BY audit_entry.seq" in statement for statement in asked if "audit_entry" in statement)
    assert asked


def test_the_walk_sees_every_entry_whoever_the_session_reads_for() -> None:
    seen: list[bool] = []
    with log(chain(2)) as session:
        event.listen(session, "do_orm_execute", lambda s: seen.append("casework_unfiltered" in s.execution_options))
        assert len(list(walk(session))) == 2
    assert seen == [True]

"""The leaves and the verification of the log, each word of it: pure entries in a database in memory.

Fast: the mutation tests run it against every wrong version of the leaves.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, delete, event, insert
from sqlalchemy.dialects import postgresql
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel

from casework import access
from casework.audit import leaves
from casework.audit.merkle import Frontier
from casework.audit.models import AuditEntry, AuditHead, AuditNode
from casework.audit.verify import Verdict, leaf_columns, rows, verify
from casework.verifier.verify import EMPTY_ROOT, leaf_bytes

assert access  # narrows what a reader finds
AT = datetime(2025, 3, 8, 12, 0, 0, 123456, tzinfo=UTC)
SALTS = bytes(range(48))
ENTRY = {
    "seq": 1, "at": AT, "actor_id": 7, "actor": "account:7", "action": "case.opened", "subject_kind": "case",
    "subject_id": 4, "subject_label": "CW-2025-0001", "case_id": 3, "facts": {"b": 1, "a": "شهادة"}, "salts": SALTS,
    "hash": "",
}  # fmt: skip
TABLES: list[Any] = [model.__table__ for model in (AuditEntry, AuditNode, AuditHead)]  # type: ignore[attr-defined]


def row(**changed: Any) -> dict[str, Any]:
    made = ENTRY | changed
    return made | {"hash": hash_of(made)}


def hash_of(made: dict[str, Any]) -> str:
    return leaves.leaf_hash(leaves.of_columns(made, json.dumps(made["facts"]))).hex()


def test_the_hashed_values_are_fixed_for_ever() -> None:
    facts = r'{"b": 1, "a": "\u0634\u0647\u0627\u062f\u0629"}'
    wanted = leaves.Leaf(
        1, "2025-03-08T12:00:00.123456+00:00", "case.opened", "7 account:7", "case 4 3 CW-2025-0001", facts, SALTS
    )
    assert leaves.of_columns(row(), json.dumps(ENTRY["facts"])) == wanted
    assert row()["hash"] == "44ca81911391113f4b9252b14174428c26954f167aa02c7dd715dd7725c19824"


def test_the_leaf_is_what_outsiders_hash() -> None:
    found = leaves.of_columns(row(), json.dumps(ENTRY["facts"]))
    values = (found.actor, found.subject, found.facts)
    sealed = b"".join(leaves.commitment(SALTS[16 * at : 16 * at + 16], value) for at, value in enumerate(values))
    outside = b"\x00" + leaf_bytes(found.seq, found.at, found.action, sealed)
    assert leaves.leaf_hash(found) == hashlib.sha256(outside).digest()


def test_a_commitment_is_the_hash_of_salt_and_value() -> None:
    assert leaves.commitment(b"salt", "شهادة") == hashlib.sha256(b"salt" + "شهادة".encode()).digest()


def test_who_is_nobody_and_what_is_in_no_case_are_written_with_a_dash() -> None:
    assert leaves.actor_value(None, "system") == "- system"
    assert leaves.subject_value("log", 0, None, "log") == "log 0 - log"


def test_salts_are_random_and_sixteen_bytes_for_each_of_three() -> None:
    assert len(leaves.new_salts()) == 48
    assert leaves.new_salts() != leaves.new_salts()


def test_a_whole_second_is_written_with_its_microseconds() -> None:
    assert leaves.instant(AT.replace(microsecond=0)) == "2025-03-08T12:00:00.000000+00:00"


def test_the_same_instant_in_another_zone_has_the_same_bytes() -> None:
    assert leaves.instant(AT.astimezone(timezone(timedelta(hours=3)))) == leaves.instant(AT)


def test_the_bytes_do_not_depend_on_where_the_machine_stands() -> None:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Asia/Damascus"
    time.tzset()
    try:
        assert leaves.instant(AT) == "2025-03-08T12:00:00.123456+00:00"
        with log(entries(1)) as session:
            assert next(rows(session))[0][1] == "2025-03-08T12:00:00.123456+00:00"
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


Rows = list[dict[str, Any]]
OTHER = "the head was made of other entries"
NODES = "the number of kept nodes does not fit the entries"


@cache
def entry(seq: int) -> dict[str, Any]:
    return row(seq=seq, facts={"number": seq})


def entries(count: int = 5) -> Rows:
    return [entry(seq) for seq in range(1, count + 1)]


def tree(made: Rows) -> tuple[Frontier, Rows]:
    size, packed, nodes = _tree(tuple(one["hash"] for one in made))
    return Frontier(size, packed), [dict(node) for node in nodes]


@cache
def _tree(hashes: tuple[str, ...]) -> tuple[int, bytes, Rows]:
    frontier, nodes = Frontier(), []
    for one in hashes:
        for level, place, node in frontier.append(bytes.fromhex(one)):
            nodes += [{"level": level, "place": place, "hash": node.hex()}] if level in (8, 16) else []
    return frontier.size, frontier.packed(), nodes


@cache
def engine() -> Engine:
    made = create_engine("sqlite://", poolclass=StaticPool)
    SQLModel.metadata.create_all(made, tables=TABLES)
    return made


@contextmanager
def log(made: Rows, of: Rows | None = None, **head: Any) -> Iterator[Session]:
    """A log with these entries; its head and nodes are those of other entries where `of` says so."""
    frontier, nodes = tree(made if of is None else of)
    with Session(engine()) as session:
        for table in TABLES:
            session.execute(delete(table))
        for table, put in zip(TABLES, (made, nodes, []), strict=True):
            if put:
                session.execute(insert(table), put)
        session.add(AuditHead(**({"id": 1, "seq": frontier.size, "frontier": frontier.packed()} | head)))
        session.commit()
        yield session


def problems(made: Rows, of: Rows | None = None, **head: Any) -> list[str]:
    with log(made, of, **head) as session:
        verdict = verify(session)
        assert verdict.holds == (not verdict.problems)
        return verdict.problems


def test_a_verdict_without_problems_holds() -> None:
    assert Verdict().holds
    assert not Verdict(problems=["one"]).holds
    assert (Verdict().checked, Verdict().head) == (0, (0, EMPTY_ROOT.hex()))


def test_an_empty_log_holds() -> None:
    with log([]) as session:
        verdict = verify(session)
    assert (verdict.holds, verdict.checked, verdict.head) == (True, 0, (0, EMPTY_ROOT.hex()))


@pytest.mark.parametrize("count", [1, 5, 255, 256, 257, 600])
def test_an_untouched_log_holds(count: int) -> None:
    made = entries(count)
    with log(made) as session:
        verdict = verify(session)
    assert verdict.problems == []
    assert (verdict.checked, verdict.head) == (count, (count, tree(made)[0].root().hex()))


def test_roots_that_are_asked_for_are_those_of_the_first_entries() -> None:
    made = entries(600)
    sizes = [0, 1, 100, 255, 256, 257, 300, 599, 600]
    with log(made) as session:
        verdict = verify(session, [*sizes, 601, -1])
    assert verdict.problems == []
    assert verdict.roots == {size: tree(made[:size])[0].root() for size in sizes}


def test_no_root_is_told_that_nobody_asked_for() -> None:
    with log(entries(2)) as session:
        assert list(verify(session, [1]).roots) == [1]
        assert list(verify(session, [0]).roots) == [0]
        assert verify(session).roots == {}


ALTERED: dict[str, Any] = {
    "at": AT + timedelta(microseconds=1), "actor_id": 8, "actor": "account:8", "action": "case.closed",
    "subject_kind": "exhibit", "subject_id": 5, "subject_label": "CW-2025-0002", "case_id": 4, "facts": {"number": 9},
    "salts": bytes(48), "hash": "f" * 64,
}  # fmt: skip


@pytest.mark.parametrize("name", ALTERED)
def test_an_altered_entry_is_named_whichever_part_was_altered(name: str) -> None:
    made = entries()
    made[2] = made[2] | {name: ALTERED[name]}
    action, label = made[2]["action"], made[2]["subject_label"]
    found = problems(made, entries())
    assert found[0] == f"entry 3 was altered ({action}, {label})"
    assert [one for one in found if "altered" in one] == found[:1]


def test_an_entry_rehashed_after_a_change_no_longer_fits_the_head() -> None:
    made = entries()
    made[2] = row(seq=3, facts={"number": 99})
    assert problems(made, entries()) == [OTHER]


def test_an_entry_rehashed_after_a_change_no_longer_fits_its_node() -> None:
    made, true = entries(600), entries(600)
    made[300] = row(seq=301, facts={"number": 99})
    assert problems(made, true)[0] == "entries 257 to 512 are not those whose node was kept"


def test_missing_entries_are_named_one_or_many() -> None:
    true = entries(8)
    assert problems([true[0], *true[2:]], true)[0] == "entry 2 is missing"
    assert problems([true[0], *true[3:]], true)[0] == "entry 2 to 3 is missing"
    assert problems(true[1:], true)[0] == "entry 1 is missing"


def test_nodes_are_not_blamed_for_entries_that_are_missing() -> None:
    true = entries(600)
    assert problems(true[:100] + true[101:], true) == ["entry 101 is missing", OTHER]


def test_entries_that_changed_places_are_named() -> None:
    made = entries()
    made[1], made[2] = made[2] | {"seq": 2}, made[1] | {"seq": 3}
    found = problems(made, entries())
    assert [one[:19] for one in found[:-1]] == ["entry 2 was altered", "entry 3 was altered"]


def test_an_entry_slipped_in_before_the_first_is_named() -> None:
    made = [row(seq=-(2**31) + 1), *entries(2)]
    found = problems(made, entries(2))
    assert found[:2] == [f"entry {-(2**31) + 1} was inserted", f"entry {-(2**31) + 2} to 0 is missing"]
    assert OTHER in found


def test_a_tail_cut_off_is_named() -> None:
    assert problems(entries(3), entries(5)) == ["the head says entry 5, the log ends at entry 3"]


def test_a_tail_cut_off_with_its_node_is_named() -> None:
    found = problems(entries(255), entries(256))
    assert found == ["the head says entry 256, the log ends at entry 255", NODES]


def test_a_head_with_another_edge_is_named() -> None:
    assert problems(entries(4), frontier=bytes(32)) == [OTHER]
    assert problems(entries(4), frontier=bytes(64)) == ["the head of the log does not fit its size"]


def test_a_node_too_few_is_named() -> None:
    with log(entries(600)) as session:
        session.execute(delete(AuditNode).where(AuditNode.place == 1))  # type: ignore[arg-type]
        assert verify(session).problems == ["entries 257 to 512 are not those whose node was kept", NODES]


@pytest.mark.parametrize("level,place", [(8, 2), (7, 0), (16, 0)])
def test_a_node_too_many_is_named(level: int, place: int) -> None:
    with log(entries(600)) as session:
        session.add(AuditNode(level=level, place=place, hash="0" * 64))
        session.flush()
        assert verify(session).problems == [NODES]


@pytest.mark.parametrize("batch,count", [(1, 5), (2, 5), (3, 5), (5, 5), (100, 300), (256, 300), (300, 300)])
def test_every_entry_is_met_once_and_in_order_whatever_the_batch(batch: int, count: int) -> None:
    module: Any = sys.modules["casework.audit.verify"]  # the package gives this name to the function
    before, module.BATCH = module.BATCH, batch
    try:
        with log(entries(count)) as session:
            assert [one[0] for found in rows(session) for one in found] == list(range(1, count + 1))
            assert all(rows(session))
            verdict = verify(session, [count - 1])
            assert (verdict.problems, list(verdict.roots)) == ([], [count - 1])
    finally:
        module.BATCH = before


def test_the_database_puts_a_leaf_together_as_the_application_does() -> None:
    made = [row(), row(seq=2, actor_id=None, case_id=None, facts={}, at=AT.replace(microsecond=0))]
    with log(made) as session:
        found = [tuple(one) for one in next(rows(session))]
    wanted = [(*leaves.of_columns(one, json.dumps(one["facts"])), one["hash"]) for one in made]
    assert found == wanted


def test_postgresql_writes_an_instant_as_the_application_does() -> None:
    """The words it is asked in; that they give the same bytes, the tests of both databases show (test_log)."""
    session: Any = SimpleNamespace(get_bind=lambda: SimpleNamespace(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
    asked = leaf_columns(session)[1].compile(
        dialect=postgresql.dialect(),  # type: ignore[no-untyped-call]
        compile_kwargs={"literal_binds": True},
    )
    assert str(asked) == """to_char(timezone('UTC', audit_entry.at), 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""


def test_the_database_is_asked_for_the_order() -> None:
    asked: list[str] = []
    with log(entries(2)) as session:
        event.listen(
            session.get_bind(), "before_cursor_execute", lambda _c, _cur, statement, *_: asked.append(statement)
        )
        assert len(list(rows(session))) == 1
    assert all("ORDER BY audit_entry.seq" in statement for statement in asked if "audit_entry" in statement)
    assert asked


def test_what_a_reader_may_not_see_is_verified_all_the_same() -> None:
    narrowed: list[bool] = []
    with log(entries(300)) as session:
        event.listen(
            session, "do_orm_execute", lambda s: narrowed.append("casework_unfiltered" not in s.execution_options)
        )
        assert verify(session).holds
    assert not any(narrowed)

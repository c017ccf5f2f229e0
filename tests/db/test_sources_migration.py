"""Facts that named their source each become facts that share one, and back again."""

from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, insert, text

from casework.db import migrate
from casework.db.base import now
from casework.db.engine import new_session
from tests.factories import make_account, make_case

KEPT = (
    "fact_kind, fact_id, citation, url, locator, published_on, source_grade, information_grade, case_id, testimony_id"
)
UNKNOWN = {"source_grade": "f", "information_grade": "cannot_be_judged"}


def _facts(case_id: int, testimony_id: int) -> list[dict[str, Any]]:
    report = {"citation": "A report,  2025", "url": "https://example.org/r", "published_on": "2025-08"} | UNKNOWN
    again = report | {"citation": "a report, 2025", "locator": "p. 3", "source_grade": "b"}
    said = UNKNOWN | {"case_id": case_id, "testimony_id": testimony_id}
    given = [report, again, said | {"citation": "hearsay", "locator": "¶3"}, said | {"source_grade": "c"}]
    empty = {"citation": "", "url": "", "locator": "", "published_on": "", "case_id": None, "testimony_id": None}
    return [{"fact_kind": "posting", "fact_id": number} | empty | row for number, row in enumerate(given, 1)]


def _kept(connection: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(text(f"SELECT {KEPT} FROM fact_source ORDER BY id"))]


def test_one_report_under_many_facts_becomes_one_source_and_every_fact_keeps_what_it_said(engine: Engine) -> None:
    with new_session(engine, writes=True) as session:
        case = make_case(session, [make_account(session)]).key
        session.commit()
    migrate.downgrade(engine, "0016")
    with engine.begin() as connection:
        facts = _facts(case, _testimony(connection, case))
        names = ", ".join(facts[0])
        places = ", ".join(f":{name}" for name in facts[0])
        adding = text(f"INSERT INTO fact_source (created_at, {names}) VALUES (:now, {places})")
        for fact in facts:
            connection.execute(adding, fact | {"now": now()})
        before = _kept(connection)
    migrate.upgrade(engine)
    with engine.begin() as connection:
        sources = connection.execute(
            text("SELECT reference, citation, source_grade, case_id FROM source ORDER BY number")
        )
        assert [tuple(row) for row in sources] == [("S-0001", "A report,  2025", "f", None), ("S-0002", "", "f", case)]
        shared = connection.execute(
            text("SELECT source_id, note, source_grade, case_id FROM fact_source ORDER BY id")
        ).all()
        one, two = shared[0].source_id, shared[2].source_id
        assert [tuple(row) for row in shared] == [
            (one, "", None, None), (one, "", "b", None), (two, "hearsay", None, None), (two, "", "c", None),
        ]  # fmt: skip
        assert connection.execute(text("SELECT last FROM counter WHERE scope = 'sources'")).scalar_one() == 2
    migrate.downgrade(engine, "0016")
    with engine.begin() as connection:
        after = _kept(connection)
    # The spelling of one report is that of its first fact now; everything else came back.
    assert after == [before[0], (*before[1][:2], "A report,  2025", *before[1][3:]), *before[2:]]
    migrate.upgrade(engine)
    assert migrate.differences(engine) == []


def _testimony(connection: Connection, case_id: int) -> int:
    """A statement of a witness, in the tables as they were."""
    return _insert(connection, "testimony", case_id=case_id, witness_id=_insert(connection, "witness", case_id=case_id))


def _insert(connection: Connection, table: str, **values: Any) -> int:
    """A row with something in every column that must have it."""
    found = Table(table, MetaData(), autoload_with=connection, resolve_fks=False)
    for column in found.c:
        if column.name not in values and column.name != "id" and not column.nullable:
            values[column.name] = _something(column)
    return int(connection.execute(insert(found).values(**values)).inserted_primary_key[0])  # type: ignore[index]


def _something(column: Any) -> Any:
    kind = str(column.type).upper()
    if "JSON" in kind:
        return {} if column.name == "draft" else []
    if "INT" in kind:
        return 1
    if "BOOL" in kind:
        return False
    return now() if "DATE" in kind or "TIME" in kind else "x"

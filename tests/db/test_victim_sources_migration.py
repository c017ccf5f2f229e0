"""Victims that named their sources in lines of text get rows of their own, and the lines come back."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from casework.db import migrate
from casework.db.engine import new_session
from tests.db.test_sources_migration import _insert, _testimony
from tests.factories import make_account, make_case

(STEP,) = Path(migrate.FOLDER, "versions").glob("*_victim_sources.py")
BEFORE = re.findall(r'^down_revision = "(\d+)"', STEP.read_text(), re.MULTILINE)[0]
LONG, FAR = "An old page. " * 60, "hearsay " * 20 + "end"
_MARK = hashlib.sha256(b"a report, 2025\n").hexdigest()
KNOWN: dict[str, Any] = {
    "url": "", "fingerprint": _MARK, "published_on": "", "source_grade": "b", "information_grade": "confirmed",
    "case_id": None, "testimony_id": None, "exhibit_id": None, "added_by": None,
}  # fmt: skip
LINES = [
    ["T-0001 ¶ 9", "A report,  2025", "T-0099 ¶ 1"],
    ["a report, 2025", "T-0001", LONG],
    ["SNHR, 12 March, 17", f"T-0001 {FAR}"],
    [],
]


def _victims(connection: Connection, case: int) -> None:
    """Four victims as they were; the third came with a list."""
    told = _testimony(connection, case)
    connection.execute(text("UPDATE testimony SET reference = 'T-0001' WHERE id = :id"), {"id": told})
    keys = [
        _insert(
            connection, "victim", case_id=case, number=number, reference=f"V-{number:04d}", identity_owner=str(number),
            sources=lines, incident_id=None, added_by=None,
        )
        for number, lines in enumerate(LINES, 1)
    ]  # fmt: skip
    account = connection.execute(text("SELECT min(id) FROM account")).scalar_one()
    listed = _insert(connection, "victim_list", case_id=case, account_id=account, source="SNHR, 12 March")
    _insert(connection, "listed_victim", case_id=case, list_id=listed, victim_id=keys[2])


def _kept(connection: Connection) -> list[list[str]]:
    rows = connection.execute(text("SELECT sources FROM victim ORDER BY number")).scalars()
    return [json.loads(row) if isinstance(row, str) else row for row in rows]


def test_lines_become_sources_and_come_back(engine: Engine) -> None:
    with new_session(engine, writes=True) as session:
        case = make_case(session, [make_account(session)]).key
        session.commit()
    migrate.downgrade(engine, BEFORE)
    with engine.begin() as connection:
        _insert(connection, "source", number=4, reference="S-0004", citation="A report, 2025", **KNOWN)
        connection.execute(text("INSERT INTO counter (scope, last) VALUES ('sources', 4)"))
        _victims(connection, case)
        assert _kept(connection) == LINES
    migrate.upgrade(engine)
    with engine.begin() as connection:
        made = connection.execute(text("SELECT number, citation, testimony_id, case_id FROM source ORDER BY number"))
        assert [(row[0], row[1], bool(row[2]), row[3]) for row in made] == [
            (4, "A report, 2025", False, None), (5, "", True, case), (6, "T-0099 ¶ 1", False, None),
            (7, LONG[:500], False, None), (8, "SNHR, 12 March", False, None),
        ]  # fmt: skip
        facts = connection.execute(
            text(
                "SELECT v.number, s.number, f.locator, f.note FROM fact_source f JOIN source s ON s.id = f.source_id"
                " JOIN victim v ON v.id = f.fact_id WHERE f.fact_kind = 'victim' AND f.case_id = v.case_id ORDER BY f.id"
            )
        )
        assert [tuple(row) for row in facts] == [
            (1, 5, "¶ 9", ""), (1, 4, "", ""), (1, 6, "", ""), (2, 4, "", ""), (2, 5, "", ""), (2, 7, "", LONG[500:]),
            (3, 8, "17", ""), (3, 5, "", FAR),
        ]  # fmt: skip
        assert connection.execute(text("SELECT last FROM counter WHERE scope = 'sources'")).scalar_one() == 8
    migrate.downgrade(engine, BEFORE)
    with engine.begin() as connection:
        # One report is spelt as its source spells it; every other line is as it was.
        spelt = [[line.replace("a report, 2025", "A report, 2025") for line in lines] for lines in LINES]
        spelt[0][1] = "A report, 2025"
        assert _kept(connection) == spelt
    migrate.upgrade(engine)
    assert migrate.differences(engine) == []

"""The sources of victims are rows like those of every other fact; a source under a fact can be taken back.

Revision ID: 0024
Revises: 0022
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None

TEXT, MOMENT = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
IN_CASE = re.compile(r"((?:T|EX)-\d{4,})(?:[\s,:]+(.*))?", re.DOTALL)
MOST, BATCH = 500, 500


def _table(name: str, *columns: str) -> sa.TableClause:
    kinds = {"created_at": MOMENT(), "updated_at": MOMENT(), "sources": sa.JSON()}
    return sa.table(name, *(sa.column(one, kinds.get(one)) for one in columns))


VICTIM = _table("victim", "id", "case_id", "added_by", "created_at", "sources")
FACT = _table("fact_source", "id", "created_at", "source_id", "fact_kind", "fact_id", "case_id", "locator", "note", "added_by", "withdrawn")
SOURCE = _table(
    "source", "id", "created_at", "updated_at", "version", "number", "reference", "citation", "url", "fingerprint",
    "published_on", "source_grade", "information_grade", "case_id", "testimony_id", "exhibit_id", "added_by",
)  # fmt: skip
COUNTER = _table("counter", "scope", "last")


def upgrade() -> None:
    with op.batch_alter_table("fact_source") as batch:
        batch.add_column(sa.Column("withdrawn", TEXT(length=2000), nullable=False, server_default=""))
    with op.batch_alter_table("fact_source") as batch:
        batch.alter_column("withdrawn", existing_type=TEXT(length=2000), nullable=False, server_default=None)
    _Rows(op.get_bind()).bring_in()
    op.drop_column("victim", "sources")  # in place: other tables point at this one, so it cannot be made anew


def fingerprint(citation: str) -> str:
    """As `casework.sources.given` makes it of a citation without an address: kept here, so that this step never changes."""
    return hashlib.sha256("\n".join((" ".join(citation.split()).casefold(), "")).encode()).hexdigest()


class _Rows:
    """Lines of text on their way to sources."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.objects = {
            (kind, case, reference): key
            for kind, table in (("T", "testimony"), ("EX", "exhibit"))
            for key, case, reference in connection.execute(sa.select(*_table(table, "id", "case_id", "reference").c))
        }
        columns = (SOURCE.c.id, SOURCE.c.fingerprint, SOURCE.c.testimony_id, SOURCE.c.exhibit_id, SOURCE.c.number)
        self.known: dict[tuple[str, Any], int] = {}
        self.last = 0
        for key, mark, testimony, exhibit, number in connection.execute(sa.select(*columns)):
            self.known["T" if testimony else "EX" if exhibit else "S", testimony or exhibit or mark] = key
            self.last = max(self.last, number)
        lists, listed = _table("victim_list", "id", "source"), _table("listed_victim", "victim_id", "list_id")
        joined = sa.select(listed.c.victim_id, lists.c.source).select_from(listed.join(lists, lists.c.id == listed.c.list_id))
        self.list_of: dict[int, str] = {row[0]: row[1] for row in connection.execute(joined)}

    def bring_in(self) -> None:
        before, facts = self.last, []
        for victim in self.connection.execute(sa.select(*VICTIM.c).order_by(VICTIM.c.id)).all():
            for line in victim.sources or []:
                facts += self._rows(victim, line)
        for some in _batches(facts):
            self.connection.execute(sa.insert(FACT), some)
        if self.last > before:
            counted = self.connection.execute(sa.update(COUNTER).where(COUNTER.c.scope == "sources").values(last=self.last))
            if counted.rowcount == 0:
                self.connection.execute(sa.insert(COUNTER).values(scope="sources", last=self.last))

    def _rows(self, victim: Any, line: str) -> Iterator[dict[str, Any]]:
        """A line that names a statement or an exhibit of the case rests on it; one of a list, on the list; else a citation."""
        named, of_list = IN_CASE.fullmatch(line), self.list_of.get(victim.id, "")
        kind = named[1].split("-")[0] if named else ""
        found = self.objects.get((kind, victim.case_id, named[1])) if named else None
        if named and found:
            where = (named[2] or "").strip()
            source = self._source(victim, (kind, found))
            yield from self._pieces(victim, source, where if len(where) <= 100 else "", where if len(where) > 100 else "")
        elif of_list and line.startswith(f"{of_list}, ") and len(line) - len(of_list) - 2 <= 60:
            source = self._source(victim, ("S", fingerprint(of_list)), of_list)
            yield from self._pieces(victim, source, line[len(of_list) + 2 :], "")
        else:
            source = self._source(victim, ("S", fingerprint(line[:MOST])), line[:MOST])
            yield from self._pieces(victim, source, "", line[MOST:])

    def _pieces(self, victim: Any, source: int, locator: str, note: str) -> Iterator[dict[str, Any]]:
        """One row; more when what was written is longer than a note can be: they share the source, so nothing counts twice."""
        for at in range(0, max(len(note), 1), MOST):
            yield {
                "created_at": victim.created_at, "source_id": source, "fact_kind": "victim", "fact_id": victim.id,
                "case_id": victim.case_id, "locator": locator, "note": note[at : at + MOST], "added_by": victim.added_by,
                "withdrawn": "",
            }  # fmt: skip

    def _source(self, victim: Any, key: tuple[str, Any], citation: str = "") -> int:
        if key not in self.known:
            self.last += 1
            kind, value = key
            values = {
                "created_at": victim.created_at, "updated_at": victim.created_at, "version": 1, "number": self.last,
                "reference": f"S-{self.last:04d}", "citation": citation, "url": "", "published_on": "", "source_grade": "f",
                "information_grade": "cannot_be_judged", "added_by": victim.added_by,
                "fingerprint": value if kind == "S" else None, "case_id": None if kind == "S" else victim.case_id,
                "testimony_id": value if kind == "T" else None, "exhibit_id": value if kind == "EX" else None,
            }  # fmt: skip
            self.known[key] = self.connection.execute(sa.insert(SOURCE).values(**values).returning(SOURCE.c.id)).scalar_one()
        return self.known[key]


def _batches(rows: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    return (rows[at : at + BATCH] for at in range(0, len(rows), BATCH))


def downgrade() -> None:
    """Each victim carries lines of text again. Grades of their own and what was taken back had no place before."""
    op.add_column("victim", sa.Column("sources", sa.JSON(), nullable=False, server_default="[]"))
    _give_back(op.get_bind())
    with op.batch_alter_table("fact_source") as batch:
        batch.drop_column("withdrawn")


def _give_back(connection: sa.Connection) -> None:
    testimony, exhibit = _table("testimony", "id", "reference"), _table("exhibit", "id", "reference")
    joined = FACT.join(SOURCE, SOURCE.c.id == FACT.c.source_id)
    joined = joined.outerjoin(testimony, testimony.c.id == SOURCE.c.testimony_id)
    joined = joined.outerjoin(exhibit, exhibit.c.id == SOURCE.c.exhibit_id)  # type: ignore[assignment]
    columns = (FACT.c.fact_id, FACT.c.locator, FACT.c.note, SOURCE.c.citation, testimony.c.reference, exhibit.c.reference)
    stands = (FACT.c.fact_kind == "victim", FACT.c.withdrawn == "")
    lines: dict[int, list[str]] = defaultdict(list)
    for key, locator, note, citation, one, other in connection.execute(
        sa.select(*columns).select_from(joined).where(*stands).order_by(FACT.c.id)
    ):
        if one or other:
            lines[key].append(" ".join(part for part in (one or other, locator, note) if part))
        else:
            lines[key].append((f"{citation}, {locator}" if locator else citation) + note)
    update = sa.update(VICTIM).where(VICTIM.c.id == sa.bindparam("key")).values(sources=sa.bindparam("lines", type_=sa.JSON()))
    for some in _batches([{"key": key, "lines": given} for key, given in lines.items()]):
        connection.execute(update, some)
    connection.execute(sa.delete(FACT).where(FACT.c.fact_kind == "victim"))

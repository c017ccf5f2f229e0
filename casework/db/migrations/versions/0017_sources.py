"""A source is a row of its own, however many facts rest on it; what it repeats; values that compete for one field.

Revision ID: 0017
Revises: 0016
"""

import hashlib
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TEXT, MOMENT = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
SOURCE_GRADE = sa.Enum("a", "b", "c", "d", "e", "f", name="sourcegrade", native_enum=False, length=60)
INFORMATION_GRADE = sa.Enum(
    "confirmed", "probably_true", "possibly_true", "doubtful", "improbable", "cannot_be_judged",
    name="informationgrade", native_enum=False, length=60,
)  # fmt: skip
OLD = ("citation", "url", "published_on", "testimony_id", "exhibit_id")
BATCH = 500


def _row(*columns: sa.Column[Any]) -> list[sa.Column[Any]]:
    return [sa.Column("id", sa.Integer(), nullable=False), sa.Column("created_at", MOMENT(), nullable=False), *columns]


def _fk(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def _texts(**lengths: int) -> list[sa.Column[Any]]:
    return [sa.Column(name, TEXT(length=length), nullable=False) for name, length in lengths.items()]


def upgrade() -> None:
    _make_source()
    _make_repeat()
    _make_claims()
    with op.batch_alter_table("fact_source") as batch:
        batch.add_column(sa.Column("source_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("note", TEXT(length=500), nullable=False, server_default=""))
        batch.alter_column("source_grade", existing_type=SOURCE_GRADE, nullable=True)
        batch.alter_column("information_grade", existing_type=INFORMATION_GRADE, nullable=True)
    _gather_sources(op.get_bind())
    with op.batch_alter_table("fact_source") as batch:
        batch.alter_column("source_id", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("note", existing_type=TEXT(length=500), nullable=False, server_default=None)
        batch.create_foreign_key(op.f("fk_fact_source_source_id_source"), "source", ["source_id"], ["id"], ondelete="RESTRICT")
        batch.create_index(batch.f("ix_fact_source_source_id"), ["source_id"])
        batch.drop_constraint(op.f("fk_fact_source_testimony_id_testimony"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_fact_source_exhibit_id_exhibit"), type_="foreignkey")
        for name in OLD:
            batch.drop_column(name)


def _make_source() -> None:
    op.create_table(
        "source",
        *_row(
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("updated_at", MOMENT(), nullable=False),
            sa.Column("number", sa.Integer(), nullable=False),
            *_texts(reference=12, citation=500, url=2000),
            sa.Column("fingerprint", TEXT(length=64), nullable=True),
            *_texts(published_on=40),
            sa.Column("source_grade", SOURCE_GRADE, nullable=False),
            sa.Column("information_grade", INFORMATION_GRADE, nullable=False),
            *(sa.Column(name, sa.Integer(), nullable=True) for name in ("case_id", "testimony_id", "exhibit_id", "added_by")),
        ),
        _fk("source", "added_by", "account"), _fk("source", "case_id", "case"), _fk("source", "testimony_id", "testimony"),
        _fk("source", "exhibit_id", "exhibit"), sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        *(sa.UniqueConstraint(one, name=op.f(f"uq_source_{one}"))
          for one in ("number", "reference", "fingerprint", "testimony_id", "exhibit_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_source_case_id"), "source", ["case_id"])


def _make_repeat() -> None:
    op.create_table(
        "source_repeat",
        *_row(
            sa.Column("source_id", sa.Integer(), nullable=False), sa.Column("origin_id", sa.Integer(), nullable=False),
            *_texts(note=500), sa.Column("added_by", sa.Integer(), nullable=True),
        ),
        _fk("source_repeat", "added_by", "account"), _fk("source_repeat", "source_id", "source"),
        _fk("source_repeat", "origin_id", "source"), sa.PrimaryKeyConstraint("id", name=op.f("pk_source_repeat")),
        sa.UniqueConstraint("source_id", "origin_id", name=op.f("uq_source_repeat_source_id_origin_id")),
        sa.CheckConstraint("source_id <> origin_id", name=op.f("ck_source_repeat_not_itself")),
    )  # fmt: skip
    op.create_index(op.f("ix_source_repeat_origin_id"), "source_repeat", ["origin_id"])


def _about() -> list[sa.Column[Any]]:
    subject = sa.Column("subject_id", sa.Integer(), nullable=False)
    return [*_texts(subject_kind=40), subject, sa.Column("case_id", sa.Integer(), nullable=True)]


def _make_claims() -> None:
    op.create_table(
        "datum_claim",
        *_row(*_about()),
        *_texts(datum=40, value=5000, value_ar=5000, starts=40, ends=40, note=2000, withdrawn=2000),
        sa.Column("added_by", sa.Integer(), nullable=True),
        _fk("datum_claim", "added_by", "account"), _fk("datum_claim", "case_id", "case"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_datum_claim")),
    )  # fmt: skip
    op.create_table(
        "claim_preference",
        *_row(*_about()),
        *_texts(datum=60, fact_kind=40),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        *_texts(reason=2000, replaced=5000, replaced_ar=5000, withdrawn=2000),
        sa.Column("chosen_by", sa.Integer(), nullable=True),
        _fk("claim_preference", "chosen_by", "account"), _fk("claim_preference", "case_id", "case"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_preference")),
    )  # fmt: skip
    for table in ("datum_claim", "claim_preference"):
        op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"])
        op.create_index(f"ix_{table}_subject", table, ["subject_kind", "subject_id"])


def _old(*more: sa.ColumnClause[Any]) -> sa.TableClause:
    names = ("id", "created_at", "citation", "url", "published_on", "source_grade", "information_grade", "case_id",
             "testimony_id", "exhibit_id", "added_by", "locator")  # fmt: skip
    columns = [sa.column(name, MOMENT()) if name == "created_at" else sa.column(name) for name in names]
    return sa.table("fact_source", *columns, *more)


def fingerprint(citation: str, url: str) -> str:
    """As `casework.sources.given` makes it: kept here, so that this step never changes."""
    return hashlib.sha256("\n".join((" ".join(citation.split()).casefold(), url.strip())).encode()).hexdigest()


def _gather_sources(connection: sa.Connection) -> None:
    """One row for each report, statement or exhibit: as its first fact has it; the others keep grades that differ."""
    facts = _old(sa.column("source_id"), sa.column("note"))
    columns = ("number", "reference", "citation", "url", "fingerprint", "published_on", "source_grade", "information_grade",
               "case_id", "testimony_id", "exhibit_id", "added_by", "version")  # fmt: skip
    sources = sa.table("source", sa.column("id"), sa.column("created_at", MOMENT()), sa.column("updated_at", MOMENT()), *map(sa.column, columns))
    known: dict[tuple[Any, ...], Any] = {}
    changed: list[dict[str, Any]] = []
    for row in connection.execute(sa.select(*facts.c).order_by(facts.c.id)).all():
        in_case = bool(row.testimony_id or row.exhibit_id)
        key = (row.testimony_id, row.exhibit_id, None if in_case else fingerprint(row.citation, row.url))
        if key not in known:
            number = len(known) + 1
            values = {name: getattr(row, name) for name in ("created_at", "published_on", "source_grade", "information_grade", "testimony_id", "exhibit_id", "added_by")}
            values |= {"citation": "", "url": ""} if in_case else {"citation": row.citation, "url": row.url}
            values |= {"number": number, "reference": f"S-{number:04d}", "fingerprint": key[2], "case_id": row.case_id}
            made = connection.execute(sa.insert(sources).values(**values, version=1, updated_at=row.created_at).returning(sources.c.id))
            known[key] = (made.scalar_one(), row.source_grade, row.information_grade)
        source, usual, usually = known[key]
        changed.append({
            "key": row.id, "source": source, "said": row.citation if in_case else "",
            "one": None if row.source_grade == usual else row.source_grade,
            "other": None if row.information_grade == usually else row.information_grade,
        })  # fmt: skip
    update = sa.update(facts).where(facts.c.id == sa.bindparam("key")).values(
        source_id=sa.bindparam("source"), note=sa.bindparam("said"), source_grade=sa.bindparam("one"),
        information_grade=sa.bindparam("other"), case_id=None,
    )  # fmt: skip
    for some in _batches(changed):
        connection.execute(update, some)
    if known:
        counter = sa.table("counter", sa.column("scope"), sa.column("last"))
        connection.execute(sa.insert(counter).values(scope="sources", last=len(known)))


def _batches(rows: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    return (rows[at : at + BATCH] for at in range(0, len(rows), BATCH))


def downgrade() -> None:
    """Each fact carries its source again. What repeats what, and competing values, had no place before: they are lost."""
    with op.batch_alter_table("fact_source") as batch:
        batch.add_column(sa.Column("citation", TEXT(length=500), nullable=False, server_default=""))
        batch.add_column(sa.Column("url", TEXT(length=2000), nullable=False, server_default=""))
        batch.add_column(sa.Column("published_on", TEXT(length=40), nullable=False, server_default=""))
        batch.add_column(sa.Column("testimony_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("exhibit_id", sa.Integer(), nullable=True))
    _give_back(op.get_bind())
    with op.batch_alter_table("fact_source") as batch:
        batch.drop_index(batch.f("ix_fact_source_source_id"))
        batch.drop_constraint(op.f("fk_fact_source_source_id_source"), type_="foreignkey")
        batch.drop_column("source_id")
        batch.drop_column("note")
        for name, length in (("citation", 500), ("url", 2000), ("published_on", 40)):
            batch.alter_column(name, existing_type=TEXT(length=length), nullable=False, server_default=None)
        batch.alter_column("source_grade", existing_type=SOURCE_GRADE, nullable=False)
        batch.alter_column("information_grade", existing_type=INFORMATION_GRADE, nullable=False)
        for name in ("testimony", "exhibit"):
            batch.create_foreign_key(op.f(f"fk_fact_source_{name}_id_{name}"), name, [f"{name}_id"], ["id"], ondelete="RESTRICT")
    for table in ("claim_preference", "datum_claim", "source_repeat", "source"):
        op.drop_table(table)
    op.execute("DELETE FROM counter WHERE scope = 'sources'")


def _give_back(connection: sa.Connection) -> None:
    connection.execute(sa.text("DELETE FROM fact_source WHERE fact_kind = 'datum'"))
    picked = "SELECT s.{0} FROM source s WHERE s.id = fact_source.source_id"
    same = ("url", "published_on", "case_id", "testimony_id", "exhibit_id")
    given = [f"{name} = ({picked.format(name)})" for name in same]
    given += [f"{name} = COALESCE({name}, ({picked.format(name)}))" for name in ("source_grade", "information_grade")]
    given.append(f"citation = CASE WHEN note <> '' THEN note ELSE ({picked.format('citation')}) END")
    connection.execute(sa.text(f"UPDATE fact_source SET {', '.join(given)}"))  # noqa: S608 - names of this file

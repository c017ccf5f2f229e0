"""Factors of Article 28 and elements of crimes as points with evidence; labels with who gave and confirmed them.

What stood in the three texts of an allegation becomes the notes of its factors. Going back, the notes become texts.

Revision ID: 0016
Revises: 0015
"""

import json

import sqlalchemy as sa
import sqlmodel
from alembic import op

from casework.db import now

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TEXT, MOMENT = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
# The old text, and the factor and leaning that it becomes: it said what shows control; of the others it said all.
BECOMES = {
    "effective_control": ("effective_control", "for"),
    "knowledge": ("knew", "not_known"),
    "failure": ("failed_to_prevent", "not_known"),
}
ALLEGATION = sa.table(
    "allegation", sa.column("id", sa.Integer), sa.column("case_id", sa.Integer),
    sa.column("article_28", sa.JSON), sa.column("legal_labels", sa.JSON),
)  # fmt: skip
POINT = sa.table(
    "allegation_point", sa.column("id", sa.Integer), sa.column("created_at", MOMENT), sa.column("case_id", sa.Integer),
    sa.column("allegation_id", sa.Integer), sa.column("topic", sa.String), sa.column("item", sa.String),
    sa.column("leaning", sa.String), sa.column("note", sa.String), sa.column("missing", sa.String),
)  # fmt: skip
LABEL = sa.table(
    "allegation_label", sa.column("created_at", MOMENT), sa.column("updated_at", MOMENT),
    sa.column("version", sa.Integer), sa.column("case_id", sa.Integer), sa.column("allegation_id", sa.Integer),
    sa.column("label", sa.String), sa.column("writers", sa.JSON),
)  # fmt: skip


def upgrade() -> None:
    _tables()
    connection = op.get_bind()
    for key, case_id, texts, labels in connection.execute(
        sa.select(ALLEGATION.c.id, ALLEGATION.c.case_id, ALLEGATION.c.article_28, ALLEGATION.c.legal_labels)
    ).all():
        ours = {"created_at": now(), "case_id": case_id, "allegation_id": key}
        for old, (item, leaning) in BECOMES.items():
            if note := (texts or {}).get(old, "").strip():
                row = {"topic": "article_28", "item": item, "leaning": leaning, "note": note, "missing": ""}
                connection.execute(POINT.insert().values(**ours, **row))
        for label in labels or []:
            row = {"updated_at": now(), "version": 1, "label": label, "writers": []}
            connection.execute(LABEL.insert().values(**ours, **row))
    # In place: a copy of the table cannot be dropped while links point at its rows.
    op.drop_column("allegation", "article_28")


def downgrade() -> None:
    op.add_column("allegation", sa.Column("article_28", sa.JSON(), nullable=False, server_default=json.dumps({})))
    connection = op.get_bind()
    back = {item: old for old, (item, _leaning) in BECOMES.items()}
    texts: dict[int, dict[str, str]] = {}
    of_command = sa.select(POINT.c.allegation_id, POINT.c.item, POINT.c.note).where(POINT.c.topic == "article_28")
    for key, item, note in connection.execute(of_command).all():
        if item in back:
            texts.setdefault(key, {})[back[item]] = note
    for key, found in texts.items():
        connection.execute(ALLEGATION.update().where(ALLEGATION.c.id == key).values(article_28=found))
    for table in ("allegation_label", "allegation_point_evidence", "allegation_point"):
        op.drop_table(table)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def _tables() -> None:
    op.create_table(
        "allegation_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("allegation_id", sa.Integer(), nullable=False),
        sa.Column("topic", TEXT(length=60), nullable=False),
        sa.Column("item", TEXT(length=60), nullable=False),
        sa.Column("leaning", sa.String(length=60), nullable=False),
        sa.Column("note", TEXT(length=4000), nullable=False),
        sa.Column("missing", TEXT(length=2000), nullable=False),
        _key("allegation_point", "case_id", "case"),
        _key("allegation_point", "allegation_id", "allegation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allegation_point")),
        sa.UniqueConstraint("allegation_id", "topic", "item", name=op.f("uq_allegation_point_allegation_id_topic_item")),
    )
    evidence = "allegation_point_evidence"
    op.create_table(
        evidence,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("testimony_id", sa.Integer(), nullable=True),
        sa.Column("exhibit_id", sa.Integer(), nullable=True),
        sa.Column("locator", TEXT(length=40), nullable=False),
        sa.Column("is_contrary", sa.Boolean(), nullable=False),
        _key(evidence, "case_id", "case"),
        _key(evidence, "point_id", "allegation_point"),
        _key(evidence, "testimony_id", "testimony"),
        _key(evidence, "exhibit_id", "exhibit"),
        sa.CheckConstraint("(testimony_id IS NULL) <> (exhibit_id IS NULL)", name=op.f(f"ck_{evidence}_one_source")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{evidence}")),
    )
    for column in ("point_id", "testimony_id", "exhibit_id"):
        op.create_index(op.f(f"ix_{evidence}_{column}"), evidence, [column])
    op.create_table(
        "allegation_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", MOMENT(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("allegation_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("writers", sa.JSON(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", MOMENT(), nullable=True),
        _key("allegation_label", "case_id", "case"),
        _key("allegation_label", "allegation_id", "allegation"),
        _key("allegation_label", "confirmed_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allegation_label")),
        sa.UniqueConstraint("allegation_id", "label", name=op.f("uq_allegation_label_allegation_id_label")),
    )

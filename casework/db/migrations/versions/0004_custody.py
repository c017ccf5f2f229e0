"""Handovers with two sides, physical items, and the scheduled integrity check.

The exhibits gain columns in place: a table that other rows point at is never copied and dropped. The custody events
are copied on SQLite, and refuse every change again before the transaction ends.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from casework.db.triggers import append_only, drop_append_only

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXTS = (("zone", 60), ("medium", 200), ("seal", 100), ("form_number", 60))
KEYS = (("receiver_id", "account"), ("paper_id", "exhibit"))


def upgrade() -> None:
    drop_append_only(op.get_bind(), "custody_event")
    with op.batch_alter_table("custody_event") as batch:
        for name, length in TEXTS:
            words = sqlmodel.sql.sqltypes.AutoString(length=length)
            batch.add_column(sa.Column(name, words, nullable=False, server_default=""))
        batch.add_column(sa.Column("answers", sa.Integer(), nullable=True))
        for name, target in KEYS:
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
            key = op.f(f"fk_custody_event_{name}_{target}")
            batch.create_foreign_key(key, target, [name], ["id"], ondelete="RESTRICT")
        batch.create_index("uq_custody_event_answers", ["exhibit_id", "answers"], unique=True)
        batch.create_index("ix_custody_event_receiver", ["receiver_id"])
        batch.create_index("ix_custody_event_giver", ["actor_id", "kind"])
    append_only(op.get_bind(), "custody_event")
    long_ago = sa.Column("tried_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False, server_default="2000-01-01 00:00:00")
    op.add_column("exhibit", long_ago)
    op.add_column("exhibit", sa.Column("fixity", sa.String(length=60), nullable=False, server_default="waiting"))
    op.create_index("ix_exhibit_tried_at", "exhibit", ["tried_at"])
    make_tables()


def make_tables() -> None:
    op.create_table(
        "physical_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column("label_number", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.Column("seal", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("storage_place", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("condition", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_physical_item_case_id_case"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibit.id"], name=op.f("fk_physical_item_exhibit_id_exhibit"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_physical_item")),
        sa.UniqueConstraint("exhibit_id", name=op.f("uq_physical_item_exhibit_id")),
        sa.UniqueConstraint("case_id", "label_number", name=op.f("uq_physical_item_case_id_label_number")),
    )
    op.create_table(
        "fixity_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("finished_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("unreachable", sa.Integer(), nullable=False),
        sa.Column("stopped", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fixity_run")),
    )
    op.create_table(
        "recurring_job",
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_recurring_job")),
    )


def downgrade() -> None:
    for table in ("recurring_job", "fixity_run", "physical_item"):
        op.drop_table(table)
    op.drop_index("ix_exhibit_tried_at", "exhibit")
    op.drop_column("exhibit", "fixity")
    op.drop_column("exhibit", "tried_at")
    drop_append_only(op.get_bind(), "custody_event")
    with op.batch_alter_table("custody_event") as batch:
        for index in ("ix_custody_event_giver", "ix_custody_event_receiver", "uq_custody_event_answers"):
            batch.drop_index(index)
        for name, target in KEYS:
            batch.drop_constraint(op.f(f"fk_custody_event_{name}_{target}"), type_="foreignkey")
            batch.drop_column(name)
        for name in ("answers", *(name for name, _length in TEXTS)):
            batch.drop_column(name)
    append_only(op.get_bind(), "custody_event")

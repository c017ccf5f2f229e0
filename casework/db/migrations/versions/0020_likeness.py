"""Prints of what witnesses said, and pairs of accounts that share wording.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TEXT, MOMENT = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")


def upgrade() -> None:
    op.create_table(
        "testimony_print",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("testimony_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        _key("testimony_print", "case_id", "case"),
        _key("testimony_print", "testimony_id", "testimony"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testimony_print")),
    )
    op.create_index("ix_testimony_print_value", "testimony_print", ["case_id", "value"])
    op.create_index(op.f("ix_testimony_print_testimony_id"), "testimony_print", ["testimony_id"])
    op.create_table(
        "testimony_likeness",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Integer(), nullable=False),
        sa.Column("dismissed", TEXT(length=1000), nullable=False),
        sa.Column("dismissed_by", sa.Integer(), nullable=True),
        _key("testimony_likeness", "case_id", "case"),
        _key("testimony_likeness", "first_id", "testimony"),
        _key("testimony_likeness", "second_id", "testimony"),
        _key("testimony_likeness", "dismissed_by", "account"),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_testimony_likeness_ordered")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testimony_likeness")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_testimony_likeness_first_id_second_id")),
    )
    op.create_index("ix_testimony_likeness_case", "testimony_likeness", ["case_id", "id"])
    op.create_index(op.f("ix_testimony_likeness_second_id"), "testimony_likeness", ["second_id"])


def downgrade() -> None:
    op.drop_table("testimony_likeness")
    op.drop_table("testimony_print")

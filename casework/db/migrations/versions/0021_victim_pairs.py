"""Pairs of victims whose names are alike: the score, never the names.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_KEYS = {"case_id": "case", "first_id": "victim", "second_id": "victim"}


def upgrade() -> None:
    op.create_table(
        "victim_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_victim_pair_ordered")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_victim_pair")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_victim_pair_first_id_second_id")),
        *[
            sa.ForeignKeyConstraint(
                [column], [f"{target}.id"], name=op.f(f"fk_victim_pair_{column}_{target}"), ondelete="RESTRICT"
            )
            for column, target in _KEYS.items()
        ],
    )
    op.create_index(op.f("ix_victim_pair_case_id"), "victim_pair", ["case_id"])
    op.create_index(op.f("ix_victim_pair_second_id"), "victim_pair", ["second_id"])


def downgrade() -> None:
    op.drop_table("victim_pair")

"""Time stamps over the hashes of exhibits (RFC 3161).

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from casework.db.triggers import append_only, drop_append_only

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "exhibit_timestamp",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column("sha256", text(length=64), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("gen_time", moment(), nullable=False),
        sa.Column("authority", text(length=200), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_exhibit_timestamp_case_id_case"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibit.id"], name=op.f("fk_exhibit_timestamp_exhibit_id_exhibit"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibit_timestamp")),
        sa.UniqueConstraint("exhibit_id", name=op.f("uq_exhibit_timestamp_exhibit_id")),
    )
    append_only(op.get_bind(), "exhibit_timestamp")


def downgrade() -> None:
    drop_append_only(op.get_bind(), "exhibit_timestamp")
    op.drop_table("exhibit_timestamp")

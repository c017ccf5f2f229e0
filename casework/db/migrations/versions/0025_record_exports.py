"""Records of a case that went to a body as data.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("places", sa.String(length=60), nullable=False),
        sa.Column("days", sa.String(length=60), nullable=False),
        sa.Column("built_by", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("rests_on", sa.JSON(), nullable=False),
        sa.Column("gone", sa.JSON(), nullable=False),
        sa.Column("stayed", sa.JSON(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("built_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["built_by"], ["account.id"], name=op.f("fk_record_export_built_by_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_record_export_case_id_case"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_record_export_job_id_job"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"], name=op.f("fk_record_export_recipient_id_recipient"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_export")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_record_export_case_id_number")),
        sa.UniqueConstraint("case_id", "reference", name=op.f("uq_record_export_case_id_reference")),
    )
    op.create_index(op.f("ix_record_export_recipient_id"), "record_export", ["recipient_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_record_export_recipient_id"), table_name="record_export")
    op.drop_table("record_export")

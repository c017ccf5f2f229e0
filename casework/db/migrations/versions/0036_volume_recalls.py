"""What happened to sealed volumes after they went out: consent that ended, and which certificate signed them.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from casework.db.triggers import append_only, drop_append_only

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLES = ("sealed_volume_receipt", "sealed_volume_recall")


def _key(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_sealed_volume_recall_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="RESTRICT")


def upgrade() -> None:
    kind = sqlmodel.sql.sqltypes.AutoString(length=64)
    op.add_column("sealed_volume_receipt", sa.Column("certificate", kind, nullable=False, server_default=""))
    op.create_table(
        "sealed_volume_recall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("sealed_volume_id", sa.Integer(), nullable=False),
        sa.Column("witness", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("consent_record", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=False),
        sa.Column("cause", sa.String(length=60), nullable=False),
        sa.Column("not_recallable", sqlmodel.sql.sqltypes.AutoString(length=2_000), nullable=False),
        sa.Column("copies_out", sa.JSON(), nullable=False),
        _key("case_id", "case"),
        _key("sealed_volume_id", "sealed_volume"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_volume_recall")),
        sa.UniqueConstraint(
            "sealed_volume_id", "witness", "consent_record",
            name=op.f("uq_sealed_volume_recall_sealed_volume_id_witness_consent_record"),
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_sealed_volume_recall_case_id"), "sealed_volume_recall", ["case_id"])
    append_only(op.get_bind(), *TABLES)


def downgrade() -> None:
    drop_append_only(op.get_bind(), *TABLES)
    op.drop_table("sealed_volume_recall")
    with op.batch_alter_table("sealed_volume_receipt") as batch:
        batch.drop_column("certificate")

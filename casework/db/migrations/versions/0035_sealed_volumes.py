"""Sealed volumes, and what went out of them.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

STATE = sa.Enum("built", "issued", "superseded", name="dossierstate", native_enum=False, length=60)


def upgrade() -> None:
    op.create_table(
        "sealed_volume",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("dossier_version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("witnesses", sa.JSON(), nullable=False),
        sa.Column("individuals", sa.JSON(), nullable=False),
        sa.Column("built_by", sa.Integer(), nullable=True),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("issued_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "issued_by IS NULL OR issued_by <> built_by", name=op.f("ck_sealed_volume_author_never_issues")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_sealed_volume_case_id_case"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["dossier_version_id"], ["dossier_version.id"], name=op.f("fk_sealed_volume_dossier_version_id_dossier_version"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["built_by"], ["account.id"], name=op.f("fk_sealed_volume_built_by_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name=op.f("fk_sealed_volume_issued_by_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_volume")),
        sa.UniqueConstraint("dossier_version_id", "number", name=op.f("uq_sealed_volume_dossier_version_id_number")),
        sa.UniqueConstraint("case_id", "reference", name=op.f("uq_sealed_volume_case_id_reference")),
    )
    op.create_index(op.f("ix_sealed_volume_case_id"), "sealed_volume", ["case_id"])
    op.create_table(
        "sealed_volume_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("sealed_volume_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("copy_number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("encrypted_to", sa.JSON(), nullable=False),
        sa.Column("log_head", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sealed_volume_receipt_account_id_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_sealed_volume_receipt_case_id_case"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["sealed_volume_id"], ["sealed_volume.id"], name=op.f("fk_sealed_volume_receipt_sealed_volume_id_sealed_volume"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_volume_receipt")),
    )
    op.create_index(op.f("ix_sealed_volume_receipt_sealed_volume_id"), "sealed_volume_receipt", ["sealed_volume_id"])


def downgrade() -> None:
    op.drop_table("sealed_volume_receipt")
    op.drop_table("sealed_volume")

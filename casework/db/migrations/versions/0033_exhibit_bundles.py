"""Bundles of the exhibits that an issued dossier prints, and who fetched them.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exhibit_bundle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("bag_id", sa.Integer(), nullable=False),
        sa.Column("dossier_version_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("offered_by", sa.Integer(), nullable=True),
        sa.Column("offered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("offered_by IS NULL OR offered_by <> made_by", name=op.f("ck_exhibit_bundle_maker_never_offers")),
        sa.ForeignKeyConstraint(["bag_id"], ["bag.id"], name=op.f("fk_exhibit_bundle_bag_id_bag"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_exhibit_bundle_case_id_case"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["dossier_version_id"], ["dossier_version.id"], name=op.f("fk_exhibit_bundle_dossier_version_id_dossier_version"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_exhibit_bundle_made_by_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["offered_by"], ["account.id"], name=op.f("fk_exhibit_bundle_offered_by_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibit_bundle")),
        sa.UniqueConstraint("bag_id", name=op.f("uq_exhibit_bundle_bag_id")),
    )
    op.create_index(op.f("ix_exhibit_bundle_case_id"), "exhibit_bundle", ["case_id"])
    op.create_index(op.f("ix_exhibit_bundle_dossier_version_id"), "exhibit_bundle", ["dossier_version_id"])
    op.create_table(
        "exhibit_bundle_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("bundle_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("copy_number", sa.Integer(), nullable=False),
        sa.Column("identity", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("log_head", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_exhibit_bundle_receipt_account_id_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["bundle_id"], ["exhibit_bundle.id"], name=op.f("fk_exhibit_bundle_receipt_bundle_id_exhibit_bundle"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_exhibit_bundle_receipt_case_id_case"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibit_bundle_receipt")),
    )
    op.create_index(op.f("ix_exhibit_bundle_receipt_bundle_id"), "exhibit_bundle_receipt", ["bundle_id"])


def downgrade() -> None:
    op.drop_table("exhibit_bundle_receipt")
    op.drop_table("exhibit_bundle")

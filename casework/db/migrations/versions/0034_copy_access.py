"""Until when a copy may be fetched, who may no more, and who confirmed that they have one.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from casework.db.triggers import append_only, drop_append_only

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

TABLES = ("dossier_confirmation", "dossier_access")


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete="RESTRICT")


def upgrade() -> None:
    op.add_column("dossier", sa.Column("copy_days", sa.Integer(), nullable=True))
    op.add_column("dossier_copy", sa.Column("printed_until", sa.Date(), nullable=True))
    with op.batch_alter_table("dossier_copy") as batch:
        kind = sqlmodel.sql.sqltypes.AutoString(length=8)
        batch.add_column(sa.Column("receipt_code", kind, nullable=False, server_default=""))
    with op.batch_alter_table("dossier_copy") as batch:
        batch.alter_column("receipt_code", server_default=None)
    op.create_table(
        "dossier_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("dossier_copy_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("by_code", sa.Boolean(), nullable=False),
        _key("dossier_confirmation", "case_id", "case"),
        _key("dossier_confirmation", "dossier_copy_id", "dossier_copy"),
        _key("dossier_confirmation", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_confirmation")),
        sa.UniqueConstraint("dossier_copy_id", "account_id", name=op.f("uq_dossier_confirmation_dossier_copy_id_account_id")),
    )
    op.create_table(
        "dossier_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("dossier_version_id", sa.Integer(), nullable=False),
        sa.Column("dossier_copy_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=60), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        _key("dossier_access", "case_id", "case"),
        _key("dossier_access", "dossier_version_id", "dossier_version"),
        _key("dossier_access", "dossier_copy_id", "dossier_copy"),
        _key("dossier_access", "decided_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_access")),
    )
    op.create_index(op.f("ix_dossier_access_dossier_version_id"), "dossier_access", ["dossier_version_id"])
    append_only(op.get_bind(), *TABLES)


def downgrade() -> None:
    drop_append_only(op.get_bind(), *TABLES)
    op.drop_index(op.f("ix_dossier_access_dossier_version_id"), table_name="dossier_access")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("dossier_copy", "receipt_code")
    op.drop_column("dossier_copy", "printed_until")
    op.drop_column("dossier", "copy_days")

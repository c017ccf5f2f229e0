"""What tells one file of a sealed volume from another: the mark in its margins, and the hash of what left.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TABLE = "sealed_volume_receipt"
INDEX = op.f("ix_sealed_volume_receipt_mark_code")


def upgrade() -> None:
    # Added as they stand, with their defaults: nobody may touch a receipt, and these two say nothing of those before.
    for name, length in (("file_sha256", 64), ("mark_code", 8)):
        kind = sqlmodel.sql.sqltypes.AutoString(length=length)
        op.add_column(TABLE, sa.Column(name, kind, nullable=False, server_default=""))
    op.create_index(INDEX, TABLE, ["mark_code"])


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
    op.drop_column(TABLE, "mark_code")
    op.drop_column(TABLE, "file_sha256")

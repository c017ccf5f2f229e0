"""For how many days the copies of a body may be fetched, unless a dossier says otherwise.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recipient", sa.Column("copy_days", sa.Integer(), nullable=True))


def downgrade() -> None:
    # A dossier that says "without a limit" (0) has no other word for it before.
    op.execute("UPDATE dossier SET copy_days = NULL WHERE copy_days = 0")
    op.drop_column("recipient", "copy_days")

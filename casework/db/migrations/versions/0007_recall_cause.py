"""Why a version that went out must not be used any more. The table only grows: the column is added in place.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier_recall", sa.Column("cause", sa.String(length=60), nullable=False, server_default="withdrawn"))


def downgrade() -> None:
    op.drop_column("dossier_recall", "cause")

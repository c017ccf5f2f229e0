"""Profiles of an installation's own, and incidents whose day is public knowledge.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In place, so the defaults stay: other tables point at this one, and it cannot be made anew.
    op.add_column("dossier", sa.Column("own_profile", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("dossier", sa.Column("public_dates", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("dossier", "public_dates")
    op.drop_column("dossier", "own_profile")

"""How a copy went out: downloaded, read in the browser, read page by page.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In place, so the default stays: until now every copy that went out was downloaded.
    op.add_column("dossier_receipt", sa.Column("way", sa.String(length=60), nullable=False, server_default="downloaded"))


def downgrade() -> None:
    op.drop_column("dossier_receipt", "way")

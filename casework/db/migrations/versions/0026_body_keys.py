"""Public age keys of receiving bodies, and which of them a file that went out was encrypted to.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In place, so the default stays: other tables point at this one, and it cannot be made anew.
    op.add_column("recipient", sa.Column("age_keys", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("dossier_receipt", sa.Column("encrypted_to", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("dossier_receipt", "encrypted_to")
    op.drop_column("recipient", "age_keys")

"""Tables that only grow refuse UPDATE, DELETE and TRUNCATE.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

from casework.db.triggers import append_only, drop_append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("audit_entry", "custody_event", "consent", "testimony_version", "dossier_receipt", "leak_hit", "protection_plan",
          "dossier_recall", "dossier_notice")


def upgrade() -> None:
    append_only(op.get_bind(), *TABLES)


def downgrade() -> None:
    drop_append_only(op.get_bind(), *TABLES)

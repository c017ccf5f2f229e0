"""Where the sources of an allegation go back to, how their witnesses know, and which were refuted.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = ("allegation_paragraph", "allegation_exhibit")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            if table == "allegation_paragraph":
                batch_op.add_column(sa.Column("knowledge", sa.String(length=60), nullable=True))
            batch_op.add_column(sa.Column("heard_from_id", sa.Integer(), nullable=True))
            batch_op.add_column(sa.Column("origin", sa.String(length=200), nullable=False, server_default=""))
            batch_op.add_column(sa.Column("refuted", sa.String(length=1000), nullable=False, server_default=""))
            batch_op.create_foreign_key(
                op.f(f"fk_{table}_heard_from_id_witness"), "witness", ["heard_from_id"], ["id"], ondelete="RESTRICT"
            )
            batch_op.create_index(op.f(f"ix_{table}_heard_from_id"), ["heard_from_id"])


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_index(op.f(f"ix_{table}_heard_from_id"))
            batch_op.drop_constraint(op.f(f"fk_{table}_heard_from_id_witness"), type_="foreignkey")
            batch_op.drop_column("refuted")
            batch_op.drop_column("origin")
            batch_op.drop_column("heard_from_id")
            if table == "allegation_paragraph":
                batch_op.drop_column("knowledge")

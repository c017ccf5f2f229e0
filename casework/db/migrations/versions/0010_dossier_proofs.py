"""A dossier's version keeps its proofs of the log, and a receipt the head of that moment.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from casework.db.triggers import append_only, drop_append_only

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    drop_append_only(op.get_bind(), "dossier_receipt")
    for table, column in (("dossier_version", sa.Column("log_proof", TEXT, nullable=False, server_default="")),
                          ("dossier_version", sa.Column("log_size", sa.Integer(), nullable=False, server_default="0")),
                          ("dossier_receipt", sa.Column("log_head", TEXT, nullable=False, server_default=""))):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(column)
    append_only(op.get_bind(), "dossier_receipt")


def downgrade() -> None:
    drop_append_only(op.get_bind(), "dossier_receipt")
    with op.batch_alter_table("dossier_receipt") as batch_op:
        batch_op.drop_column("log_head")
    with op.batch_alter_table("dossier_version") as batch_op:
        batch_op.drop_column("log_size")
        batch_op.drop_column("log_proof")
    append_only(op.get_bind(), "dossier_receipt")

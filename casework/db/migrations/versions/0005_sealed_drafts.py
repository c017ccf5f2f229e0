"""What is typed and not saved is kept sealed. What lay in clear until now is thrown away: it must not stay.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM typed_draft")
    with op.batch_alter_table("typed_draft", schema=None) as batch_op:
        batch_op.drop_column("fields")
        batch_op.add_column(sa.Column("key_day", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False))
        batch_op.add_column(sa.Column("nonce", sa.LargeBinary(), nullable=False))
        batch_op.add_column(sa.Column("ciphertext", sa.LargeBinary(), nullable=False))
        batch_op.create_index(batch_op.f("ix_typed_draft_saved_at"), ["saved_at"], unique=False)


def downgrade() -> None:
    op.execute("DELETE FROM typed_draft")
    with op.batch_alter_table("typed_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_typed_draft_saved_at"))
        batch_op.drop_column("ciphertext")
        batch_op.drop_column("nonce")
        batch_op.drop_column("key_day")
        batch_op.add_column(sa.Column("fields", sa.JSON(), nullable=False))

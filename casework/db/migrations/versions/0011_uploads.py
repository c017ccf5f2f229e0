"""Files on their way in (tus).

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INDEXED = ("account_id", "case_id", "expires_at")


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("token", text(length=43), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("handle", text(length=500), nullable=False),
        sa.Column("key_day", text(length=10), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("head_sha256", text(length=64), nullable=False),
        sa.Column("sha256", text(length=64), nullable=False),
        sa.Column("is_agreed", sa.Boolean(), nullable=False),
        sa.Column("expires_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_upload_account_id_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_upload_case_id_case"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("token", name=op.f("uq_upload_token")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        for name in INDEXED:
            batch_op.create_index(batch_op.f(f"ix_upload_{name}"), [name], unique=False)


def downgrade() -> None:
    op.drop_table("upload")

"""Requests for information about issued dossiers, and their replies.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "information_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("dossier_version_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("cited", sa.JSON(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("token", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_information_request_asked_by_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_information_request_case_id_case"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_information_request_dossier_id_dossier"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["dossier_version_id"], ["dossier_version.id"], name=op.f("fk_information_request_dossier_version_id_dossier_version"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"], name=op.f("fk_information_request_recipient_id_recipient"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_request")),
        sa.UniqueConstraint("dossier_id", "number", name=op.f("uq_information_request_dossier_id_number")),
        sa.UniqueConstraint("case_id", "reference", name=op.f("uq_information_request_case_id_reference")),
    )
    op.create_index(op.f("ix_information_request_dossier_version_id"), "information_request", ["dossier_version_id"])
    op.create_index(op.f("ix_information_request_recipient_id"), "information_request", ["recipient_id"])
    op.create_table(
        "information_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("token", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("supplement_id", sa.Integer(), nullable=True),
        sa.Column("supplement_version_id", sa.Integer(), nullable=True),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=True),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("returned_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.Column("returned_reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.CheckConstraint("sent_by IS NULL OR sent_by <> written_by", name=op.f("ck_information_reply_author_never_sends")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_information_reply_case_id_case"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["request_id"], ["information_request.id"], name=op.f("fk_information_reply_request_id_information_request"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["returned_by"], ["account.id"], name=op.f("fk_information_reply_returned_by_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name=op.f("fk_information_reply_sent_by_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["supplement_id"], ["dossier.id"], name=op.f("fk_information_reply_supplement_id_dossier"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["supplement_version_id"], ["dossier_version.id"], name=op.f("fk_information_reply_supplement_version_id_dossier_version"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_information_reply_written_by_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_reply")),
        sa.UniqueConstraint("request_id", "number", name=op.f("uq_information_reply_request_id_number")),
    )
    op.create_index(op.f("ix_information_reply_case_id"), "information_reply", ["case_id"])


def downgrade() -> None:
    op.drop_table("information_reply")
    op.drop_table("information_request")

"""Lists of victims on their way in, and which line of which list a victim came with.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_KEYS = {
    "case_id": "case",
    "account_id": "account",
    "incident_id": "incident",
    "exhibit_id": "exhibit",
    "job_id": "job",
}
_LINKS = {"case_id": "case", "list_id": "victim_list", "victim_id": "victim"}


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete="RESTRICT"
    )


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "victim_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token", text(length=32), nullable=False),
        sa.Column("source", text(length=200), nullable=False),
        sa.Column("sha256", text(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kind", text(length=8), nullable=False),
        sa.Column("encoding", text(length=20), nullable=False),
        sa.Column("separator", text(length=8), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("has_macros", sa.Boolean(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=True),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=True),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("is_headed", sa.Boolean(), nullable=False),
        sa.Column("harm", sa.String(length=60), nullable=True),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("exhibit_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("imported", sa.Integer(), nullable=False),
        sa.Column("known_before", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("finished_at", moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_victim_list")),
        *[_key("victim_list", key, table) for key, table in _KEYS.items()],
    )
    for key in ("case_id", "account_id"):
        op.create_index(op.f(f"ix_victim_list_{key}"), "victim_list", [key])
    op.create_table(
        "listed_victim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("victim_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listed_victim")),
        sa.UniqueConstraint("victim_id", name=op.f("uq_listed_victim_victim_id")),
        sa.UniqueConstraint("list_id", "line", name=op.f("uq_listed_victim_list_id_line")),
        *[_key("listed_victim", key, table) for key, table in _LINKS.items()],
    )
    op.create_index(op.f("ix_listed_victim_case_id"), "listed_victim", ["case_id"])


def downgrade() -> None:
    op.drop_table("listed_victim")
    op.drop_table("victim_list")

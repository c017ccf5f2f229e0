"""Claims that a unit had no commander.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    grades = "unassessed insufficient reasonable_suspicion reasonable_grounds balance_of_probabilities clear_and_convincing"
    confidence = sa.Enum(*grades.split(), name="confidence", native_enum=False, length=60)
    op.create_table(
        "vacancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("starts", text(length=40), nullable=False),
        sa.Column("ends", text(length=40), nullable=False),
        sa.Column("confidence", confidence, nullable=False),
        sa.Column("note", text(length=2000), nullable=False),
        sa.Column("withdrawn", text(length=2000), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_vacancy_unit_id_unit"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_vacancy_added_by_account"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy")),
    )
    op.create_index(op.f("ix_vacancy_unit_id"), "vacancy", ["unit_id"])


def downgrade() -> None:
    op.drop_table("vacancy")

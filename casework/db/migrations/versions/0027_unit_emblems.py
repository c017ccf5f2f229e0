"""Pictures of cases as emblems of units.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_emblem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_unit_emblem_added_by_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_unit_emblem_case_id_case"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["exhibit_id"], ["exhibit.id"], name=op.f("fk_unit_emblem_exhibit_id_exhibit"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_emblem_unit_id_unit"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_emblem")),
        sa.UniqueConstraint("unit_id", "case_id", name=op.f("uq_unit_emblem_unit_id_case_id")),
    )
    op.create_index(op.f("ix_unit_emblem_case_id"), "unit_emblem", ["case_id"])
    op.create_index(op.f("ix_unit_emblem_exhibit_id"), "unit_emblem", ["exhibit_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_unit_emblem_exhibit_id"), table_name="unit_emblem")
    op.drop_index(op.f("ix_unit_emblem_case_id"), table_name="unit_emblem")
    op.drop_table("unit_emblem")

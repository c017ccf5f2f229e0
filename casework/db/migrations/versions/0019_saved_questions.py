"""Questions over the structure of a case, kept with a name; the last day on which an incident can have ended.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from casework import dates

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


INCIDENT = sa.table(
    "incident", sa.column("id", sa.Integer), sa.column("starts", sa.String), sa.column("ends", sa.String),
    sa.column("ends_latest", sa.Date),
)  # fmt: skip


def upgrade() -> None:
    op.add_column("incident", sa.Column("ends_latest", sa.Date(), nullable=True))
    connection = op.get_bind()
    for key, starts, ends in connection.execute(sa.select(INCIDENT.c.id, INCIDENT.c.starts, INCIDENT.c.ends)).all():
        last = dates.parse(ends or starts).latest
        connection.execute(INCIDENT.update().where(INCIDENT.c.id == key).values(ends_latest=last))
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "saved_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", text(length=12), nullable=False),
        sa.Column("name", text(length=200), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_saved_question_case_id_case"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_saved_question_author_id_account"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_question")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_saved_question_case_id_number")),
        sa.UniqueConstraint("case_id", "reference", name=op.f("uq_saved_question_case_id_reference")),
    )


def downgrade() -> None:
    op.drop_table("saved_question")
    op.drop_column("incident", "ends_latest")

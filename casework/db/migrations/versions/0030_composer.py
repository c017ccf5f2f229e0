"""What a dossier is limited to, which parts it leaves out, and its findings by incident.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In place, so the default stays: other tables point at this one, and it cannot be made anew.
    op.add_column("dossier", sa.Column("without", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("dossier", sa.Column("period_from", sa.Date(), nullable=True))
    op.add_column("dossier", sa.Column("period_to", sa.Date(), nullable=True))
    op.create_table(
        "dossier_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_dossier_finding_author_id_account"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_dossier_finding_case_id_case"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_finding_dossier_id_dossier"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_dossier_finding_incident_id_incident"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_finding")),
        sa.UniqueConstraint("dossier_id", "incident_id", name=op.f("uq_dossier_finding_dossier_id_incident_id")),
    )
    op.create_index(op.f("ix_dossier_finding_case_id"), "dossier_finding", ["case_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_dossier_finding_case_id"), table_name="dossier_finding")
    op.drop_table("dossier_finding")
    op.drop_column("dossier", "period_to")
    op.drop_column("dossier", "period_from")
    op.drop_column("dossier", "without")

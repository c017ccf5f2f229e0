"""The marks that tell copies apart, and one copy a reader and edition.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

COLUMNS = {"mark_code": 8, "layout_key": 32, "holder": 40}
# Two first downloads at once could make two copies for one reader: the later ones keep their numbers under other names.
HOLDERS = """
UPDATE dossier_copy SET holder =
  CASE WHEN made_for IS NULL THEN 'body' ELSE 'account:' || made_for END
  || CASE WHEN EXISTS (
       SELECT 1 FROM dossier_copy AS older WHERE older.id < dossier_copy.id
       AND older.dossier_version_id = dossier_copy.dossier_version_id AND older.language = dossier_copy.language
       AND coalesce(older.made_for, 0) = coalesce(dossier_copy.made_for, 0)
     ) THEN ':' || copy_number ELSE '' END
"""


def upgrade() -> None:
    with op.batch_alter_table("dossier_copy") as batch:
        for name, length in COLUMNS.items():
            kind = sqlmodel.sql.sqltypes.AutoString(length=length)
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=""))
    op.execute(HOLDERS)
    with op.batch_alter_table("dossier_copy") as batch:
        for name in COLUMNS:
            batch.alter_column(name, server_default=None)
        batch.create_unique_constraint(
            op.f("uq_dossier_copy_dossier_version_id_language_holder"), ["dossier_version_id", "language", "holder"]
        )
        batch.create_index(op.f("ix_dossier_copy_mark_code"), ["mark_code"])


def downgrade() -> None:
    with op.batch_alter_table("dossier_copy") as batch:
        batch.drop_index(op.f("ix_dossier_copy_mark_code"))
        batch.drop_constraint(op.f("uq_dossier_copy_dossier_version_id_language_holder"), type_="unique")
        for name in reversed(COLUMNS):
            batch.drop_column(name)

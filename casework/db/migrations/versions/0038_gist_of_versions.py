"""What is asked of a version at every view: whom it rests on, and what its cover says; out of its frozen text, once.

Revision ID: 0038
Revises: 0037
"""

import json
import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

VERSIONS = sa.table(
    "dossier_version", sa.column("id", sa.Integer), sa.column("snapshots", sa.JSON), sa.column("gist", sa.JSON)
)
_WITNESS = re.compile(r"\bW-\d{4,}")


def upgrade() -> None:
    # Added as it stands, with its default: SQLite cannot make a table anew that copies refer to.
    op.add_column("dossier_version", sa.Column("gist", sa.JSON(), nullable=False, server_default="{}"))
    connection = op.get_bind()
    for key in connection.execute(sa.select(VERSIONS.c.id)).scalars().all():
        texts = connection.execute(sa.select(VERSIONS.c.snapshots).where(VERSIONS.c.id == key)).scalar_one()
        gist = _gist({language: json.loads(text) for language, text in texts.items()})
        connection.execute(sa.update(VERSIONS).where(VERSIONS.c.id == key).values(gist=gist))


def downgrade() -> None:
    op.drop_column("dossier_version", "gist")


def _gist(editions: dict[str, Any]) -> dict[str, Any]:
    if not editions:
        return {}
    first = editions.get("en") or next(iter(editions.values()))
    exhibits = [one for one in first.get("exhibits", []) if not one.get("is_quarantined")]
    codes = {code for one in exhibits for code in _WITNESS.findall(one.get("source", ""))}
    codes |= {one["witness"] for one in first.get("statements", [])} | set(first.get("rests_on", []))
    return {
        "witnesses": sorted(codes),
        "consent": list((first.get("profile") or {}).get("consent", [])),
        "case": first["cover"]["case_ref"],
        "standards": {language: one["cover"].get("standard", "") for language, one in editions.items()},
    }

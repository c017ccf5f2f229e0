"""What a version prints, without its words: codes, paragraphs and on whom they rest, exhibits; out of its frozen text, once.

Revision ID: 0040
Revises: 0039
"""

import json
import re
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

VERSIONS = sa.table(
    "dossier_version", sa.column("id", sa.Integer), sa.column("snapshots", sa.JSON), sa.column("printed", sa.JSON)
)
NOTHING = '{"codes": [], "rests_on": {}, "withheld": [], "exhibits": {}, "is_summary": false}'
GROUPS = ("facts", "conduct", "attribution", "corroboration", "contrary", "assessment")
_CODE = re.compile(r"(?<![\w-])([A-Z]{1,3})-(\d{4,9})(?![\w-])")
_WITNESS = re.compile(r"\bW-\d{4,}")
_ESCAPED = re.compile(r"\\(?:[bfnrt]|u[0-9a-fA-F]{4})")


def upgrade() -> None:
    # Added as it stands, with its default: SQLite cannot make a table anew that copies refer to.
    op.add_column("dossier_version", sa.Column("printed", sa.JSON(), nullable=False, server_default=NOTHING))
    connection = op.get_bind()
    for key in connection.execute(sa.select(VERSIONS.c.id)).scalars().all():
        texts = connection.execute(sa.select(VERSIONS.c.snapshots).where(VERSIONS.c.id == key)).scalar_one()
        if texts:
            first = json.loads(texts.get("en") or next(iter(texts.values())))
            printed = _printed(first, "\n".join(texts.values()))
            connection.execute(sa.update(VERSIONS).where(VERSIONS.c.id == key).values(printed=printed))


def downgrade() -> None:
    op.drop_column("dossier_version", "printed")


def _codes(text: str) -> set[str]:
    folded = unicodedata.normalize("NFKC", text).upper()
    folded = "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in folded)
    folded = re.sub(r"[\u2010-\u2015\u2212]", "-", folded)
    return {f"{kind}-{number}" for kind, number in _CODE.findall(folded)}


def _printed(first: dict[str, Any], text: str) -> dict[str, Any]:
    rests = {one["code"]: [one["code"]] for one in first.get("witnesses", [])}
    for told in first.get("statements", []):
        rests[told["ref"]] = [told["witness"]]
        rests |= {f"{told['ref']} ¶{one['number']}": [told["witness"]] for one in told.get("paragraphs", [])}
    for shown in first.get("exhibits", []):
        rests[shown["ref"]] = sorted(set(_WITNESS.findall(shown.get("source", ""))))
    for fact in _facts(first):
        people = {one["witness"] for one in fact.get("sources", []) if one.get("witness")}
        rests[f"¶{fact.get('number', '')}"] = sorted(people)
    named = {code for row in first.get("redactions", []) if row["code"] != "–" for code in _codes(row["place"])}
    there = {one["code"] for one in first.get("witnesses", [])}
    for name in ("statements", "exhibits", "incidents", "allegations"):
        there |= {one["ref"] for one in first.get(name, [])}
    shown = [one for one in first.get("exhibits", []) if not one.get("is_quarantined")]
    return {
        "codes": sorted(_codes(_ESCAPED.sub(" ", text)) | {first["cover"]["dossier_ref"]}),
        "rests_on": rests,
        "withheld": sorted(named - there),
        "exhibits": {one["ref"]: one["sha256"] for one in shown},
        "is_summary": (first.get("profile") or {}).get("base") == "public_summary",
    }


def _facts(first: dict[str, Any]) -> list[dict[str, Any]]:
    found = list(first.get("context", []))
    for incident in first.get("incidents", []):
        for group in GROUPS:
            found += incident.get(group, [])
    return [*found, *first.get("unit_facts", []), *first.get("gaps", [])]

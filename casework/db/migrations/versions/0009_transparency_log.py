"""The log becomes a Merkle tree: salts, leaves and nodes instead of the chain of hashes.

Revision ID: 0009
Revises: 0008
"""

import hashlib
import json
import os
from datetime import UTC, datetime

import sqlalchemy as sa
import sqlmodel
from alembic import op

from casework.db.triggers import append_only, drop_append_only

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BATCH = 1_000
COLUMNS = "seq, at, actor_id, actor, action, subject_kind, subject_id, subject_label, case_id"


def upgrade() -> None:
    db = op.get_bind()
    drop_append_only(db, "audit_entry")
    op.create_table(
        "audit_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.PrimaryKeyConstraint("level", "place", name="pk_audit_node"),
    )
    op.add_column("audit_entry", sa.Column("salts", sa.LargeBinary(), nullable=True))
    epoch, instant = sa.text("'1970-01-01 00:00:00.000000'"), sqlmodel.sql.sqltypes.UTCDateTime()
    if db.dialect.name == "postgresql":
        epoch = sa.text("'1970-01-01 00:00:00+00'")
    with op.batch_alter_table("audit_head") as table:
        table.add_column(sa.Column("at", instant, nullable=False, server_default=epoch))
        table.add_column(sa.Column("frontier", sa.LargeBinary(), nullable=False, server_default=sa.text("''")))
        table.drop_column("hash")
    with op.batch_alter_table("audit_head") as table:
        table.alter_column("at", server_default=None)
        table.alter_column("frontier", server_default=None)
    size, at, frontier = plant(db)
    with op.batch_alter_table("audit_entry") as table:
        table.alter_column("salts", existing_type=sa.LargeBinary(), nullable=False)
        table.drop_column("previous_hash")
    db.execute(sa.text("DELETE FROM audit_head"))
    head = sa.table("audit_head", sa.column("id"), sa.column("seq"), sa.column("at", instant), sa.column("frontier", sa.LargeBinary))
    db.execute(sa.insert(head).values(id=1, seq=size, at=at, frontier=b"".join(frontier)))
    append_only(db, "audit_entry", "audit_node")


def plant(db: sa.Connection) -> tuple[int, datetime, list[bytes]]:
    """Give every entry salts and a leaf, in order; keep each eighth level of the tree."""
    size, last, frontier = 0, datetime(1970, 1, 1, tzinfo=UTC), []
    while rows := db.execute(read(size)).all():
        changed, nodes = [], []
        for row in rows:
            salts, leaf = leaf_of(row)
            changed.append({"key": row.seq, "salts": salts, "hash": leaf.hex()})
            level, place, made = 0, size, leaf
            while place & 1:
                made = hashlib.sha256(b"\x01" + frontier.pop() + made).digest()
                level, place = level + 1, place >> 1
                nodes += [{"level": level, "place": place, "hash": made.hex()}] if level % 8 == 0 else []
            frontier.append(made)
            size, last = size + 1, utc(row.at)
        if rows[-1].seq != size:
            raise RuntimeError(f"the log is not whole around entry {size}: run `audit verify` with the version before")
        db.execute(sa.text("UPDATE audit_entry SET salts = :salts, hash = :hash WHERE seq = :key"), changed)
        if nodes:
            db.execute(sa.text("INSERT INTO audit_node (level, place, hash) VALUES (:level, :place, :hash)"), nodes)
    return size, last, frontier


def read(after: int) -> sa.Select:
    instant = sa.column("at", sqlmodel.sql.sqltypes.UTCDateTime())
    names = [instant if name == "at" else sa.column(name) for name in COLUMNS.split(", ")]
    seq = sa.column("seq", sa.Integer)
    facts = sa.cast(sa.column("facts"), sa.Text).label("facts")
    return sa.select(*names, facts).select_from(sa.table("audit_entry")).where(seq > after).order_by(seq).limit(BATCH)


def leaf_of(row: sa.Row) -> tuple[bytes, bytes]:
    salts = os.urandom(48)
    values = (
        f"{'-' if row.actor_id is None else row.actor_id} {row.actor}",
        f"{row.subject_kind} {row.subject_id} {'-' if row.case_id is None else row.case_id} {row.subject_label}",
        row.facts,
    )
    sealed = [hashlib.sha256(salts[16 * at : 16 * at + 16] + value.encode()).digest() for at, value in enumerate(values)]
    head = f"casework entry 1\n{row.seq}\n{utc(row.at).isoformat(timespec='microseconds')}\n{row.action}\n"
    return salts, hashlib.sha256(b"\x00" + head.encode() + b"".join(sealed)).digest()


def utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def downgrade() -> None:
    db = op.get_bind()
    drop_append_only(db, "audit_entry", "audit_node")
    with op.batch_alter_table("audit_entry") as table:
        table.add_column(sa.Column("previous_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True))
    size, end = chain(db)
    with op.batch_alter_table("audit_entry") as table:
        table.alter_column("previous_hash", existing_type=sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False)
        table.drop_column("salts")
    with op.batch_alter_table("audit_head") as table:
        table.add_column(sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False, server_default="0" * 64))
        table.drop_column("at")
        table.drop_column("frontier")
    with op.batch_alter_table("audit_head") as table:
        table.alter_column("hash", server_default=None)
    db.execute(sa.text("UPDATE audit_head SET seq = :seq, hash = :hash"), {"seq": size, "hash": end})
    op.drop_table("audit_node")
    append_only(db, "audit_entry")


def chain(db: sa.Connection) -> tuple[int, str]:
    """The chain of hashes as it was: every entry's over its canonical JSON and the hash before it."""
    size, end = 0, "0" * 64
    while rows := db.execute(read(size)).all():
        changed = []
        for row in rows:
            content = {
                "seq": row.seq, "at": utc(row.at).isoformat(timespec="microseconds"), "actor_id": row.actor_id,
                "actor": row.actor, "action": row.action, "case_id": row.case_id, "facts": json.loads(row.facts),
                "subject": [row.subject_kind, row.subject_id, row.subject_label], "previous": end,
            }
            text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            before, end, size = end, hashlib.sha256(text.encode()).hexdigest(), row.seq
            changed.append({"key": row.seq, "before": before, "hash": end})
        db.execute(sa.text("UPDATE audit_entry SET previous_hash = :before, hash = :hash WHERE seq = :key"), changed)
    return size, end

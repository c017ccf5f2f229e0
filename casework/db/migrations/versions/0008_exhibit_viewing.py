"""What an exhibit's page shows: renditions, likeness, virus scans, verification with its history, the verified place.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from casework.db.triggers import append_only, drop_append_only

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ADDED = (
    ("latitude_verified", sa.Float()),
    ("longitude_verified", sa.Float()),
    ("precision_verified_m", sa.Integer()),
    ("derived_as", sa.String(length=60)),
)


def upgrade() -> None:
    op.create_table(
        "exhibit_likeness",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bits", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("band_1", sa.Integer(), nullable=False),
        sa.Column("band_2", sa.Integer(), nullable=False),
        sa.Column("band_3", sa.Integer(), nullable=False),
        sa.Column("band_4", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_exhibit_likeness_case_id_case"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibit.id"], name=op.f("fk_exhibit_likeness_exhibit_id_exhibit"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibit_likeness")),
        sa.UniqueConstraint("exhibit_id", "number", name=op.f("uq_exhibit_likeness_exhibit_id_number")),
    )
    with op.batch_alter_table("exhibit_likeness", schema=None) as batch_op:
        batch_op.create_index("ix_exhibit_likeness_band_1", ["case_id", "band_1"], unique=False)
        batch_op.create_index("ix_exhibit_likeness_band_2", ["case_id", "band_2"], unique=False)
        batch_op.create_index("ix_exhibit_likeness_band_3", ["case_id", "band_3"], unique=False)
        batch_op.create_index("ix_exhibit_likeness_band_4", ["case_id", "band_4"], unique=False)

    op.create_table(
        "exhibit_rendition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("player", "still", "waveform", "page", "large", name="renditionkind", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("media_type", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("problem", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_exhibit_rendition_case_id_case"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibit.id"], name=op.f("fk_exhibit_rendition_exhibit_id_exhibit"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibit_rendition")),
        sa.UniqueConstraint("exhibit_id", "kind", "number", name=op.f("uq_exhibit_rendition_exhibit_id_kind_number")),
    )
    with op.batch_alter_table("exhibit_rendition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exhibit_rendition_case_id"), ["case_id"], unique=False)

    op.create_table(
        "exhibit_verification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "aspect",
            sa.Enum("source", "content", "technical", name="verificationaspect", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "not_checked",
                "verified",
                "partly_verified",
                "contradicted",
                "cannot_be_verified",
                name="verificationstate",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("method", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("grounds", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_exhibit_verification_actor_id_account"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_exhibit_verification_case_id_case"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibit.id"], name=op.f("fk_exhibit_verification_exhibit_id_exhibit"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibit_verification")),
        sa.UniqueConstraint("exhibit_id", "number", name=op.f("uq_exhibit_verification_exhibit_id_number")),
    )
    with op.batch_alter_table("exhibit_verification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exhibit_verification_actor_id"), ["actor_id"], unique=False)

    op.create_table(
        "exhibit_virus_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("clean", "found", "not_scanned", name="scanoutcome", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("found", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("engine", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("signatures", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("signatures_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_exhibit_virus_scan_case_id_case"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibit.id"], name=op.f("fk_exhibit_virus_scan_exhibit_id_exhibit"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibit_virus_scan")),
    )
    with op.batch_alter_table("exhibit_virus_scan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exhibit_virus_scan_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exhibit_virus_scan_exhibit_id"), ["exhibit_id"], unique=False)

    for name, kind in ADDED:  # in place: a table that other rows point at is never copied and dropped
        op.add_column("exhibit", sa.Column(name, kind, nullable=True))
    append_only(op.get_bind(), "exhibit_verification")


def downgrade() -> None:
    drop_append_only(op.get_bind(), "exhibit_verification")
    for name, _kind in ADDED:
        op.drop_column("exhibit", name)
    with op.batch_alter_table("exhibit_virus_scan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exhibit_virus_scan_exhibit_id"))
        batch_op.drop_index(batch_op.f("ix_exhibit_virus_scan_case_id"))

    op.drop_table("exhibit_virus_scan")
    with op.batch_alter_table("exhibit_verification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exhibit_verification_actor_id"))

    op.drop_table("exhibit_verification")
    with op.batch_alter_table("exhibit_rendition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exhibit_rendition_case_id"))

    op.drop_table("exhibit_rendition")
    with op.batch_alter_table("exhibit_likeness", schema=None) as batch_op:
        batch_op.drop_index("ix_exhibit_likeness_band_4")
        batch_op.drop_index("ix_exhibit_likeness_band_3")
        batch_op.drop_index("ix_exhibit_likeness_band_2")
        batch_op.drop_index("ix_exhibit_likeness_band_1")

    op.drop_table("exhibit_likeness")

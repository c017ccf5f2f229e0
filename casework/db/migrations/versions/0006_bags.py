"""Bags that were made of a case, and bags that cases came in.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from casework.db.triggers import append_only, drop_append_only

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

APPEND_ONLY = ("received_bag", "received_sheet")


def upgrade() -> None:
    op.create_table('received_bag',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('identity', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('origin', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('sender', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('bagged_on', sa.Date(), nullable=True),
    sa.Column('meant_for_kind', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('meant_for_slug', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('received_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_received_bag_case_id_case'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['received_by'], ['account.id'], name=op.f('fk_received_bag_received_by_account'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_received_bag')),
    sa.UniqueConstraint('case_id', name=op.f('uq_received_bag_case_id')),
    sa.UniqueConstraint('identity', name=op.f('uq_received_bag_identity'))
    )
    op.create_table('bag',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('recipient_id', sa.Integer(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
    sa.Column('built_by', sa.Integer(), nullable=True),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('exhibits', sa.JSON(), nullable=False),
    sa.Column('kept', sa.JSON(), nullable=False),
    sa.Column('contents_sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('identity', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('zip_sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('zip_size', sa.BigInteger(), nullable=True),
    sa.Column('built_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('expires_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['built_by'], ['account.id'], name=op.f('fk_bag_built_by_account'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_bag_case_id_case'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_bag_job_id_job'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['recipient_id'], ['recipient.id'], name=op.f('fk_bag_recipient_id_recipient'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bag')),
    sa.UniqueConstraint('case_id', 'number', name=op.f('uq_bag_case_id_number')),
    sa.UniqueConstraint('case_id', 'reference', name=op.f('uq_bag_case_id_reference'))
    )
    with op.batch_alter_table('bag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bag_recipient_id'), ['recipient_id'], unique=False)

    op.create_table('received_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('exhibit_id', sa.Integer(), nullable=False),
    sa.Column('received_bag_id', sa.Integer(), nullable=False),
    sa.Column('sheet', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_received_sheet_case_id_case'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['exhibit_id'], ['exhibit.id'], name=op.f('fk_received_sheet_exhibit_id_exhibit'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['received_bag_id'], ['received_bag.id'], name=op.f('fk_received_sheet_received_bag_id_received_bag'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_received_sheet')),
    sa.UniqueConstraint('exhibit_id', name=op.f('uq_received_sheet_exhibit_id'))
    )
    with op.batch_alter_table('received_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_received_sheet_case_id'), ['case_id'], unique=False)
    append_only(op.get_bind(), *APPEND_ONLY)


def downgrade() -> None:
    drop_append_only(op.get_bind(), *APPEND_ONLY)
    with op.batch_alter_table('received_sheet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_received_sheet_case_id'))

    op.drop_table('received_sheet')
    with op.batch_alter_table('bag', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bag_recipient_id'))

    op.drop_table('bag')
    op.drop_table('received_bag')

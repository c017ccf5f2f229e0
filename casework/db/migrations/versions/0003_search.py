"""The search index: FTS5 on SQLite, a tsvector with a GIN index in a narrow table on PostgreSQL.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE search_fts (doc_id integer PRIMARY KEY, words tsvector COMPRESSION lz4 NOT NULL)")
        op.execute("CREATE INDEX ix_search_fts_words ON search_fts USING gin (words) WITH (fastupdate = off)")
    else:
        # The words are folded already: the tokenizer only splits at spaces.
        op.execute("CREATE VIRTUAL TABLE search_fts USING fts5(words, filters, tokenize = 'unicode61 remove_diacritics 0')")


def downgrade() -> None:
    op.execute("DROP TABLE search_fts")

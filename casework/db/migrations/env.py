"""Alembic's environment: the connection it is given, batch mode on SQLite. Who calls it has imported `casework.tables`."""

from alembic import context
from sqlmodel import SQLModel


def run() -> None:
    migrate(context.config.attributes["connection"])


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """The search index keeps tables of its own."""
    return not (kind == "table" and str(name).startswith("search_fts"))


def migrate(connection) -> None:  # type: ignore[no-untyped-def]
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
        include_name=ours,
    )
    with context.begin_transaction():
        context.run_migrations()


run()

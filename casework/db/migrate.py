"""Schema migrations: upgrade, downgrade, and the check that the models and the migrations say the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine
from sqlmodel import SQLModel

FOLDER = Path(__file__).resolve().parent / "migrations"


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _changing(engine: Engine) -> Iterator[Connection]:
    """One transaction. SQLite changes many a table by making it anew, and would not drop one that rows refer to: there
    references are looked at once, at the end (sqlite.org/lang_altertable.html). Raises RuntimeError when one is broken."""
    with engine.execution_options(casework_writes=True).connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        _check_references(connection, "OFF")
        try:
            with connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise RuntimeError("the migration would leave rows that refer to nothing")
        finally:
            _check_references(connection, "ON")


def _check_references(connection: Connection, word: str) -> None:
    """Outside a transaction: inside one SQLite ignores it."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={word}")
    cursor.close()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to the revision; does nothing when it is there."""
    with _changing(engine) as connection:
        command.upgrade(alembic_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to the revision (`base` for an empty database)."""
    with _changing(engine) as connection:
        command.downgrade(alembic_config(connection), revision)


def differences(engine: Engine) -> list[object]:
    """What the models have and the database has not, or the other way round."""

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and (name or "").startswith("search_fts"))

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": ours, "render_as_batch": True}
        )
        return list(compare_metadata(context, SQLModel.metadata))

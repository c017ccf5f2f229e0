"""Schema migrations: upgrade, downgrade, and the check that the models and the migrations say the same."""

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


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to the revision; does nothing when it is there."""
    with engine.execution_options(casework_writes=True).begin() as connection:
        command.upgrade(alembic_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to the revision (`base` for an empty database)."""
    with engine.execution_options(casework_writes=True).begin() as connection:
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

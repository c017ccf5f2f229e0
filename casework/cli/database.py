"""`db upgrade|downgrade|check|revise`."""

import sys

import click
from alembic import command
from flask.cli import AppGroup

from casework.cli.context import the_engine
from casework.db import migrate

database_commands = AppGroup("db", help="The database's schema.")


@database_commands.command("upgrade")
def upgrade() -> None:
    """Bring the schema up to date; does nothing when it is."""
    migrate.upgrade(the_engine())


@database_commands.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the schema back to a revision (`base` empties the database)."""
    migrate.downgrade(the_engine(), revision)


@database_commands.command("check")
def check() -> None:
    """Exit code 0 when the migrations and the models say the same."""
    found = migrate.differences(the_engine())
    for difference in found:
        print(difference)
    print("the migrations match the models" if not found else "a migration is missing")
    sys.exit(1 if found else 0)


@database_commands.command("revise")
@click.argument("message")
def revise(message: str) -> None:
    """Write a migration for what the models have and the database has not (for developers)."""
    with the_engine().execution_options(casework_writes=True).begin() as connection:
        command.revision(migrate.alembic_config(connection), message=message, autogenerate=True)

"""The command line: `./dev flask …`."""

from flask import Flask
from flask.cli import AppGroup

from casework.cli.audit import audit_commands
from casework.cli.case import case_commands
from casework.cli.compartments import compartments_commands
from casework.cli.database import database_commands
from casework.cli.demo import demo_commands
from casework.cli.doctor import doctor
from casework.cli.dossier import dossier_commands
from casework.cli.evidence import evidence_commands
from casework.cli.jobs import jobs_commands
from casework.cli.keys import keys_commands
from casework.cli.records import export_records
from casework.cli.search import search_commands
from casework.cli.units import units_commands
from casework.cli.users import users_commands
from casework.cli.vault import vault_commands
from casework.cli.volumes import volumes_of

# Commands of the groups `case` and `dossier` are known with this module.
__all__ = ["GROUPS", "export_records", "register_commands", "volumes_of"]

# One line for each, so that two people who add a command do not meet in one.
GROUPS: tuple[AppGroup, ...] = (
    audit_commands,
    case_commands,
    compartments_commands,
    database_commands,
    demo_commands,
    dossier_commands,
    jobs_commands,
    keys_commands,
    search_commands,
    evidence_commands,
    units_commands,
    users_commands,
    vault_commands,
)


def register_commands(app: Flask) -> None:
    """Add every command group."""
    for group in GROUPS:
        app.cli.add_command(group)
    app.cli.add_command(doctor)

"""`audit verify|head|export`."""

import json
import sys

import click
from flask.cli import AppGroup

from casework import audit
from casework.audit.chain import canonical
from casework.audit.verify import walk
from casework.cli.context import the_engine
from casework.db import read_session

audit_commands = AppGroup("audit", help="The log: check it, show its head, copy it out.")


@audit_commands.command("verify")
@click.option("--json", "as_json", is_flag=True, help="For a script to read.")
def verify(as_json: bool) -> None:
    """Check the whole chain; exit code 0 only when every entry holds."""
    with read_session(the_engine()) as session:
        verdict = audit.verify(session)
    if as_json:
        print(json.dumps({"holds": verdict.holds, "checked": verdict.checked, "head": verdict.head, "problems": verdict.problems}))  # fmt: skip
    else:
        for problem in verdict.problems:
            print(f"NOT INTACT: {problem}")
        print(f"{verdict.checked} entries checked; head {verdict.head[0]} {verdict.head[1]}")
    sys.exit(0 if verdict.holds else 1)


@audit_commands.command("head")
def head() -> None:
    """Print the last entry's number and hash: keep it elsewhere, and nobody can rewrite the log unseen."""
    with read_session(the_engine()) as session:
        print(*audit.head(session))


@audit_commands.command("export")
def export() -> None:
    """Print every entry as one line of JSON, as it was hashed, with its hash."""
    with read_session(the_engine()) as session:
        for entry in walk(session):
            print(canonical(entry).decode(), entry.hash, sep="\t")

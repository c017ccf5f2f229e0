"""`evidence verify`: hash every original again and say which is not what was registered."""

import json

import click
from flask.cli import AppGroup
from sqlmodel import col, select

from casework.cases.models import Case
from casework.cases.services import find_case
from casework.cli.collect import collect
from casework.cli.context import the_engine, the_settings
from casework.db import read_session
from casework.errors import NotFound, Unavailable
from casework.evidence.fixity import MISSING, Measured
from casework.evidence.jobs import check_files
from casework.storage import open_store
from casework.subjects import SYSTEM

evidence_commands = AppGroup("evidence", help="Original files: check them, clear away what belongs to nothing.")
evidence_commands.add_command(collect)


@evidence_commands.command("verify")
@click.option("--case", "reference", default=None, help="Only the exhibits of this case, such as CW-2025-0001.")
@click.option("--json", "as_json", is_flag=True, help="Print the result for a script.")
def verify(reference: str | None, as_json: bool) -> None:
    """Hash every file again. Exit code 0 only when each is what was registered; failing ones go into quarantine."""
    case = None
    if reference:
        try:
            with read_session(the_engine()) as session:
                case = find_case(session, SYSTEM, reference)
        except NotFound:
            raise click.ClickException(f"There is no case {reference}.") from None
    try:
        found = check_files(the_engine(), open_store(the_settings()), SYSTEM, case=case)
    except Unavailable as problem:  # the keys are away or the store does not answer: no exhibit is blamed for it
        raise click.ClickException(str(problem.message)) from None
    failed = [each for each in found if not each.is_sound]
    cases = _case_references(failed)
    if as_json:
        body = {"checked": len(found), "failed": [_as_json(each, cases[each.held.case_id]) for each in failed]}
        click.echo(json.dumps(body, indent=2))
    else:
        for each in failed:
            what = "the file is missing" if each.digest == MISSING else "the file was altered"
            click.echo(f"{cases[each.held.case_id]} {each.held.reference}: {what}")
        click.echo(f"{len(found)} files checked, {len(failed)} failed.")
    if failed:
        raise SystemExit(1)


def _case_references(failed: list[Measured]) -> dict[int, str]:
    with read_session(the_engine()) as session:
        statement = select(Case.id, Case.reference).where(col(Case.id).in_({each.held.case_id for each in failed}))
        return {key: reference for key, reference in session.exec(statement).all() if key is not None}


def _as_json(measured: Measured, case: str) -> dict[str, str]:
    return {
        "case": case,
        "exhibit": measured.held.reference,
        "expected": measured.held.sha256,
        "found": measured.digest,
    }

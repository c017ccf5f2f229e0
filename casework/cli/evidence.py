"""`evidence verify`: hash every original again, check the time stamps, and say what is not what it was."""

import json

import click
from cryptography import x509
from flask.cli import AppGroup
from sqlmodel import col, select

from casework.audit import stamping
from casework.cases.models import Case
from casework.cases.services import find_case
from casework.cli.collect import collect
from casework.cli.context import the_engine, the_settings
from casework.db import read_session
from casework.errors import NotFound, Unavailable
from casework.evidence import stamps
from casework.evidence.fixity import MISSING, Measured
from casework.evidence.jobs import check_files
from casework.evidence.stamps import BadStamp
from casework.storage import open_store
from casework.subjects import SYSTEM

evidence_commands = AppGroup("evidence", help="Original files: check them, clear away what belongs to nothing.")
evidence_commands.add_command(collect)


@evidence_commands.command("verify")
@click.option("--case", "reference", default=None, help="Only the exhibits of this case, such as CW-2025-0001.")
@click.option("--json", "as_json", is_flag=True, help="Print the result for a script.")
def verify(reference: str | None, as_json: bool) -> None:
    """Hash every file again, and check the time stamps. Exit code 0 only when each is what was registered and each
    stamp holds; failing files go into quarantine."""
    case, roots = _case(reference), _roots()
    try:
        found = check_files(the_engine(), open_store(the_settings()), SYSTEM, case=case)
    except Unavailable as problem:  # the keys are away or the store does not answer: no exhibit is blamed for it
        raise click.ClickException(str(problem.message)) from None
    checked, bad = stamps.check_stamps(the_engine(), SYSTEM, roots=roots, case=case) if roots else (0, [])
    failed = [each for each in found if not each.is_sound]
    cases = _case_references({each.held.case_id for each in failed} | {each.held.case_id for each in bad})
    if as_json:
        body = {
            "checked": len(found),
            "failed": [_as_json(each, cases[each.held.case_id]) for each in failed],
            "stamps_checked": checked,
            "stamps_failed": [_stamp_as_json(each, cases[each.held.case_id]) for each in bad],
        }
        click.echo(json.dumps(body, indent=2))
    else:
        _tell(len(found), failed, cases)
        _tell_stamps(checked, bad, cases, is_asked=bool(roots))
    if failed or bad:
        raise SystemExit(1)


def _tell(count: int, failed: list[Measured], cases: dict[int, str]) -> None:
    for each in failed:
        what = "the file is missing" if each.digest == MISSING else "the file was altered"
        click.echo(f"{cases[each.held.case_id]} {each.held.reference}: {what}")
    click.echo(f"{count} files checked, {len(failed)} failed.")


def _case(reference: str | None) -> Case | None:
    if not reference:
        return None
    try:
        with read_session(the_engine()) as session:
            return find_case(session, SYSTEM, reference)
    except NotFound:
        raise click.ClickException(f"There is no case {reference}.") from None


def _roots() -> list[x509.Certificate]:
    """Whom the operator trusts for time stamps; empty when nobody is named: then stamps cannot be checked."""
    place = the_settings().tsa_certificates
    try:
        return stamping.certificates(place) if place is not None else []
    except stamping.NotStamped as problem:
        raise click.ClickException(str(problem.message)) from None


def _tell_stamps(checked: int, bad: list[BadStamp], cases: dict[int, str], *, is_asked: bool) -> None:
    for each in bad:
        click.echo(f"{cases[each.held.case_id]} {each.held.reference}: {each.problem}")
    if is_asked:
        click.echo(f"{checked} time stamps checked, {len(bad)} failed.")
    else:
        click.echo("Time stamps were not checked: tsa_certificates is not set.")


def _case_references(ids: set[int]) -> dict[int, str]:
    with read_session(the_engine()) as session:
        statement = select(Case.id, Case.reference).where(col(Case.id).in_(ids))
        return {key: reference for key, reference in session.exec(statement).all() if key is not None}


def _as_json(measured: Measured, case: str) -> dict[str, str]:
    return {
        "case": case,
        "exhibit": measured.held.reference,
        "expected": measured.held.sha256,
        "found": measured.digest,
    }


def _stamp_as_json(bad: BadStamp, case: str) -> dict[str, str]:
    return {"case": case, "exhibit": bad.held.reference, "problem": bad.problem}

"""`vault export|open|hand-over`: identities that only offline custodians can read (docs/adr/0018-offline-custodians.md)."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlmodel import Session, col, select

from casework import audit
from casework.cases.models import Case
from casework.cases.services import find_case
from casework.cli.context import the_engine, the_settings
from casework.db import read_session, write_session
from casework.db.engine import empty_write_ahead_log
from casework.dossiers import leak
from casework.errors import NotFound
from casework.incidents.models import Victim
from casework.subjects import SYSTEM, Subject
from casework.units.models import Individual
from casework.vault import (
    NAME_LIKE,
    Condition,
    IdentityField,
    IdentityShredded,
    Tampered,
    Vault,
    VaultSealed,
    handing_over,
    records,
    vault_of,
)
from casework.vault.custodians import NotForThisKey, identities_in
from casework.vault.records import SealedRecord
from casework.witnesses.identity import EXPORTED, REASON_AT_LEAST
from casework.witnesses.models import Witness

vault_commands = AppGroup("vault", help="Identities that only offline custodians can read.")
HELD = (Condition.STORED, Condition.CUSTODIANS)


@vault_commands.command("export")
@click.argument("case_ref", metavar="CASE")
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--reason", required=True, help="Why a custodian is to open them; it goes into the log.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def export(case_ref: str, codes: tuple[str, ...], reason: str, out: Path) -> None:
    """Write sealed records of these codes (W-0001, V-0001, P-0001), or of every witness and victim, for a custodian.

    Nothing in the file can be read without a custodian's key. One log entry for each person.
    """
    vault = vault_of(the_settings())
    if not vault.custodians:
        raise click.ClickException("No custodians are set: identities are read on their pages.")
    if len(reason.split()) < 2 or len(reason) < REASON_AT_LEAST:
        raise click.ClickException("Say in a few words why a custodian is to open them.")
    with write_session(the_engine()) as session:
        try:
            people = chosen(session, find_case(session, SYSTEM, case_ref), codes)
            written = [sealed_record(session, vault, case_ref, one) for one in people if is_held(session, vault, one)]
        except NotFound:
            raise click.ClickException("There is no such case or code.") from None
        except VaultSealed as error:
            raise click.ClickException(str(error.message)) from None
        for one, subject in written:
            audit.record(session, SYSTEM, EXPORTED, subject, reason=reason, fields=sorted(one.fields))
        write_private(out, records.write([one for one, _subject in written]))
        session.commit()
    click.echo(f"{len(written)} sealed records in {out}.")


def chosen(session: Session, case: Case, codes: Sequence[str]) -> list[Any]:
    """The people with these codes; without codes every witness and victim of the case. Raises NotFound."""
    everybody: list[Any] = []
    for model in (Witness, Victim):
        everybody += session.exec(select(model).where(model.case_id == case.key).order_by(col(model.id))).all()
    if not codes:
        return everybody
    individuals = session.exec(select(Individual).where(col(Individual.reference).in_(codes))).all()
    found = {one.reference: one for one in [*everybody, *individuals] if one.reference in codes}
    if set(codes) - set(found):
        raise NotFound
    return [found[code] for code in codes]


def is_held(session: Session, vault: Vault, person: Any) -> bool:
    return vault.state(session, person.identity_owner).condition in HELD


def sealed_record(session: Session, vault: Vault, case_ref: str, person: Any) -> tuple[SealedRecord, Subject]:
    fields = vault.sealed_record(session, person.identity_owner)
    subject: Subject = person.subject
    return SealedRecord(case_ref, subject.label, person.identity_owner, fields), subject


def write_private(path: Path, text: str) -> None:
    """A new file that only its owner reads. Raises FileExistsError."""
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(text)


@vault_commands.command("open")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--identity", "key_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True,
    help="Your age identity file (AGE-SECRET-KEY-…).",
)  # fmt: skip
@click.option(
    "--scan", type=click.Path(exists=True, dir_okay=False, path_type=Path), multiple=True,
    help="A PDF to search for the names. They are then not printed.",
)  # fmt: skip
def open_records(file: Path, key_file: Path, scan: tuple[Path, ...]) -> None:
    """Read sealed records on a custodian's own machine, or search a dossier for their names without showing them.

    Exit code 0 only when every record opened and, with --scan, no name was found. Nothing is written or sent.
    """
    try:
        keys, sealed = identities_in(key_file.read_text()), records.read(file.read_text())
        found = [(one, records.opened(one, keys)) for one in sealed]
    except (ValueError, NotForThisKey) as error:
        sys.exit(f"NOT OPENED: {error}")
    if scan:
        clean = [search(path, found) for path in scan]
        sys.exit(0 if all(clean) else 1)
    for record, identity in found:
        click.echo(f"{record.case} {record.code}")
        for name in IdentityField:
            for line in identity.get(name, "").splitlines():
                click.echo(f"  {name}: {line}")


def search(path: Path, found: Sequence[tuple[SealedRecord, dict[str, str]]]) -> bool:
    """Say where in a PDF whose name stands, never the name; True when none does."""
    names = [
        leak.Name(record.code, line)
        for record, identity in found
        for name in NAME_LIKE
        for line in identity.get(name, "").splitlines()
        if line.strip()
    ]
    hits = leak.scan(path.read_bytes(), names)
    for hit in hits:
        click.echo(f"{path}: the name of {hit.owner} stands in it ({hit.place})")
    if not hits:
        click.echo(f"{path}: none of the names of {len(found)} people was found")
    return not hits


@vault_commands.command("hand-over")
def hand_over() -> None:
    """Seal to the custodians every identity that the server can still read. It cannot be turned back here."""
    vault, people, last = vault_of(the_settings()), 0, ""
    if not vault.custodians:
        raise click.ClickException("No custodians are set.")
    if problem := vault.problem():
        raise click.ClickException(problem)
    while True:
        with write_session(the_engine()) as session:
            owners = handing_over.readable_people(session, last)
            for owner in owners:
                with suppress(IdentityShredded, VaultSealed, Tampered):  # counted below as still readable here
                    handing_over.hand_over(session, vault, owner)
            if not owners:
                break
            people, last = people + len(owners), owners[-1]
            audit.record(
                session, SYSTEM, "identities.handed_over", Subject("vault", 0, None, "vault"), people=len(owners)
            )
            session.commit()
    empty_write_ahead_log(the_engine())
    with read_session(the_engine()) as session:
        left = handing_over.sealed_otherwise(session, vault)[0]
    click.echo(f"{people} people's identities can be read by a custodian alone; {left} can still be read here.")

"""`audit verify|head|prove|export|verifier`."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlmodel import Session, select

from casework import audit, verifier
from casework.audit import heads, proofs
from casework.audit.tree import Incomplete, Tree
from casework.audit.verify import rows
from casework.cases.services import find_case
from casework.cli.audit_time import timestamp, verify_timestamp
from casework.cli.context import the_engine, the_settings
from casework.db import read_session, write_session
from casework.errors import NotFound
from casework.exchange.models import Bag
from casework.subjects import SYSTEM
from casework.vault import Vault, VaultSealed, vault_of

audit_commands = AppGroup("audit", help="The log: check it, sign its head, prove entries, copy it out.")
audit_commands.add_command(timestamp)
audit_commands.add_command(verify_timestamp)


@audit_commands.command("verify")
@click.option(
    "--against", "files", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A signed head that was kept elsewhere: the log must still begin as it did then.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="For a script to read.")
def verify(files: tuple[Path, ...], as_json: bool) -> None:
    """Check the whole log; exit code 0 only when every entry holds, and every head that is given fits."""
    with read_session(the_engine()) as session:
        kept = {file: _read_head(file) for file in files}
        verdict = audit.verify(session, {head.size for head in kept.values()})
        keys = _keys(session)
        for file, head in kept.items():
            if problem := heads.problem(session, head, keys, verdict.roots.get(head.size)):
                verdict.problems.append(f"{file}: {problem}")
    if as_json:
        print(json.dumps({"holds": verdict.holds, "checked": verdict.checked, "head": verdict.head, "problems": verdict.problems}))  # fmt: skip
    else:
        for problem in verdict.problems:
            print(f"NOT INTACT: {problem}")
        print(f"{verdict.checked} entries checked; head {verdict.head[0]} {verdict.head[1]}")
        for file, head in kept.items() if verdict.holds else ():
            print(f"{file}: the first {head.size} entries are those of {head.time}")
    sys.exit(0 if verdict.holds else 1)


def _read_head(file: Path) -> heads.Head:
    try:
        return heads.read(file.read_text())
    except (heads.Unreadable, UnicodeDecodeError):
        raise click.ClickException(f"{file} is not a signed head of a log.") from None


def _keys(session: Session) -> set[bytes]:
    """What the log was ever signed with, by the log's own words and, while it can be opened, by the vault's."""
    found = set(heads.known_keys(session))
    try:
        return found | {heads.public_bytes(heads.signing_key(_vault()))}
    except VaultSealed:
        return found


def _vault() -> Vault:
    return vault_of(the_settings())


@audit_commands.command("head")
@click.option("--json", "as_json", is_flag=True, help="For a script to read, with the key and its fingerprint.")
def head(as_json: bool) -> None:
    """Print the log's signed head. Keep it elsewhere, and nobody can rewrite the log unseen."""
    try:
        with write_session(the_engine()) as session:
            public = heads.announce(session, _vault())
            session.commit()
        with read_session(the_engine()) as session:
            text = heads.signed_head(session, _vault())
    except VaultSealed as sealed:
        with read_session(the_engine()) as session:
            size, root = audit.head(session)
        raise click.ClickException(f"Not signed ({sealed.message}); {size} entries, root {root}.") from None
    told, shown = heads.read(text), heads.fingerprint(public)
    if as_json:
        print(json.dumps({"size": told.size, "root": told.root.hex(), "time": told.time, "head": text, "key": public.hex(), "fingerprint": shown}))  # fmt: skip
    else:
        print(text, end="")
        click.echo(f"Fingerprint of the signing key: {shown}", err=True)


@audit_commands.command("prove")
@click.option("--entry", "numbers", type=int, multiple=True, help="The number of an entry; may come several times.")
@click.option("--case", "case_ref", help="With --object: the case, such as CW-2025-0001.")
@click.option(
    "--object",
    "label",
    help="Every entry about this object of the case, such as EX-0042; for a bag, those of its exhibits, too.",
)
@click.option("--from", "first", type=int, help="Prove that the log of this size is the beginning of the later one.")
@click.option("--to", "second", type=int, help="The later size; without it, the log as it is now.")
def prove(
    numbers: tuple[int, ...], case_ref: str | None, label: str | None, first: int | None, second: int | None
) -> None:
    """Print a proof as JSON: that entries are in the log under a signed head, or that one size begins another.

    `verify.py` takes the second with --proof. Who did something is never shown, and facts only where they are harmless.
    """
    try:
        with read_session(the_engine()) as session:
            result = _proof(session, numbers, case_ref, label, first, second)
    except NotFound:
        raise click.ClickException(f"There is no case {case_ref}.") from None
    except (ValueError, VaultSealed, Incomplete) as problem:
        raise click.ClickException(f"There is no such proof: {problem}.") from None
    print(proofs.dumps(result), end="")


def _proof(
    session: Session,
    numbers: tuple[int, ...],
    case_ref: str | None,
    label: str | None,
    first: int | None,
    second: int | None,
) -> dict[str, Any]:
    if first is not None:
        size = audit.head(session)[0]
        if second is not None and second > size:
            raise ValueError(f"the log has {size} entries")
        return proofs.consistency(Tree(session), first, size if second is None else second)
    wanted = list(numbers)
    if label:
        if not case_ref:
            raise click.UsageError("--object needs --case.")
        case = find_case(session, SYSTEM, case_ref)
        labels = [label, *_exhibits_of(session, case.key, label)]
        wanted += [seq for seq, *_rest in proofs.entries_about(session, case_id=case.key, labels=labels)]
    if not wanted:
        raise click.UsageError("Say what to prove: --entry, --object or --from.")
    return proofs.evidence(session, _vault(), wanted)


def _exhibits_of(session: Session, case_id: int, label: str) -> list[str]:
    """What lies in a bag of this name; nothing for other objects."""
    bag = session.exec(select(Bag).where(Bag.case_id == case_id, Bag.reference == label)).first()
    return bag.exhibits if bag else []


@audit_commands.command("export")
def export() -> None:
    """Print every entry as one line of JSON, as it was hashed, and its hash. Not for outsiders: it opens everything."""
    names = ("seq", "at", "action", "actor", "subject", "facts")
    with read_session(the_engine()) as session:
        for batch in rows(session):
            for *parts, salts, kept in batch:
                print(json.dumps(dict(zip(names, parts, strict=True)) | {"salts": bytes(salts).hex()}, ensure_ascii=False), kept, sep="\t")  # fmt: skip


@audit_commands.command("verifier")
@click.option("--sha256", "hash_only", is_flag=True, help="Print its SHA-256 alone.")
def print_verifier(hash_only: bool) -> None:
    """Print verify.py, the one-file verifier, as it is handed to those who receive dossiers."""
    if hash_only:
        print(verifier.sha256())
    else:
        sys.stdout.buffer.write(verifier.source())
        sys.stdout.buffer.flush()

"""`audit timestamp|verify-timestamp`: the log's head before a third party."""

import hashlib
from pathlib import Path

import click
from sqlalchemy import Engine

from casework import audit
from casework.audit import heads, stamping
from casework.audit.models import HeadStamp
from casework.cli.context import the_engine, the_settings
from casework.config import Settings
from casework.db import read_session, write_session
from casework.errors import CaseworkError
from casework.subjects import SYSTEM
from casework.vault import vault_of


@click.command("timestamp")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write NAME.txt (the head) and NAME.tsr (the answer), too."
)
def timestamp(out: Path | None) -> None:
    """Have the log's signed head stamped by the configured authority, and keep the answer. For a daily timer."""
    try:
        kept = stamp_head(the_engine(), the_settings())
    except CaseworkError as problem:
        raise click.ClickException(f"Not stamped: {problem.message}") from None
    if out is not None:
        out.with_suffix(".txt").write_text(kept.head)
        out.with_suffix(".tsr").write_bytes(kept.token)
    click.echo(f"{kept.size} entries stamped at {kept.stamped_at.isoformat()}.")


def stamp_head(engine: Engine, settings: Settings) -> HeadStamp:
    """Sign, ask with no transaction open, keep. Raises VaultSealed and NotStamped."""
    vault = vault_of(settings)
    with write_session(engine) as session:
        heads.announce(session, vault)
        session.commit()
    with read_session(engine) as session:
        text = heads.signed_head(session, vault)
    digest = hashlib.sha256(text.encode())
    made = stamping.stamp(settings, digest.digest())
    with write_session(engine) as session:
        size = heads.read(text).size
        row = HeadStamp(size=size, head=text, token=made.token, stamped_at=made.at)
        session.add(row)
        facts = {"size": size, "sha256": digest.hexdigest(), "stamped_at": made.at.isoformat()}
        audit.record(session, SYSTEM, "log.head_stamped", heads.LOG, **facts)
        session.commit()
    return row


@click.command("verify-timestamp")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("answer", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--certificates", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The authority's root certificates (PEM); without it, the configured ones.",
)  # fmt: skip
def verify_timestamp(file: Path, answer: Path, certificates: Path | None) -> None:
    """Check that FILE was stamped as ANSWER says, without network. Exit code 0 only when it holds."""
    roots = certificates or the_settings().tsa_certificates
    if roots is None:
        raise click.UsageError("Say whom to trust: --certificates, or tsa_certificates in the settings.")
    with file.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").digest()
    try:
        at = stamping.check(answer.read_bytes(), digest, stamping.certificates(roots))
    except stamping.NotStamped as problem:
        raise click.ClickException(str(problem.message)) from None
    click.echo(f"{file} was known at {at.isoformat()}.")

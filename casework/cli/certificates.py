"""`keys certify|certificates|revoke`: the certificate that copies of dossiers are signed with."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlmodel import Session

from casework.cli.context import the_engine, the_settings
from casework.config import Settings
from casework.db import now, read_session, write_session
from casework.errors import CaseworkError
from casework.signing import services
from casework.signing.models import SigningCertificate
from casework.signing.states import CertificateRole
from casework.subjects import SYSTEM


@click.command("certify")
@click.option("--new", "is_renewed", is_flag=True, help="Replace the certificate and its key; old copies still verify.")
@with_appcontext
def certify(is_renewed: bool) -> None:
    """Make an authority of our own and a certificate under it, for signing dossiers. Safe to repeat."""
    config = the_settings()
    try:
        with write_session(the_engine()) as session:
            row = services.renew(session, SYSTEM, config) if is_renewed else services.ensure(session, config)
            told = words(session, row)
            session.commit()
    except CaseworkError as problem:
        raise click.ClickException(str(problem.message)) from None
    click.echo(told)
    if config.signer.is_named:
        click.echo("The settings name a signer from outside: copies are signed by that one.")


def words(session: Session, row: SigningCertificate) -> str:
    """What receivers have to be told, in another way than with the file."""
    above = services.current(session, CertificateRole.AUTHORITY)
    lines = [f"Certificate for signing dossiers: {row.name}, until {row.not_after:%Y-%m-%d}."]
    if above is not None:
        lines.append(
            f"SHA-256 of our own authority: {grouped(above.fingerprint)}. Give it to those who receive dossiers."
        )
    return "\n".join(lines)


def grouped(digits: str) -> str:
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


@click.command("certificates")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Write authority.pem and revoked.crl here."
)
@with_appcontext
def certificates(out: Path | None) -> None:
    """List every certificate that copies were ever signed with, and whether it stands."""
    with read_session(the_engine()) as session:
        for row in services.known(session):
            click.echo(f"{row.role}: {row.name}, serial {row.serial}, {standing(row)}")
            click.echo(f"    SHA-256 {grouped(row.fingerprint)}")
        if out is not None:
            try:
                write(session, the_settings(), out)
            except CaseworkError as problem:
                raise click.ClickException(str(problem.message)) from None


def standing(row: SigningCertificate) -> str:
    if row.revoked_at is not None:
        return f"REVOKED on {row.revoked_at:%Y-%m-%d}"
    if row.not_after < now():
        return f"ran out on {row.not_after:%Y-%m-%d}"
    replaced = f", replaced on {row.retired_at:%Y-%m-%d}" if row.retired_at else ""
    return f"until {row.not_after:%Y-%m-%d}{replaced}"


def write(session: Session, config: Settings, out: Path) -> None:
    """Files for those who receive dossiers. Nothing in them is secret."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "authority.pem").write_text(services.authorities(session))
    listed = services.revocations(session, config)
    if listed is not None:
        (out / "revoked.crl").write_bytes(listed)
    click.echo(f"Written to {out}.")


@click.command("revoke")
@click.argument("serial")
@with_appcontext
def revoke(serial: str) -> None:
    """Say that a certificate must not be relied on: its key may be in wrong hands. There is no way back."""
    config = the_settings()
    try:
        with write_session(the_engine()) as session:
            row = services.revoke(session, SYSTEM, config, serial)
            session.commit()
    except CaseworkError as problem:
        raise click.ClickException(str(problem.message)) from None
    click.echo(f"Revoked: {row.name}, serial {row.serial}. Copies signed with it no longer pass the check here.")
    click.echo(
        "Make another with `keys certify`, and give revoked.crl (`keys certificates --out`) to those who have copies."
    )

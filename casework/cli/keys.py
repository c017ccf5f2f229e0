"""`keys init|status|rotate`: the master key that wraps the keys of identities; and the certificate for signing."""

import os

import click
from flask.cli import AppGroup

from casework import audit
from casework.audit import heads
from casework.cli.certificates import certificates, certify, revoke, words
from casework.cli.context import the_engine, the_settings
from casework.db import write_session
from casework.signing import services as signing
from casework.subjects import SYSTEM, Subject
from casework.vault import Vault, VaultSealed, master, rotation, vault_of

keys_commands = AppGroup(
    "keys", help="The master key of the vault and the certificate for signing: make, see, replace."
)
for command in (certify, certificates, revoke):
    keys_commands.add_command(command)
VAULT = Subject("vault", 0, None, "vault")


@keys_commands.command("init")
def init() -> None:
    """Make the first master key, in a file that only its owner may read, and a certificate for signing dossiers."""
    config = the_settings()
    if not master.is_in_file(config):
        raise click.ClickException("CASEWORK_MASTER_KEY or its command is set: no file is needed.")
    if vault_of(config).keystore.masters():
        raise click.ClickException("Identities are sealed with another master key. Bring that key back instead.")
    try:
        ring = master.create(config.master_key_file)
    except FileExistsError:
        raise click.ClickException("There is a master key file already; use `keys rotate`.") from None
    with write_session(the_engine()) as session:
        audit.record(session, SYSTEM, "keys.made", VAULT, master=ring.current.id)
        public = heads.announce(session, vault_of(config))
        told = words(session, signing.ensure(session, config))
        session.commit()
    click.echo(f"Master key {ring.current.id} made in {config.master_key_file}. Keep a copy apart from the backups.")
    click.echo(f"Fingerprint of the signing key: {heads.fingerprint(public)}. Give it to those who receive dossiers.")
    click.echo(told)


@keys_commands.command("status")
def status() -> None:
    """Say whether identities can be read, and what is wrong if they cannot. Exit code 0 only when they can."""
    config = the_settings()
    problem = vault_of(config).problem()
    if problem:
        raise click.ClickException(problem)
    ring = master.load(config)
    click.echo(f"open: master key {ring.current.id}, {vault_of(config).keystore.count()} keys of people and of days")
    if master.is_in_file(config) and not master.is_private(config.master_key_file):
        raise click.ClickException(f"{config.master_key_file} can be read by others: chmod 600 it.")


@keys_commands.command("rotate")
@click.option(
    "--new-key-variable", metavar="NAME", help="Environment variable with the new key, where no file is used."
)
@click.option(
    "--forget-old", is_flag=True, help="Drop earlier master keys: old backups of the key store become useless."
)
def rotate(new_key_variable: str | None, forget_old: bool) -> None:
    """Wrap every person's key with a new master key. People may go on working; safe to repeat."""
    config = the_settings()
    vault = vault_of(config)
    if vault.is_sealed:
        raise click.ClickException(vault.problem() or "")
    try:
        changed = (
            rotation.rotate_file(vault, config, forget_old=forget_old)
            if master.is_in_file(config)
            else _to_given(vault, new_key_variable)
        )
    except (VaultSealed, master.NoMasterKey) as error:
        raise click.ClickException(str(error)) from None
    _log("keys.rotated", people=changed)
    click.echo(f"{changed} people's keys wrapped anew.")


def _to_given(vault: Vault, name: str | None) -> int:
    """To the first of several keys that are given from outside, or to one in another variable."""
    if name:
        return rotation.rewrap(vault, master.MasterKey(1, master.decode(os.environ.get(name, ""))))
    if len(vault.ring().keys) < 2:
        raise click.UsageError(
            "The master key comes from outside. Put the new key before the old one there (a blank between them), "
            "or name the variable that holds it."
        )
    return rotation.rewrap(vault)


def _log(action: str, **facts: object) -> None:
    with write_session(the_engine()) as session:
        audit.record(session, SYSTEM, action, VAULT, **facts)
        session.commit()

"""`doctor`: what is unsafe about this installation, before it serves anybody."""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlmodel import Session

from casework import sandbox
from casework.accounts import services as accounts
from casework.cli import unsafe_access, unsafe_signing, unsafe_store
from casework.cli.context import the_engine, the_settings
from casework.config import Settings
from casework.db import migrate, read_session
from casework.subjects import SYSTEM
from casework.vault import custodians, handing_over, vault_of

# KiB × rounds: the least of the settings that OWASP's Password Storage Cheat Sheet allows for argon2id (7 MiB × 5).
LEAST_ARGON2 = 7 * 1024 * 5
_ENCRYPTED = {"require", "verify-ca", "verify-full"}


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Refuse unsafe settings (exit code 1) and name what deserves a look."""
    settings, engine = the_settings(), the_engine()
    refused = [
        *unsafe_settings(settings),
        *unsafe_access.open_doors(settings),
        *unsafe_access.reachable_in_clear(settings, os.environ, debug=current_app.debug),
        *unsafe_access.key_beside_the_data(settings),
        *readable_by_others(settings),
        *unsafe_store.in_clear(settings),
        *unsafe_store.unusable(settings),
        *(old := list(outdated(engine))),
        *([] if old else unsafe_access.demo_people(engine, settings)),
        *([] if old else signing(engine, settings, unsafe_signing.unusable)),
    ]
    for problem in refused:
        print(f"refused: {problem}")
    stored = (
        [] if old else [*held_by_custodians(settings, engine), *signing(engine, settings, unsafe_signing.worth_a_look)]
    )
    for remark in [*worth_a_look(settings), *stored, *([] if refused else about_people(engine))]:
        print(f"look at: {remark}")
    if not refused:
        print("nothing unsafe was found")
    sys.exit(1 if refused else 0)


def signing(engine: Engine, settings: Settings, asks: Callable[[Session, Settings], Iterator[str]]) -> Iterator[str]:
    with read_session(engine) as session:
        yield from asks(session, settings)


def unsafe_settings(settings: Settings) -> Iterator[str]:
    """Settings with which nobody's name may be typed in. Pure."""
    if settings.demo:
        yield "this instance holds the demonstration case, whose passwords are public: set CASEWORK_INSTANCE to another folder"
    if settings.testing:
        yield "testing is on"
    if settings.trusted_proxies and not settings.secure_cookies:
        yield "a proxy stands in front (trusted_proxies) but secure_cookies is off: the session cookie would travel in clear"
    if settings.keystore_url == settings.database_url:
        yield "keystore_url is the main database: a destroyed key would live on in its backups"
    if settings.argon2_memory_kib * settings.argon2_time_cost < LEAST_ARGON2:
        yield "argon2_memory_kib and argon2_time_cost make passwords cheap to guess: leave them at 65536 and 3"
    if problem := custodians.problem(settings.custodians):
        yield f"custodians: {problem}"
    if len(settings.secret_key) < 32:
        yield "secret_key is shorter than 32 bytes"
    for name, address in (("database_url", settings.database_url), ("keystore_url", settings.keystore_url)):
        if travels_in_clear(address):
            yield f"{name} reaches another machine without TLS: add sslmode=verify-full"


def travels_in_clear(address: str) -> bool:
    """True for a PostgreSQL server on another machine whose address does not demand TLS. Pure."""
    url = make_url(address)
    host = url.host or str(url.query.get("host", ""))
    is_local = not host or host.startswith("/") or host in {"localhost", "127.0.0.1", "::1"}
    return url.get_backend_name() == "postgresql" and not is_local and url.query.get("sslmode") not in _ENCRYPTED


def readable_by_others(settings: Settings) -> Iterator[str]:
    """What other accounts of this machine could open."""
    signer = settings.signer
    own = [settings.storage_dir, settings.master_key_file]
    own += [one for one in (signer.pkcs12, signer.password_file) if one is not None]
    own += [settings.instance / name for name in ("keys", "secret_key", "settings.toml")]
    files = [make_url(address).database for address in (settings.database_url, settings.keystore_url) if address.startswith("sqlite")]  # fmt: skip
    for path in dict.fromkeys([*own, *(Path(name) for name in files if name)]):
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield f"{path} is open to other accounts of this machine: chmod go= {path}"


def outdated(engine: Engine) -> Iterator[str]:
    """A database that the code does not fit."""
    if migrate.differences(engine):
        yield "the database is not up to date: ./dev flask db upgrade"


def worth_a_look(settings: Settings) -> Iterator[str]:
    """What works, but less well than it should."""
    yield from unsafe_access.key_in_the_same_tree(settings)
    if problem := vault_of(settings).problem():
        yield f"the vault is sealed, no identity and no file can be read or written: {problem}"
    if settings.backup_days is None:
        yield "backup_days is not set: who destroys an identity is not told how long backups of the key store are kept"
    for name, held in sandbox.isolation().items():
        if not held:
            yield f"untrusted files are read with less protection than they could be: {name} does not take hold here"
    if settings.is_sqlite and settings.trusted_proxies:
        yield "SQLite behind a proxy: one writer at a time; docs/operator.md says when to move to PostgreSQL"


def about_people(engine: Engine) -> Iterator[str]:
    """Remarks on who can log in."""
    yield from nobody_yet(engine)
    yield from unsafe_access.lonely_administrator(engine)


def held_by_custodians(settings: Settings, engine: Engine) -> Iterator[str]:
    """What follows from sealing identities to offline custodians, and what is still otherwise."""
    vault = vault_of(settings)
    with read_session(engine) as session:
        readable, others = handing_over.sealed_otherwise(session, vault)
    if vault.custodians:
        yield (
            f"identities are sealed to {len(vault.custodians)} custodians: this machine cannot search dossiers for names, "
            "nor warn of repeated interviews; see docs/adr/0018-offline-custodians.md"
        )
    if len(vault.custodians) == 1:
        yield "there is one custodian alone: if that key is lost, no identity can ever be read"
    if vault.custodians and readable:
        yield f"the identities of {readable} people can still be read by this machine: ./dev flask vault hand-over"
    if others:
        yield f"the identities of {others} people are sealed to other custodians than the settings name"


def nobody_yet(engine: Engine) -> Iterator[str]:
    """The first start: there is no default account, ever."""
    with read_session(engine) as session:
        if not accounts.list_accounts(session, SYSTEM, limit=1):
            yield "there is no account yet: ./dev flask users add EMAIL --name NAME --role administrator"

"""`demo load|accounts`."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from casework.accounts import services
from casework.accounts.factors import has_factor
from casework.cli.context import the_engine, the_settings
from casework.db import migrate, read_session
from casework.demo import scale
from casework.demo.accounts import DemoAccount, demo_accounts
from casework.demo.dossiers import ask_for_dossiers, make_dossiers
from casework.demo.loader import NotADemonstration, load
from casework.errors import NotFound, Unavailable

demo_commands = AppGroup("demo", help="The demonstration: one invented case, marked SYNTHETIC throughout.")


@demo_commands.command("load")
@click.option("--scale", "size", type=click.IntRange(1, 10_000_000), help="Then add so many synthetic testimonies.")
@click.option(
    "--dossiers",
    type=click.Choice(["later", "now", "none"]),
    default="later",
    help="The two versions of D-0001: by the worker (later), at once (a minute or two), or not at all.",
)
@click.option("--beside-real-cases", is_flag=True, help="Load on an installation that holds other cases.")
def load_demo(size: int | None, dossiers: str, beside_real_cases: bool) -> None:
    """Load the demonstration case and say who can log in; doing it twice is harmless."""
    migrate.upgrade(the_engine())
    try:
        done = load(the_engine(), the_settings(), beside_real_cases=beside_real_cases)
    except (NotADemonstration, Unavailable) as refused:
        sys.exit(str(refused))
    print("the demonstration case CW-2025-0001 was loaded" if done.is_new else "CW-2025-0001 is there already")
    if dossiers == "now":
        made = make_dossiers(the_engine(), the_settings(), lambda _done, _all, note: print(note, flush=True))
        print(f"D-0001 is issued in {made} versions")
    elif dossiers == "later" and ask_for_dossiers(the_engine()):
        print("the worker builds D-0001 in two versions while the application runs")
    if size:
        case, added = scale.load_bulk(the_engine(), size)
        print(f"{added} synthetic testimonies were added to {case}")
    _print_accounts()


@demo_commands.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="For a script.")
def accounts(as_json: bool) -> None:
    """The accounts of the demonstration, with their passwords."""
    if as_json:
        print(json.dumps([asdict(account) for account in _as_they_are()], ensure_ascii=False, indent=1))
        return
    _print_accounts()


def _as_they_are() -> Iterator[DemoAccount]:
    """The accounts, and what this very installation asks of them beside the password."""
    required = the_settings().requires_factor
    with read_session(the_engine()) as session:
        for one in demo_accounts():
            yield replace(one, second_factor=_factor_of(session, one.email, required=required))


def _factor_of(session: Session, email: str, *, required: bool) -> str:
    try:
        held = has_factor(session, services.find_account(session, email))
    except (NotFound, DBAPIError):  # not loaded here
        held = False
    return "its own, set up on this installation" if held else "to be set up at the first log-in" if required else ""


def _print_accounts() -> None:
    for one in _as_they_are():
        print(f"  {one.role:<14} {one.email:<40} {one.password}  {one.second_factor}".rstrip())

"""`users add|list|reset-factor|disable`."""

import sys

import click
from flask.cli import AppGroup

from casework.accounts import enrolling, services
from casework.cli.context import the_engine, the_settings
from casework.db import read_session, write_session
from casework.errors import Invalid, NotFound
from casework.subjects import SYSTEM, Role

users_commands = AppGroup("users", help="Accounts. The first administrator is made here.")


@users_commands.command("add")
@click.argument("email")
@click.option("--name", required=True, help="As colleagues know the person.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--recipient", default=None, help="For committee members: the short name of their body.")
@click.option("--language", type=click.Choice(["en", "ar"]), default="en")
@click.password_option(help="Asked for when it is not given; never put it into a script.")
def add(email: str, name: str, role: str, recipient: str | None, language: str, password: str) -> None:
    """Make an account."""
    with write_session(the_engine()) as session:
        try:
            body = services.get_recipient(session, recipient) if recipient else None
            services.add_account(
                session, the_settings(), SYSTEM, email=email, name=name, role=Role(role), password=password,
                recipient=body, language=language, reason="command line",
            )  # fmt: skip
        except NotFound:
            sys.exit(f"there is no receiving body {recipient}")
        except Invalid as problem:
            sys.exit("; ".join(f"{field}: {text}" for field, text in problem.fields.items()))
        session.commit()
    print(f"{email} was added as {role}")


@users_commands.command("list")
def list_users() -> None:
    """All accounts: number, role, state, e-mail address."""
    after = 0
    with read_session(the_engine()) as session:
        while rows := services.list_accounts(session, SYSTEM, after=after, limit=500):
            for account in rows:
                print(
                    account.key, account.role, "disabled" if account.is_disabled else "active", account.email, sep="\t"
                )
            after = rows[-1].key


@users_commands.command("reset-factor")
@click.argument("email")
@click.option("--reason", required=True, help="How you made sure that it is this person. Written to the log.")
def reset_factor(email: str, reason: str) -> None:
    """Take the second factor away from somebody who lost it; they set one up at the next log-in."""
    with write_session(the_engine()) as session:
        try:
            account = services.find_account(session, email)
        except NotFound:
            sys.exit(f"there is no account {email}")
        had = enrolling.reset_factors(session, SYSTEM, account, reason=reason)
        session.commit()
    print(f"{email} had {had} second factor(s) and has none now; all sessions were ended")


@users_commands.command("disable")
@click.argument("email")
@click.option("--reason", required=True, help="Written to the log.")
def disable(email: str, reason: str) -> None:
    """Disable an account; its sessions end at once."""
    with write_session(the_engine()) as session:
        try:
            account = services.find_account(session, email)
        except NotFound:
            sys.exit(f"there is no account {email}")
        services.change_account(
            session, SYSTEM, account=account, name=account.name, role=account.role, is_disabled=True, reason=reason,
            recipient=services.recipient_of(session, account), version=account.version,
        )  # fmt: skip
        session.commit()
    print(f"{email} was disabled")

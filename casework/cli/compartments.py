"""`compartments list|admit`: the operator's door, for when everybody who was named is out of reach."""

import sys

import click
from flask.cli import AppGroup
from sqlmodel import col, select

from casework.access.models import Compartment, CompartmentMember
from casework.accounts.services import find_account
from casework.cases.compartments import restrict
from casework.cases.services import find_case
from casework.cli.context import the_engine
from casework.db import read_session, write_session
from casework.errors import Invalid, NotFound
from casework.subjects import SYSTEM

compartments_commands = AppGroup("compartments", help="What is restricted to named members inside a case.")


@compartments_commands.command("list")
@click.argument("case")
def list_compartments(case: str) -> None:
    """What is restricted in a case, and the numbers of the accounts that may see it."""
    with read_session(the_engine()) as session:
        try:
            found = find_case(session, SYSTEM, case)
        except NotFound:
            sys.exit(f"there is no case {case}")
        rooms = session.exec(select(Compartment).where(Compartment.case_id == found.key).order_by(col(Compartment.id)))
        for room in rooms.all():
            named = select(CompartmentMember.account_id).where(CompartmentMember.compartment_id == room.key)
            print(room.kind, room.label, *sorted(session.exec(named).all()), sep="\t")


@compartments_commands.command("admit")
@click.argument("case")
@click.argument("code")
@click.argument("email")
@click.option("--reason", required=True, help="Written to the log.")
def admit(case: str, code: str, email: str, reason: str) -> None:
    """Let one more member of the case see what is restricted."""
    with write_session(the_engine()) as session:
        try:
            found = find_case(session, SYSTEM, case)
            statement = select(Compartment).where(Compartment.case_id == found.key, Compartment.label == code.upper())
            room, account = session.exec(statement).first(), find_account(session, email)
        except NotFound:
            sys.exit(f"there is no case {case} or no account {email}")
        if room is None:
            sys.exit(f"{code} is not restricted in {case}")
        named = select(CompartmentMember.account_id).where(CompartmentMember.compartment_id == room.key)
        people = {*session.exec(named).all(), account.key}
        try:
            restrict(session, SYSTEM, subject=room.subject, accounts=people, reason=reason)
        except Invalid as problem:
            sys.exit("; ".join(str(text) for text in problem.fields.values()))
        session.commit()
    print(f"{email} may see {code} of {case}")

"""`case export|import`: write what of a case may go to a body as a bag, read one into a new case."""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlmodel import Session

from casework import audit
from casework.accounts.services import get_recipient
from casework.cases import services as cases
from casework.cases.services import find_case
from casework.cli.context import the_engine, the_settings
from casework.db import now, write_session
from casework.dossiers.unsearchable import people_unsearchable
from casework.errors import CaseworkError, Invalid, NotFound, Refused
from casework.exchange import services, writing
from casework.exchange.bagit import Contents
from casework.exchange.freezing import Frozen, Plan
from casework.exchange.importing import import_bag
from casework.exchange.models import Bag
from casework.exchange.producing import produce
from casework.exchange.sources import BadBag
from casework.i18n import use_locale
from casework.storage import open_store
from casework.subjects import SYSTEM
from casework.vault import vault_of

case_commands = AppGroup("case", help="Cases: write one as a bag for a body, read one from a bag.")


@case_commands.command("export")
@click.argument("case_ref", metavar="CASE")
@click.option("--bagit", is_flag=True, required=True, help="As a bag (BagIt 1.0, RFC 8493): the one form there is.")
@click.option(
    "--recipient", "slug", required=True, help="The short name of the receiving body; consent is asked for it."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A folder, or a file that ends in .zip.")
@click.option("--lang", type=click.Choice(services.LANGUAGES), default="en", help="Of the words for people in it.")
@click.option("--names-checked", is_flag=True, help="Custodians hold names: somebody searched the files for them.")
def export(case_ref: str, bagit: bool, slug: str, out: Path, lang: str, names_checked: bool) -> None:  # noqa: ARG001
    """Write a bag. What consent, review, quarantine or protection keeps here is listed in it and printed."""
    signal.signal(signal.SIGTERM, lambda *_stop: sys.exit(143))  # so that nothing half written stays behind
    engine, settings, at = the_engine(), the_settings(), moment()
    try:
        key = begun(case_ref, slug, lang, names_checked)
    except NotFound:
        sys.exit(f"there is no case {case_ref} or no receiving body {slug}")
    except CaseworkError as problem:
        sys.exit(f"NOT WRITTEN: {problem.message}")
    store = open_store(settings)

    def make_plan(session: Session) -> Plan:
        return services.plan_of(session, settings, session.get_one(Bag, key), at)

    def enter(frozen: Frozen) -> Contents:
        with write_session(engine) as session:
            bag, vault = session.get_one(Bag, key), vault_of(settings)
            made = services.record_built(session, SYSTEM, store, vault, bag=bag, frozen=frozen, at=at)
            session.commit()
            return made

    def write(contents: Contents) -> None:
        if out.suffix.lower() == ".zip":
            writing.to_zip(contents, store, out, at)
        else:
            writing.to_folder(contents, store, out)

    try:
        with use_locale(lang):
            writing.refuse_taken(out)
            plan, frozen, contents, _done = produce(engine, settings, store, make_plan, enter, write)
        record(key, plan)
    except BaseException as problem:
        forget(key)
        sys.exit(said(problem)) if isinstance(problem, CaseworkError | OSError) else None
        raise
    print(f"{out}: {plan.origin}, {len(contents.payload)} files, {contents.size} bytes, "
          f"SHA-256 of its tag manifest {contents.identity}")  # fmt: skip
    for kept in frozen.choice.kept:
        print(f"left out: {kept.left.ref} {kept.left.code} {kept.reason}: {kept.left.why}")
    print("Names inside pictures, recordings and PDF files are found by no search: somebody has to look.")


@case_commands.command("import")
@click.argument("bag", type=click.Path(exists=True, path_type=Path))
@click.option("--as", "reference", default="", help="The reference of the new case; else the old one, else the next.")
@click.option("--lead", default="", help="The e-mail address of who leads it here and becomes its first member.")
def import_(bag: Path, reference: str, lead: str) -> None:
    """Read a bag into a new case. It is checked whole first; nothing of a bag that does not hold is taken in."""
    try:
        made = import_bag(
            the_engine(), open_store(the_settings()), SYSTEM, bag, reference=reference, lead=lead,
            tell=lambda path: click.echo(f"looking into {path}", err=True), settings=the_settings(),
        )  # fmt: skip
    except BadBag as bad:
        sys.exit("\n".join(["NOT READ IN:", *(f"- {problem}" for problem in bad.problems)]))
    except Refused as refusal:
        sys.exit("\n".join(["REFUSED:", *(f"- {cause.message}" for cause in refusal.causes)]))
    except CaseworkError as problem:
        sys.exit(f"NOT READ IN: {problem.message or 'there is no such account'}")
    print(f"{made.reference}: {made.exhibits} exhibits, from the bag {made.identity}")
    if not lead:
        print("Nobody is a member of this case yet: case add-member CASE EMAIL")


@case_commands.command("add-member")
@click.argument("case_ref", metavar="CASE")
@click.argument("email")
@click.option("--reason", default="added on the command line")
def add_member(case_ref: str, email: str, reason: str) -> None:
    """Let a supervisor or investigator into a case that has no supervisor to do it."""
    try:
        with write_session(the_engine()) as session:
            cases.add_member(session, SYSTEM, case=find_case(session, SYSTEM, case_ref), email=email, reason=reason)
            session.commit()
    except NotFound:
        sys.exit(f"there is no case {case_ref}")
    except Invalid as problem:
        sys.exit("\n".join(str(text) for text in problem.fields.values()))
    print(f"{email} is a member of {case_ref}")


def moment() -> datetime:
    """When the bag is made; SOURCE_DATE_EPOCH sets it, so that a bag can be made again byte for byte."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else now().replace(microsecond=0)


def begun(case_ref: str, slug: str, lang: str, names_checked: bool) -> int:
    """Give the bag its number. Raises NotFound, Refused."""
    with write_session(the_engine()) as session:
        case, recipient = find_case(session, SYSTEM, case_ref), get_recipient(session, slug)
        hidden = people_unsearchable(session, vault_of(the_settings()), case)
        if hidden and not names_checked:
            raise Refused(f"custodians hold the names of {hidden} people of this case; have the files searched for them, then say --names-checked")  # fmt: skip
        bag = services.begin_bag(session, SYSTEM, case=case, recipient=recipient, language=lang)
        session.commit()
        return bag.key


def record(key: int, plan: Plan) -> None:
    with write_session(the_engine()) as session:
        services.record_export(session, SYSTEM, bag=session.get_one(Bag, key), recipient=plan.recipient)
        session.commit()


def forget(key: int) -> None:
    """Nothing was written: the number stays used, and the log says so; the row goes."""
    with write_session(the_engine()) as session:
        bag = session.get(Bag, key)
        if bag is not None:
            audit.record(session, SYSTEM, "bag.not_written", bag.subject)
            session.delete(bag)
            session.commit()


def said(problem: BaseException) -> str:
    """Why nothing was written."""
    if isinstance(problem, Refused):
        return "\n".join(["REFUSED:", *(f"- {cause.message}" for cause in problem.causes)])
    return f"NOT WRITTEN: {problem.message if isinstance(problem, CaseworkError) else problem.__class__.__name__}"

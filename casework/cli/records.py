"""`case export-records`: units, individuals, incidents with victims and allegations as data for one body."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from sqlmodel import Session

from casework import audit
from casework.accounts.services import get_recipient
from casework.cases.services import find_case
from casework.cli.case import case_commands, moment, said
from casework.cli.context import the_engine, the_settings
from casework.db import write_session
from casework.dossiers.states import DateDetail, PlaceDetail
from casework.errors import CaseworkError, Invalid, NotFound
from casework.exchange.records import services
from casework.exchange.records.models import RecordExport
from casework.exchange.records.plan import Plan
from casework.exchange.records.producing import produce
from casework.exchange.services import LANGUAGES
from casework.exchange.writing import refuse_taken, to_file
from casework.i18n import use_locale
from casework.subjects import SYSTEM
from casework.vault import vault_of


@case_commands.command("export-records")
@click.argument("case_ref", metavar="CASE")
@click.option(
    "--recipient", "slug", required=True, help="The short name of the receiving body; consent is asked for it."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A file that ends in .zip.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Of the words for people in it.")
@click.option("--places", type=click.Choice([one.value for one in PlaceDetail]), default=PlaceDetail.PRECISE.value)
@click.option("--days", type=click.Choice([one.value for one in DateDetail]), default=DateDetail.DAY.value)
@click.option("--names-checked", is_flag=True, help="Custodians hold names: somebody searched the records for them.")
def export_records(case_ref: str, slug: str, out: Path, lang: str, places: str, days: str, names_checked: bool) -> None:
    """Write a ZIP of tables (CSV) and Follow the Money entities. What stays here is listed in it, and counted here."""
    signal.signal(signal.SIGTERM, lambda *_stop: sys.exit(143))  # so that nothing half written stays behind
    engine, settings, at = the_engine(), the_settings(), moment()
    asked = services.Asked(lang, PlaceDetail(places), DateDetail(days))
    key = begun(case_ref, slug, asked, names_checked)

    def make_plan(session: Session) -> Plan:
        return services.plan_of(session, settings, session.get_one(RecordExport, key), at)

    def write(chunks: Iterator[bytes]) -> tuple[str, int]:
        return to_file(chunks, out)

    try:
        with use_locale(lang):
            refuse_taken(out)
            plan, chosen, (sha256, size) = produce(engine, settings, make_plan, write)
        with write_session(engine) as session:
            export = session.get_one(RecordExport, key)
            services.record_built(session, SYSTEM, export=export, chosen=chosen, sha256=sha256, size=size, at=at)
            services.record_fetched(session, SYSTEM, export=export, recipient=plan.recipient)
            session.commit()
            gone, stayed = export.gone, export.stayed
    except BaseException as problem:
        forget(key)
        sys.exit(said(problem)) if isinstance(problem, CaseworkError | OSError) else None
        raise
    print(f"{out}: {plan.origin}, {size} bytes, SHA-256 {sha256}")
    print(", ".join(f"{number} {kind}" for kind, number in gone.items()))
    for kind, code, why, number in stayed:
        print(f"left out: {number} {kind} {code} {why}")


def begun(case_ref: str, slug: str, asked: services.Asked, names_checked: bool) -> int:
    """Give the export its number, or end with what is wrong."""
    try:
        with write_session(the_engine()) as session:
            case, recipient = find_case(session, SYSTEM, case_ref), get_recipient(session, slug)
            export = services.begin_export(
                session, SYSTEM, vault_of(the_settings()), case=case, recipient=recipient, asked=asked, is_vouched=names_checked
            )  # fmt: skip
            session.commit()
            return export.key
    except NotFound:
        sys.exit(f"there is no case {case_ref} or no receiving body {slug}")
    except Invalid:
        sys.exit(
            "NOT WRITTEN: custodians hold names of this case; have the records searched for them, then say --names-checked"
        )


def forget(key: int) -> None:
    """Nothing was written: the number stays used, and the log says so; the row goes."""
    with write_session(the_engine()) as session:
        if (export := session.get(RecordExport, key)) is not None:
            audit.record(session, SYSTEM, "records.not_written", export.subject)
            session.delete(export)
            session.commit()

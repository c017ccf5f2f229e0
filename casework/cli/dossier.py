"""`dossier build|verify|which-copy`."""

import dataclasses
import json
import sys
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlmodel import Session, col, select

from casework import audit
from casework.accounts.models import Recipient
from casework.accounts.services import get_recipient
from casework.cases.models import Case
from casework.cases.services import find_case
from casework.cli.context import the_engine, the_settings
from casework.config import Settings
from casework.db import read_session, write_session
from casework.dossiers import (
    building,
    composing,
    delivery,
    identifying,
    logged,
    mark_reading,
    measuring,
    own_profiles,
    services,
)
from casework.dossiers import verify as verification
from casework.dossiers.content import Snapshot
from casework.dossiers.models import Dossier
from casework.dossiers.planning import Plan
from casework.dossiers.producing import produce
from casework.dossiers.profiles import Profile
from casework.dossiers.states import DossierProfile
from casework.dossiers.verify import Answer, Report
from casework.errors import CaseworkError, NotFound, Refused
from casework.i18n import _, use_locale
from casework.subjects import SYSTEM
from casework.vault import vault_of
from casework.vocabulary import Marking

dossier_commands = AppGroup("dossier", help="Dossiers: build a draft of one, check a file.")


@dossier_commands.command("build")
@click.argument("case_ref", metavar="CASE")
@click.option(
    "--profile",
    default="committee",
    help="Of a case without a dossier for this body: a built-in profile, or an own one.",
)
@click.option("--recipient", "recipient_slug", required=True, help="The short name of the receiving body.")
@click.option("--lang", type=click.Choice(services.LANGUAGES), default="en")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def build(case_ref: str, profile: str, recipient_slug: str, lang: str, out: Path) -> None:
    """Write a sealed draft of the next version. It is not issued: that takes two people, on the pages of the case."""
    settings, engine = the_settings(), the_engine()

    def make_plan(session: Session) -> tuple[Plan, Snapshot | None]:
        return plan_of(session, settings, case_ref, recipient_slug, profile)

    try:
        with use_locale(lang):
            produced = produce(engine, settings, make_plan, [lang])
        snapshot = produced.frozen.snapshots[lang]
        key = building.keys_of(settings)[0]
        with read_session(engine) as session:
            log = logged.proof(session, vault_of(settings), produced.plan.case.key, snapshot)
        data = building.sealed_copy(snapshot, produced.bodies[lang], building.CopyMark(), key, log)
    except NotFound:
        sys.exit(f"there is no case {case_ref} or no receiving body {recipient_slug}")
    except Refused as refusal:
        sys.exit("\n".join(["REFUSED:", *(f"- {cause.message}" for cause in refusal.causes)]))
    except CaseworkError as problem:
        sys.exit(f"NOT BUILT: {problem.message}")
    out.write_bytes(data)
    report = verification.verify(data, trusted=[])
    with write_session(engine) as session:
        facts = {"profile": profile, "recipient": recipient_slug, "language": lang, "sha256": report.sha256}
        audit.record(session, SYSTEM, "dossier.draft_written", produced.plan.case.subject, **facts)
        session.commit()
    pages = produced.pages(lang)
    print(f"{out}: draft of {produced.plan.reference} v{produced.plan.version}, {pages} pages, SHA-256 {report.sha256}")
    for row in snapshot.redactions:
        print(f"left out or replaced: {row.place} {row.code} {row.what}")


def plan_of(
    session: Session, settings: Settings, case_ref: str, recipient_slug: str, profile: str
) -> tuple[Plan, Snapshot | None]:
    """The plan of the newest dossier composed for the recipient by this profile; without one, of the whole case."""
    found = own_profiles.named(settings.instance, profile)
    case = find_case(session, SYSTEM, case_ref)
    recipient = get_recipient(session, recipient_slug)
    own = "" if found.key == found.base else found.key
    made_by = (Dossier.profile == DossierProfile(found.base), Dossier.own_profile == own)
    statement = select(Dossier).where(Dossier.case_id == case.key, Dossier.recipient_id == recipient.key, *made_by)
    dossier = session.exec(statement.order_by(col(Dossier.id).desc()).limit(1)).first()
    if dossier is None:
        return plan_of_case(case, recipient, settings, found), None
    before = composing.last_issued(session, dossier)
    plan = composing.plan_for(session, settings, dossier, dossier.author_id)
    return plan, services.snapshot_of(before, before.languages[0]) if before else None


def plan_of_case(case: Case, recipient: Recipient, settings: Settings, profile: Profile) -> Plan:
    return Plan(
        case=case,
        recipient=recipient,
        reference="D-0000",
        version=1,
        title=case.title,
        title_ar=case.title_ar,
        marking=Marking.PUBLIC if profile.is_summary else case.marking,
        prepared_by=case.lead_id,
        is_demo=settings.demo,
        profile=profile,
    )


@dossier_commands.command("profiles")
@click.option("--json", "as_json", is_flag=True, help="For a script to read.")
def profiles(as_json: bool) -> None:
    """Check the installation's own profiles (instance/profiles/*.toml); exit code 0 only when all can be used."""
    found = own_profiles.find(the_settings().instance)
    if as_json:
        good = {key: dataclasses.asdict(one) for key, one in found.good.items()}
        print(json.dumps({"good": good, "wrong": found.wrong}, ensure_ascii=False, indent=1))
    else:
        for key, one in found.good.items():
            print(f"{key}: {one.name} (based on {one.base})")
        for name, problems in found.wrong.items():
            print("\n".join([f"{name}: CANNOT BE USED", *(f"- {line}" for line in problems)]))
        if not found.good and not found.wrong:
            print(f"no profiles of your own in {the_settings().instance / own_profiles.FOLDER}")
    sys.exit(1 if found.wrong else 0)


@dossier_commands.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For a script to read.")
@click.option("--key", "fingerprint", help="Trust the sealing key with this fingerprint, from another installation.")
@click.option(
    "--trust", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="With --key: check the electronic signature against the authorities in this file (PEM).",
)  # fmt: skip
@click.option("--lang", type=click.Choice(services.LANGUAGES), default="en")
def verify(file: Path, as_json: bool, fingerprint: str | None, trust: Path | None, lang: str) -> None:
    """Check a file; exit code 0 only when the seal, the key, the signature, every attached file and the head of the log
    hold. What cannot be checked here is said, and does not count."""
    data = file.read_bytes()
    try:
        with use_locale(lang):
            report = report_on(data, fingerprint, trust)
            told = json.dumps(report.as_dict(), ensure_ascii=False, indent=1) if as_json else words(report)
    except CaseworkError as problem:
        sys.exit(f"NOT CHECKED: {problem.message}")
    print(told)
    sys.exit(0 if report.holds else 1)


def report_on(data: bytes, fingerprint: str | None, trust: Path | None) -> Report:
    """By the keys and certificates that are known here, or by those that are given."""
    if fingerprint:
        from casework.signing.signers import certificates_in

        return delivery.verify_elsewhere(data, fingerprint, certificates_in(trust))
    with read_session(the_engine()) as session:
        return delivery.check_file(session, the_settings(), data)


def words(report: Report) -> str:
    """The report for a person."""
    lines = [f"SHA-256 {report.sha256}"]
    for check in report.checks:
        mark = {Answer.HOLDS: "ok", Answer.FAILS: "FAILS", Answer.NOT_CHECKED: "not checked"}[check.answer]
        lines.append(f"{check.name}: {mark}" + (f" ({check.detail})" if check.detail else ""))
    about = report.manifest
    if about and report.holds:
        copy = f"copy {about.get('copy')}" if about.get("copy") else _("draft")
        lines.append(f"{about.get('dossier')} v{about.get('version')} ({about.get('edition')}), {copy}")
    lines.append("The file is what was sealed." if report.holds else "DO NOT RELY ON THIS FILE.")
    return "\n".join(lines)


@dossier_commands.command("which-copy")
@click.argument("case_ref", metavar="CASE")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def which_copy(case_ref: str, file: Path) -> None:
    """Say whose copy of a case's dossiers a file is; exit code 0 only when the bytes are those that were handed out."""
    data = file.read_bytes()
    marks = mark_reading.marks_of(data)
    try:
        with write_session(the_engine()) as session:
            case = find_case(session, SYSTEM, case_ref)
            bodies = measuring.bodies_for(session, SYSTEM, case=case, marks=marks)
            session.commit()
            measured = measuring.measure(the_settings(), data, marks, bodies)
            answer = identifying.which_copy(session, SYSTEM, case=case, marks=marks, measured=measured)
            session.commit()
            for row, version, copy in answer.all_copies:
                whose = f"account {copy.made_for}" if copy.made_for else "the body itself"
                print(f"{row.reference} v{version.number} ({copy.language}), copy {copy.copy_number}, made for {whose}")
    except NotFound:
        sys.exit(f"there is no case {case_ref}")
    print(SEVERAL if answer.alike else TOLD[answer.how])
    for one in answer.pages[:1]:
        if one.page:
            print(f"It may show page {one.page.label}: {one.page.pairs} pieces of lines lie where they should.")
    if answer.layout_contradicts:
        print("BEWARE: the places of its lines fit the last copy named, not what its marks say.")
    sys.exit(0 if answer.is_certain else 1)


SEVERAL = "NOT PROVED: the places of its lines fit several copies; at most one of them is it."
TOLD = {
    identifying.How.BYTES: "The file is this copy, byte for byte.",
    identifying.How.METADATA: "NOT PROVED: the file was altered; its metadata say so.",
    identifying.How.MARK: "NOT PROVED: the mark in its margins says so.",
    identifying.How.LAYOUT: "NOT PROVED: no mark is left; the places of its lines say so.",
    identifying.How.PRINTED: "NOT PROVED: the file was altered; the number on its pages says so.",
    identifying.How.NOTHING: "NOT KNOWN: it is no copy of this case, or every trace of its number is gone.",
}

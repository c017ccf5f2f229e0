"""Freeze what of a case goes to a body into the contents of a bag: decide, describe, prove, search for names."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from casework.accounts.models import Recipient
from casework.cases.models import Case
from casework.dossiers.deciding import hidden_from_builder
from casework.dossiers.gathering import Material, gather
from casework.dossiers.leak import find
from casework.dossiers.naming import names_of
from casework.errors import Cause, Refused
from casework.exchange import premis, readme
from casework.exchange.bagit import Contents, Entry, put_together
from casework.exchange.bundling import DOSSIER, Bundle, compared, narrowed
from casework.exchange.choosing import Choice, choose
from casework.exchange.describing import Source, cleaner, each_text, path_of, sheet_of
from casework.exchange.proving import LOG
from casework.exchange.received import received_sheets
from casework.exchange.searching import naming_files
from casework.exchange.sheets import Sheet
from casework.i18n import _, use_locale
from casework.leaks.matching import Name, Wanted, wanted
from casework.storage import FileStore
from casework.vault import Vault
from casework.witnesses.consents import today_in

CASE = "metadata/case.json"
KEPT = "metadata/left-out.json"
README = "metadata/README.txt"


@dataclass(frozen=True)
class Plan:
    """For whom a bag is made, under which number, in which language its words are, and at which moment."""

    case: Case
    recipient: Recipient
    reference: str
    language: str
    at: datetime
    sender: str = ""
    made_by: int | None = None
    # Set when it holds the exhibits of one issued dossier and no others.
    bundle: Bundle | None = None

    @property
    def origin(self) -> str:
        """The name of the bag: of its folder, too."""
        return f"{self.case.reference}-{self.reference}"


@dataclass(frozen=True)
class Draft:
    """What was read and decided, before any file was opened."""

    material: Material
    names: list[Name]
    choice: Choice
    source: Source


@dataclass(frozen=True)
class Frozen:
    """The contents of one bag and the decision behind them."""

    contents: Contents
    choice: Choice
    sheets: tuple[Sheet, ...] = field(default=())


def draft(
    session: Session, plan: Plan, vault: Vault, altered: Collection[str] = (), named: Collection[str] = ()
) -> Draft:
    """Read the case and decide. The session must see everything: what is hidden from the builder is left out here."""
    hidden = hidden_from_builder(session, plan.made_by)
    material = gather(session, plan.case, plan.recipient, hidden=hidden)
    names = names_of(session, vault, material)
    on = today_in(plan.case.time_zone)
    with use_locale(plan.language):
        choice = choose(material, on, altered, named)
        choice = narrowed(choice, material, plan.bundle) if plan.bundle else choice
    going = {one.row.key: ref for ref, one in choice.going.items()}
    source = Source(material, choice, on, wanted(names), hidden.of_case(plan.case.key), received_sheets(session, going))
    return Draft(material, names, choice, source)


def files_that_name(store: FileStore, drafted: Draft) -> set[str]:
    """Exhibits whose text file holds a name of the vault. Reads files: call it outside any transaction."""
    rows = [one.row for one in drafted.choice.going.values()]
    return naming_files(store, rows, drafted.source.names)


def freeze(plan: Plan, drafted: Draft) -> Frozen:
    """The contents. Raises Refused with every cause: nothing may go, or a name stands in a text."""
    choice = drafted.choice
    if not any(one.row.sha256 for one in choice.going.values()):
        nothing = Cause(_("No file of this case may go to this body."))
        raise Refused([nothing, *(cause_of(kept.left.ref, kept.left.why) for kept in choice.kept[:50])])
    with use_locale(plan.language):
        sheets = tuple(sheet_of(drafted.source, going) for going in choice.going.values())
        tags = tag_files(plan, drafted, sheets)
    payload = [
        Entry(path_of(one.row), one.row.sha256, one.row.size or 0) for one in choice.going.values() if one.row.sha256
    ]
    contents = put_together(plan.origin, payload, info(plan), tags, plan.at.date())
    refuse_names(contents, drafted.source.names, plan.case)
    return Frozen(contents, choice, sheets)


def cause_of(ref: str, why: str) -> Cause:
    return Cause(f"{ref}: {why}" if ref != "–" else why)


def tag_files(plan: Plan, drafted: Draft, sheets: tuple[Sheet, ...]) -> dict[str, bytes]:
    """Everything beside the payload that is not BagIt's own."""
    clean = cleaner(drafted.source)
    kept = [
        {"reference": one.left.ref, "code": one.left.code, "reason": one.reason, "why": clean(one.left.why)}
        for one in drafted.choice.kept
    ]
    receiver = premis.Receiver(plan.recipient.slug, plan.recipient.name)
    tags = {sheet.path: sheet.written() for sheet in sheets}
    tags[premis.PATH] = premis.document(sheets, receiver, plan.origin)
    tags[CASE] = written(about(plan, clean(plan.case.title), clean(plan.case.title_ar)))
    tags[KEPT] = written({"format": "casework.left-out/1", "exhibits": kept})
    if plan.bundle is not None:
        rows = [each_text(row, clean) for row in compared(plan.bundle, drafted.choice, drafted.material)]
        about_it = {"dossier": plan.bundle.dossier, "version": plan.bundle.version, "exhibits": rows}
        tags[DOSSIER] = written({"format": "casework.bundle/1", **about_it})
    tags[README] = readme.text(plan.origin, plan.language, len(sheets), len(kept), plan.bundle).encode()
    return tags


def about(plan: Plan, title: str, title_ar: str) -> dict[str, Any]:
    """The case and the body, for whoever reads the bag into an installation."""
    return {
        "format": "casework.case/1",
        "reference": plan.case.reference,
        "title": title,
        "title_ar": title_ar,
        "marking": plan.case.marking.value,
        "standard_of_proof": plan.case.standard_of_proof.value,
        "time_zone": plan.case.time_zone,
        "recipient": {"kind": plan.recipient.kind.value, "slug": plan.recipient.slug, "name": plan.recipient.name},
    }


def info(plan: Plan) -> list[tuple[str, str]]:
    """The first lines of bag-info.txt."""
    of = f"{plan.bundle.title}, {plan.case.reference}" if plan.bundle else plan.case.reference
    return [
        ("Source-Organization", plan.sender or "not stated"),
        ("External-Identifier", plan.origin),
        ("External-Description", f"Exhibits of {of} for {plan.recipient.slug}"),
        ("Internal-Sender-Identifier", plan.case.reference),
        ("Bag-Software-Agent", "Casework"),
    ]


def written(value: Any) -> bytes:
    """JSON for people and programs: the same bytes for the same content."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def refuse_names(contents: Contents, names: Wanted, case: Case) -> None:
    """Raise Refused when a name of the vault stands in a text or a file name of the bag, naming whose and where."""
    found = {(hit.owner, hit.place) for place, text in texts(contents) for hit in find(text, names, place)}
    endpoints = {"W": "witnesses.show", "V": "victims.show"}
    causes = [
        Cause(
            _("The name of %(owner)s stands in the finished bag (%(place)s).", owner=owner, place=place),
            None,
            endpoints.get(owner[0]),
            {"case_ref": case.reference, "ref": owner},
        )
        for owner, place in sorted(found)
    ]
    if causes:
        raise Refused(causes[:50])


def texts(contents: Contents) -> Iterable[tuple[str, str]]:
    """All that can be read in a bag without opening an exhibit: every tag file and every path. Proofs are hashes."""
    yield "paths", "\n".join([contents.name, *(each.path for each in contents.payload), *contents.tags])
    for path, data in contents.tags.items():
        if path != LOG and "manifest" not in path:
            yield path, data.decode()

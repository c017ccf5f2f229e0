"""Read a bag into a new case: everything is checked and every file looked into first, then one transaction makes it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from casework import audit
from casework.accounts.services import find_account
from casework.cases import services as cases
from casework.cases.models import Case
from casework.config import Settings
from casework.db import now, read_session, write_session
from casework.db.counters import skip_to
from casework.errors import Refused
from casework.evidence.custody import add_event
from casework.evidence.details import DETAILS, ExhibitDetails
from casework.evidence.intake import ReceivedFile, look_into, register_exhibit
from casework.evidence.models import Exhibit
from casework.exchange.checking import Checked, check
from casework.exchange.models import ReceivedBag, ReceivedSheet
from casework.exchange.sheets import Sheet
from casework.exchange.sources import BadBag, Source, open_source, shown
from casework.i18n import _
from casework.storage import EmptyContent, FileStore, Staged, TooLarge
from casework.subjects import Actor
from casework.vocabulary import CustodyKind

REFERENCE = re.compile(r"CW-(\d{4})-(\d{4,6})")
_CODE = re.compile(r"\bW-(\d{4,})")
Told = Callable[[str], None]


@dataclass(frozen=True)
class Imported:
    """What an import made."""

    reference: str
    identity: str
    exhibits: int


def import_bag(
    engine: Engine, store: FileStore, actor: Actor, place: Path,
    *, reference: str = "", lead: str = "", tell: Told = lambda _line: None, settings: Settings | None = None,
) -> Imported:  # fmt: skip
    """Make a case of a bag. Raises BadBag with every problem, Refused when it came before, NotFound for the lead.

    With `settings` the files are scanned and prepared in the background as uploads are.
    Nothing is left of an import that fails: rows are of one transaction, and files that were staged are discarded.
    """
    source = open_source(place)
    staged: dict[str, Staged] = {}
    try:
        checked = check(source)
        with read_session(engine) as session:
            refuse_again(session, checked)
            free_reference(session, checked, reference)
        files = take_in(source, checked, store, staged, tell)
        with write_session(engine) as session:
            made = make_case(session, actor, store, checked, files, reference=reference, lead=lead, settings=settings)
            session.commit()
            return made
    finally:
        source.close()
        for one in staged.values():
            store.discard(one)  # harmless for what was kept


def refuse_again(session: Session, checked: Checked) -> None:
    """Raise Refused when this very bag was read in before."""
    row = session.exec(select(ReceivedBag).where(ReceivedBag.identity == checked.identity)).first()
    if row is not None:
        case = session.get_one(Case, row.case_id)
        raise Refused(_("This bag was read in before, as %(case)s.", case=case.reference))


def free_reference(session: Session, checked: Checked, wanted: str) -> str:
    """The reference of the new case: as asked for, else as it was, else "" for the next number. Raises Refused."""
    if wanted and not REFERENCE.fullmatch(wanted):
        raise Refused(_("A case is called CW-2025-0001: CW, a year, a number."))
    taken = set(session.exec(select(Case.reference).where(Case.reference.in_([wanted, checked.case.reference]))))  # type: ignore[attr-defined]
    if wanted in taken:
        raise Refused(_("There is a case %(case)s already.", case=wanted))
    return wanted or ("" if checked.case.reference in taken else checked.case.reference)


def take_in(
    source: Source, checked: Checked, store: FileStore, staged: dict[str, Staged], tell: Told
) -> dict[str, ReceivedFile]:
    """Stage every file, compare its hash, look into it in the confined child. `staged` is filled as it goes on."""
    for path, digest in checked.payload.items():
        size = source.sizes[path]
        try:
            with source.open(path) as stream:
                staged[path] = store.stage(stream, size, size)
        except (TooLarge, EmptyContent):
            raise BadBag([f"{shown(path)}: not as long as it says"]) from None
        except Exception as problem:
            if type(problem).__module__ in ("zipfile", "zlib"):
                raise BadBag([f"{shown(path)}: cannot be unpacked ({type(problem).__name__})"]) from None
            raise
        if staged[path].sha256 != digest:
            raise BadBag([f"{shown(path)}: altered"])
    found = {}
    for path, one in staged.items():
        tell(path)
        found[path] = look_into(store, one, path.rpartition("/")[2])
    return found


def make_case(
    session: Session, actor: Actor, store: FileStore, checked: Checked, files: dict[str, ReceivedFile],
    *, reference: str, lead: str, settings: Settings | None,
) -> Imported:  # fmt: skip
    """The rows: case, bag, exhibits with their sheets, a link in each chain, log entries."""
    refuse_again(session, checked)
    case = opened(session, actor, checked, free_reference(session, checked, reference))
    if lead:
        case.lead_id = find_account(session, lead).key
        cases.add_member(session, actor, case=case, email=lead, reason="leads the imported case")
    body = checked.case.recipient
    bag = ReceivedBag(
        case_id=case.key, identity=checked.identity, origin=checked.info.get("External-Identifier", "")[:200],
        sender=checked.info.get("Source-Organization", "")[:200], bagged_on=checked.bagged_on,
        meant_for_kind=body.kind, meant_for_slug=body.slug, received_by=actor.id,
    )  # fmt: skip
    session.add(bag)
    session.flush()
    made = {
        sheet.reference: exhibit(session, actor, store, case, bag, sheet, files, settings) for sheet in checked.sheets
    }
    for sheet in checked.sheets:
        if sheet.made_from:
            made[sheet.reference].parent_id = made[sheet.made_from].key
    session.flush()
    audit.record(
        session, actor, "case.imported", case.subject, identity=bag.identity, origin=bag.origin, exhibits=len(made)
    )  # fmt: skip
    return Imported(case.reference, bag.identity, len(made))


def opened(session: Session, actor: Actor, checked: Checked, reference: str) -> Case:
    """A new case; a reference from elsewhere moves the counter of its year on, so that it is never given out again."""
    about = checked.case
    case = cases.open_case(
        session, actor, opened_on=now().date(), title=about.title, title_ar=about.title_ar, marking=about.marking,
        standard_of_proof=about.standard_of_proof, time_zone=about.time_zone,
    )  # fmt: skip
    if match := REFERENCE.fullmatch(reference):
        skip_to(session, f"case:{int(match.group(1))}", int(match.group(2)))
        case.reference = reference
    return case


def exhibit(
    session: Session, actor: Actor, store: FileStore, case: Case, bag: ReceivedBag, sheet: Sheet,
    files: dict[str, ReceivedFile], settings: Settings | None,
) -> Exhibit:  # fmt: skip
    """One exhibit under its old number, as a draft: what others approved is reviewed here again."""
    skip_to(session, f"case:{case.key}:EX", int(sheet.reference[3:]) - 1)
    file = files[sheet.file.path] if sheet.file else None
    row = register_exhibit(
        session, actor, store, case=case, details=details_of(sheet), file=file,
        derivation=sheet.derivation, derived_as=sheet.derived_as, settings=settings,
    )  # fmt: skip
    row.acquired_at = day_of(sheet.acquired)  # not before: taking in would begin the chain with it, as if it were here
    session.add(row)
    session.add(
        ReceivedSheet(
            case_id=case.key, exhibit_id=row.key, received_bag_id=bag.key, sheet=sheet.model_dump(mode="json")
        )
    )
    add_event(
        session, actor, row, CustodyKind.RECEIVED, hash_before=sheet.file.sha256 if sheet.file else "", hash_after=row.sha256,
        given_by=bag.sender, purpose=f"{bag.origin} ({bag.identity[:16]})"[:500], note=f"SHA-256 {bag.identity}",
    )  # fmt: skip
    return row


def details_of(sheet: Sheet) -> ExhibitDetails:
    """What is said about it. Codes of witnesses are those of the other installation: here they would be somebody else."""
    values = {name: getattr(sheet, name) for name in DETAILS if name in Sheet.model_fields}
    return ExhibitDetails(**values | {"source": _CODE.sub(r"W/\1", sheet.source)})


def day_of(text: str) -> datetime | None:
    """The day of a sheet; a month alone is no day."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if len(text) == 10 else None

"""Physical items: registered without a file, with label, seal, place and condition (ISO/IEC 27037, 6.8 and 7.1)."""

from dataclasses import asdict, dataclass

from sqlmodel import Session, select

from casework import audit
from casework.access import Permission, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.db import UNFILTERED, now
from casework.errors import Invalid, Refused, Stale
from casework.evidence import intake
from casework.evidence.custody import add_event
from casework.evidence.details import ExhibitDetails
from casework.evidence.models import Exhibit, PhysicalItem
from casework.i18n import _
from casework.storage import FileStore
from casework.subjects import Actor
from casework.vocabulary import CustodyKind, EvidenceType


@dataclass(frozen=True)
class ItemDetails:
    """How the thing is kept now. An empty text: not known, or none."""

    label_number: str = ""
    seal: str = ""
    storage_place: str = ""
    condition: str = ""


def register_item(
    session: Session, actor: Actor, store: FileStore, *, case: Case, details: ExhibitDetails, kept: ItemDetails
) -> Exhibit:
    """Register a thing that is kept elsewhere. Raises Invalid beside the field."""
    exhibit = intake.register_exhibit(session, actor, store, case=case, details=details)
    keep_item(session, actor, case=case, exhibit=exhibit, version=0, details=kept)
    return exhibit


def item_of(session: Session, actor: Actor, *, exhibit: Exhibit) -> PhysicalItem | None:
    """How a physical exhibit is kept; None when nobody has described it."""
    require(session, actor, Permission.EVIDENCE_VIEW, exhibit.subject)
    return session.exec(select(PhysicalItem).where(PhysicalItem.exhibit_id == exhibit.key)).first()


def keep_item(
    session: Session, actor: Actor, *, case: Case, exhibit: Exhibit, version: int, details: ItemDetails
) -> PhysicalItem:
    """Say how the thing is kept from now on; a change of place or seal becomes an event of its chain.

    `version` is 0 for a first description. Raises Stale, Refused for a file, Invalid when the label is another's.
    """
    require(session, actor, Permission.EVIDENCE_EDIT, exhibit.subject)
    require_open(case)
    session.refresh(exhibit, with_for_update=True)
    if exhibit.kind is not EvidenceType.PHYSICAL_ITEM:
        raise Refused(_("Only a physical item has a label, a seal and a place."))
    item = item_of(session, actor, exhibit=exhibit)
    if (item.version if item else 0) != version:
        raise Stale(item)
    _refuse_used_label(session, exhibit, details.label_number)
    item = item or PhysicalItem(case_id=exhibit.case_id, exhibit_id=exhibit.key, version=0)
    wanted = asdict(details) | {"label_number": details.label_number or None}
    changed = [name for name, value in wanted.items() if getattr(item, name) != value]
    if changed or not version:
        _tell(session, actor, exhibit, item, details)
        for name, value in wanted.items():
            setattr(item, name, value)
        item.version, item.updated_at = version + 1, now()
        session.add(item)
        session.flush()
        audit.record(session, actor, "evidence.item_kept", exhibit.subject, fields=changed)
    return item


def _tell(session: Session, actor: Actor, exhibit: Exhibit, before: PhysicalItem, after: ItemDetails) -> None:
    """Into the chain: where it lies now, and which seal closes it."""
    if after.storage_place and after.storage_place != before.storage_place:
        add_event(
            session, actor, exhibit, CustodyKind.STORED, place=after.storage_place, seal=after.seal,
            given_by=before.storage_place, note=after.condition,
        )  # fmt: skip
    if after.seal and after.seal != before.seal:
        add_event(session, actor, exhibit, CustodyKind.SEALED, seal=after.seal)
    elif before.seal and not after.seal:
        add_event(session, actor, exhibit, CustodyKind.UNSEALED, seal=before.seal)


def _refuse_used_label(session: Session, exhibit: Exhibit, number: str) -> None:
    if not number:
        return
    statement = select(PhysicalItem.exhibit_id).where(
        PhysicalItem.case_id == exhibit.case_id, PhysicalItem.label_number == number
    )
    others = statement.where(PhysicalItem.exhibit_id != exhibit.key)
    if session.exec(others, execution_options=UNFILTERED).first() is not None:
        raise Invalid(fields={"label_number": _("Another item of this case has this label.")})

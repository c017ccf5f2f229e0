"""Who has an exhibit now, and where it lies: read from the chain of custody, for one exhibit or a page of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from casework.access import Permission, require
from casework.cases.models import Case
from casework.evidence.handovers import is_unanswered
from casework.evidence.models import CustodyEvent, Exhibit, PhysicalItem
from casework.subjects import Actor
from casework.vocabulary import CustodyKind

MOVES = (CustodyKind.COLLECTED, CustodyKind.RECEIVED)


@dataclass(frozen=True)
class Whereabouts:
    """The holder is an account (`account_id`) or a person outside (`name`); `waiting` is a handover under way."""

    account_id: int | None
    name: str
    since: datetime | None
    event: int | None
    storage_place: str = ""
    seal: str = ""
    waiting: CustodyEvent | None = None

    @property
    def accounts(self) -> set[int]:
        """The accounts that are named here, to look their names up."""
        named = {self.account_id, self.waiting.receiver_id if self.waiting else None}
        return {key for key in named if key is not None}


def whereabouts(session: Session, actor: Actor, *, case: Case, exhibits: Sequence[Exhibit]) -> dict[int, Whereabouts]:
    """By exhibit id, in three statements however many there are."""
    require(session, actor, Permission.EVIDENCE_VIEW, case.subject)
    ids = [exhibit.key for exhibit in exhibits if exhibit.case_id == case.key]
    last = (
        select(col(CustodyEvent.exhibit_id), func.max(CustodyEvent.number).label("number"))
        .where(col(CustodyEvent.exhibit_id).in_(ids), col(CustodyEvent.kind).in_(MOVES))
        .group_by(col(CustodyEvent.exhibit_id))
        .subquery()
    )
    moved = select(CustodyEvent).join(
        last, (col(CustodyEvent.exhibit_id) == last.c.exhibit_id) & (col(CustodyEvent.number) == last.c.number)
    )
    holders = {event.exhibit_id: event for event in session.exec(moved).all()}
    under_way = select(CustodyEvent).where(col(CustodyEvent.exhibit_id).in_(ids), is_unanswered())
    on_the_way = {event.exhibit_id: event for event in session.exec(under_way).all()}
    items = session.exec(select(PhysicalItem).where(col(PhysicalItem.exhibit_id).in_(ids))).all()
    kept = {item.exhibit_id: item for item in items}
    return {
        exhibit.key: _of(exhibit, holders.get(exhibit.key), kept.get(exhibit.key), on_the_way.get(exhibit.key))
        for exhibit in exhibits
    }


def _of(
    exhibit: Exhibit, moved: CustodyEvent | None, item: PhysicalItem | None, waiting: CustodyEvent | None
) -> Whereabouts:
    place, seal = (item.storage_place, item.seal) if item else ("", "")
    if moved is None:
        return Whereabouts(exhibit.registered_by, "", exhibit.created_at, None, place, seal, waiting)
    account = moved.receiver_id
    if account is None and not moved.given_to and moved.kind is CustodyKind.RECEIVED:
        account = moved.actor_id
    if account is None and not moved.given_to:
        account = exhibit.registered_by
    return Whereabouts(account, moved.given_to, moved.at, moved.number, place, seal, waiting)

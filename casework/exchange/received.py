"""What exhibits that came in a bag bring with them: the custody they had elsewhere, and for whom they were given."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from casework.db import UNFILTERED
from casework.evidence.leaving import MeantFor, binds_to_bodies
from casework.exchange.models import ReceivedBag, ReceivedSheet
from casework.exchange.sheets import EarlierHistory, Sheet


def received_sheets(session: Session, exhibit_ids: Collection[int]) -> dict[int, tuple[ReceivedBag, Sheet]]:
    """By exhibit: the bag that it came in, and its sheet there."""
    statement = (
        select(ReceivedSheet, ReceivedBag)
        .join(ReceivedBag, col(ReceivedBag.id) == ReceivedSheet.received_bag_id)
        .where(col(ReceivedSheet.exhibit_id).in_(list(exhibit_ids)))
    )
    return {row.exhibit_id: (bag, Sheet.model_validate(row.sheet)) for row, bag in session.exec(statement)}


def histories_of(bag: ReceivedBag, sheet: Sheet) -> tuple[EarlierHistory, ...]:
    """The chains of custody that an exhibit had in other installations, the earliest first."""
    last = EarlierHistory(origin=bag.origin, bag=bag.identity, reference=sheet.reference, custody=sheet.custody)
    return (*sheet.earlier, last)


@binds_to_bodies
def given_for_one_body(session: Session, case_id: int) -> dict[int, MeantFor]:
    """Whoever gave these was asked, elsewhere, about one body: here nobody knows what they would say of another."""
    bag = session.exec(select(ReceivedBag).where(ReceivedBag.case_id == case_id)).first()
    if bag is None:
        return {}
    rows = session.exec(select(ReceivedSheet).where(ReceivedSheet.case_id == case_id), execution_options=UNFILTERED)
    body = MeantFor(bag.meant_for_kind, bag.meant_for_slug)
    return {row.exhibit_id: body for row in rows if row.sheet.get("consents")}

"""What the pages of lower floors show of bags: where an exhibit came from, with the custody it had there."""

from casework.evidence.models import Exhibit
from casework.exchange.received import received_sheet
from casework.exchange.sheets import EarlierHistory
from casework.web import get_session, render
from casework.web.pages import panel


@panel("exhibit")
def on_exhibit(exhibit: Exhibit, **_more: object) -> str:
    """The chains of custody elsewhere, the earliest first; nothing for what was taken in here."""
    found = received_sheet(get_session(), exhibit.key)
    if found is None:
        return ""
    bag, sheet = found
    last = EarlierHistory(origin=bag.origin, bag=bag.identity, reference=sheet.reference, custody=sheet.custody)
    return render("bags/_earlier.html", bag=bag, sheet=sheet, histories=[*sheet.earlier, last])

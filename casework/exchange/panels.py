"""What the pages of lower floors show of bags: where an exhibit came from, with the custody it had there."""

from casework.evidence.models import Exhibit
from casework.exchange.received import histories_of, received_sheets
from casework.web import get_session, render
from casework.web.pages import panel


@panel("exhibit")
def on_exhibit(exhibit: Exhibit, **_more: object) -> str:
    """The chains of custody elsewhere, the earliest first; nothing for what was taken in here."""
    found = received_sheets(get_session(), [exhibit.key]).get(exhibit.key)
    if found is None:
        return ""
    bag, sheet = found
    return render("bags/_earlier.html", bag=bag, sheet=sheet, histories=histories_of(bag, sheet))

"""The casualty figures of a case as a picture in the reader's language: the same for the page and for a download."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from casework.analysis.casualty_plot import Band, Counted, casualty_plot
from casework.analysis.drawing import short_day
from casework.analysis.extents import of_day
from casework.analysis.svg import Picture
from casework.i18n import _, current_language, format_number, ngettext
from casework.i18n.labels import label
from casework.incidents.models import CasualtyFigure, Incident

MOST_ROWS = 60


def draw_casualties(figures: Sequence[CasualtyFigure], incidents: Mapping[int, Incident]) -> Picture | None:
    """The figures that stand, by category in the order given; None when none is left. What was taken back is not drawn."""
    standing = [row for row in figures if not row.withdrawn]
    if not standing:
        return None
    return casualty_plot(
        [
            band(label(category), list(rows), incidents)
            for category, rows in groupby(standing, key=lambda row: row.category)
        ],
        title=_("Casualty figures by source"),
        description=_("Sources count different people on different days. The figures are compared, never added up."),
        lang=current_language(),
        number_words=format_number,
        day_words=short_day,
    )


def band(name: str, rows: Sequence[CasualtyFigure], incidents: Mapping[int, Incident]) -> Band:
    """One category; of very many rows the first, and it says how many are not drawn."""
    more = len(rows) - MOST_ROWS
    note = ngettext("%(num)s more, not drawn", "%(num)s more, not drawn", more) if more > 0 else ""
    return Band(name, [counted(row, incidents) for row in rows[:MOST_ROWS]], note)


def counted(row: CasualtyFigure, incidents: Mapping[int, Incident]) -> Counted:
    incident = incidents.get(row.incident_id) if row.incident_id is not None else None
    return Counted(
        incident.reference if incident else "",
        row.source_ar if current_language() == "ar" and row.source_ar else row.source,
        value_words(row),
        row.lowest,
        row.highest,
        row.is_at_least,
        of_day(row.as_of),
    )


def value_words(row: CasualtyFigure) -> str:
    """The number as the source gives it."""
    number = format_number(row.lowest)
    if row.highest is not None:
        number += f"–{format_number(row.highest)}"
    return f"{_('at least')} {number}" if row.is_at_least else number

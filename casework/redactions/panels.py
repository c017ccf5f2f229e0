"""On an exhibit's page: make a redacted copy; and on such a copy, what was taken out."""

from typing import Any

from flask import g, render_template

from casework.cases.services import require_open
from casework.errors import Refused
from casework.evidence.models import Exhibit
from casework.redactions.marks import from_json, medium_of
from casework.redactions.services import MARKS
from casework.web.pages import panel


@panel("exhibit")
def on_exhibit(exhibit: Exhibit, **_more: Any) -> str:
    """The way to the redaction, and the marks of a copy."""
    marks = from_json(exhibit.file_metadata.get(MARKS, []))
    offered = bool(exhibit.sha256) and medium_of(exhibit.media_type) is not None and not exhibit.is_quarantined
    if not marks and not (offered and _is_open()):
        return ""
    return render_template("redactions/_exhibit.html", exhibit=exhibit, marks=marks, offered=offered and _is_open())


def _is_open() -> bool:
    try:
        require_open(g.case)
    except Refused:
        return False
    return True

"""A figure as PNG: typeset as in a dossier, so that Arabic is joined rightly, then drawn in the confined child."""

import io

from flask import render_template

from casework import sandbox
from casework.analysis.svg import Picture, is_arabic
from casework.errors import Unavailable
from casework.i18n import _
from casework.printing import typeset

LIMITS = sandbox.Limits(seconds=60, cpu_seconds=50, most_bytes=32 * 1024 * 1024)
MOST_SIDE = 8_000


def png(picture: Picture) -> bytes:
    """The picture at twice its size, or as large as a side of 8,000 pixels allows. Raises Unavailable."""
    shapes = {"casework:figure": ("image/svg+xml", picture.markup(with_labels=False).encode())}
    pdf = typeset(render_template("analysis/print/figure.html", drawn=picture, is_arabic=is_arabic), shapes)
    out = io.BytesIO()
    made = sandbox.produce("figure", {"scale": 2, "side": MOST_SIDE}, io.BytesIO(pdf), out, LIMITS)
    if made.problem is not None:
        raise Unavailable(_("The picture could not be made."))
    return out.getvalue()

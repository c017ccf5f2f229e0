"""From HTML to PDF with WeasyPrint, from memory alone: no network, no files but the vendored fonts and style sheets."""

from casework.printing.apart import typeset
from casework.printing.rendering import LockedFetcher, RenderingRefused, render_html
from casework.printing.text import breakable, css_string, is_arabic, is_latin, with_codes, with_places

__all__ = [
    "LockedFetcher", "RenderingRefused", "breakable", "css_string", "is_arabic", "is_latin", "render_html", "typeset",
    "with_codes", "with_places",
]  # fmt: skip

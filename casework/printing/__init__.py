"""From HTML to PDF with WeasyPrint, from memory alone: no network, no files but the vendored fonts and style sheets."""

from casework.printing.apart import typeset
from casework.printing.text import breakable, css_string, is_arabic, is_latin, with_codes, with_places

__all__ = ["breakable", "css_string", "is_arabic", "is_latin", "typeset", "with_codes", "with_places"]

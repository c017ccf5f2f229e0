"""A field for a date that is known more or less exactly: typed as a source gives it, or put together with a picker."""

from wtforms import StringField

from casework import dates
from casework.i18n import _, current_language


class UncertainDateField(StringField):  # type: ignore[misc]
    """The text of a date (`casework.dates`). What it holds is read back in words beside it."""

    @property
    def read_as(self) -> str:
        """How the text is read, in the reader's language; nothing for an empty or unreadable one."""
        return read_back(self.data or "") if not self.errors else ""


def read_back(text: str) -> str:
    """ "read as: not after 8 March 2025", or why it cannot be read; nothing for an empty text."""
    if not text.strip():
        return ""
    try:
        stored = dates.normalise(text)
    except ValueError as problem:
        return _(str(problem))
    return _("read as: %(date)s", date=dates.words(stored, current_language()))

"""The words of the vocabularies in the reader's language."""

from casework.i18n import _
from casework.vocabulary import Term


def label(term: Term) -> str:
    """The label of one word in the current language, for screens and documents."""
    return _(term.msgid)


def choices(terms: type[Term], *, blank: str | None = None) -> list[tuple[str, str]]:
    """Pairs (stored value, label) for a form field; `blank` is the already translated text of an empty first choice."""
    head = [] if blank is None else [("", blank)]
    return head + [(term.value, label(term)) for term in terms]

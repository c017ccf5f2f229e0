"""The words of the vocabularies in the reader's language."""

from casework import dates, vocabulary
from casework.i18n import _, current_language
from casework.vocabulary import Term


def label(term: Term) -> str:
    """The label of one word in the current language, for screens and documents."""
    return _(term.msgid)


def choices(terms: type[Term], *, blank: str | None = None) -> list[tuple[str, str]]:
    """Pairs (stored value, label) for a form field; `blank` is the already translated text of an empty first choice."""
    head = [] if blank is None else [("", blank)]
    return head + [(term.value, label(term)) for term in terms]


def term(name: str, value: str) -> str:
    """The label of a stored word, as lists in a JSON column hold them; an unknown word is shown as it is."""
    words = getattr(vocabulary, name)
    return label(words(value)) if value in set(words) else value


def when(text: str) -> str:
    """A date of any precision (`casework.dates`) in words."""
    return dates.words(text, current_language())

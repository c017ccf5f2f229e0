"""Languages of statements: which are offered, what they are called, which way they run. Pure."""

from casework.i18n import current_locale

CODES = ("ar", "ku", "ckb", "arc", "hy", "tr", "fa", "ru", "ce", "uz", "fr", "de", "en")
_RIGHT_TO_LEFT = {"ar", "ckb", "arc", "fa", "he", "ur", "ug"}


def language_name(code: str) -> str:
    """The language as the reader calls it; an unknown code is shown as it is."""
    name = current_locale().languages.get(code) if code else None
    return str(name) if name else code


def language_choices(blank: str | None = None) -> list[tuple[str, str]]:
    """Pairs for a form field; `blank` is the text of an empty first choice."""
    head = [] if blank is None else [("", blank)]
    return head + [(code, language_name(code)) for code in CODES]


def text_direction(code: str) -> str:
    """`rtl`, `ltr`, or `auto` where no language is known."""
    if not code:
        return "auto"
    return "rtl" if code in _RIGHT_TO_LEFT else "ltr"

"""The parts of a statement in the reader's words."""

from datetime import datetime

from casework.i18n import _, _l, format_datetime
from casework.i18n.labels import label
from casework.testimonies.comparing import Fate
from casework.testimonies.content import Content, Present
from casework.testimonies.languages import language_name
from casework.vocabulary import Term

FIELD_LABELS = {
    "kind": _l("Kind of account"),
    "why_needed": _l("Why this account is needed"),
    "prior_accounts": _l("Accounts given to others before"),
    "started": _l("Began"),
    "ended": _l("Ended"),
    "time_zone": _l("Time zone"),
    "place_type": _l("Kind of place"),
    "modality": _l("How it was taken"),
    "present": _l("Who else was present"),
    "interviewer": _l("Interviewer"),
    "interpreter": _l("Interpreter"),
    "language": _l("Language of the account"),
    "translation_language": _l("Language of the translation"),
    "spoken": _l("Languages spoken in the interview"),
    "bases": _l("How the witness knows"),
    "preliminaries": _l("Explained before the account began"),
    "exhibits_shown": _l("Exhibits shown to the witness"),
    "read_back": _l("Reading back"),
    "signature": _l("How the witness confirmed it"),
    "closing_note": _l("Notes on the closing"),
    "observations": _l("Interviewer's observations"),
}
_LONG = ("why_needed", "prior_accounts", "closing_note", "observations")


def field_label(name: str) -> str:
    """What a field is called."""
    return str(FIELD_LABELS.get(name, name))


def say(name: str, value: object, zone: str) -> str:
    """A field's value as the reader says it; empty for nothing."""
    if value is None or value == "":
        return ""
    if name in ("language", "translation_language"):
        return language_name(str(value))
    if isinstance(value, Term):
        return label(value)
    if isinstance(value, datetime):
        return format_datetime(value, zone)
    if isinstance(value, tuple):
        return _(", ").join(say("", one, zone) for one in value)
    if isinstance(value, Present):
        return f"{label(value.role)}: {value.who}" if value.who else label(value.role)
    return str(value)


def facts(content: Content, *names: str) -> list[tuple[str, str]]:
    """Pairs (label, value) for a page; all short fields when none is named."""
    wanted = names or tuple(name for name in FIELD_LABELS if name not in _LONG)
    return [(field_label(name), say(name, getattr(content, name), content.time_zone)) for name in wanted]


def fate_badges() -> dict[str, tuple[str, str]]:
    """The word and tone for what became of a paragraph."""
    return {
        Fate.CHANGED.value: (_("changed"), "info"),
        Fate.ADDED.value: (_("added"), "good"),
        Fate.WITHDRAWN.value: (_("withdrawn"), "warn"),
        Fate.RESTORED.value: (_("taken back in"), "good"),
    }

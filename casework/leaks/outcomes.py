"""What became of a name found in a text."""

from casework.vocabulary.term import N_, Term


class LeakOutcome(Term):
    """A step after a name was found."""

    WARNED = "warned", N_("Warned")
    REPLACED = "replaced", N_("Replaced by the code")
    KEPT = "kept", N_("Saved anyway, with a reason")
    NOT_SHOWN = "not_shown", N_("Saved without a warning: too many warnings in one day")
    LISTED = "listed", N_("Saved without a warning: it came with a list")

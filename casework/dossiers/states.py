"""The states and profiles of a dossier."""

from casework.vocabulary.term import N_, Term


class DossierProfile(Term):
    """Who it is for decides what is in it."""

    COMMITTEE = "committee", N_("Committee (pseudonymised)")


class DossierState(Term):
    """Where a version of a dossier is."""

    BUILT = "built", N_("Built, not issued")
    ISSUED = "issued", N_("Issued")
    SUPERSEDED = "superseded", N_("Superseded")

"""The states and profiles of a dossier."""

from casework.vocabulary.term import N_, Term


class DossierProfile(Term):
    """Who it is for decides what is in it."""

    COMMITTEE = "committee", N_("Committee (pseudonymised)")
    PUBLIC_SUMMARY = "public_summary", N_("Public summary")


class NoticeWay(Term):
    """How somebody was told that a dossier must not be used any more."""

    IN_PERSON = "in_person", N_("In person")
    TELEPHONE = "telephone", N_("By telephone")
    SECURE_MESSAGE = "secure_message", N_("By a secure message")
    LETTER = "letter", N_("By letter, receipt signed")
    OTHER = "other", N_("Otherwise")


class ReceiptWay(Term):
    """How a copy went out to its reader."""

    DOWNLOADED = "downloaded", N_("Downloaded")
    READ = "read", N_("Read in the browser")
    PAGES = "pages", N_("Read page by page")


class AccessDecision(Term):
    """What was decided, or came about, over fetching copies that were issued."""

    REVOKED = "revoked", N_("Access taken away")
    GIVEN_BACK = "given_back", N_("Access given back")
    EXTENDED = "extended", N_("Given more time")
    EXPIRED = "expired", N_("Time ran out")


class RecallCause(Term):
    """Why a version that went out must not be used any more."""

    WITHDRAWN = "withdrawn", N_("Consent was taken back")
    EXPIRED = "expired", N_("Consent ran out")
    NARROWED = "narrowed", N_("A newer consent no longer allows it")
    PROTECTED = "protected", N_("A protection measure forbids it")
    DESTROYED = "destroyed", N_("The identity was destroyed")


class PlaceDetail(Term):
    """How closely places are printed."""

    PRECISE = "precise", N_("As recorded")
    DISTRICT = "district", N_("District")
    GOVERNORATE = "governorate", N_("Governorate")


class DateDetail(Term):
    """How closely dates are printed."""

    DAY = "day", N_("As recorded")
    MONTH = "month", N_("Month")


class DossierState(Term):
    """Where a version of a dossier is."""

    BUILT = "built", N_("Built, not issued")
    ISSUED = "issued", N_("Issued")
    SUPERSEDED = "superseded", N_("Superseded")

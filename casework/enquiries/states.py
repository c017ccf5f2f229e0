"""Where a request for information is, and what a reply can be."""

from casework.vocabulary.term import N_, Term


class RequestState(Term):
    """Where a request is. Its body sees no difference between open and being answered."""

    OPEN = "open", N_("Open")
    PROPOSED = "proposed", N_("Reply waits for a second person")
    ANSWERED = "answered", N_("Answered")
    DECLINED = "declined", N_("Declined")

    @property
    def for_body(self) -> "RequestState":
        """As its body is told: what is written here before it is sent stays here."""
        return RequestState.OPEN if self is RequestState.PROPOSED else self


class ReplyKind(Term):
    """How a request is replied to."""

    WRITTEN = "written", N_("An answer in writing")
    DOSSIER = "dossier", N_("A supplementary dossier")
    DECLINED = "declined", N_("Declined, with the reason")

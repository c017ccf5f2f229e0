"""What a reviewer looks for, by kind of object. Pure words; every item is answered before an approval.

Sources: OHCHR guidance for commissions of inquiry; Murad Code; Berkeley Protocol; Rome Statute, Article 54(1)(a).
"""

from casework.vocabulary import N_

COMMON = (
    ("no_identity", N_("No name or other identity of a witness stands in the text")),
    ("sources", N_("Every statement of fact says whose word it rests on")),
)
CHECKS: dict[str, tuple[tuple[str, str], ...]] = {
    "testimony": (
        ("consent", N_("Consent was recorded and covers what is meant to be done with the statement")),
        ("preliminaries", N_("The preliminaries were given and are recorded")),
        ("own_words", N_("The account is in the witness's own words; questions are not leading")),
        ("knowledge", N_("What was seen, heard, told and inferred is told apart")),
        ("translation", N_("The translation matches the original, paragraph by paragraph")),
        *COMMON,
    ),
    "exhibit": (
        ("custody", N_("The chain of custody has no gap that is not explained")),
        ("claimed_observed", N_("Claimed content stands apart from observed content")),
        ("verification", N_("Source, content and technical data were checked as far as they can be")),
        *COMMON,
    ),
    "incident": (
        ("contradictions", N_("Contradicting accounts are both kept")),
        ("dates", N_("Dates and places say how precise they are")),
        *COMMON,
    ),
    "allegation": (
        ("alleged", N_("The wording says that it is alleged")),
        ("contrary", N_("What speaks against it was looked for and is stated")),
        ("basis", N_("The basis of the link is named, and weak bases are not its only ground without saying so")),
        ("confidence", N_("The confidence fits the evidence")),
        *COMMON,
    ),
}


def checks_for(kind: str) -> tuple[tuple[str, str], ...]:
    """The items for a kind of object: pairs (key, English msgid)."""
    return CHECKS.get(kind, COMMON)


def unanswered(kind: str, ticked: set[str]) -> list[str]:
    """The keys of the items that were not ticked."""
    return [key for key, _text in checks_for(kind) if key not in ticked]

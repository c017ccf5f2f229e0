"""A consent as the form gives it, and what makes it contradict itself. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from casework.errors import Invalid
from casework.i18n import _
from casework.vocabulary import ConsentForm, ConsentGiver
from casework.witnesses.consent import Decision, RecipientList


@dataclass(frozen=True)
class GivenConsent:
    """What a consent form says. `decisions` leaves out a scope that was not spoken of: its earlier answer stands."""

    given_on: date
    decisions: Mapping[str, Decision]
    conditions: Mapping[str, str]
    given_by: ConsentGiver = ConsentGiver.SELF
    child_assented: bool | None = None
    form: ConsentForm = ConsentForm.WRITTEN
    language: str = "ar"
    how_explained: str = ""
    allowed: RecipientList = field(default_factory=RecipientList)
    excluded: RecipientList = field(default_factory=RecipientList)
    expires_on: date | None = None


def check_given(given: GivenConsent, today: date, *, of_child: bool = False) -> None:
    """Raise Invalid, naming each field, when the record contradicts itself, the calendar or the witness's age."""
    problems = _condition_problems(given)
    if given.given_on > today:
        problems["given_on"] = _("This day is in the future.")
    if given.expires_on is not None and given.expires_on < given.given_on:
        problems["expires_on"] = _("This day is before the consent was given.")
    if not given.decisions:
        problems["answers"] = _("Record at least one answer.")
    if of_child and given.given_by is not ConsentGiver.GUARDIAN and has_yes(given.decisions.values()):
        problems["given_by"] = _("This person is a child: a guardian consents, and the child is asked, too.")
    if given.given_by is ConsentGiver.GUARDIAN and not given.child_assented and has_yes(given.decisions.values()):
        problems["child_assented"] = _("A guardian's yes counts only with the child's own assent.")
    if problems:
        raise Invalid(fields=problems)


def _condition_problems(given: GivenConsent) -> dict[str, object]:
    """A condition needs words, and words need a condition: a yes must not swallow what the person asked for."""
    problems: dict[str, object] = {}
    for scope in {*given.decisions, *given.conditions}:
        conditional, words = given.decisions.get(scope) is Decision.CONDITION, given.conditions.get(scope, "").strip()
        if conditional and not words:
            problems[f"condition_{scope}"] = _("Write the condition in the witness's words.")
        if words and not conditional:
            problems[f"condition_{scope}"] = _(
                "A condition is written here: choose “on condition”, or empty this field."
            )
    return problems


def has_yes(decisions: Iterable[Decision]) -> bool:
    """True when something is allowed, with or without a condition."""
    return any(decision in (Decision.YES, Decision.CONDITION) for decision in decisions)

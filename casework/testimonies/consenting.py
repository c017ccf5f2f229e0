"""The witness's consent as testimonies need it: may the account be stored, and what has to be kept in mind."""

from dataclasses import dataclass

from sqlmodel import Session

from casework.cases.models import Case
from casework.errors import Cause, Refused
from casework.i18n import _
from casework.i18n.labels import label
from casework.vocabulary import ConsentScope
from casework.witnesses.consent import Reason, may_be_used
from casework.witnesses.consents import history, standing, today_in
from casework.witnesses.models import Witness


@dataclass(frozen=True)
class ConsentShown:
    """What must be known beside a statement: uses that are open, conditions to keep, uses that are closed."""

    allowed: tuple[str, ...]
    conditions: tuple[tuple[str, str], ...]
    taken_back: tuple[str, ...]
    may_store: bool
    has_record: bool


def require_consent_to_store(session: Session, *, case: Case, witness: Witness) -> None:
    """Raise Refused unless the witness agreed that what they say is stored (Murad Code, principle 2)."""
    records = history(session, [witness.key])[witness.key]
    if may_be_used(records, ConsentScope.STORE, None, today_in(case.time_zone)).allowed:
        return
    text = _("%(code)s has not consented that the account is stored.", code=witness.reference)
    place = {"case_ref": case.reference, "ref": witness.reference}
    raise Refused([Cause(text, witness.subject, "witnesses.show", place)])


def consent_shown(session: Session, *, case: Case, witness: Witness) -> ConsentShown:
    """What the witness's consent says today, in the reader's words."""
    records = history(session, [witness.key])[witness.key]
    answers = standing(records, today_in(case.time_zone))
    ended = (Reason.WITHDRAWN, Reason.EXPIRED)
    return ConsentShown(
        allowed=tuple(label(scope) for scope, answer in answers.items() if answer.reason is Reason.ALLOWED),
        conditions=tuple(
            (label(scope), answer.condition or "") for scope, answer in answers.items() if answer.condition
        ),
        taken_back=tuple(label(scope) for scope, answer in answers.items() if answer.reason in ended),
        may_store=answers[ConsentScope.STORE].allowed,
        has_record=bool(records),
    )

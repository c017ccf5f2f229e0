"""The witness's consent as testimonies need it: may the account be stored, and what has to be kept in mind."""

from sqlmodel import Session, col, select

from casework.cases.models import Case
from casework.db import now
from casework.errors import Cause, Refused
from casework.i18n import _
from casework.vocabulary import ConsentAnswer, ConsentScope
from casework.witnesses.models import Consent, Witness


def require_consent_to_store(session: Session, *, case: Case, witness: Witness) -> None:
    """Raise Refused unless the witness agreed that what they say is stored (Murad Code, principle 2)."""
    if not _may_store(session, witness):
        text = _("%(code)s has not consented that the account is stored.", code=witness.reference)
        raise Refused([Cause(text, witness.subject, "witnesses.show", {"case_ref": case.reference, "ref": witness.reference})])  # fmt: skip


def _may_store(session: Session, witness: Witness) -> bool:
    newest = (col(Consent.given_on).desc(), col(Consent.sequence).desc())
    for row in session.exec(select(Consent).where(Consent.witness_id == witness.key).order_by(*newest)):
        if ConsentScope.STORE in row.answers:
            given = row.answers[ConsentScope.STORE]["answer"] in (ConsentAnswer.YES, ConsentAnswer.ON_CONDITION)
            return given and (row.expires_on is None or row.expires_on >= now().date())
    return False

"""Consent in the reader's words: badges, reasons, and what stands for each recipient."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from casework.accounts.models import Recipient
from casework.accounts.services import names_of
from casework.i18n import _, _l, current_language, format_date
from casework.i18n.labels import label
from casework.vocabulary import ConsentAnswer, ConsentScope, ProtectionMeasure, RecipientKind, Term, Vulnerability
from casework.witnesses.consent import Answer, ConsentRecord, Decision, Reason, RecipientRef, may_be_used, scope_for
from casework.witnesses.consents import BODY, KIND, RunningOut, running_out, standing
from casework.witnesses.models import Consent, Witness
from casework.witnesses.services import ConsentState

MOST_BODIES = 100

CONSENT_STATES = {
    ConsentState.NONE: _l("No consent recorded"),
    ConsentState.STANDING: _l("Consent stands"),
    ConsentState.RUNNING_OUT: _l("Running out"),
    ConsentState.EXPIRED: _l("Expired"),
    ConsentState.WITHDRAWN: _l("Withdrawn"),
}
_REASONS = {
    Reason.ALLOWED: (_l("Yes"), "good"),
    Reason.ALLOWED_ON_CONDITION: (_l("On condition"), "warn"),
    Reason.NO_RECORD: (_l("Never asked: no"), "neutral"),
    Reason.NOT_YET_VALID: (_l("Not yet"), "neutral"),
    Reason.NOT_ASKED: (_l("Not asked: no"), "neutral"),
    Reason.REFUSED: (_l("No"), "bad"),
    Reason.WITHDRAWN: (_l("Withdrawn"), "bad"),
    Reason.EXPIRED: (_l("Expired"), "bad"),
    Reason.RECIPIENT_EXCLUDED: (_l("No: this recipient is excluded"), "bad"),
    Reason.RECIPIENT_NOT_LISTED: (_l("No: not among the recipients named"), "bad"),
    Reason.NO_GUARDIAN: (_l("No: a guardian has not consented"), "bad"),
    Reason.NO_ASSENT: (_l("No: the child was not asked"), "bad"),
}


@dataclass(frozen=True)
class Badge:
    """A word and its tone (`ui.badge`)."""

    text: str
    tone: str


@dataclass(frozen=True)
class Standing:
    """One line of the matrix: the use or the recipient, what holds today, and until when."""

    name: str
    badge: Badge
    condition: str | None
    record: str | None
    expires_on: date | None


@dataclass(frozen=True)
class HistoryRow:
    """One record as it was written."""

    record: Consent
    recorder: str
    answers: list[tuple[str, Badge, str]]
    allowed: list[str]
    excluded: list[str]


def words_for(stored: Iterable[str], vocabulary: type[Term]) -> list[str]:
    """Stored words of a vocabulary, as the reader says them; a word that is no longer known is shown as it is."""
    known = {term.value: label(term) for term in vocabulary}
    return [known.get(word, word) for word in stored]


def stored_rows(witness: Witness) -> list[tuple[str, str]]:
    """What is stored of a witness, beside a form that came too late."""
    return [
        (_("Age"), label(witness.age_band)),
        (_("Sex"), label(witness.sex)),
        (_("Vulnerability"), _(", ").join(words_for(witness.vulnerabilities, Vulnerability))),
        (_("Risk to the person"), label(witness.risk_level)),
        (_("Assess the risk again on"), format_date(witness.risk_review_on)),
        (_("Protection measures"), _(", ").join(words_for(witness.protection_measures, ProtectionMeasure))),
        (_("Contacting the person again"), label(witness.recontact_rule)),
        (_("Willing to testify in court"), label(witness.willing_to_testify)),
    ]


def reason_badge(reason: Reason) -> Badge:
    """The word for an answer."""
    text, tone = _REASONS[reason]
    return Badge(str(text), tone)


def scope_lines(records: Iterable[ConsentRecord], today: date) -> list[Standing]:
    """What holds today for each use, whoever receives it."""
    return [_line(label(scope), answer) for scope, answer in standing(records, today).items()]


def body_lines(session: Session, records: Sequence[ConsentRecord], today: date) -> list[Standing]:
    """May it be shown to this body today? One line for each body that this installation knows."""
    rows = session.exec(select(Recipient).order_by(col(Recipient.id)).limit(MOST_BODIES)).all()
    return [
        _line(_name(row), may_be_used(records, scope_for(row.kind), RecipientRef(row.kind, row.slug), today))
        for row in rows
    ]


def kind_matrix(records: Sequence[ConsentRecord], today: date) -> list[tuple[str, list[Badge | None]]]:
    """Each use with its answer for each kind of recipient, in the order of `RecipientKind`; None where the use is
    another kind's own."""
    own = {scope_for(kind): kind for kind in RecipientKind}
    return [
        (
            label(scope),
            [
                reason_badge(may_be_used(records, scope, RecipientRef(kind, ""), today).reason)
                if own.get(scope, kind) is kind
                else None
                for kind in RecipientKind
            ],
        )
        for scope in ConsentScope
    ]


def bodies(session: Session) -> list[tuple[str, str]]:
    """The bodies that can be named in a consent: (slug, name)."""
    rows = session.exec(select(Recipient).order_by(col(Recipient.id)).limit(MOST_BODIES)).all()
    return [(row.slug, _name(row)) for row in rows]


def consent_badges(witness: Witness, records: list[ConsentRecord], today: date) -> list[Badge]:
    """What a reader must see at a glance; nothing when all is well."""
    if not records:
        return [Badge(_("No consent recorded"), "warn")]
    reasons = {answer.reason for answer in standing(records, today).values()}
    found = []
    if Reason.WITHDRAWN in reasons:
        whole = not reasons & {Reason.ALLOWED, Reason.ALLOWED_ON_CONDITION}
        found.append(Badge(_("Consent withdrawn") if whole else _("Partly withdrawn"), "bad"))
    if Reason.EXPIRED in reasons:
        found.append(Badge(_("Consent expired"), "bad"))
    soon = running_out(witness, records, today)
    if soon is not None:
        found.append(_ends(soon, today))
    return found or [Badge(_("Consent stands"), "good")]


def history_rows(session: Session, rows: Sequence[Consent]) -> list[HistoryRow]:
    """The records of one witness for reading, in the given order."""
    names = names_of(session, {row.recorded_by for row in rows if row.recorded_by})
    known = dict(bodies(session))
    return [
        HistoryRow(
            record=row,
            recorder=names.get(row.recorded_by or 0, ""),
            answers=_answers(row.answers),
            allowed=[_recipient(entry, known) for entry in row.recipients_allowed],
            excluded=[_recipient(entry, known) for entry in row.recipients_excluded],
        )
        for row in rows
    ]


def _line(name: str, answer: Answer) -> Standing:
    return Standing(name, reason_badge(answer.reason), answer.condition, answer.consent, answer.expires_on)


def _ends(soon: RunningOut, today: date) -> Badge:
    if soon.expires_on - today < timedelta(days=1):
        return Badge(_("Last day of consent"), "bad")
    return Badge(_("Consent ends %(day)s", day=format_date(soon.expires_on)), "warn")


_DECISIONS = {
    Decision.YES: ("good", ConsentAnswer.YES),
    Decision.CONDITION: ("warn", ConsentAnswer.ON_CONDITION),
    Decision.NO: ("bad", ConsentAnswer.NO),
    Decision.NOT_ASKED: ("neutral", ConsentAnswer.NOT_ASKED),
}


def _answers(stored: dict[str, Any]) -> list[tuple[str, Badge, str]]:
    found = []
    for scope in ConsentScope:
        if scope not in stored:
            continue
        decision, condition = Decision(stored[scope]["answer"]), str(stored[scope].get("condition", ""))
        tone, word = _DECISIONS.get(decision, ("bad", None))
        found.append((label(scope), Badge(label(word) if word else _("Withdrawn"), tone), condition))
    return found


def _recipient(entry: str, known: dict[str, str]) -> str:
    if entry.startswith(KIND):
        return label(RecipientKind(entry.removeprefix(KIND)))
    slug = entry.removeprefix(BODY)
    return known.get(slug, slug)


def _name(row: Recipient) -> str:
    return row.name_ar if current_language() == "ar" and row.name_ar else row.name

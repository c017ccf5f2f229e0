"""May this witness's account be used for this, by this recipient, on this day? Pure; every export asks here.

Consent is given per scope and by dated record, is never edited, and can be taken back at any time
(Murad Code principles 2 and 5; Méndez Principles; Eurojust and ICC-OTP guidelines for civil society). The newest
record that speaks of a scope decides, alone: what an older record allowed does not come back when the newest one
expires, excludes a recipient or is withdrawn. Whatever is not clearly a yes is a no. A child's yes counts only when a
guardian gave it and the child assented (Murad Code, principle 2; Convention on the Rights of the Child, article 12).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from casework.vocabulary import ConsentScope, RecipientKind

_SCOPES = {
    RecipientKind.NATIONAL_COMMISSION: ConsentScope.NATIONAL_COMMISSION,
    RecipientKind.NATIONAL_PROSECUTOR: ConsentScope.NATIONAL_PROSECUTOR,
    RecipientKind.UN_MECHANISM: ConsentScope.UN_MECHANISM,
    RecipientKind.FOREIGN_PROSECUTOR: ConsentScope.FOREIGN_PROSECUTOR,
    RecipientKind.PUBLIC: ConsentScope.PUBLICATION,
}


class Decision(StrEnum):
    """What a record says about one scope. A scope that a record leaves out keeps its earlier answer."""

    YES = "yes"
    CONDITION = "on_condition"
    NO = "no"
    NOT_ASKED = "not_asked"
    WITHDRAWN = "withdrawn"


class Reason(StrEnum):
    """Why the answer is as it is."""

    ALLOWED = "allowed"
    ALLOWED_ON_CONDITION = "allowed_on_condition"
    NO_RECORD = "no_record"
    NOT_YET_VALID = "not_yet_valid"
    NOT_ASKED = "not_asked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    RECIPIENT_EXCLUDED = "recipient_excluded"
    RECIPIENT_NOT_LISTED = "recipient_not_listed"
    NO_GUARDIAN = "no_guardian"
    NO_ASSENT = "no_assent"


@dataclass(frozen=True)
class RecipientRef:
    """Who would receive it: the kind of body, and the one body."""

    kind: str
    key: str


@dataclass(frozen=True)
class RecipientList:
    """Bodies named in a record, by kind (every UN mechanism) or one by one."""

    kinds: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.keys)

    def __contains__(self, recipient: RecipientRef) -> bool:
        return recipient.kind in self.kinds or recipient.key in self.keys


@dataclass(frozen=True)
class ConsentRecord:
    """One dated record: a consent as given, or a withdrawal (its scopes say WITHDRAWN).

    `effective` is the first day it holds, `expires_on` the last. `sequence` is the order of writing and settles two
    records of one day. An empty `allowed` list means any recipient; `excluded` wins over `allowed`. `of_child`: the
    witness is a child today; then only a guardian's yes counts, and only with the child's own.
    """

    ref: str
    sequence: int
    effective: date
    decisions: Mapping[str, Decision]
    conditions: Mapping[str, str] = field(default_factory=dict)
    allowed: RecipientList = RecipientList()
    excluded: RecipientList = RecipientList()
    expires_on: date | None = None
    of_child: bool = False
    by_guardian: bool = False
    child_assented: bool = False


@dataclass(frozen=True)
class Answer:
    """The answer, its reason, the condition to keep, and the record it rests on (None: there is no record)."""

    allowed: bool
    reason: Reason
    condition: str | None = None
    consent: str | None = None
    expires_on: date | None = None


def may_be_used(consents: Iterable[ConsentRecord], scope: str, recipient: RecipientRef | None, on: date) -> Answer:
    """Whether use in `scope` is allowed on that day, for that recipient (None: nobody outside receives it)."""
    speaking = [record for record in consents if scope in record.decisions]
    begun = [record for record in speaking if record.effective <= on]
    if not begun:
        return Answer(False, Reason.NOT_YET_VALID if speaking else Reason.NO_RECORD)
    newest = max(begun, key=lambda record: (record.effective, record.sequence))
    reason = _judge(newest, scope, recipient, on)
    allowed = reason in (Reason.ALLOWED, Reason.ALLOWED_ON_CONDITION)
    condition = newest.conditions.get(scope, "") if reason is Reason.ALLOWED_ON_CONDITION else None
    return Answer(allowed, reason, condition, newest.ref, newest.expires_on)


def scope_for(kind: RecipientKind) -> ConsentScope:
    """The use that a consent must allow before this kind of body receives anything."""
    return _SCOPES[kind]


_REFUSALS = {
    Decision.NO: Reason.REFUSED,
    Decision.NOT_ASKED: Reason.NOT_ASKED,
    Decision.WITHDRAWN: Reason.WITHDRAWN,
}


def _judge(record: ConsentRecord, scope: str, recipient: RecipientRef | None, on: date) -> Reason:
    decision = record.decisions[scope]
    if decision not in (Decision.YES, Decision.CONDITION):
        return _REFUSALS.get(decision, Reason.REFUSED)
    if record.of_child and not record.by_guardian:
        return Reason.NO_GUARDIAN
    if record.of_child and not record.child_assented:
        return Reason.NO_ASSENT
    if record.expires_on is not None and on > record.expires_on:
        return Reason.EXPIRED
    if recipient is not None and recipient in record.excluded:
        return Reason.RECIPIENT_EXCLUDED
    if recipient is not None and record.allowed and recipient not in record.allowed:
        return Reason.RECIPIENT_NOT_LISTED
    return Reason.ALLOWED_ON_CONDITION if decision is Decision.CONDITION else Reason.ALLOWED

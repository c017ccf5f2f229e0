"""What is printed of an exhibit: the custody form, which two people sign, and labels with a code to scan.

A form is numbered, and its printing is an event of the chain: a signed paper can be traced to the state it shows. A
label says nothing of a person: case, reference, and the first digits of the SHA-256.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import segno
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.accounts.services import names_of
from casework.cases.models import Case
from casework.db import next_number
from casework.errors import Invalid
from casework.evidence import custody
from casework.evidence.items import item_of
from casework.evidence.leaving import refuse_objections
from casework.evidence.models import CustodyEvent, Exhibit, PhysicalItem
from casework.evidence.whereabouts import Whereabouts, whereabouts
from casework.i18n import _
from casework.subjects import Actor
from casework.vocabulary import CustodyKind

FORM = "custody_form"
MOST_LABELS = 240
HASH_DIGITS = 12


@dataclass(frozen=True)
class Form:
    """All that stands on a custody form."""

    number: str
    exhibit: Exhibit
    chain: Sequence[CustodyEvent]
    where: Whereabouts
    item: PhysicalItem | None
    names: dict[int, str]
    log_head: tuple[int, str]


@dataclass(frozen=True)
class Sheet:
    """A size of paper for labels, in millimetres; `across` and `down` are 1 for a printer of labels."""

    page: str
    width: float
    height: float
    across: int = 1
    down: int = 1
    top: float = 0.0
    side: float = 0.0

    @property
    def each(self) -> int:
        """Labels on a page."""
        return self.across * self.down


SHEETS = {
    "62x29": Sheet("62mm 29mm", 62, 29),
    "102x51": Sheet("102mm 51mm", 102, 51),
    "a4-24": Sheet("210mm 297mm", 70, 37, 3, 8, 0.5, 0),
    "a4-40": Sheet("210mm 297mm", 52.5, 29.7, 4, 10, 0, 0),
}


def issue_form(session: Session, actor: Actor, *, case: Case, exhibit: Exhibit) -> Form:
    """Number a custody form and write its printing into the chain. Raises Refused while consent does not allow it."""
    require(session, actor, Permission.EVIDENCE_HANDOVER, exhibit.subject)
    refuse_objections(session, exhibit)
    number = f"{case.reference}/{exhibit.reference}/F{next_number(session, f'exhibit:{exhibit.key}:form')}"
    custody.add_event(
        session, actor, exhibit, CustodyKind.EXPORTED, hash_before=exhibit.sha256, outcome=FORM, form_number=number
    )
    audit.record(session, actor, "evidence.form_printed", exhibit.subject, form=number)
    chain = custody.chain(session, actor, exhibit=exhibit)
    where = whereabouts(session, actor, case=case, exhibits=[exhibit])[exhibit.key]
    people = {event.actor_id for event in chain} | {event.receiver_id for event in chain} | {exhibit.registered_by}
    names = names_of(session, {key for key in people if key is not None} | where.accounts)
    item = item_of(session, actor, exhibit=exhibit)
    return Form(number, exhibit, chain, where, item, names, audit.head(session))


def labelled(session: Session, actor: Actor, *, case: Case, first: str, last: str, sheet: str) -> Sequence[Exhibit]:
    """The exhibits from one reference to another that the actor may see, for their labels; the log knows of it.

    Raises Invalid beside the field.
    """
    require(session, actor, Permission.EVIDENCE_HANDOVER, case.subject)
    low, high = _number("first", first), _number("last", last or first)
    if high < low:
        raise Invalid(fields={"last": _("The last one stands before the first.")})
    if high - low >= MOST_LABELS:
        raise Invalid(fields={"last": _("At most %(most)s labels at once.", most=MOST_LABELS)})
    statement = select(Exhibit).where(Exhibit.case_id == case.key, Exhibit.number >= low, Exhibit.number <= high)
    rows = session.exec(statement.order_by(col(Exhibit.number))).all()
    if not rows:
        raise Invalid(fields={"first": _("There is no exhibit with this reference in the case.")})
    audit.record(session, actor, "evidence.labels_printed", case.subject, labels=len(rows), sheet=sheet)
    return rows


def code_text(case: Case, exhibit: Exhibit) -> str:
    """What the code to scan says: case, reference, first digits of the hash; nothing about anybody."""
    parts = [case.reference, exhibit.reference, exhibit.sha256[:HASH_DIGITS].upper()]
    return "/".join(part for part in parts if part)


def code_picture(text: str) -> bytes:
    """A QR code as SVG, with enough correction for a worn label."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, svgns=True, nl=False)
    return out.getvalue()


def grouped(digest: str) -> list[str]:
    """A hash in groups of eight, so that two people can read it to each other."""
    return [digest[start : start + 8] for start in range(0, len(digest), 8)]


def _number(field: str, reference: str) -> int:
    digits = reference.strip().upper().removeprefix("EX-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        raise Invalid(fields={field: _("A reference looks like EX-0001.")})
    return int(digits)

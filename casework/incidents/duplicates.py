"""Two victims who may be one person: marked, never melted together, and every answer can be taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import or_
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.errors import Invalid
from casework.i18n import _
from casework.incidents.models import Victim, VictimDuplicate
from casework.subjects import Actor
from casework.vocabulary import SamePerson


@dataclass(frozen=True)
class PossibleDuplicate:
    """The other record, and what was answered."""

    other: Victim
    mark: VictimDuplicate


def mark_duplicate(
    session: Session, actor: Actor, case: Case, victim: Victim, other: Victim, *, answer: SamePerson, reason: str
) -> VictimDuplicate:
    """Say whether two records are one person; a later answer replaces an earlier one, and the log keeps both.

    Raises Invalid when both are the same record, are of different cases, or no reason is given.
    """
    require(session, actor, Permission.INCIDENT_EDIT, victim.subject)
    require_open(case)
    if victim.key == other.key or victim.case_id != other.case_id:
        raise Invalid(fields={"other": _("Choose another victim of this case.")})
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say what makes you think so.")})
    first, second = sorted((victim.key, other.key))
    pair = (VictimDuplicate.first_id == first, VictimDuplicate.second_id == second)
    mark = session.exec(select(VictimDuplicate).where(*pair).with_for_update()).first()
    if mark is None:
        mark = VictimDuplicate(case_id=case.key, first_id=first, second_id=second)
    mark.answer, mark.reason, mark.marked_by = answer, reason.strip(), actor.id
    session.add(mark)
    session.flush()
    audit.record(session, actor, "victim.compared", victim.subject, other=other.reference, answer=answer.value)
    return mark


def duplicates_of(session: Session, victim: Victim) -> list[PossibleDuplicate]:
    """What was answered about this victim and others, in two statements."""
    is_in = or_(col(VictimDuplicate.first_id) == victim.key, col(VictimDuplicate.second_id) == victim.key)
    marks = session.exec(select(VictimDuplicate).where(is_in).order_by(col(VictimDuplicate.id)).limit(100)).all()
    ids = {key for mark in marks for key in (mark.first_id, mark.second_id)} - {victim.key}
    others = {row.key: row for row in session.exec(select(Victim).where(col(Victim.id).in_(ids)))} if ids else {}
    return [
        PossibleDuplicate(others[mark.second_id if mark.first_id == victim.key else mark.first_id], mark)
        for mark in marks
    ]


def open_questions(session: Session, case_id: int) -> Sequence[VictimDuplicate]:
    """Pairs of the case that nobody has decided yet."""
    undecided = (VictimDuplicate.case_id == case_id, VictimDuplicate.answer == SamePerson.UNSURE)
    return session.exec(select(VictimDuplicate).where(*undecided).order_by(col(VictimDuplicate.id)).limit(500)).all()


def same_person(session: Session, victim: Victim) -> set[int]:
    """The other records that are this person while the marks stand, through one another."""
    same = (VictimDuplicate.case_id == victim.case_id, VictimDuplicate.answer == SamePerson.SAME)
    pairs = session.exec(select(VictimDuplicate.first_id, VictimDuplicate.second_id).where(*same)).all()
    return {key for some in clusters(pairs) if victim.key in some for key in some} - {victim.key}


def clusters(pairs: Collection[tuple[int, int]]) -> list[set[int]]:
    """Records that are one person through one another: each group once. Pure."""
    group: dict[int, set[int]] = {}
    for first, second in pairs:
        merged = group.get(first, {first}) | group.get(second, {second})
        group |= dict.fromkeys(merged, merged)
    return [some for key, some in group.items() if key == min(some)]

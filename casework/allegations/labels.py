"""Provisional legal labels: given by one supervisor with an element × evidence table, confirmed by another.

They are no part of what was approved of the allegation, and no finding of law: only a court decides.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.allegations.elements import crime
from casework.allegations.models import Allegation
from casework.allegations.point_models import LabelGiven
from casework.allegations.points import PointGiven, keep_points
from casework.audit import AuditEntry
from casework.db import now
from casework.errors import NotFound, Refused, Stale
from casework.i18n import _
from casework.subjects import Actor
from casework.vocabulary import LegalLabel


def label_legally(
    session: Session, actor: Actor, allegation: Allegation, labels: Sequence[LegalLabel], *, version: int
) -> None:
    """Give these provisional labels and no others; a new one waits for another supervisor's word. Raises Stale."""
    require(session, actor, Permission.LEGAL_LABEL, allegation.subject)
    session.refresh(allegation, with_for_update=True)
    if allegation.version != version:
        raise Stale(allegation)
    wanted = [label for label in LegalLabel if label in set(labels)]
    allegation.legal_labels = [label.value for label in wanted]
    given = {row.label: row for row in labels_by_allegation(session, [allegation.key])[allegation.key]}
    for label in wanted:
        if label not in given:
            own = {"case_id": allegation.case_id, "allegation_id": allegation.key}
            session.add(LabelGiven(**own, label=label, writers=_with([], actor)))  # type: ignore[arg-type]
    for label, row in given.items():
        if label not in wanted:
            session.delete(row)
    session.flush()
    audit.record(session, actor, "allegation.labelled", allegation.subject, labels=allegation.legal_labels)


def save_elements(
    session: Session,
    actor: Actor,
    allegation: Allegation,
    label: LegalLabel,
    given: Sequence[PointGiven],
    *,
    version: int,
) -> None:
    """Save what is there for and against each element of a label; whoever confirmed it has to look again.

    Raises NotFound for a label that was not given, Stale, and Invalid beside the fields.
    """
    require(session, actor, Permission.LEGAL_LABEL, allegation.subject)
    row = _locked(session, allegation, label)
    if row.version != version:
        raise Stale(row)
    known = {element.key for element in crime(label).elements}
    keep_points(session, allegation, label.value, [one for one in given if one.key in known])
    row.writers = _with(row.writers, actor)
    row.confirmed_by = row.confirmed_at = None
    row.version, row.updated_at = version + 1, now()
    session.flush()
    leanings = {one.key: one.leaning.value for one in given if one.leaning}
    facts = {"label": label.value, "elements": leanings}
    audit.record(session, actor, "allegation.elements_saved", allegation.subject, **facts)


def confirm_label(session: Session, actor: Actor, allegation: Allegation, label: LegalLabel, *, version: int) -> None:
    """Say as another supervisor that label and table hold, provisionally.

    Raises NotFound, Stale when the table changed since it was read, Refused for whoever wrote a part.
    """
    require(session, actor, Permission.LEGAL_LABEL, allegation.subject)
    row = _locked(session, allegation, label)
    if row.version != version:
        raise Stale(row)
    if _wrote(session, actor, row, allegation):
        raise Refused(_("You wrote part of this label or its table: another supervisor has to confirm it."))
    row.confirmed_by, row.confirmed_at = actor.id, now()
    session.flush()
    audit.record(session, actor, "allegation.label_confirmed", allegation.subject, label=label.value)


def labels_by_allegation(session: Session, ids: Collection[int]) -> Mapping[int, list[LabelGiven]]:
    """The labels of many allegations in the order of the vocabulary, in one statement."""
    found: dict[int, list[LabelGiven]] = {key: [] for key in ids}
    if ids:
        for row in session.exec(select(LabelGiven).where(col(LabelGiven.allegation_id).in_(ids))):
            found[row.allegation_id].append(row)
    return {key: sorted(rows, key=lambda row: row.label.rank) for key, rows in found.items()}


def get_label(session: Session, allegation: Allegation, label: LegalLabel) -> LabelGiven:
    """A label that was given. Raises NotFound."""
    for row in labels_by_allegation(session, [allegation.key])[allegation.key]:
        if row.label is label:
            return row
    raise NotFound


def _locked(session: Session, allegation: Allegation, label: LegalLabel) -> LabelGiven:
    row = get_label(session, allegation, label)
    session.refresh(row, with_for_update=True)
    return row


def _with(writers: Sequence[int], actor: Actor) -> list[int]:
    return sorted({*writers, actor.id} if actor.id is not None else {*writers})


def _wrote(session: Session, actor: Actor, row: LabelGiven, allegation: Allegation) -> bool:
    """Of a label from before its writers were kept, the log knows who labelled the allegation."""
    if actor.id is None or row.writers:
        return actor.id is None or actor.id in row.writers
    statement = select(AuditEntry.seq).where(
        AuditEntry.actor_id == actor.id, AuditEntry.action == "allegation.labelled",
        AuditEntry.subject_kind == "allegation", AuditEntry.subject_id == allegation.key,
    )  # fmt: skip
    return session.exec(statement).first() is not None

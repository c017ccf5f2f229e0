"""Compartments: inside a case, what hangs on a restricted witness or exhibit exists for named members alone.

One place decides. Features say which column of a table leads to a governed object (`obeys`); every statement of a
session that reads for somebody (`db.read_as`) is then narrowed before it runs: lists, counts, joins, searches by
reference, deletions. A page that nobody thought of is narrowed like the others. `grants.require` asks here, too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import String, and_, column, event, false, or_, table
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.orm import Session as AnySession
from sqlmodel import Session, col, select

from casework.access.models import Compartment, CompartmentMember, Grant, Membership
from casework.access.policy import Permission, allows
from casework.audit import AuditEntry
from casework.db import UNFILTERED
from casework.db.reading import READER
from casework.subjects import Actor, Subject
from casework.web.drafts import TypedDraft

_CACHE, _CRITERIA = "casework_hidden", "casework_hidden_criteria"
_case = table("case", column("id"), column("reference"))


@dataclass(frozen=True)
class Hidden:
    """What an actor may not see of their own cases: ids by kind, and the references (W-0003, T-0005) by case."""

    ids: Mapping[str, frozenset[int]] = field(default_factory=dict)
    labels: Mapping[int, frozenset[str]] = field(default_factory=dict)
    everything: bool = False

    def __contains__(self, subject: Subject) -> bool:
        return self.everything or subject.id in self.ids.get(subject.kind, ())

    def __bool__(self) -> bool:
        return self.everything or bool(self.labels)

    def of_case(self, case_id: int) -> frozenset[str]:
        """The references that must not be shown in this case."""
        return self.labels.get(case_id, frozenset())


NOTHING = Hidden()
_columns: list[tuple[type[Any], str, str]] = []
_subjects: list[type[Any]] = []
_texts: list[tuple[type[Any], str]] = []
_derived: dict[str, tuple[type[Any], str, str]] = {}


def obeys(model: type[Any], name: str, kind: str) -> None:
    """Rows of a table are hidden with the object of this kind that the column points at."""
    _columns.append((model, name, kind))


def obeys_subject(model: type[Any]) -> None:
    """Rows of a table with `subject_kind` and `subject_id` are hidden with their subject."""
    _subjects.append(model)


def obeys_text(model: type[Any], name: str) -> None:
    """Rows of a table with a `case_id` are hidden when the column's text holds a hidden reference of the case."""
    _texts.append((model, name))


def hidden_with(kind: str, model: type[Any], name: str, parent: str) -> None:
    """Objects of a kind of their own (testimonies) are hidden with another (their witness)."""
    _derived[kind] = (model, name, parent)
    obeys(model, name, parent)


obeys_subject(AuditEntry)
obeys_text(AuditEntry, "facts")
obeys_text(Grant, "what")


def hidden_from(session: Session, actor: Actor) -> Hidden:
    """What the actor may not see of their own cases; looked up once a session, until `forget`."""
    if actor.is_system:
        return NOTHING
    if actor.id is None:
        return Hidden(everything=True)
    known: dict[int, Hidden] = session.info.setdefault(_CACHE, {})
    if actor.id not in known:
        known[actor.id] = _look_up(session, actor)
    return known[actor.id]


def is_narrowed(session: Session) -> bool:
    """True when the session's reader may not see all of their cases: then what is shown may not be all there is."""
    reader: Actor | None = session.info.get(READER)
    return reader is not None and bool(hidden_from(session, reader))


def forget(session: Session) -> None:
    """A compartment or a membership was changed: look again."""
    session.info.pop(_CACHE, None)
    session.info.pop(_CRITERIA, None)


def compartment_of(session: Session, kind: str, subject_id: int) -> Compartment | None:
    """The compartment of a witness or exhibit, whoever asks; None when it is open to all members of its case."""
    statement = select(Compartment).where(Compartment.kind == kind, Compartment.subject_id == subject_id)
    return session.exec(statement).first()


def find_governed(session: Session, kind: str, case_id: int, reference: str) -> Subject | None:
    """The witness or exhibit with this reference in a case, as far as the session's reader may see it."""
    for model, name, governed in _columns:
        if name == "id" and governed == kind:
            statement = select(model).where(model.case_id == case_id, model.reference == reference)
            found = session.exec(statement).first()
            return cast(Subject, found.subject) if found is not None else None
    return None


def compartments_of(session: Session, actor: Actor, limit: int = 2_000) -> list[tuple[int, int]]:
    """Pairs (case id, compartment id) for which the actor is named, in cases that they belong to."""
    statement = (
        select(CompartmentMember.case_id, CompartmentMember.compartment_id)
        .where(CompartmentMember.account_id == actor.id)
        .where(col(CompartmentMember.case_id).in_(_own_cases(actor)))
    )
    return [(case, key) for case, key in session.exec(statement.limit(limit))]


def _own_cases(actor: Actor) -> Any:
    return select(Membership.case_id).where(Membership.account_id == actor.id)


def _look_up(session: Session, actor: Actor) -> Hidden:
    if not allows(actor, Permission.CASE_VIEW, member=True):
        return NOTHING  # other roles see no case content at all; the auditor reads the whole log, in codes
    named = select(CompartmentMember.compartment_id).where(CompartmentMember.account_id == actor.id)
    statement = select(Compartment.kind, Compartment.subject_id, Compartment.case_id, Compartment.label).where(
        col(Compartment.case_id).in_(_own_cases(actor)), col(Compartment.id).not_in(named)
    )
    with session.no_autoflush:
        rows: list[Any] = list(session.execute(statement, execution_options=UNFILTERED))
        for kind, (model, name, parent) in _derived.items() if rows else ():
            above = [row[1] for row in rows if row[0] == parent]
            columns = select(model.id, model.case_id, model.reference).where(getattr(model, name).in_(above))
            found = session.execute(columns, execution_options=UNFILTERED) if above else ()
            rows += [(kind, *each) for each in found]
    return _sorted(rows)


def _sorted(rows: Iterable[Any]) -> Hidden:
    ids: dict[str, set[int]] = {}
    labels: dict[int, set[str]] = {}
    for kind, key, case_id, label in rows:
        ids.setdefault(kind, set()).add(key)
        labels.setdefault(case_id, set()).add(label)
    return Hidden({k: frozenset(v) for k, v in ids.items()}, {k: frozenset(v) for k, v in labels.items()})


@event.listens_for(AnySession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    """Before a statement runs: leave out what the session's reader may not see."""
    reader: Actor | None = state.session.info.get(READER)
    if reader is None or reader.is_system or state.execution_options.get("casework_unfiltered"):
        return
    if (
        state.is_column_load
        or state.is_relationship_load
        or not (state.is_select or state.is_update or state.is_delete)
    ):
        return
    hidden = hidden_from(cast(Session, state.session), reader)
    if hidden:
        known = state.session.info.setdefault(_CRITERIA, {})
        if reader.id not in known:
            known[reader.id] = _criteria(state.session, hidden)
        state.statement = state.statement.options(*known[reader.id])


def _criteria(session: AnySession, hidden: Hidden) -> Sequence[Any]:
    """The conditions that are added wherever a governed table stands in a statement."""
    if hidden.everything:
        models = {model for model, *_rest in _columns} | {*_subjects} | {model for model, _name in _texts}
        return [with_loader_criteria(model, false(), include_aliases=True) for model in models]
    return _made(frozenset(hidden.ids.items()), frozenset(hidden.labels.items()), _pages(session, hidden))


@lru_cache(maxsize=500)
def _made(
    ids_of: frozenset[tuple[str, frozenset[int]]],
    labels_of: frozenset[tuple[int, frozenset[str]]],
    pages: tuple[str, ...],
) -> Sequence[Any]:
    """One condition for each model. Kept for the next request: making them costs more than most statements."""
    made: dict[type[Any], list[Any]] = defaultdict(list)
    for model, name, kind in _columns:
        for ids in (ids for governed, ids in ids_of if governed == kind):
            made[model].append(or_(getattr(model, name).is_(None), getattr(model, name).not_in(sorted(ids))))
    for model in _subjects:
        made[model] += (
            ~and_(model.subject_kind == kind, model.subject_id.in_(sorted(ids))) for kind, ids in sorted(ids_of)
        )
    for model, name in _texts:
        text = sql_cast(getattr(model, name), String)
        for case_id, labels in sorted(labels_of):
            clean = and_(*(text.not_like(f"%{label}%") for label in sorted(labels)))
            made[model].append(or_(model.case_id.is_(None), model.case_id != case_id, clean))
    made[TypedDraft] += (col(TypedDraft.page).not_like(page) for page in pages)
    return [with_loader_criteria(model, and_(*each), include_aliases=True) for model, each in made.items() if each]


def _pages(session: AnySession, hidden: Hidden) -> tuple[str, ...]:
    """Where somebody was perhaps typing and that is closed to them now, as patterns."""
    statement = select(_case.c.id, _case.c.reference).where(_case.c.id.in_(list(hidden.labels)))
    with session.no_autoflush:
        cases = session.execute(statement, execution_options=UNFILTERED).all()
    return tuple(
        sorted(f"/cases/{reference}/%/{label}%" for key, reference in cases for label in hidden.of_case(int(key)))
    )

"""Saved questions: kept with a name, shared inside the case, changed by whoever saved them or a supervisor."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.analysis.answering import statement_of
from casework.analysis.asking import Question
from casework.analysis.models import SavedQuestion
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.db import next_number, now
from casework.errors import Invalid, NotFound, Refused, Stale
from casework.i18n import _
from casework.subjects import Actor, Role

MOST_SHOWN = 200


def saved_questions(session: Session, actor: Actor, case: Case) -> Sequence[SavedQuestion]:
    """The questions of a case, newest first."""
    require(session, actor, Permission.ANALYSIS_VIEW, case.subject)
    statement = select(SavedQuestion).where(SavedQuestion.case_id == case.key)
    return session.exec(statement.order_by(col(SavedQuestion.id).desc()).limit(MOST_SHOWN)).all()


def get_question(session: Session, actor: Actor, case: Case, reference: str) -> SavedQuestion:
    """One saved question. Raises NotFound."""
    require(session, actor, Permission.ANALYSIS_VIEW, case.subject)
    statement = select(SavedQuestion).where(SavedQuestion.case_id == case.key, SavedQuestion.reference == reference)
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def save_question(session: Session, actor: Actor, case: Case, *, name: str, question: Question) -> SavedQuestion:
    """Keep a question for all members of the case. Raises Invalid without a name."""
    require(session, actor, Permission.QUESTION_SAVE, case.subject)
    require_open(case)
    number = next_number(session, f"case:{case.key}:Q")
    row = SavedQuestion(
        case_id=case.key, number=number, reference=f"Q-{number:04d}", name=_named(name), asked=question.stored(),
        author_id=actor.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, actor, "question.saved", row.subject, **_told(question))
    return row


def change_question(
    session: Session, actor: Actor, case: Case, row: SavedQuestion, *, name: str, question: Question, version: int
) -> None:
    """Change name and question. Raises Invalid, Stale, and Refused for whoever neither saved it nor supervises."""
    _require_own(session, actor, row)
    require_open(case)
    session.refresh(row, with_for_update=True)
    if row.version != version:
        raise Stale(row)
    row.name, row.asked = _named(name), question.stored()
    row.version, row.updated_at = version + 1, now()
    session.flush()
    audit.record(session, actor, "question.changed", row.subject, **_told(question))


def delete_question(session: Session, actor: Actor, row: SavedQuestion) -> None:
    """Take a question away; no record is touched. Raises Refused for whoever neither saved it nor supervises."""
    _require_own(session, actor, row)
    subject = row.subject
    session.delete(row)
    session.flush()
    audit.record(session, actor, "question.deleted", subject)


def is_own(actor: Actor, row: SavedQuestion) -> bool:
    """Whether the actor may change it."""
    return actor.role is Role.SUPERVISOR or (actor.id is not None and actor.id == row.author_id)


def count_of(session: Session, actor: Actor, case: Case, question: Question) -> int:
    """How many records answer, among those that the session's reader may see."""
    found = statement_of(session, actor, case, question).subquery()
    return int(session.execute(sa_select(func.count()).select_from(found)).scalar_one())


def _require_own(session: Session, actor: Actor, row: SavedQuestion) -> None:
    require(session, actor, Permission.QUESTION_SAVE, row.subject)
    if not is_own(actor, row):
        raise Refused(_("Only who saved this question, or a supervisor, can change it. You can save your own."))


def _named(name: str) -> str:
    if not name.strip():
        raise Invalid(fields={"name": _("Give the question a name by which the others find it.")})
    return name.strip()[:200]


def _told(question: Question) -> dict[str, str]:
    """What the log keeps: words of vocabularies and codes, never what was typed as a place."""
    return {name: word for name, word in question.stored().items() if name != "place"}

"""Testimonies read: lists, one statement, its versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from casework.access import Permission, require, visible_cases
from casework.cases.models import Case
from casework.errors import NotFound, Refused
from casework.i18n import _
from casework.subjects import Actor
from casework.testimonies import exhibits
from casework.testimonies.content import Content, content_hash
from casework.testimonies.models import Testimony, TestimonyVersion
from casework.vocabulary import ReviewStatus
from casework.witnesses.models import Witness


@dataclass(frozen=True)
class Statement:
    """One frozen version as a dossier prints it. `exhibits`: codes linked to each paragraph, the whole under ""."""

    reference: str
    witness: str
    version: int
    content: Content
    content_hash: str
    reason: str
    submitted_at: datetime
    exhibits: Mapping[str, Sequence[str]]


def get_testimony(session: Session, actor: Actor, *, case: Case, reference: str) -> Testimony:
    """The statement with this reference in this case. Raises NotFound."""
    require(session, actor, Permission.TESTIMONY_VIEW, case.subject)
    statement = select(Testimony).where(Testimony.case_id == case.key, Testimony.reference == reference)
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def list_testimonies(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    status: ReviewStatus | None = None,
    witness: str = "",
    mine: bool = False,
) -> Select[Any]:
    """The statements of a case, without their text, for `web.page` (by `Testimony.id`)."""
    require(session, actor, Permission.TESTIMONY_VIEW, case.subject)
    statement = select(Testimony).where(Testimony.case_id == case.key).options(_without_text())
    if status is not None:
        statement = statement.where(Testimony.status == status)
    if witness:
        codes = select(Witness.id).where(Witness.case_id == case.key, Witness.reference == witness.strip().upper())
        statement = statement.where(col(Testimony.witness_id).in_(codes))
    if mine:
        statement = statement.where(Testimony.author_id == actor.id)
    return statement


def said_by(session: Session, actor: Actor, *, witness: Witness, limit: int = 50) -> Sequence[Testimony]:
    """What one witness said, newest first, without the text."""
    require(session, actor, Permission.TESTIMONY_VIEW, witness.subject)
    statement = select(Testimony).where(Testimony.witness_id == witness.key).options(_without_text())
    return session.exec(statement.order_by(col(Testimony.id).desc()).limit(limit)).all()


def my_testimonies(
    session: Session, actor: Actor, *, status: ReviewStatus, limit: int = 20
) -> Sequence[tuple[Testimony, str]]:
    """The actor's own statements in this state with their case's reference, newest first: for the home page."""
    statement = (
        select(Testimony, Case.reference)
        .join(Case, col(Case.id) == col(Testimony.case_id))
        .where(col(Testimony.case_id).in_(visible_cases(actor)))
        .where(Testimony.author_id == actor.id, Testimony.status == status)
        .options(_without_text())
    )
    return session.exec(statement.order_by(col(Testimony.updated_at).desc()).limit(limit)).all()


def witness_codes(session: Session, testimonies: Sequence[Testimony]) -> dict[int, str]:
    """The codes of the witnesses of these statements, in one query."""
    ids = {row.witness_id for row in testimonies}
    if not ids:
        return {}
    found = session.exec(select(Witness.id, Witness.reference).where(col(Witness.id).in_(ids)))
    return {int(key or 0): reference for key, reference in found}


def versions(session: Session, actor: Actor, *, testimony: Testimony) -> Sequence[TestimonyVersion]:
    """The frozen versions without their content, newest first."""
    require(session, actor, Permission.TESTIMONY_VIEW, testimony.subject)
    statement = select(TestimonyVersion).where(TestimonyVersion.testimony_id == testimony.key)
    statement = statement.options(defer(cast(Any, TestimonyVersion.content)))
    return session.exec(statement.order_by(col(TestimonyVersion.number).desc()).limit(200)).all()


def get_version(session: Session, actor: Actor, *, testimony: Testimony, number: int) -> TestimonyVersion:
    """One frozen version. Raises NotFound."""
    require(session, actor, Permission.TESTIMONY_VIEW, testimony.subject)
    return _version(session, testimony, number)


def statement_of(session: Session, testimony: Testimony, version: int) -> Statement:
    """A frozen version for a dossier. Raises NotFound, and Refused when its text is not the one that was hashed."""
    row = _version(session, testimony, version)
    if not is_intact(row):
        raise Refused(_("The text of this version is not the one that was submitted: its hash differs."))
    codes = {number: [one.reference for one in links] for number, links in exhibits.linked(session, testimony).items()}
    return Statement(
        reference=testimony.reference,
        witness=witness_codes(session, [testimony]).get(testimony.witness_id, ""),
        version=row.number,
        content=Content.from_json(row.content),
        content_hash=row.content_hash,
        reason=row.reason,
        submitted_at=row.created_at,
        exhibits=codes,
    )


def is_intact(version: TestimonyVersion) -> bool:
    """True when the stored text still has the hash that was written when it was submitted."""
    return content_hash(version.content) == version.content_hash


def _version(session: Session, testimony: Testimony, number: int) -> TestimonyVersion:
    statement = select(TestimonyVersion).where(
        TestimonyVersion.testimony_id == testimony.key, TestimonyVersion.number == number
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def _without_text() -> Any:
    return defer(cast(Any, Testimony.draft), raiseload=True)

"""The paragraphs behind an allegation, quoted to those who may read them, in two statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from casework.access import Permission, can
from casework.allegations.shown import LinkShown
from casework.subjects import Actor, Subject
from casework.testimonies.content import Content
from casework.testimonies.languages import text_direction
from casework.testimonies.models import Testimony, TestimonyVersion


@dataclass(frozen=True)
class Quote:
    """A paragraph as it stands in the newest submitted version, or in the draft (version 0) where there is none."""

    original: str
    translation: str
    language: str
    direction: str
    version: int
    is_withdrawn: bool = False


Quotes = Mapping[tuple[str, str], Quote]


def quotes_of(session: Session, actor: Actor, case: Subject, sources: Sequence[LinkShown]) -> Quotes:
    """The quoted paragraphs by (reference, paragraph); nothing that the session's reader may not see."""
    wanted = {(source.reference, source.paragraph) for source in sources if not source.is_exhibit and source.paragraph}
    if not wanted or not can(session, actor, Permission.TESTIMONY_VIEW, case):
        return {}
    found: dict[tuple[str, str], Quote] = {}
    for reference, (content, version) in _contents(session, case, {reference for reference, _ in wanted}).items():
        for row in content.paragraphs:
            if (reference, row.number) in wanted:
                found[reference, row.number] = Quote(
                    row.original, row.translation, content.language, text_direction(content.language), version,
                    row.is_withdrawn,
                )  # fmt: skip
    return found


def _contents(session: Session, case: Subject, references: set[str]) -> dict[str, tuple[Content, int]]:
    rows = session.exec(
        select(Testimony).where(Testimony.case_id == case.case_id, col(Testimony.reference).in_(references))
    ).all()
    newest = {(row.key, row.submitted_version) for row in rows if row.submitted_version}
    frozen = select(TestimonyVersion).where(
        col(TestimonyVersion.testimony_id).in_([key for key, _ in newest]),
        col(TestimonyVersion.number).in_({number for _, number in newest}),
    )
    stored = {row.testimony_id: row.content for row in session.exec(frozen) if (row.testimony_id, row.number) in newest}
    return {
        row.reference: (
            Content.from_json(stored.get(row.key, row.draft)),
            row.submitted_version if row.key in stored else 0,
        )
        for row in rows
    }

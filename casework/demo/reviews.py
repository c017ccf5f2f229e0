"""Reviews in the demonstration: claimed and decided by supervisors, never by the author."""

from collections.abc import Iterable
from typing import NamedTuple

from casework.demo.stage import Stage
from casework.review import services
from casework.review.checklist import checks_for
from casework.review.models import Review
from casework.subjects import Subject
from casework.vocabulary import InformationGrade, ReviewDecision, SourceGrade


class Grades(NamedTuple):
    """Source and information, graded apart from each other."""

    source: SourceGrade = SourceGrade.B
    information: InformationGrade = InformationGrade.PROBABLY_TRUE


def approve(stage: Stage, number: int, subject: Subject, grades: Grades | None = None) -> None:
    """Approve what waits for review under this subject, with the whole checklist."""
    review, reviewer = _waiting(stage, subject), stage.reviewer(number)
    given = grades or Grades()
    services.claim(stage.session, reviewer, review)
    services.decide(
        stage.session,
        reviewer,
        review,
        decision=ReviewDecision.APPROVE,
        reasons="",
        checklist={key for key, _text in checks_for(subject.kind)},
        source_grade=given.source,
        information_grade=given.information,
    )


def send_back(stage: Stage, number: int, subject: Subject, reasons: str, remarks: Iterable[tuple[str, str]]) -> None:
    """Return it to the author with reasons, and remarks on paragraphs (number, text)."""
    review, reviewer = _waiting(stage, subject), stage.reviewer(number)
    services.claim(stage.session, reviewer, review)
    for paragraph, text in remarks:
        services.comment(stage.session, reviewer, review, paragraph=paragraph, text=text)
    services.decide(
        stage.session,
        reviewer,
        review,
        decision=ReviewDecision.RETURN,
        reasons=reasons,
        checklist=set(),
        source_grade=SourceGrade.F,
        information_grade=InformationGrade.CANNOT_BE_JUDGED,
    )


def _waiting(stage: Stage, subject: Subject) -> Review:
    review = services.latest(stage.session, subject)
    if review is None:
        raise LookupError(f"{subject.label} was not submitted")
    return review

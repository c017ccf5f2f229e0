"""Read what decides: the statements and exhibits on which records of a case rest, with their people; no narrative.

Memory holds references and decisions, however long the texts of the case are: those are read again, step by step, where
they are written (`writing`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from sqlalchemy.orm import defer
from sqlmodel import Session, col, or_, select

from casework.access.compartments import Hidden
from casework.accounts.models import Recipient
from casework.allegations.models import AllegationExhibit, AllegationParagraph
from casework.cases.models import Case
from casework.dossiers.gathering import Material, Told
from casework.evidence.leaving import givers_in, meant_for
from casework.evidence.models import Exhibit
from casework.review.models import Review
from casework.sources.models import Source
from casework.testimonies.content import Content, Paragraph
from casework.testimonies.models import Testimony, TestimonyVersion
from casework.vocabulary import ReviewStatus
from casework.witnesses.consents import history
from casework.witnesses.models import Witness

STEP = 400  # records read at once: few enough for one statement's list of ids, enough that statements are few
Each = TypeVar("Each")


def steps(many: Iterable[Each], size: int = STEP) -> Iterator[list[Each]]:
    """The same in lists of at most `size`."""
    some: list[Each] = []
    for one in many:
        some.append(one)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


def material_of(session: Session, case: Case, recipient: Recipient, hidden: Hidden) -> Material:
    """The rows that decide. The session must see everything: what is hidden from the builder is told apart here."""
    exhibits = cited_exhibits(session, case.key)
    codes = {code for row in exhibits for code in givers_in(row.source)}
    statements = cited_statements(session, case.key, codes)
    people = witnesses_of(session, case.key, {row.witness_id for row in statements}, codes)
    told = {row.reference: Told(row, people[row.witness_id]) for row in statements}
    material = Material(case, recipient, [], [], [], told, {row.reference: row for row in exhibits}, {})
    material.witnesses = {row.reference: row for row in people.values()}
    material.hidden, material.meant_for = hidden, meant_for(session, case.key)
    for some in steps(people):
        material.consents |= history(session, some)
    add_versions(session, material)
    approvals: defaultdict[tuple[str, int], list[Review]] = defaultdict(list)
    for kind, keys in (("testimony", [row.key for row in statements]), ("exhibit", [row.key for row in exhibits])):
        for some in steps(keys):
            add_approvals(session, approvals, kind, some)
    material.reviews = approvals
    return material


def cited_exhibits(session: Session, case_id: int) -> list[Exhibit]:
    """The exhibits under allegations, facts and victims of the case, and everything they were made from."""
    linked = select(AllegationExhibit.exhibit_id).where(AllegationExhibit.case_id == case_id)
    given = select(Source.exhibit_id).where(Source.case_id == case_id, col(Source.exhibit_id).is_not(None))
    of_case = select(Exhibit).where(Exhibit.case_id == case_id).options(defer(Exhibit.file_metadata))  # type: ignore[arg-type]
    cited = of_case.where(or_(col(Exhibit.id).in_(linked), col(Exhibit.id).in_(given)))
    found = {row.key: row for row in session.exec(cited)}
    while above := {row.parent_id for row in found.values() if row.parent_id} - set(found):
        for keys in steps(above):
            found |= {row.key: row for row in session.exec(of_case.where(col(Exhibit.id).in_(keys)))}
    return sorted(found.values(), key=lambda row: row.number)


def cited_statements(session: Session, case_id: int, givers: Collection[str]) -> list[Testimony]:
    """The statements under allegations, facts and victims of the case, and all others of who gave an exhibit."""
    linked = select(AllegationParagraph.testimony_id).where(AllegationParagraph.case_id == case_id)
    given = select(Source.testimony_id).where(Source.case_id == case_id, col(Source.testimony_id).is_not(None))
    of_case = select(Testimony).where(Testimony.case_id == case_id).options(defer(Testimony.draft))  # type: ignore[arg-type]
    cited = of_case.where(or_(col(Testimony.id).in_(linked), col(Testimony.id).in_(given)))
    found = {row.key: row for row in session.exec(cited)}
    for some in steps(sorted(givers)):
        whose = select(Witness.id).where(Witness.case_id == case_id, col(Witness.reference).in_(some))
        found |= {row.key: row for row in session.exec(of_case.where(col(Testimony.witness_id).in_(whose)))}
    return sorted(found.values(), key=lambda row: row.number)


def witnesses_of(session: Session, case_id: int, ids: Collection[int], codes: Collection[str]) -> dict[int, Witness]:
    found: dict[int, Witness] = {}
    of_case = select(Witness).where(Witness.case_id == case_id)
    for keys in steps(ids):
        found |= {row.key: row for row in session.exec(of_case.where(col(Witness.id).in_(keys)))}
    for some in steps(sorted(codes)):
        found |= {row.key: row for row in session.exec(of_case.where(col(Witness.reference).in_(some)))}
    return found


def add_versions(session: Session, material: Material) -> None:
    """Each statement's approved version, as far as it decides: its number, and which paragraphs stand in it."""
    by_id = {told.row.key: told for told in material.statements.values()}
    wanted = [key for key, told in by_id.items() if told.row.approved_version]
    columns = select(TestimonyVersion.testimony_id, TestimonyVersion.number, TestimonyVersion.content)
    for some in steps(wanted, 50):
        approved = columns.join(Testimony, col(Testimony.id) == TestimonyVersion.testimony_id).where(
            col(TestimonyVersion.testimony_id).in_(some), TestimonyVersion.number == Testimony.approved_version
        )
        for key, number, content in session.exec(approved):
            stands = Content.from_json(content).paragraphs
            kept = tuple(Paragraph(number=one.number, is_withdrawn=one.is_withdrawn) for one in stands)
            # No row of the session: the text is not kept.
            by_id[key].version = TestimonyVersion(
                testimony_id=key, number=number, case_id=material.case.key, content_hash=""
            )
            by_id[key].content = Content(paragraphs=kept)


def add_approvals(
    session: Session, found: defaultdict[tuple[str, int], list[Review]], kind: str, keys: Collection[int]
) -> None:
    """The approvals of these objects, oldest first."""
    decided = select(Review).where(
        Review.subject_kind == kind, col(Review.subject_id).in_(keys), Review.status == ReviewStatus.APPROVED
    )
    for review in session.exec(decided.order_by(col(Review.id))):
        found[review.subject_kind, review.subject_id].append(review)

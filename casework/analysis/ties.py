"""Which records are tied to which, as statements: one for each kind of tie, however many nodes were opened.

Of each opened node the first few neighbours of a kind come, with how many there are in all. Pairs are grouped, so two
paragraphs of one testimony are one tie. What the reader may not see is not among the rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, cast, func
from sqlalchemy import select as plain_select
from sqlalchemy.orm import aliased
from sqlmodel import col

from casework.allegations.models import Allegation, AllegationExhibit, AllegationParagraph, AllegationVictim
from casework.analysis.graph import NodeKind
from casework.cases.models import Case
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.i18n.labels import label
from casework.incidents.models import Incident, Victim
from casework.testimonies.models import ParagraphExhibit, Testimony
from casework.units.models import Individual, Posting, Unit, UnitRelation
from casework.vocabulary import N_, Confidence, PostingRole, RelationKind

_Parent, _Origin = aliased(Unit), aliased(Exhibit)
Say = Callable[[Any], tuple[str, bool]]


@dataclass(frozen=True)
class Tie:
    """One kind of tie: the references of its two ends, how the tables meet, what to ask of it and how to say that."""

    left: NodeKind
    right: NodeKind
    left_ref: Any
    right_ref: Any
    meets: Callable[[Case], Sequence[Any]]
    key: Any
    told: Any
    say: Say
    of_allegation: bool = False


def _same(words: str) -> Say:
    return lambda _told: (_(words), True)


_VICTIM, _SPEAKS, _ORIGIN = _same(N_("victim of")), _same(N_("speaks of")), _same(N_("origin of"))


def _source(told: Any) -> tuple[str, bool]:
    return (_("speaks against"), False) if told else (_("supports"), True)


def _role(told: Any) -> tuple[str, bool]:
    return label(PostingRole(told)), True


def _relation(told: Any) -> tuple[str, bool]:
    return label(RelationKind(told)), True


def _alleged(told: Any) -> tuple[str, bool]:
    return (_("alleged, refuted"), False) if told else (_("alleged"), True)


def _of(case: Case) -> Any:
    return col(Allegation.case_id) == case.key


_N = NodeKind
_A = col(Allegation.reference)
_REFUTED = func.max(cast(col(Allegation.is_refuted), Integer))
TIES: tuple[Tie, ...] = (
    Tie(
        _N.UNIT,
        _N.ALLEGATION,
        col(Unit.reference),
        _A,
        lambda case: (_of(case), col(Allegation.unit_id) == Unit.id),
        col(Allegation.id),
        _REFUTED,
        _alleged,
        True,
    ),
    Tie(
        _N.INDIVIDUAL,
        _N.ALLEGATION,
        col(Individual.reference),
        _A,
        lambda case: (_of(case), col(Allegation.individual_id) == Individual.id),
        col(Allegation.id),
        _REFUTED,
        _alleged,
        True,
    ),
    Tie(
        _N.INCIDENT,
        _N.ALLEGATION,
        col(Incident.reference),
        _A,
        lambda case: (_of(case), col(Allegation.incident_id) == Incident.id),
        col(Allegation.id),
        _REFUTED,
        lambda told: (_("about"), not told),
        True,
    ),
    Tie(
        _N.VICTIM,
        _N.ALLEGATION,
        col(Victim.reference),
        _A,
        lambda case: (
            _of(case),
            col(AllegationVictim.allegation_id) == Allegation.id,
            col(AllegationVictim.victim_id) == Victim.id,
        ),
        col(Victim.id),
        _REFUTED,
        lambda told: (_("victim of"), not told),
        True,
    ),
    Tie(
        _N.TESTIMONY,
        _N.ALLEGATION,
        col(Testimony.reference),
        _A,
        lambda case: (
            _of(case),
            col(AllegationParagraph.allegation_id) == Allegation.id,
            col(AllegationParagraph.testimony_id) == Testimony.id,
        ),
        col(AllegationParagraph.id),
        func.max(cast(col(AllegationParagraph.is_contrary), Integer)),
        _source,
        True,
    ),
    Tie(
        _N.EXHIBIT,
        _N.ALLEGATION,
        col(Exhibit.reference),
        _A,
        lambda case: (
            _of(case),
            col(AllegationExhibit.allegation_id) == Allegation.id,
            col(AllegationExhibit.exhibit_id) == Exhibit.id,
        ),
        col(AllegationExhibit.id),
        func.max(cast(col(AllegationExhibit.is_contrary), Integer)),
        _source,
        True,
    ),
    Tie(
        _N.INCIDENT,
        _N.VICTIM,
        col(Incident.reference),
        col(Victim.reference),
        lambda case: (col(Victim.case_id) == case.key, col(Victim.incident_id) == Incident.id),
        col(Victim.id),
        func.max(1),
        _VICTIM,
    ),
    Tie(
        _N.TESTIMONY,
        _N.EXHIBIT,
        col(Testimony.reference),
        col(Exhibit.reference),
        lambda case: (
            col(ParagraphExhibit.case_id) == case.key,
            col(ParagraphExhibit.testimony_id) == Testimony.id,
            col(ParagraphExhibit.exhibit_id) == Exhibit.id,
        ),
        col(ParagraphExhibit.id),
        func.max(1),
        _SPEAKS,
    ),
    Tie(
        _N.EXHIBIT,
        _N.EXHIBIT,
        _Origin.reference,
        col(Exhibit.reference),
        lambda case: (col(Exhibit.case_id) == case.key, col(Exhibit.parent_id) == _Origin.id),
        col(Exhibit.id),
        func.max(1),
        _ORIGIN,
    ),
    Tie(
        _N.UNIT,
        _N.INDIVIDUAL,
        col(Unit.reference),
        col(Individual.reference),
        lambda _case: (
            col(Posting.withdrawn) == "",
            col(Posting.unit_id) == Unit.id,
            col(Posting.individual_id) == Individual.id,
        ),
        col(Posting.id),
        func.min(Posting.role),
        _role,
    ),
    Tie(
        _N.UNIT,
        _N.UNIT,
        _Parent.reference,
        col(Unit.reference),
        lambda _case: (
            col(UnitRelation.withdrawn) == "",
            col(UnitRelation.parent_id) == _Parent.id,
            col(UnitRelation.child_id) == Unit.id,
        ),
        col(UnitRelation.id),
        func.min(UnitRelation.kind),
        _relation,
    ),
)


def statement(
    tie: Tie, case: Case, refs: Sequence[str], *, from_left: bool, most: int, least: Confidence | None
) -> Select[Any]:
    """Rows (reference, neighbour, what is told, how many neighbours, which of them) of the opened nodes on one side."""
    near, far = (tie.left_ref, tie.right_ref) if from_left else (tie.right_ref, tie.left_ref)
    order = func.min(tie.key)
    pairs = (
        plain_select(
            near.label("near"),
            far.label("far"),
            tie.told.label("told"),
            func.count().over(partition_by=near).label("number"),
            func.row_number().over(partition_by=near, order_by=order).label("place"),
        )
        .where(*tie.meets(case), near.in_(refs))
        .group_by(near, far)
    )
    if tie.of_allegation and least is not None:
        enough = [one.value for one in Confidence if one.rank >= least.rank]
        pairs = pairs.where(col(Allegation.confidence).in_(enough))
    found = pairs.subquery()
    return plain_select(found).where(found.c.place <= most).order_by(found.c.near, found.c.place)

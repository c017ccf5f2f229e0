"""Allegations: found, made and changed. A link is made by one person and approved by another."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, select

from casework import audit
from casework.access import Permission, require
from casework.allegations import links, rules
from casework.allegations.indexing import index_allegation
from casework.allegations.links import SourceNamed
from casework.allegations.models import Allegation
from casework.allegations.narrowing import Narrowed
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.db import next_number, now
from casework.errors import Invalid, NotFound, Refused, Stale
from casework.i18n import _
from casework.incidents.models import Incident, Victim
from casework.subjects import Actor
from casework.units.models import Individual, Unit
from casework.vocabulary import Act, Confidence, LiabilityMode, LinkBasis, ReviewStatus

IN_REVIEW = (ReviewStatus.SUBMITTED, ReviewStatus.CLAIMED)


@dataclass(frozen=True)
class AllegationFacts:
    """What is entered about an allegation. `contrary`: what speaks against it, or, when searched, where one looked."""

    act: Act
    bases: Sequence[LinkBasis]
    contrary: str
    sources: Sequence[SourceNamed]
    contrary_searched: bool = False
    incident: Incident | None = None
    victims: Sequence[Victim] = ()
    unit: Unit | None = None
    individual: Individual | None = None
    conduct: str = ""
    mode: LiabilityMode = LiabilityMode.UNDETERMINED
    confidence: Confidence = Confidence.UNASSESSED
    is_refuted: bool = False


def allegations_listed(session: Session, actor: Actor, case: Case, asked: Narrowed) -> Select[Any]:
    """The statement of a case's allegations that are asked for, to be paged by the caller."""
    require(session, actor, Permission.ALLEGATION_VIEW, case.subject)
    return select(Allegation).where(*asked.conditions(case.key))


def get_allegation(session: Session, actor: Actor, case: Case, reference: str) -> Allegation:
    """One allegation of the case by reference. Raises Forbidden, NotFound."""
    require(session, actor, Permission.ALLEGATION_VIEW, case.subject)
    statement = select(Allegation).where(Allegation.case_id == case.key, Allegation.reference == reference)
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def make_allegation(session: Session, actor: Actor, case: Case, facts: AllegationFacts) -> Allegation:
    """A new allegation, a draft of the actor's. Raises Invalid with every complaint at once."""
    require(session, actor, Permission.ALLEGATION_EDIT, case.subject)
    require_open(case)
    resolved = _checked(session, case, facts)
    number = next_number(session, f"case:{case.key}:A")
    allegation = Allegation(
        case_id=case.key,
        number=number,
        reference=f"A-{number:04d}",
        act=facts.act,
        contrary=facts.contrary.strip(),
        author_id=actor.id,
    )
    _put(allegation, facts)
    session.add(allegation)
    session.flush()
    links.keep(session, allegation, resolved, facts.victims)
    index_allegation(session, allegation)
    audit.record(session, actor, "allegation.made", allegation.subject, **_said(allegation, facts))
    return allegation


def change_allegation(
    session: Session, actor: Actor, case: Case, allegation: Allegation, facts: AllegationFacts, *, version: int
) -> Allegation:
    """Save an allegation; an approved one is a draft again, and its approval stays with the version it was given to.

    Raises Invalid, Stale, and Refused while it is being reviewed.
    """
    require(session, actor, Permission.ALLEGATION_EDIT, allegation.subject)
    require_open(case)
    resolved = _checked(session, case, facts)
    with open_to_change(session, allegation, version):
        _put(allegation, facts)
        links.keep(session, allegation, resolved, facts.victims)
    said = _said(allegation, facts)
    index_allegation(session, allegation)
    audit.record(session, actor, "allegation.changed", allegation.subject, version=allegation.version, **said)
    return allegation


@contextmanager
def open_to_change(session: Session, allegation: Allegation, version: int) -> Iterator[None]:
    """Around every change of what is reviewed: locked, not stale, not in review; then a further version, a draft again.

    Raises Stale and Refused before anything is changed.
    """
    session.refresh(allegation, with_for_update=True)
    if allegation.version != version:
        raise Stale(allegation)
    if allegation.status in IN_REVIEW:
        raise Refused(_("This is being reviewed. It can be changed when the review is over."))
    yield
    if allegation.status in (ReviewStatus.APPROVED, ReviewStatus.REJECTED):
        allegation.status = ReviewStatus.DRAFT
    allegation.version, allegation.updated_at = version + 1, now()
    session.flush()


def _checked(session: Session, case: Case, facts: AllegationFacts) -> links.Resolved:
    """The sources, found. Raises Invalid: incomplete, or pointing out of the case."""
    claim = rules.Claimed(
        names_unit=facts.unit is not None,
        names_individual=facts.individual is not None,
        mode=facts.mode,
        bases=facts.bases,
        contrary=facts.contrary,
        contrary_searched=facts.contrary_searched,
        supporting=sum(1 for source in facts.sources if source.supports),
    )
    problems: dict[str, object] = {name: _(text) for name, text in rules.problems(claim).items()}
    theirs = [facts.incident, *facts.victims]
    if any(row is not None and row.case_id != case.key for row in theirs):
        raise NotFound
    try:
        resolved = links.resolve(session, case.key, facts.sources)
    except Invalid as error:
        problems |= error.fields
    if problems:
        raise Invalid(fields=problems)
    return resolved


def _put(allegation: Allegation, facts: AllegationFacts) -> None:
    allegation.act, allegation.mode, allegation.confidence = facts.act, facts.mode, facts.confidence
    allegation.incident_id = facts.incident.key if facts.incident else None
    allegation.unit_id = facts.unit.key if facts.unit else None
    allegation.individual_id = facts.individual.key if facts.individual else None
    allegation.conduct, allegation.contrary = facts.conduct.strip(), facts.contrary.strip()
    allegation.contrary_searched, allegation.is_refuted = facts.contrary_searched, facts.is_refuted
    allegation.bases = [basis.value for basis in LinkBasis if basis in set(facts.bases)]


def _said(allegation: Allegation, facts: AllegationFacts) -> dict[str, Any]:
    """What the log keeps: codes only."""
    return {
        "act": allegation.act.value,
        "unit": facts.unit.reference if facts.unit else None,
        "individual": facts.individual.reference if facts.individual else None,
        "confidence": allegation.confidence.value,
        "bases": allegation.bases,
    }

"""Allegations with all that belongs to them, in a constant number of statements: for lists, panels and dossiers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, or_, select

from casework.access import visible_cases
from casework.allegations import rules, shown
from casework.allegations.corroboration import Corroboration, count_origins
from casework.allegations.models import Allegation, AllegationExhibit, AllegationParagraph, AllegationVictim
from casework.allegations.shown import LinkShown
from casework.cases.models import Case
from casework.db import UNFILTERED
from casework.incidents.models import Incident, Victim
from casework.leaks.people import Protected, protects
from casework.subjects import Actor
from casework.units.models import Individual, Posting, Unit
from casework.units.services import individuals_by_id, units_by_id
from casework.vocabulary import LinkBasis

# How many are read with one set of statements: a database takes so many values in a list and no more.
STEP = 2_000


@dataclass(frozen=True)
class AllegationFile:
    """One allegation with its unit, individual, incident, victims and sources."""

    row: Allegation
    case_reference: str
    unit: Unit | None = None
    individual: Individual | None = None
    incident: Incident | None = None
    victims: Sequence[Victim] = ()
    sources: Sequence[LinkShown] = field(default_factory=list)
    # How many sources the reader may not see.
    withheld: int = 0

    @property
    def supporting(self) -> list[LinkShown]:
        return [source for source in self.sources if not source.is_contrary and not source.refuted]

    @property
    def against(self) -> list[LinkShown]:
        return [source for source in self.sources if source.is_contrary and not source.refuted]

    @property
    def refuted(self) -> list[LinkShown]:
        """Sources on either side that were shown not to hold; kept, never counted."""
        return [source for source in self.sources if source.refuted]

    @property
    def bases(self) -> list[LinkBasis]:
        return [LinkBasis(basis) for basis in self.row.bases]

    @property
    def is_weak(self) -> bool:
        return rules.rests_on_weak_basis_alone(self.bases)

    @property
    def corroboration(self) -> Corroboration:
        """On how many independent origins it rests, among the sources that the reader may see."""
        return count_origins(source.resting for source in self.supporting)

    @property
    def is_single_source(self) -> bool:
        return not self.withheld and self.corroboration.is_single


def files_of(session: Session, rows: Sequence[Allegation]) -> list[AllegationFile]:
    """The files of these allegations, in their order: eight statements, however many they are."""
    ids = [row.key for row in rows]
    units = units_by_id(session, {row.unit_id for row in rows if row.unit_id})
    people = individuals_by_id(session, {row.individual_id for row in rows if row.individual_id})
    incidents = _incidents(session, {row.incident_id for row in rows if row.incident_id})
    cases = _case_references(session, {row.case_id for row in rows})
    victims, sources = shown.victims_by_allegation(session, ids), shown.sources_by_allegation(session, ids)
    withheld = shown.withheld_by_allegation(session, sources)
    return [
        AllegationFile(
            row,
            cases[row.case_id],
            units.get(row.unit_id or 0),
            people.get(row.individual_id or 0),
            incidents.get(row.incident_id or 0),
            victims[row.key],
            sources[row.key],
            withheld.get(row.key, 0),
        )
        for row in rows
    ]


def allegations_of(session: Session, case_id: int, *, step: int = STEP) -> Iterator[AllegationFile]:
    """All allegations of a case by number, with everything, for dossiers; read `step` at a time, so that none is lost."""
    of_case = select(Allegation).where(Allegation.case_id == case_id).order_by(col(Allegation.number)).limit(step)
    last = 0
    while True:
        rows = session.exec(of_case.where(col(Allegation.number) > last)).all()
        yield from files_of(session, rows)
        if len(rows) < step:
            return
        last = rows[-1].number


def allegations_about(
    session: Session,
    actor: Actor,
    *,
    unit: Unit | None = None,
    individual: Individual | None = None,
    incident_id: int | None = None,
    victim_id: int | None = None,
    testimony_id: int | None = None,
    exhibit_id: int | None = None,
    limit: int = 50,
) -> list[AllegationFile]:
    """The newest allegations about one thing, out of the cases that the reader may see."""
    statement = select(Allegation).where(col(Allegation.case_id).in_(visible_cases(actor)))
    if unit is not None:
        statement = statement.where(Allegation.unit_id == unit.key)
    if individual is not None:
        statement = statement.where(Allegation.individual_id == individual.key)
    if incident_id is not None:
        statement = statement.where(Allegation.incident_id == incident_id)
    if victim_id is not None:
        tied = select(AllegationVictim.allegation_id).where(AllegationVictim.victim_id == victim_id)
        statement = statement.where(col(Allegation.id).in_(tied))
    if testimony_id is not None:
        tied = select(AllegationParagraph.allegation_id).where(AllegationParagraph.testimony_id == testimony_id)
        statement = statement.where(col(Allegation.id).in_(tied))
    if exhibit_id is not None:
        tied = select(AllegationExhibit.allegation_id).where(AllegationExhibit.exhibit_id == exhibit_id)
        statement = statement.where(col(Allegation.id).in_(tied))
    return files_of(session, session.exec(statement.order_by(col(Allegation.id).desc()).limit(limit)).all())


def _incidents(session: Session, ids: set[int]) -> Mapping[int, Incident]:
    if not ids:
        return {}
    return {row.key: row for row in session.exec(select(Incident).where(col(Incident.id).in_(ids)))}


def _case_references(session: Session, ids: set[int]) -> Mapping[int, str]:
    if not ids:
        return {}
    rows = session.exec(select(Case.id, Case.reference).where(col(Case.id).in_(ids))).all()
    return {key: reference for key, reference in rows if key is not None}


@protects
def protected_individuals(session: Session, case_id: int) -> list[Protected]:
    """Alleged individuals whom the case speaks of: named in its allegations, or posted to a unit that is."""
    of_case = col(Allegation.case_id) == case_id
    named = select(Allegation.individual_id).where(of_case, col(Allegation.individual_id).is_not(None))
    units = select(Allegation.unit_id).where(of_case, col(Allegation.unit_id).is_not(None))
    posted = select(Posting.individual_id).where(col(Posting.unit_id).in_(units))
    chosen = or_(col(Individual.id).in_(named), col(Individual.id).in_(posted))
    statement = select(Individual.reference, Individual.identity_owner).where(chosen)
    rows = session.exec(statement, execution_options=UNFILTERED).all()  # also whom the writer may not see
    return [Protected(reference, owner) for reference, owner in rows]

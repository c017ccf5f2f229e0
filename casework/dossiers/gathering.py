"""Everything of a case that a dossier may speak of, read in a constant number of statements."""

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from casework.access import Membership
from casework.access.compartments import NOTHING, Hidden
from casework.accounts.models import Account, Recipient
from casework.allegations.labels import labels_by_allegation
from casework.allegations.models import Allegation
from casework.allegations.point_models import LabelGiven
from casework.allegations.points import PointShown, points_by_allegation
from casework.allegations.queries import STEP, AllegationFile, allegations_of
from casework.cases.models import Case
from casework.dossiers.scope import ALWAYS, Outside, Period
from casework.evidence.leaving import MeantFor, meant_for
from casework.evidence.models import CustodyEvent, Exhibit
from casework.incidents.duplicates import clusters
from casework.incidents.models import CasualtyFigure, Incident, Victim, VictimDuplicate
from casework.incidents.services import incidents_of
from casework.incidents.victim_sources import VICTIM
from casework.review.models import Review
from casework.sources.claims import DATUM, DatumShown, claims_of_many
from casework.sources.facts import Key, Sources, lineage_of, sources_of
from casework.sources.models import Preference
from casework.subjects import SYSTEM
from casework.testimonies.content import Content
from casework.testimonies.models import ParagraphExhibit, Testimony, TestimonyVersion
from casework.units.data import UNITS
from casework.units.models import Individual, Posting, Unit, UnitName, UnitRelation, Vacancy
from casework.units.preferring import preferences_of
from casework.units.sources import POSTING, VACANCY
from casework.vocabulary import ConsentScope, ReviewStatus, SamePerson
from casework.witnesses.consent import ConsentRecord
from casework.witnesses.consents import history
from casework.witnesses.models import Witness


@dataclass
class Told:
    """A statement: the row, its approved version (None: there is none), and whose it is."""

    row: Testimony
    witness: Witness
    version: TestimonyVersion | None = None
    content: Content = field(default_factory=Content)


@dataclass
class Material:
    """The rows of one case, by id or reference; nothing is decided yet."""

    case: Case
    recipient: Recipient
    incidents: list[Incident]
    allegations: list[AllegationFile]
    waiting: list[Allegation]
    statements: dict[str, Told]
    exhibits: dict[str, Exhibit]
    witnesses: dict[str, Witness]
    # Incidents in scope that nobody approved, and the allegations about them: named, never printed.
    not_approved: list[Incident] = field(default_factory=list)
    about_not_approved: list[Allegation] = field(default_factory=list)
    # Allegations that nobody tied to an incident: there is no place in a dossier where they could be told.
    about_none: list[Allegation] = field(default_factory=list)
    # Limited to incidents, or to a period: then what nothing in scope rests on is not printed.
    is_limited: bool = False
    # Incidents were asked for by name: each of them has to be fit to be printed.
    is_named: bool = False
    outside: Outside = field(default_factory=Outside)
    # Exhibits that the texts of the dossier point at.
    cited: frozenset[str] = frozenset()
    # What the builder may not see: read, so that names are searched for and consent is asked, but never printed.
    hidden: Hidden = NOTHING
    custody: dict[int, list[CustodyEvent]] = field(default_factory=dict)
    # Exhibits that came from elsewhere and were given for one body alone.
    meant_for: dict[int, MeantFor] = field(default_factory=dict)
    paragraph_exhibits: list[tuple[str, str, str]] = field(default_factory=list)
    victims: list[Victim] = field(default_factory=list)
    figures: list[CasualtyFigure] = field(default_factory=list)
    units: dict[int, Unit] = field(default_factory=dict)
    unit_names: dict[int, list[str]] = field(default_factory=dict)
    relations: list[UnitRelation] = field(default_factory=list)
    individuals: dict[int, Individual] = field(default_factory=dict)
    # Claims about who commanded these units, by kind.
    commanding: dict[str, list[int]] = field(default_factory=dict)
    # Which of those and of the relations somebody prefers to what competes with it.
    preferred: dict[tuple[str, int], Preference] = field(default_factory=dict)
    # What sources say of the units themselves, datum by datum.
    unit_data: dict[int, list[DatumShown]] = field(default_factory=dict)
    # Kinds of facts that are told beside what is in scope: their sources bring no statement and no exhibit with them.
    told_beside: frozenset[str] = frozenset({POSTING, VACANCY, VICTIM, DATUM})
    # Who says so, by the kind and id of a fact; and which of the sources repeat another.
    sources: dict[tuple[str, int], Sources] = field(default_factory=dict)
    lineage: dict[Key, set[Key]] = field(default_factory=dict)
    reviews: dict[tuple[str, int], list[Review]] = field(default_factory=dict)
    # By allegation: the points of law with their evidence, and the provisional labels.
    points: Mapping[int, Mapping[str, Mapping[str, PointShown]]] = field(default_factory=dict)
    labels: Mapping[int, list[LabelGiven]] = field(default_factory=dict)
    consents: dict[int, list[ConsentRecord]] = field(default_factory=dict)
    accounts: dict[int, Account] = field(default_factory=dict)
    reference_of: dict[tuple[str, int], str] = field(default_factory=dict)
    # Uses that a witness must allow besides the one for this recipient; and whether it is to be a summary for everybody.
    further: tuple[ConsentScope, ...] = ()
    is_summary: bool = False
    # Victims whose records are one person, by the id of each.
    same_person: dict[int, set[int]] = field(default_factory=dict)

    def approval(self, kind: str, key: int, version: int | None = None) -> Review | None:
        """The newest approval of an object (of one version of it), if there is one."""
        found = [row for row in self.reviews.get((kind, key), []) if row.status is ReviewStatus.APPROVED]
        return next((row for row in reversed(found) if version is None or row.subject_version == version), None)


def gather(
    session: Session,
    case: Case,
    recipient: Recipient,
    only: Collection[str] = (),
    hidden: Hidden = NOTHING,
    period: Period = ALWAYS,
) -> Material:
    """Read the case; `only` names the incidents in scope (none: all of them), which also have to lie in the period."""
    rows = incidents_of(session, case.key, limit=None)
    in_scope = [row for row in rows if (not only or row.reference in only) and period.may_hold(row.starts, row.ends)]
    incidents = [row for row in in_scope if row.status is ReviewStatus.APPROVED]
    files = list(allegations_of(session, case.key))
    ids, held_back = {row.key for row in incidents}, {row.key for row in in_scope} - {row.key for row in incidents}
    allegations = [file for file in files if file.row.incident_id in ids]
    approved = [file for file in allegations if file.row.status is ReviewStatus.APPROVED]
    waiting = [file.row for file in allegations if file.row.status is not ReviewStatus.APPROVED]
    material = Material(case, recipient, incidents, approved, waiting, *told_and_shown(session, case))
    add_points(session, material)
    material.is_limited, material.is_named, material.hidden = bool(only) or bool(period), bool(only), hidden
    material.outside = Outside(frozenset(row.reference for row in rows) - {row.reference for row in in_scope})
    material.not_approved = [row for row in in_scope if row.key in held_back]
    material.about_not_approved = [file.row for file in files if file.row.incident_id in held_back]
    material.about_none = [file.row for file in files if file.row.incident_id is None]
    add_facts(session, material, ids)
    if period:
        keep_figures_of_incidents(material)
    add_units(session, material)
    add_records(session, material)
    return material


def keep_figures_of_incidents(material: Material) -> None:
    """A figure of the case as a whole counts other days than those of a period."""
    kept = [row for row in material.figures if row.incident_id is not None]
    material.outside = dataclasses.replace(material.outside, figures=len(material.figures) - len(kept))
    material.figures = kept


def add_points(session: Session, material: Material) -> None:
    """Points of law and labels of the allegations in scope, as many at a time as the allegations were read."""
    keys = [file.row.key for file in material.allegations]
    some = [keys[at : at + STEP] for at in range(0, len(keys), STEP)]
    material.points = {key: one for part in some for key, one in points_by_allegation(session, part).items()}
    material.labels = {key: one for part in some for key, one in labels_by_allegation(session, part).items()}


def told_and_shown(session: Session, case: Case) -> tuple[dict[str, Told], dict[str, Exhibit], dict[str, Witness]]:
    """Statements with their approved versions, exhibits, and all witnesses, by reference."""
    witnesses = {row.key: row for row in session.exec(select(Witness).where(Witness.case_id == case.key))}
    rows = session.exec(select(Testimony).where(Testimony.case_id == case.key).order_by(col(Testimony.number))).all()
    statements = {row.reference: Told(row, witnesses[row.witness_id]) for row in rows}
    by_id = {told.row.key: told for told in statements.values()}
    for version in session.exec(select(TestimonyVersion).where(TestimonyVersion.case_id == case.key)):
        told = by_id[version.testimony_id]
        if told.row.approved_version == version.number:
            told.version, told.content = version, Content.from_json(version.content)
    exhibits = session.exec(select(Exhibit).where(Exhibit.case_id == case.key).order_by(col(Exhibit.number))).all()
    people = {row.reference: row for row in witnesses.values()}
    return statements, {row.reference: row for row in exhibits}, people


def add_facts(session: Session, material: Material, incident_ids: Collection[int]) -> None:
    """Victims, figures and the exhibits tied to paragraphs."""
    case_id = material.case.key
    victims = select(Victim).where(Victim.case_id == case_id, col(Victim.incident_id).in_(incident_ids))
    material.victims = list(session.exec(victims.order_by(col(Victim.number))).all())
    same = (VictimDuplicate.case_id == case_id, VictimDuplicate.answer == SamePerson.SAME)
    pairs = session.exec(select(VictimDuplicate.first_id, VictimDuplicate.second_id).where(*same)).all()
    material.same_person = {key: some for some in clusters(pairs) for key in some}
    figures = select(CasualtyFigure).where(CasualtyFigure.case_id == case_id, CasualtyFigure.withdrawn == "")
    material.figures = list(session.exec(figures.order_by(col(CasualtyFigure.as_of), col(CasualtyFigure.id))).all())
    ties = select(Testimony.reference, ParagraphExhibit.paragraph, Exhibit.reference).where(
        ParagraphExhibit.case_id == case_id,
        col(Testimony.id) == ParagraphExhibit.testimony_id,
        col(Exhibit.id) == ParagraphExhibit.exhibit_id,
    )
    material.paragraph_exhibits = [(a, b, c) for a, b, c in session.exec(ties)]
    custody: dict[int, list[CustodyEvent]] = defaultdict(list)
    events = select(CustodyEvent).where(CustodyEvent.case_id == case_id)
    for event in session.exec(events.order_by(col(CustodyEvent.exhibit_id), col(CustodyEvent.number))):
        custody[event.exhibit_id].append(event)
    material.custody = custody
    material.meant_for = meant_for(session, case_id)


def add_units(session: Session, material: Material) -> None:
    """The units that allegations speak of, everything they are said to stand under, and the individuals named."""
    wanted = {file.row.unit_id for file in material.allegations if file.row.unit_id}
    seen: set[int] = set()
    while fresh := wanted - seen:
        seen |= fresh
        above = select(UnitRelation).where(col(UnitRelation.child_id).in_(fresh), UnitRelation.withdrawn == "")
        rows = session.exec(above.order_by(col(UnitRelation.id))).all()
        material.relations += rows
        wanted |= {row.parent_id for row in rows}
    units = session.exec(select(Unit).where(col(Unit.id).in_(seen)).order_by(col(Unit.number))).all()
    material.units = {row.key: row for row in units}
    names: dict[int, list[str]] = defaultdict(list)
    for row in session.exec(select(UnitName).where(col(UnitName.unit_id).in_(seen)).order_by(col(UnitName.id))):
        names[row.unit_id].append(row.name)
    material.unit_names = names
    posted = session.exec(
        select(Posting.id, Posting.individual_id).where(col(Posting.unit_id).in_(seen), Posting.withdrawn == "")
    ).all()
    vacant = session.exec(select(Vacancy.id).where(col(Vacancy.unit_id).in_(seen), Vacancy.withdrawn == "")).all()
    material.commanding = {POSTING: [key for key, _who in posted if key], VACANCY: [key for key in vacant if key]}
    people = {file.row.individual_id for file in material.allegations if file.row.individual_id}
    people |= {individual_id for _key, individual_id in posted}
    found = session.exec(select(Individual).where(col(Individual.id).in_(people)))
    material.individuals = {row.key: row for row in found}


def add_records(session: Session, material: Material) -> None:
    """Sources of facts, reviews, consents, and the accounts that the annexes name by code."""
    kept: list[tuple[str, Iterable[int]]] = [
        ("incident", [row.key for row in material.incidents]),
        (VICTIM, [row.key for row in material.victims]),
        ("unit", material.units),
        ("unit_relation", [row.key for row in material.relations]),
        *material.commanding.items(),
    ]
    for kind, keys in kept:
        said = sources_of(session, SYSTEM, kind, list(keys), case_id=material.case.key)
        material.sources |= {(kind, key): sources for key, sources in said.items()}
    units = list(material.units.values())
    material.unit_data = claims_of_many(session, SYSTEM, UNITS, units, case_id=material.case.key)
    data = [one for shown in material.unit_data.values() for datum in shown for one in datum.claims]
    material.sources |= {(DATUM, one.row.key): one.sources for one in data}
    claimed = ("unit_relation", *material.commanding)
    material.preferred = preferences_of(
        session, [(kind, key) for kind, keys in kept if kind in claimed for key in keys]
    )
    cited = {shown.row.source_id for said in material.sources.values() for shown in said.shown}
    material.lineage = lineage_of(session, cited)
    reviews: dict[tuple[str, int], list[Review]] = defaultdict(list)
    decided = select(Review).where(Review.case_id == material.case.key).order_by(col(Review.id))
    for review in session.exec(decided):
        reviews[review.subject_kind, review.subject_id].append(review)
    material.reviews = reviews
    material.consents = history(session, {witness.key for witness in material.witnesses.values()})
    members = select(Account).where(
        col(Account.id).in_(select(Membership.account_id).where(Membership.case_id == material.case.key))
    )
    material.accounts = {row.key: row for row in session.exec(members)}
    material.reference_of = references(material)


def references(material: Material) -> dict[tuple[str, int], str]:
    """References by kind and id, for rows that point at each other."""
    kinds: list[tuple[str, Iterable[Any]]] = [
        ("incident", material.incidents),
        ("unit", material.units.values()),
        ("individual", material.individuals.values()),
        ("victim", material.victims),
        ("exhibit", material.exhibits.values()),
        ("testimony", [told.row for told in material.statements.values()]),
    ]
    return {(kind, row.key): row.reference for kind, rows in kinds for row in rows}

"""Go through the records of a case, step by step, and decide about each."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from casework.access.compartments import Hidden
from casework.accounts.models import Recipient
from casework.allegations.models import Allegation
from casework.allegations.queries import AllegationFile
from casework.allegations.shown import sources_by_allegation
from casework.cases.models import Case
from casework.dossiers.selection import standing
from casework.exchange.records.choosing import (
    Chosen,
    RecordKind,
    Standing,
    Why,
    why_allegation,
    why_fact,
    why_incident,
    why_victim,
)
from casework.exchange.records.reading import STEP, add_approvals, material_of, steps
from casework.incidents.models import Incident, Victim
from casework.incidents.victim_sources import VICTIM
from casework.review.models import Review
from casework.sources.facts import Sources, sources_of
from casework.subjects import SYSTEM
from casework.units.models import Individual, Posting, Unit, UnitRelation, Vacancy
from casework.units.sources import POSTING, RELATION, VACANCY
from casework.vocabulary import ReviewStatus

_KINDS: dict[str, RecordKind] = {
    RELATION: RecordKind.RELATION, POSTING: RecordKind.POSTING, VACANCY: RecordKind.VACANCY,
}  # fmt: skip


def decide(session: Session, case: Case, recipient: Recipient, hidden: Hidden, on: date) -> Chosen:
    """What of the case goes to this body today. The session must see everything."""
    material = material_of(session, case, recipient, hidden)
    chosen = Chosen(Standing(material, *standing(material, on)))
    for some in incidents_by_step(session, case.key):
        decide_incidents(session, chosen, some)
    decide_without_incident(session, chosen)
    decide_units(session, chosen)
    return chosen


def incidents_by_step(session: Session, case_id: int) -> Iterator[Sequence[Any]]:
    """Id, reference, status and version of every incident, in the order of their numbers (keyset)."""
    columns = select(Incident.id, Incident.reference, Incident.status, Incident.version).where(
        Incident.case_id == case_id
    )
    last = 0
    while some := session.exec(columns.where(col(Incident.id) > last).order_by(col(Incident.id)).limit(STEP)).all():
        yield some
        last = some[-1][0] or 0


def decide_incidents(session: Session, chosen: Chosen, rows: Sequence[Any]) -> None:
    """Some incidents with their allegations and victims."""
    material, ids = chosen.standing.material, [row[0] for row in rows]
    approvals: defaultdict[tuple[str, int], list[Review]] = defaultdict(list)
    add_approvals(session, approvals, "incident", ids)
    said = sources_of(session, SYSTEM, "incident", ids, case_id=material.case.key)
    files = allegations_about(session, approvals, ids)
    people = victims_about(session, ids)
    with_them: list[tuple[int, str]] = []
    kept_apart, material.reviews = material.reviews, {**material.reviews, **approvals}
    for key, ref, status, version in rows:
        is_approved = status is ReviewStatus.APPROVED and material.approval("incident", key, version) is not None
        going = decide_allegations(chosen, files[key], is_approved=is_approved)
        why = (
            why_incident(chosen.standing, said.get(key, Sources()), files[key], going)
            if is_approved
            else Why.NOT_APPROVED
        )
        if why is None:
            chosen.add(RecordKind.INCIDENT, key, ref, version)
            rest_on_facts(chosen, said.get(key, Sources()))
        else:
            chosen.keep(RecordKind.INCIDENT, ref, why)
            for _key, victim in people[key]:
                chosen.keep(RecordKind.VICTIM, victim, Why.WITH_ANOTHER)
            continue
        with_them += people[key]
    material.reviews = kept_apart
    decide_victims(session, chosen, with_them)


def allegations_about(
    session: Session, approvals: defaultdict[tuple[str, int], list[Review]], ids: Collection[int]
) -> dict[int, list[AllegationFile]]:
    """The allegations about these incidents with their sources, as far as they decide; their approvals are added."""
    found: dict[int, list[AllegationFile]] = defaultdict(list)
    about = select(Allegation).where(col(Allegation.incident_id).in_(ids)).order_by(col(Allegation.id))
    for some in steps(session.exec(about)):
        keys = [row.key for row in some]
        add_approvals(session, approvals, "allegation", keys)
        sources = sources_by_allegation(session, keys)
        for row in some:
            found[row.incident_id or 0].append(AllegationFile(row, "", sources=sources[row.key]))
    return found


def victims_about(session: Session, ids: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    """Id and reference of the victims of these incidents, by incident."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    columns = select(Victim.id, Victim.reference, Victim.incident_id).where(col(Victim.incident_id).in_(ids))
    for key, ref, incident in session.exec(columns.order_by(col(Victim.id))):
        found[incident or 0].append((key or 0, ref))
    return found


def decide_allegations(chosen: Chosen, files: Sequence[AllegationFile], *, is_approved: bool) -> int:
    """Decide about the allegations of one incident; how many go."""
    going = 0
    for file in files:
        if not is_approved:
            why: Why | None = Why.WITH_ANOTHER
        elif file.row.status is not ReviewStatus.APPROVED:
            why = Why.NOT_APPROVED
        else:
            why = why_allegation(chosen.standing, file)
        if why is None:
            going += 1
            chosen.add(RecordKind.ALLEGATION, file.row.key, file.row.reference, file.row.version)
            chosen.rest(link.reference for link in file.sources if chosen.standing.holds(file, link))
            note_alleged(chosen, file.row)
        else:
            chosen.keep(RecordKind.ALLEGATION, file.row.reference, why)
    return going


def note_alleged(chosen: Chosen, row: Allegation) -> None:
    """The unit and the individual go with the allegation that names them; their references come later."""
    if row.unit_id:
        chosen.add(RecordKind.UNIT, row.unit_id, "")
    if row.individual_id:
        chosen.add(RecordKind.INDIVIDUAL, row.individual_id, "")


def decide_victims(session: Session, chosen: Chosen, rows: Sequence[tuple[int, str]]) -> None:
    """Some victims of incidents that go."""
    case_id = chosen.standing.material.case.key
    for some in steps(rows):
        said = sources_of(session, SYSTEM, VICTIM, [key for key, _ref in some], case_id=case_id)
        for key, ref in some:
            why = why_victim(chosen.standing, said.get(key, Sources()))
            if why is None:
                chosen.add(RecordKind.VICTIM, key, ref)
                rest_on_facts(chosen, said.get(key, Sources()))
            else:
                chosen.keep(RecordKind.VICTIM, ref, why)


def decide_without_incident(session: Session, chosen: Chosen) -> None:
    """As in a dossier, what belongs to no incident does not go; it is counted."""
    case_id = chosen.standing.material.case.key
    for kind, model in ((RecordKind.ALLEGATION, Allegation), (RecordKind.VICTIM, Victim)):
        columns = select(model.reference).where(model.case_id == case_id, col(model.incident_id).is_(None))
        for ref in session.exec(columns.order_by(col(model.id))):
            chosen.keep(kind, ref, Why.NO_INCIDENT)


def decide_units(session: Session, chosen: Chosen) -> None:
    """What is said of the units that allegations name: what they stand under, at any remove, and who commanded them."""
    seen: set[int] = set()
    while fresh := set(chosen.going[RecordKind.UNIT]) - seen:
        seen |= fresh
        for some in steps(sorted(fresh)):
            for row in decide_claims(session, chosen, RELATION, UnitRelation, col(UnitRelation.child_id), some):
                chosen.add(RecordKind.UNIT, row.parent_id, "")
    for some in steps(sorted(seen)):
        for row in decide_claims(session, chosen, POSTING, Posting, col(Posting.unit_id), some):
            chosen.add(RecordKind.INDIVIDUAL, row.individual_id, "")
        for _row in decide_claims(session, chosen, VACANCY, Vacancy, col(Vacancy.unit_id), some):
            pass
    for kind, model in ((RecordKind.UNIT, Unit), (RecordKind.INDIVIDUAL, Individual)):
        for some in steps(sorted(chosen.going[kind])):
            named = session.exec(select(model.id, model.reference).where(col(model.id).in_(some)))
            chosen.going[kind] |= {key: ref for key, ref in named if key is not None}


def decide_claims(
    session: Session, chosen: Chosen, fact: str, model: Any, unit: Any, ids: Collection[int]
) -> Iterator[Any]:
    """The claims about some units that go, as rows. Each is known by its unit and its place among all claims about it,
    the withdrawn ones too: that stays the same, and says nothing."""
    rows = session.exec(select(model).where(unit.in_(ids)).order_by(col(model.id))).all()
    said = sources_of(session, SYSTEM, fact, [row.key for row in rows], case_id=chosen.standing.material.case.key)
    references = dict(session.exec(select(Unit.id, Unit.reference).where(col(Unit.id).in_(ids))).all())
    places: Counter[int] = Counter()
    for row in rows:
        about = row.child_id if isinstance(row, UnitRelation) else row.unit_id
        places[about] += 1
        if row.withdrawn:
            continue
        why = why_fact(chosen.standing, said.get(row.key, Sources()))
        if why is None:
            chosen.add(_KINDS[fact], row.key, str(places[about]))
            rest_on_facts(chosen, said[row.key])
            yield row
        else:
            chosen.keep(_KINDS[fact], references.get(about, ""), why)


def rest_on_facts(chosen: Chosen, said: Sources) -> None:
    chosen.rest(one.reference for one in said.shown if one.source.case_id is not None and chosen.standing.stands(one))

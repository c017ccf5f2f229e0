"""The records that go, read again step by step and described: texts of a few hundred at once, whatever the case's size."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, or_, select

from casework.allegations.models import Allegation, AllegationVictim
from casework.allegations.queries import AllegationFile
from casework.allegations.shown import sources_by_allegation
from casework.errors import Refused
from casework.exchange.records.choosing import Chosen, RecordKind
from casework.exchange.records.cleaning import Record
from casework.exchange.records.describing import Describer
from casework.exchange.records.reading import steps
from casework.i18n import _
from casework.incidents.models import Incident, Victim, VictimDuplicate
from casework.incidents.victim_sources import VICTIM
from casework.sources.facts import Sources, lineage_of, sources_of
from casework.sources.models import Source
from casework.subjects import SYSTEM
from casework.units.models import Individual, Posting, Unit, UnitName, UnitRelation, Vacancy
from casework.units.sources import POSTING, RELATION, UNIT, VACANCY
from casework.vocabulary import SamePerson

Batches = Iterator[list[Record]]


@dataclass
class Reader:
    """Reads what was chosen, in the order of its numbers, a step at a time."""

    session: Session
    chosen: Chosen
    describer: Describer

    def rows(self, kind: RecordKind, model: Any) -> Iterator[Sequence[Any]]:
        """The rows of one kind; what was saved since the decision refuses the export: nobody approved that."""
        for some in steps(sorted(self.chosen.going[kind])):
            rows = self.session.exec(select(model).where(col(model.id).in_(some)).order_by(col(model.id))).all()
            for row in rows:
                if decided := self.chosen.versions[kind, row.key]:
                    refuse_changed(row.version, decided)
            yield rows

    def said(self, fact: str, rows: Sequence[Any]) -> dict[int, Sources]:
        """The sources of facts, and which of them repeat one another."""
        material = self.chosen.standing.material
        found = sources_of(self.session, SYSTEM, fact, [row.key for row in rows], case_id=material.case.key)
        material.lineage = lineage_of(
            self.session, {one.row.source_id for said in found.values() for one in said.shown}
        )
        return defaultdict(Sources, found)

    def incidents(self) -> Batches:
        for rows in self.rows(RecordKind.INCIDENT, Incident):
            said, refuted = self.said("incident", rows), self.refuted([row.key for row in rows])
            yield [self.describer.incident(row, said[row.key], refuted[row.key]) for row in rows]

    def refuted(self, ids: Collection[int]) -> dict[int, list[str]]:
        """The refuted allegations about these incidents that go."""
        found: dict[int, list[str]] = defaultdict(list)
        columns = select(Allegation.id, Allegation.incident_id, Allegation.reference).where(
            col(Allegation.incident_id).in_(ids), col(Allegation.is_refuted).is_(True)
        )
        for key, incident, reference in self.session.exec(columns.order_by(col(Allegation.id))):
            if key in self.chosen.going[RecordKind.ALLEGATION]:
                found[incident or 0].append(reference)
        return found

    def victims(self) -> Batches:
        incidents = self.chosen.going[RecordKind.INCIDENT]
        for rows in self.rows(RecordKind.VICTIM, Victim):
            alike = self.alike([row.key for row in rows])
            said = self.said(VICTIM, rows)
            yield [
                self.describer.victim(row, incidents[row.incident_id], alike[row.key], said[row.key]) for row in rows
            ]

    def alike(self, ids: Collection[int]) -> dict[int, list[str]]:
        """The records that were judged to be the same person as these, or perhaps, and that go as well."""
        going, found = self.chosen.going[RecordKind.VICTIM], defaultdict[int, list[str]](list)
        first, second = col(VictimDuplicate.first_id), col(VictimDuplicate.second_id)
        pairs = select(VictimDuplicate.first_id, VictimDuplicate.second_id).where(
            or_(first.in_(ids), second.in_(ids)), VictimDuplicate.answer != SamePerson.DIFFERENT
        )
        for one, other in self.session.exec(pairs.order_by(col(VictimDuplicate.id))):
            if one in going and other in going:
                found[one].append(going[other])
                found[other].append(going[one])
        return found

    def allegations(self) -> Batches:
        incidents, people = self.chosen.going[RecordKind.INCIDENT], self.chosen.going[RecordKind.VICTIM]
        for rows in self.rows(RecordKind.ALLEGATION, Allegation):
            keys = [row.key for row in rows]
            sources, victims = sources_by_allegation(self.session, keys), self.victims_of(keys)
            units = self.by_id(Unit, {row.unit_id for row in rows if row.unit_id})
            named = self.by_id(Individual, {row.individual_id for row in rows if row.individual_id})
            files = [
                AllegationFile(row, "", units.get(row.unit_id), named.get(row.individual_id), sources=sources[row.key])
                for row in rows
            ]
            yield [
                self.describer.allegation(
                    file, incidents[file.row.incident_id or 0], [people[one] for one in victims[file.row.key] if one in people]
                )
                for file in files
            ]  # fmt: skip

    def victims_of(self, ids: Collection[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        pairs = select(AllegationVictim.allegation_id, AllegationVictim.victim_id)
        for allegation, victim in self.session.exec(
            pairs.where(col(AllegationVictim.allegation_id).in_(ids)).order_by(col(AllegationVictim.victim_id))
        ):
            found[allegation].append(victim)
        return found

    def by_id(self, model: Any, ids: Collection[int]) -> dict[int, Any]:
        return {row.key: row for row in self.session.exec(select(model).where(col(model.id).in_(ids)))}

    def units(self) -> Batches:
        for rows in self.rows(RecordKind.UNIT, Unit):
            keys, said = [row.key for row in rows], self.said(UNIT, rows)
            names: dict[int, list[str]] = defaultdict(list)
            for one in self.session.exec(
                select(UnitName).where(col(UnitName.unit_id).in_(keys)).order_by(col(UnitName.id))
            ):
                names[one.unit_id].append(one.name)
            vacant = self.vacant(keys)
            yield [self.describer.unit(row, names[row.key], said[row.key], vacant[row.key]) for row in rows]

    def vacant(self, ids: Collection[int]) -> dict[int, list[str]]:
        """In words, when the post of commander of these units is said to have been vacant."""
        found: dict[int, list[str]] = defaultdict(list)
        statement = select(Vacancy).where(col(Vacancy.unit_id).in_(ids)).order_by(col(Vacancy.id))
        for row in self.session.exec(statement):
            if row.key in self.chosen.going[RecordKind.VACANCY]:
                when = self.describer.span(row.starts, row.ends)["when"] or _("date not known")
                found[row.unit_id].append(_("Post of commander said to be vacant: %(when)s", when=when))
        return found

    def individuals(self) -> Batches:
        for rows in self.rows(RecordKind.INDIVIDUAL, Individual):
            yield [self.describer.individual(row.reference, is_synthetic=row.is_synthetic) for row in rows]

    def relations(self) -> Batches:
        units, numbers = self.chosen.going[RecordKind.UNIT], self.chosen.going[RecordKind.RELATION]
        for rows in self.rows(RecordKind.RELATION, UnitRelation):
            said = self.said(RELATION, rows)
            yield [self.describer.relation(row, units, numbers[row.key], said[row.key]) for row in rows]

    def postings(self) -> Batches:
        units, people = self.chosen.going[RecordKind.UNIT], self.chosen.going[RecordKind.INDIVIDUAL]
        numbers = self.chosen.going[RecordKind.POSTING]
        for rows in self.rows(RecordKind.POSTING, Posting):
            said = self.said(POSTING, rows)
            yield [self.describer.posting(row, units, people, numbers[row.key], said[row.key]) for row in rows]

    def vacancies(self) -> Batches:
        units, numbers = self.chosen.going[RecordKind.UNIT], self.chosen.going[RecordKind.VACANCY]
        for rows in self.rows(RecordKind.VACANCY, Vacancy):
            said = self.said(VACANCY, rows)
            yield [self.describer.vacancy(row, units, numbers[row.key], said[row.key]) for row in rows]

    def sources(self) -> Batches:
        """The public sources of everything described so far."""
        for some in steps(sorted(self.describer.cited)):
            rows = self.session.exec(select(Source).where(col(Source.id).in_(some)).order_by(col(Source.id)))
            yield [self.describer.source(row) for row in rows]


def refuse_changed(version: int, decided: int) -> None:
    if version != decided:
        raise Refused(_("A record was changed while the export was made. Make it again."))

"""Numbers of people in a summary: who is counted, in which tables, and how each number is said (see `small_cells`)."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from casework.db import UNFILTERED
from casework.dossiers import snapshot as snapshots
from casework.dossiers.content import Tallies, Tally
from casework.dossiers.lineage import givers_of
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.small_cells import FEWER, Form, Publication, Shown, Table, alone, steady
from casework.dossiers.states import DossierProfile, DossierState
from casework.dossiers.wording import Edition, fact_source
from casework.i18n import _, format_number
from casework.i18n.labels import label
from casework.incidents.models import Incident, Victim
from casework.incidents.victim_sources import VICTIM
from casework.sources.facts import SourceShown
from casework.vocabulary import AgeBand, ConsentScope, Harm, Sex
from casework.witnesses.consent import may_be_used

Earlier = Mapping[str, Collection[Shown]]
Row = tuple[str, str, int]
"""Key, label and number."""


@dataclass
class Told:
    """What may be said: the tables, and the numbers of each incident in words."""

    least: int
    earlier: Earlier = field(default_factory=dict)
    tables: tuple[Tallies, ...] = ()
    by_incident: dict[str, Tally] = field(default_factory=dict)
    small: frozenset[str] = frozenset()

    def is_small(self, ref: str) -> bool:
        """Whether so few people were harmed there that the day would lead to them."""
        return ref in self.small

    def of_incident(self, ref: str, origins: int) -> tuple[str, str]:
        """Victims and independent sources of an incident, in words."""
        row = self.by_incident.get(ref)
        return row.words if row else "", words(alone(origins, self.least), self.least)


def tally(edition: Edition, incidents: Collection[Incident], earlier: Earlier) -> Told:
    """The tables of a summary about these incidents."""
    told = Told(edition.profile.fewest, earlier)
    people = countable(edition, incidents)
    published = Publication(told.least)
    refs = edition.material.reference_of
    by_place = Counter(refs.get(("incident", one.incident_id or 0), "") for one in people)
    of_incidents = [(f"incident.{row.reference}", row.reference, by_place[row.reference]) for row in incidents]
    harmed = Counter(harm for one in people for harm in one.harms)
    of_harms = [(f"harm.{one.value}", label(one), harmed[one.value]) for one in Harm]
    sexes, ages = Counter(one.sex for one in people), Counter(age_words(one.age_band) for one in people)
    tables = [
        (_("Victims by incident"), of_incidents, published.parted),
        (_("Victims by harm (one person can have suffered several)"), of_harms, published.overlapping),
        (_("Victims by sex"), [(f"sex.{one.value}", label(one), sexes[one]) for one in Sex], published.parted),
        (
            _("Victims by age"),
            [(f"age.{key}", text, ages[key]) for key, text in age_groups().items()],
            published.parted,
        ),
    ]
    made = [table(told, title, rows, decide) for title, rows, decide in tables] if people else []
    total = row(told, ("victims", _("Victims recorded"), len(people)), published.total())
    sources = [row(told, one, alone(one[2], told.least)) for one in sources_counted(edition)]
    told.tables = (Tallies(title=_("Altogether"), rows=(total, *sources)), *made)
    told.small = frozenset(ref for _key, ref, number in of_incidents if 0 < number < told.least)
    told.by_incident = {one.label: one for one in made[0].rows} if made else {}
    return told


def table(told: Told, title: str, rows: list[Row], decide: Callable[[dict[str, int]], Table | None]) -> Tallies:
    shown = decide({key: number for key, _label, number in rows})
    return Tallies(title=title, rows=tuple(row(told, one, shown[one[0]]) for one in rows) if shown is not None else ())


def row(told: Told, counted: Row, shown: Shown) -> Tally:
    key, text, number = counted
    kept = steady(shown, number, told.earlier.get(key, ()), told.least)
    return Tally(key=key, label=text, words=words(kept, told.least), form=kept.form.value, number=kept.number)


def words(shown: Shown, least: int) -> str:
    """A count as it is printed."""
    number = format_number(shown.number)
    return {
        Form.EXACT: number,
        Form.ABOUT: _("about %(number)s", number=number),
        Form.AT_LEAST: _("at least %(number)s", number=number),
        Form.FEWER: _("fewer than %(number)s", number=format_number(least)),
        Form.WITHHELD: _("not shown"),
    }[shown.form]


def small_range(least: int, most: int) -> str:
    """A published figure whose lower end is small."""
    if most < least:
        return words(FEWER, least)
    return _("up to %(number)s", number=format_number(most))


def age_groups() -> dict[str, str]:
    """Ages in two groups: bands of a few years each would be small everywhere."""
    return {"child": _("Under 18"), "adult": _("18 and over"), "unknown": label(AgeBand.UNKNOWN)}


def age_words(band: AgeBand) -> str:
    return "unknown" if band is AgeBand.UNKNOWN else "child" if band.is_child else "adult"


def countable(edition: Edition, incidents: Collection[Incident]) -> list[Victim]:
    """The victims who are counted, each person once: not those of whom nothing speaks that may be used."""
    ids, seen, found = {one.key for one in incidents}, set[int](), []
    for one in edition.material.victims:
        if one.incident_id in ids and one.key not in seen and may_count(edition, one):
            found.append(one)
            seen |= edition.material.same_person.get(one.key, {one.key})
    return found


def may_count(edition: Edition, victim: Victim) -> bool:
    """Whether some source may be published, or its witness allows anonymous statistics; or no witness spoke of them."""
    if victim.subject in edition.material.hidden:
        return False
    said_by = edition.material.sources.get((VICTIM, victim.key))
    if said_by is None or not said_by.shown:
        return said_by is None or not said_by.withheld
    return any(fact_source(edition, one) or _allows_statistics(edition, one) for one in said_by.shown)


def _allows_statistics(edition: Edition, shown: SourceShown) -> bool:
    material = edition.material
    if shown.source.testimony_id:
        told = material.statements.get(shown.reference)
        people = [told.witness] if told else []
    else:
        exhibit = material.exhibits.get(shown.reference)
        people = givers_of(material, exhibit) if exhibit else []
    scope = ConsentScope.ANONYMOUS_STATISTICS
    return bool(people) and all(
        may_be_used(material.consents.get(one.key, []), scope, None, edition.on).allowed for one in people
    )


def sources_counted(edition: Edition) -> list[Row]:
    """On how many people's word a summary rests."""
    codes = {told.witness.reference for told in edition.chosen.statements.values()}
    return [("witnesses", _("Witnesses whose statements it rests on"), len(codes))]


def printed_before(session: Session, case_id: int) -> Earlier:
    """What the summaries of a case that went out printed, by key: of every dossier, whoever may see it."""
    statement = (
        select(DossierVersion)
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .where(DossierVersion.case_id == case_id, Dossier.profile == DossierProfile.PUBLIC_SUMMARY)
        .where(col(DossierVersion.state).in_((DossierState.ISSUED, DossierState.SUPERSEDED)))
    )
    found: dict[str, list[Shown]] = {}
    for version in session.exec(statement, execution_options=UNFILTERED):
        whole = snapshots.loads(version.snapshots[version.languages[0]])
        for one in _rows(whole.tallies):
            found.setdefault(one.key, []).append(Shown(Form(one.form), one.number))
    return found


def _rows(tables: Iterable[Tallies]) -> Iterable[Tally]:
    return (one for some in tables for one in some.rows)

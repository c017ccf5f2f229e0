"""Places and dates no closer than the dossier, or the witness's protection, asks."""

import pytest
from sqlmodel import Session

from casework.config import Settings
from casework.dossiers import generalising
from casework.dossiers.snapshot import dumps
from casework.dossiers.states import DateDetail, PlaceDetail
from casework.incidents.models import CasualtyFigure, Victim
from casework.sources.models import FactSource, Source
from casework.units.models import Individual, Posting, Unit, UnitRelation
from casework.vocabulary import FigureCategory, PostingRole, RelationKind
from tests.dossiers.world import World, make_world


@pytest.mark.parametrize(
    ("when", "month"),
    [
        ("2025-03-08", "2025-03"),
        ("2025-03", "2025-03"),
        ("2025", "2025"),
        ("", ""),
        ("2025-03-10~", "2025-03~"),
        ("/2025-03-08", "/2025-03"),
        ("2025-03-08/", "2025-03/"),
        ("2025-03-01/2025-03-09", "2025-03"),
        ("2025-02-28/2025-03-09", "2025-02/2025-03"),
    ],
)
def test_days_become_months(when: str, month: str) -> None:
    assert generalising.rough(when, DateDetail.MONTH) == month
    assert generalising.rough(when, DateDetail.DAY) == when


def test_the_chronology_spans_the_month() -> None:
    assert generalising.bounds("2025-03-08", "", DateDetail.MONTH) == ("2025-03-01", "2025-03-31")
    assert generalising.bounds("2025-03-08", "2025-03-09", DateDetail.DAY) == ("2025-03-08", "2025-03-09")
    assert generalising.bounds("", "", DateDetail.MONTH) == ("", "")


def test_the_map_says_no_more_than_the_words() -> None:
    assert generalising.point(35.18234, 35.94911, 0.2, PlaceDetail.PRECISE) == (35.18, 35.95, 1.0)
    assert generalising.point(35.18234, 35.94911, 2.0, PlaceDetail.DISTRICT) == (35.2, 35.9, 15.0)
    assert generalising.point(35.18234, 35.94911, 2.0, PlaceDetail.GOVERNORATE) is None


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    made = make_world(session, settings)
    made.incident.district, made.incident.governorate = "Baniyas District", "Tartous"
    made.incident.place, made.incident.place_ar = "al-Qusour", "القصور"
    exhibit = made.exhibit(1, source="W-0001", place_claimed="the bakery of al-Qusour", captured_claimed="2025-03-08")
    made.allegation(1, [(made.testimony(1, made.witness(1)), "1")], [exhibit])
    return made


def test_a_dossier_by_district_and_month_prints_neither_village_nor_day(world: World) -> None:
    dossier = world.dossier(place_detail=PlaceDetail.DISTRICT, date_detail=DateDetail.MONTH)
    for language, made in world.freeze(dossier).snapshots.items():
        text = dumps(made)
        assert "Qusour" not in text, language
        assert "القصور" not in text
        assert "2025-03-07" not in text
        assert "2025-03-08" not in text
        assert made.places[0].radius_km == 15.0
    english = world.freeze(dossier).snapshots["en"]
    assert (english.incidents[0].place, english.incidents[0].when) == ("Baniyas District, Tartous", "March 2025")
    assert english.incidents[0].precision == ""
    assert any("Dates are given by month" in line for line in english.conditions)
    assert ("EX-0001", "R2") in [(row.place, row.code) for row in english.redactions]


def test_a_dossier_by_governorate_has_no_mark_on_the_map(world: World) -> None:
    made = world.freeze(world.dossier(place_detail=PlaceDetail.GOVERNORATE)).snapshots["en"]
    assert (made.places, made.incidents[0].place) == ((), "Tartous")


def test_as_recorded_prints_everything(world: World) -> None:
    text = dumps(world.english())
    assert "al-Qusour" in text
    assert "2025-03-07" in text


def test_what_leads_to_a_witness_who_is_to_be_generalised_always_is(world: World) -> None:
    exhibit = world.exhibit(
        2, source="W-0002", place_claimed="the mill of Sanobar", captured_claimed="2025-03-09", title="A mill"
    )
    hidden = world.witness(2, protection_measures=["generalised_place_or_date"])
    world.allegation(2, [(world.testimony(2, hidden), "1")], [exhibit])
    made = world.english()
    sheet = next(one for one in made.exhibits if one.ref == "EX-0002")
    assert (sheet.place, sheet.captured) == ("[R2]", "March 2025 (claimed)")
    other = next(one for one in made.exhibits if one.ref == "EX-0001")
    assert other.place == "the bakery of al-Qusour"


def test_no_date_of_units_commanders_victims_and_figures_is_closer_than_a_month(world: World) -> None:
    """Each has a day of its own, which is in a dossier by days and in none by months."""
    above = world.keep(Unit(number=8000 + world.case.key, reference=f"U-{8000 + world.case.key}", name="Above"))
    number = 7000 + world.case.key
    person = world.keep(Individual(number=number, reference=f"P-{number}", identity_owner=f"p-{world.case.key}"))
    relation = UnitRelation(parent_id=above.key, child_id=world.unit.key, kind=RelationKind.COMMAND, starts="2025-01-11",
                            ends="2025-06-12")  # fmt: skip
    posting = Posting(individual_id=person.key, unit_id=world.unit.key, role=PostingRole.COMMANDER, starts="/2025-01-13",
                      ends="2025-06-14")  # fmt: skip
    victim = Victim(case_id=world.case.key, number=1, reference="V-0001", identity_owner=f"v-{world.case.key}",
                    incident_id=world.incident.key, harmed_on="2025-03-16")  # fmt: skip
    figure = CasualtyFigure(case_id=world.case.key, incident_id=world.incident.key, source="A network", lowest=9,
                            as_of="2025-03-17", category=FigureCategory.KILLED_ALL)  # fmt: skip
    source = world.keep(Source(number=number, reference=f"S-{number}", citation="A report"))
    for row, kind in ((relation, "unit_relation"), (posting, "posting"), (victim, "victim"), (figure, "")):
        key = world.keep(row).key
        if kind:
            world.keep(FactSource(source_id=source.key, fact_kind=kind, fact_id=key))
    days = [("11", "January"), ("12", "June"), ("13", "January"), ("14", "June"), ("16", "March"), ("17", "March")]
    by_day, by_month = (dumps(world.english(dossier=world.dossier(date_detail=one))) for one in DateDetail)
    assert [one for one in days if f"{one[0]} {one[1]} 2025" in by_month] == []
    assert "2025-03-1" not in by_month
    told = [one for one in days if f"{one[0]} {one[1]} 2025" in by_day]
    assert {("11", "January"), ("12", "June"), ("17", "March")} <= set(told)

"""Sources on a real database: one row for one report, graded once, seen by whom it may be, counted by origin."""

from typing import Any

import pytest

from casework.errors import Invalid, NotFound, Stale
from casework.sources import services
from casework.sources.facts import Sources, add_source, sources_of
from casework.sources.given import SourceGiven
from casework.sources.models import Source
from casework.sources.resting import resting_on
from casework.sources.services import SourceDetails
from casework.units import telling
from casework.vocabulary import InformationGrade, SourceGrade
from tests.factories import make_account, make_case
from tests.units.world import World

assert telling
REPORT = SourceGiven(citation="A public report, August 2025", url="https://example.org/r", source_grade=SourceGrade.B)


def cite(world: World, about: Any, given: SourceGiven = REPORT, **more: Any) -> Source:
    row = add_source(
        world.session, more.get("actor", world.actor), kind=about.subject.kind, fact_id=about.key, about=about.subject,
        given=given,
    )  # fmt: skip
    return world.session.get_one(Source, row.source_id)


def said_of(world: World, about: Any) -> Sources:
    return sources_of(world.session, world.actor, about.subject.kind, [about.key])[about.key]


def test_one_report_under_many_facts_is_one_source_graded_once_unless_a_fact_says_otherwise(world: World) -> None:
    first, second, third = world.unit("one"), world.unit("two"), world.incident()
    source = cite(world, first)
    spelt = SourceGiven(citation="a  PUBLIC report, august 2025", url="https://example.org/r ", locator="p. ٣")
    apart = SourceGiven(reference="s-0001", source_grade=SourceGrade.D)
    assert [cite(world, second, spelt).key, cite(world, third, apart).key] == [source.key] * 2
    details = SourceDetails(REPORT.citation, REPORT.url, "2025-08", SourceGrade.A, InformationGrade.CONFIRMED)
    services.change_source(world.session, world.actor, source, details, version=1)
    shown = [said_of(world, about).shown[0] for about in (first, second, third)]
    assert [(one.source_grade.value, one.is_graded_apart, one.row.locator) for one in shown] == [
        ("a", False, ""), ("a", False, "p. 3"), ("d", True, ""),
    ]  # fmt: skip
    with pytest.raises(Stale):
        services.change_source(world.session, world.actor, source, details, version=1)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (SourceGiven(), "citation"),
        (SourceGiven(citation="x", url="javascript:alert(1)"), "url"),
        (SourceGiven(citation="x", published_on="long ago"), "published_on"),
        (SourceGiven(citation="x", locator="00:61:00 or 01:75:00"), "locator"),
        (SourceGiven(citation="x", locator="pp. 9-3"), "locator"),
        (SourceGiven(reference="T-0007", locator="¶ 8"), "locator"),
        (SourceGiven(reference="T-0007", locator="at the end"), "locator"),
        (SourceGiven(reference="EX-0001", locator="00:02:13"), "locator"),
        (SourceGiven(reference="EX-0001", locator="p. 4"), "locator"),
        (SourceGiven(reference="EX-0099"), "reference"),
        (SourceGiven(reference="S-0099"), "reference"),
        (SourceGiven(reference="W-0001"), "reference"),
    ],
)
def test_a_source_or_a_place_in_it_that_is_not_there_is_refused_beside_the_field(
    world: World, given: SourceGiven, field: str
) -> None:
    world.testimony(7)
    world.exhibit().file_metadata = {"embedded": {"duration_seconds": 132.9, "pages": 3}}
    given = SourceGiven(**(vars(given) | {"case_reference": world.case.reference}))
    with pytest.raises(Invalid) as refused:
        cite(world, world.unit(), given)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(("reference", "locator"), [("T-0007", "¶٩"), ("EX-0001", "00:02:12"), ("EX-0001", "pp. 2-3")])
def test_a_place_that_is_there_is_kept(world: World, reference: str, locator: str) -> None:
    world.testimony(7)
    world.exhibit().file_metadata = {"embedded": {"duration_seconds": 132.9, "pages": 3}}
    unit = world.unit()
    cite(world, unit, SourceGiven(case_reference=world.case.reference, reference=reference, locator=locator))
    assert said_of(world, unit).shown[0].row.locator == locator.replace("٩", "9")


def test_sources_that_repeat_one_origin_stay_a_single_source(world: World) -> None:
    unit = world.unit()
    one, two, agency = (cite(world, unit, SourceGiven(citation=name)) for name in ("paper", "radio", "agency"))
    assert (said_of(world, unit).origins, said_of(world, unit).is_single) == (3, False)
    for source in (one, two):
        services.say_repeats(world.session, world.actor, source, origin=agency.reference.lower(), note="as reported by")
    said = said_of(world, unit)
    assert (said.origins, said.is_single, said.is_repeated) == (1, True, True)
    for source, origin in ((agency, one), (one, agency), (one, one)):
        with pytest.raises(Invalid):
            services.say_repeats(world.session, world.actor, source, origin=origin.reference)
    row, _origin = services.lineage_shown(world.session, world.actor, one).origins[0]
    with pytest.raises(NotFound):
        services.unsay_repeats(world.session, world.actor, two, row.key)
    services.unsay_repeats(world.session, world.actor, one, row.key)
    assert said_of(world, unit).origins == 2


def test_an_exhibit_and_what_was_made_from_it_at_any_remove_are_one_origin(world: World) -> None:
    unit, rows = world.unit(), [world.exhibit(number) for number in (1, 2, 3, 4)]
    rows[1].parent_id, rows[2].parent_id = rows[0].key, rows[1].key
    for row in (rows[0], rows[2], rows[3]):
        cite(world, unit, SourceGiven(case_reference=world.case.reference, reference=row.reference))
    assert (said_of(world, unit).origins, len(said_of(world, unit).shown)) == (2, 3)


def test_the_page_of_a_source_tells_the_facts_that_the_reader_may_see_and_counts_the_others(world: World) -> None:
    unit, incident = world.unit("A unit"), world.incident()
    source = cite(world, unit)
    cite(world, incident)
    cite(world, world.unit("noise"), SourceGiven(citation="Something else"))
    theirs = resting_on(world.session, world.stranger, source)
    assert ([fact.words for _row, fact in theirs.facts], theirs.others) == (["U-0001 A unit"], 1)
    assert services.get_source(world.session, world.stranger, source.reference) is source


def test_a_citation_that_only_another_case_rests_on_is_not_shown_and_not_listed(world: World) -> None:
    source = cite(world, world.incident(), SourceGiven(citation="A lawyer's letter"))
    other = make_account(world.session)
    make_case(world.session, [other])
    with pytest.raises(NotFound):
        services.get_source(world.session, other.as_actor(), source.reference)
    assert world.session.exec(services.sources_listed(world.session, other.as_actor())).all() == []
    assert world.session.exec(services.sources_listed(world.session, world.actor)).all() == [source]
    with pytest.raises(Invalid):
        cite(world, world.unit(), SourceGiven(reference=source.reference), actor=other.as_actor())

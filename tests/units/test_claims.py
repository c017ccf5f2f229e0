"""Relations and postings: sourced, dated, never in a circle, never overwritten."""

from datetime import date

import pytest

from casework.errors import Invalid, Refused
from casework.units import answers, claims, sources
from casework.units.sources import POSTING, SourceGiven
from casework.vocabulary import Answer, PostingRole, RelationKind
from tests.units.world import CITED, World

DAY = date(2025, 3, 8)


def test_a_posting_without_a_source_is_refused_beside_the_field(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        world.post(world.unit(), world.person(), source=SourceGiven())
    assert set(refused.value.fields) == {"citation"}


@pytest.mark.parametrize(
    ("said", "field"),
    [({"starts": "long ago"}, "starts"), ({"ends": "2025-13"}, "ends"), ({"starts": "2026", "ends": "2025"}, "ends")],
)
def test_dates_that_cannot_be_are_refused_beside_the_field(world: World, said: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        world.post(world.unit(), world.person(), **said)
    assert set(refused.value.fields) == {field}


def test_a_circle_of_relations_is_refused_and_names_the_way(world: World) -> None:
    low, middle, high = world.unit(), world.unit(), world.unit()
    world.relate(low, middle)
    world.relate(middle, high, kind=RelationKind.ATTACHED)
    with pytest.raises(Refused) as refused:
        world.relate(high, low)
    assert "U-0003 → U-0001 → U-0002 → U-0003" in str(refused.value)
    with pytest.raises(Invalid):
        world.relate(low, low)


def test_a_reversed_order_in_another_year_and_a_withdrawn_one_are_no_circle(world: World) -> None:
    one, two = world.unit(), world.unit()
    first = world.relate(one, two, starts="2014", ends="2018")
    second = world.relate(two, one, starts="2020", ends="2024")
    with pytest.raises(Refused):
        world.relate(two, one, starts="2015", ends="2016")
    claims.withdraw_claim(world.session, world.actor, claim=first, about=one.subject, reason="mistyped")
    third = world.relate(two, one, starts="2015", ends="2016")
    assert [(row.child_id, row.parent_id, row.withdrawn) for row in (first, second, third)] == [
        (one.key, two.key, "mistyped"),
        (two.key, one.key, ""),
        (two.key, one.key, ""),
    ]


def test_who_commanded_answers_definitely_possibly_not_known_and_disputed(world: World) -> None:
    sure, unsure, empty, torn = (world.unit(name) for name in ("sure", "unsure", "empty", "torn"))
    world.post(sure, world.person(), starts="2025-01", ends="2025-03-09/")
    world.post(unsure, world.person(), ends="2025-03")
    world.post(empty, world.person(), starts="2025-04-01", ends="2025-12")
    world.post(empty, world.person(), role=PostingRole.DEPUTY, starts="2020", ends="2026")
    for _ in range(2):
        world.post(torn, world.person(), starts="2024", ends="2026")
    keys = [unit.key for unit in (sure, unsure, empty, torn)]
    found = answers.commanders_on(world.session, keys, DAY)
    assert [found[key].answer for key in keys] == ["definitely", "possibly", "not_known", "disputed"]
    assert len(found[torn.key].commanders) == 2


def test_the_chain_climbs_over_every_superior_even_round_a_circle(world: World) -> None:
    low, middle, high = world.unit(), world.unit(), world.unit()
    world.relate(low, middle, starts="2024", ends="2026")
    world.relate(middle, high)
    world.post(high, world.person(), starts="2024", ends="2026")
    world.relate(high, middle, kind=RelationKind.AFFILIATED)
    chain = answers.chain_on(world.session, low, DAY)
    assert [(p.top, p.answer) for p in chain.paths] == [(middle.key, "definitely"), (high.key, "possibly")]
    assert [c.answer for c in chain.commands] == [Answer.NOT_KNOWN, Answer.NOT_KNOWN, Answer.DEFINITELY]


def test_a_withdrawn_posting_stays_readable_and_answers_nothing(world: World) -> None:
    unit = world.unit()
    posting = world.post(unit, world.person(), starts="2024", ends="2026")
    with pytest.raises(Invalid):
        claims.withdraw_claim(world.session, world.actor, claim=posting, about=unit.subject, reason=" ")
    claims.withdraw_claim(world.session, world.actor, claim=posting, about=unit.subject, reason="another man")
    assert answers.commanders_on(world.session, [unit.key], DAY)[unit.key].answer is Answer.NOT_KNOWN
    assert claims.get_claim(world.session, world.actor, POSTING, posting.key).withdrawn == "another man"


def test_a_source_inside_a_case_is_withheld_from_who_does_not_belong_to_it(world: World) -> None:
    world.testimony(7)
    given = SourceGiven(case_reference=world.case.reference, reference="t-0007", locator="¶ 9")
    posting = world.post(world.unit(), world.person(), source=given)
    mine = sources.sources_of(world.session, world.actor, POSTING, [posting.key])[posting.key]
    theirs = sources.sources_of(world.session, world.stranger, POSTING, [posting.key])[posting.key]
    assert [(s.case_reference, s.reference) for s in mine.shown] == [(world.case.reference, "T-0007")]
    assert (theirs.shown, theirs.withheld, theirs.is_single) == ([], 1, True)


def test_a_source_in_a_case_one_does_not_see_is_as_if_it_were_not_there(world: World) -> None:
    world.testimony(7)
    for reference in ("T-0007", "T-0099"):
        given = SourceGiven(case_reference=world.case.reference, reference=reference)
        with pytest.raises(Invalid) as refused:
            claims.record_posting(
                world.session, world.stranger, unit=world.unit(), individual=world.person(), role=PostingRole.MEMBER,
                rank="", said=claims.Said(source=given),
            )  # fmt: skip
        assert refused.value.fields == {"reference": f"There is no {reference} in this case."}


def test_two_sources_that_disagree_are_both_kept(world: World) -> None:
    unit, person = world.unit(), world.person()
    world.post(unit, person, starts="2024", ends="2025-02")
    second = world.post(unit, person, starts="2024", ends="2025-06")
    for given in (SourceGiven(citation="Another report"), CITED):
        sources.add_source(
            world.session, world.actor, kind=POSTING, fact_id=second.key, about=unit.subject, given=given
        )
    said = sources.sources_of(world.session, world.actor, POSTING, [second.key])[second.key]
    assert (len(said.shown), said.origins, said.is_single) == (3, 2, False)
    assert len(answers.commanders_on(world.session, [unit.key], date(2025, 1, 5))[unit.key].holders) == 2


def test_a_vacancy_is_a_claim_with_a_source_and_can_be_taken_back(world: World) -> None:
    unit, actor = world.unit(), world.actor
    with pytest.raises(Invalid):
        claims.record_vacancy(world.session, actor, unit=unit, said=claims.Said(source=sources.SourceGiven()))
    said = claims.Said(source=CITED, starts="2025-03-01", ends="2025-03-20")
    vacancy = claims.record_vacancy(world.session, actor, unit=unit, said=said)
    assert answers.commanders_on(world.session, [unit.key], DAY)[unit.key].answer is Answer.VACANT
    world.post(unit, world.person(), starts="2024", ends="2026")
    (holder,) = answers.commanders_on(world.session, [unit.key], DAY)[unit.key].holders
    assert (holder.answer, holder.vacancies) == (Answer.DISPUTED, (vacancy,))
    claims.withdraw_claim(world.session, actor, claim=vacancy, about=unit.subject, reason="misread")
    assert answers.commanders_on(world.session, [unit.key], DAY)[unit.key].answer is Answer.DEFINITELY
    assert claims.get_claim(world.session, actor, "vacancy", vacancy.key).withdrawn == "misread"

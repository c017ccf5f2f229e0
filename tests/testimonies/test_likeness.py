"""Similar wording: found in both languages whatever the spelling, never from questions; shown to supervisors alone."""

import random

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from casework import audit
from casework.cases import compartments
from casework.config import Settings
from casework.db import read_as
from casework.demo.scale import drawn
from casework.errors import Forbidden, Invalid, NotFound
from casework.jobs import run_one
from casework.jobs.services import enqueue
from casework.subjects import SYSTEM
from casework.testimonies.content import Content, Paragraph
from casework.testimonies.jobs import MISSING
from casework.testimonies.likeness import common_passages, is_alike, own_words, prints_of
from casework.testimonies.likeness_models import TestimonyLikeness, TestimonyPrint
from casework.testimonies.likeness_search import (
    dismiss,
    get_pair,
    look_for_likeness,
    pairs_shown,
    sides_of,
    without_prints,
)
from casework.testimonies.models import Testimony, TestimonyVersion
from casework.witnesses.models import Witness
from tests.units.world import World, make_world

TEMPLATE = (
    "On the morning of that day armed men in two white cars came from the upper road and stopped before the shop. "
    "They asked every man for his papers, took four of them behind the wall, and we heard shots for about two minutes."
)
ARABIC = "في صباح ذلك اليوم جاء مسلحون في سيارتين بيضاوين من الطريق العليا ووقفوا أمام الدكان وسألوا كل رجل عن أوراقه"


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return make_world(session, settings)


def filler(seed: int, words: int = 60) -> str:
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    return " ".join(f"w{chance.randrange(5_000)}" for _word in range(words))


def say(world: World, number: int, *texts: str, question: str = "") -> Testimony:
    row = world.testimony(number)
    rows = [Paragraph(number=str(place), original=text) for place, text in enumerate(texts, 1)]
    asked = [Paragraph(number="99", original=question, is_question=True)] if question else []
    content = Content(language="en", paragraphs=(*rows, *asked)).to_json()
    row.draft, row.submitted_version, row.language = content, 1, "en"
    world.session.add(
        TestimonyVersion(case_id=row.case_id, testimony_id=row.key, number=1, content=content, content_hash="x")
    )
    world.session.flush()
    return row


def test_a_shared_passage_is_found_whatever_the_case_the_marks_and_what_stands_around_it() -> None:
    for text in (TEMPLATE, ARABIC):
        plain, other = (
            prints_of(f"{filler(1)} {text} {filler(2)}"),
            prints_of(f"{filler(3)} {text.upper()} {filler(4)}"),
        )
        assert len(plain & other) >= 3
    marked = ARABIC.replace("في", "فِي").replace("إ", "أ")
    assert prints_of(marked) == prints_of(ARABIC)
    assert not prints_of(filler(5)) & prints_of(filler(6))
    assert prints_of("too short a text") == frozenset()


def test_questions_and_withdrawn_paragraphs_are_not_the_witness_s_words() -> None:
    rows = (
        Paragraph(number="1", original="Mine."), Paragraph(number="2", original=TEMPLATE, is_question=True),
        Paragraph(number="3", original="Gone.", is_withdrawn=True),
    )  # fmt: skip
    assert own_words(Content(paragraphs=rows)) == "Mine."


def test_the_common_passages_are_marked_in_both() -> None:
    one, other = f"{filler(1)}. {TEMPLATE} {filler(2)}", f"{filler(3)} {TEMPLATE}"
    first, second = common_passages(one, other)
    assert [one[start:end] for start, end in first] == [TEMPLATE.rstrip(".")]
    assert [other[start:end] for start, end in second] == [TEMPLATE.rstrip(".")]


def test_synthetic_accounts_are_not_alike_by_chance() -> None:
    printed = [prints_of(own_words(drawn(number).content)) for number in range(1, 101)]
    alike = [
        (place, later) for place, one in enumerate(printed) for later, other in enumerate(printed[:place])
        if is_alike(len(one & other), len(one), len(other))
    ]  # fmt: skip
    assert alike == []


def test_a_pair_is_kept_without_text_and_a_question_asked_of_both_makes_none(world: World) -> None:
    for number in (1, 2):
        say(world, number, filler(number), question=TEMPLATE)
    copied = [say(world, number, filler(number, 30), TEMPLATE) for number in (3, 4)]
    found = [look_for_likeness(world.session, row) for row in world.session.exec(select(Testimony)).all()]
    assert found == [0, 0, 0, 1]
    assert look_for_likeness(world.session, copied[0]) == 1, "again changes nothing"
    (row,) = world.session.exec(select(TestimonyLikeness)).all()
    assert (row.first_id, row.second_id, row.share >= 15) == (copied[0].key, copied[1].key, True)
    assert len(world.session.exec(select(TestimonyPrint.id)).all()) > 50
    one, other = sides_of(world.session, row)
    assert [text for text, common in one.parts if common] == [text for text, common in other.parts if common]


def test_one_witness_may_say_the_same_twice_and_another_case_is_not_compared(world: World) -> None:
    one, other = say(world, 1, TEMPLATE), say(world, 2, TEMPLATE)
    other.witness_id = one.witness_id
    world.session.flush()
    assert [look_for_likeness(world.session, row) for row in (one, other)] == [0, 0]


def test_supervisors_alone_see_and_dismiss_it_with_a_reason_that_a_greater_likeness_overrides(world: World) -> None:
    first, second = say(world, 1, filler(1, 30), TEMPLATE), say(world, 2, filler(2, 30), TEMPLATE)
    for row in (first, second):
        look_for_likeness(world.session, row)
    with pytest.raises(Forbidden):
        pairs_shown(world.session, world.actor, world.case)
    (pair,) = pairs_shown(world.session, world.supervisor, world.case, testimony=first)
    with pytest.raises(Invalid):
        dismiss(world.session, world.supervisor, pair.row, reason="no")
    dismiss(world.session, world.supervisor, pair.row, reason="both quote one announcement")
    assert audit.entries(world.session, action="testimony.likeness_dismissed")[0].facts["other"] == "T-0002"
    look_for_likeness(world.session, first)
    assert pair.row.dismissed == "both quote one announcement"
    pair.row.share = 1
    look_for_likeness(world.session, first)
    assert pair.row.dismissed == ""


def test_what_is_restricted_makes_its_pairs_disappear(world: World) -> None:
    first, second = say(world, 1, TEMPLATE), say(world, 2, TEMPLATE)
    for row in (first, second):
        look_for_likeness(world.session, row)
    (pair,) = pairs_shown(world.session, world.supervisor, world.case)
    witness = world.session.exec(select(Witness).where(Witness.reference == "W-0002")).one()
    key = pair.row.key
    compartments.restrict(world.session, world.supervisor, subject=witness.subject, accounts=[], reason="threats")
    world.session.expunge_all()
    read_as(world.session, world.supervisor)
    if pairs_shown(world.session, world.supervisor, world.case):  # who restricts is named for it
        read_as(world.session, world.actor)
        assert world.session.exec(select(TestimonyLikeness)).all() == []
    else:
        with pytest.raises(NotFound):
            get_pair(world.session, world.supervisor, world.case, key)


def test_statements_that_no_comparison_has_met_are_compared_by_themselves(
    world: World, engine: Engine, settings: Settings
) -> None:
    for number in (1, 2):
        say(world, number, filler(number, 30), TEMPLATE)
    say(world, 3, "Too short.")
    world.testimony(4)
    enqueue(world.session, SYSTEM, MISSING, None, {})
    world.session.commit()
    assert run_one(engine, settings)
    world.session.expire_all()
    assert len(pairs_shown(world.session, world.supervisor, world.case)) == 1
    left = without_prints(world.session, after=0)
    assert [row.reference for row in left] == ["T-0003"], "a draft is none of them"

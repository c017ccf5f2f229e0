"""Questions over structure: against an oracle of plain Python, in every kind of date, for its reader alone, logged."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from casework import audit, dates
from casework.allegations.links import SourceNamed
from casework.analysis import questions
from casework.analysis.answering import statement_of
from casework.analysis.asking import About, Question, Sureness, read
from casework.analysis.question_words import sentence
from casework.cases import compartments
from casework.config import Settings
from casework.db import read_as
from casework.errors import Forbidden, Invalid, NotFound, Refused, Stale
from casework.i18n import set_language
from casework.incidents.models import Incident
from casework.vocabulary import Act, Confidence, Harm, LinkBasis, ReviewStatus
from casework.witnesses.models import Witness
from tests.allegations.test_services import make
from tests.analysis.test_matrix import counting
from tests.units.world import World, make_world

STARTS = ("", "2025-03-08", "2025-03", "2025-03-07/2025-03-09", "/2025-03-08", "2025-03-09/", "2025", "2024-12")
ASKED = ("2025-03-08", "2025-03", "2025-03-06/2025-03-09", "/2025-03-07", "2025-03-08/")


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    made = make_world(session, settings)
    made.testimony(1)
    made.exhibit(3)
    return made


def found(world: World, **asked: Any) -> list[str]:
    statement = statement_of(world.session, world.actor, world.case, Question(**asked))
    return sorted(row.reference for row in world.session.execute(statement).scalars())


def test_a_date_is_met_possibly_or_definitely_as_its_bounds_say(world: World) -> None:
    for starts in STARTS:
        for ends in ("", "2025-03-09", "/2025-03-10", "2025-03-09/") if "/" not in starts else ("",):
            world.incident(starts=starts, ends=ends)
    rows = list(world.session.exec(select(Incident)))
    spans = {
        row.reference: (dates.parse(row.starts).earliest, dates.parse(row.ends or row.starts).latest) for row in rows
    }
    for on in ASKED:
        first, last = dates.parse(on).earliest or date.min, dates.parse(on).latest or date.max
        # What an open side of the question cannot exclude, it does not ask for.
        may = [
            ref for ref, (begin, end) in spans.items()
            if (end or date.max) >= first and (begin or date.min) <= last
        ]  # fmt: skip
        must = [
            ref for ref, (begin, end) in spans.items()
            if (first == date.min or (begin and begin >= first)) and (last == date.max or (end and end <= last))
        ]  # fmt: skip
        assert found(world, about=About.INCIDENTS, on=on) == sorted(may), on
        assert found(world, about=About.INCIDENTS, on=on, sureness=Sureness.DEFINITELY) == sorted(must), on


@pytest.mark.parametrize("place", ["القصور", "بانياس، القُصور", "JABLEH", "جبله"])
def test_a_place_is_found_however_it_is_written(world: World, place: str) -> None:
    world.incident(
        place="Jableh",
        place_ar="جبلة" if place == "جبله" else "القصور (بانياس)" if place == "القصور" else "بانياس، القصور",
    )
    world.incident(place="Latakia", place_ar="اللاذقية")
    assert found(world, about=About.INCIDENTS, place=place) == ["I-0001"]


def test_all_killings_in_a_place_on_a_day_with_a_basis_stronger_than_appearance(world: World) -> None:
    here = world.incident(starts="2025-03-08", place="Baniyas, al-Qusour", place_ar="بانياس، القصور")
    there = world.incident(starts="2025-03-08", place="Jableh")
    wanted = make(world, incident=here, bases=[LinkBasis.SPEECH_OR_APPEARANCE, LinkBasis.INSIDER])
    make(world, incident=here, bases=[LinkBasis.SPEECH_OR_APPEARANCE], unit=world.unit("2"))
    make(world, incident=here, act=Act.LOOTING, unit=world.unit("3"))
    make(world, incident=there, unit=world.unit("4"))
    asked = {"act": Act.KILLING, "on": "2025-03-08", "only_strong": True}
    assert found(world, place="baniyas", **asked) == found(world, place="بانياس", **asked) == [wanted.reference]
    assert found(world, place="50%", **asked) == []


def test_units_below_are_asked_with_their_unit_for_the_time_asked(world: World) -> None:
    top, below, gone, far = (world.unit(name) for name in ("top", "below", "gone", "far"))
    world.relate(below, top, starts="2025-01")
    world.relate(gone, top, starts="2020", ends="2024-12-31")
    world.relate(far, below)
    for unit in (top, below, gone, far):
        make(world, unit=unit)
    assert found(world, unit=top.reference) == ["A-0001"]
    asked = {"unit": top.reference, "with_subordinates": True}
    assert found(world, **asked) == ["A-0001", "A-0002", "A-0003", "A-0004"]
    incident = world.incident(starts="2025-03-08")
    make(world, unit=gone, incident=incident)
    make(world, unit=far, incident=incident)
    assert found(world, on="2025-03-08", **asked) == ["A-0006"]
    assert found(world, unit="U-0099", with_subordinates=True) == []


def test_victims_incidents_and_statements_are_found_through_one_and_the_same_allegation(world: World) -> None:
    unit, other = world.unit("one"), world.unit("two")
    incident, elsewhere = world.incident(), world.incident()
    hurt, dead = world.victim(harms=[Harm.INJURED], incident=incident), world.victim(incident=elsewhere)
    make(world, unit=unit, incident=incident, victims=[hurt], confidence=Confidence.REASONABLE_GROUNDS)
    make(world, unit=other, incident=elsewhere, victims=[dead], sources=[SourceNamed("EX-0003")])
    strong = {"unit": unit.reference, "at_least": Confidence.REASONABLE_SUSPICION}
    assert found(world, about=About.VICTIMS, **strong) == [hurt.reference]
    assert found(world, about=About.INCIDENTS, **strong) == [incident.reference]
    assert found(world, about=About.TESTIMONIES, **strong) == ["T-0001"]
    assert found(world, about=About.TESTIMONIES, unit=other.reference) == []
    assert found(world, about=About.INCIDENTS, unit=other.reference, at_least=Confidence.REASONABLE_SUSPICION) == []
    assert found(world, harm=Harm.INJURED) == ["A-0001"]
    assert found(world, about=About.VICTIMS, harm=Harm.KILLED) == [dead.reference]
    assert found(world, status=ReviewStatus.APPROVED) == []


def test_only_what_the_reader_may_see_answers(world: World) -> None:
    make(world)
    assert found(world, about=About.TESTIMONIES, act=Act.KILLING) == ["T-0001"]
    with pytest.raises(Forbidden):
        statement_of(world.session, world.stranger, world.case, Question())
    witness = world.session.exec(select(Witness)).one()
    compartments.restrict(world.session, world.supervisor, subject=witness.subject, accounts=[], reason="threats")
    read_as(world.session, world.actor)
    assert found(world, about=About.TESTIMONIES, act=Act.KILLING) == []
    asked = Question(about=About.TESTIMONIES)
    assert questions.count_of(world.session, world.actor, world.case, asked) == 0


def test_a_question_costs_three_statements_whatever_it_asks(world: World) -> None:
    for _more in range(5):
        make(world, incident=world.incident(starts="2025-03-08"), unit=world.unit("x"))
    with counting(world.session) as seen:
        found(world, unit="U-0001", with_subordinates=True, on="2025-03", act=Act.KILLING, harm=Harm.KILLED)
    assert len([one for one in seen if "membership" not in one.split("WHERE")[0]]) <= 3


def test_it_is_saved_changed_and_taken_away_by_its_author_or_a_supervisor_and_each_stands_in_the_log(
    world: World,
) -> None:
    asked = Question(act=Act.KILLING, place="the baker's street")
    with pytest.raises(Invalid):
        questions.save_question(world.session, world.actor, world.case, name=" ", question=asked)
    with pytest.raises(Forbidden):
        questions.save_question(world.session, world.stranger, world.case, name="x", question=asked)
    row = questions.save_question(world.session, world.supervisor, world.case, name="Killings", question=asked)
    assert read(row.asked) == asked
    assert questions.saved_questions(world.session, world.actor, world.case) == [row]
    change = {"name": "Deaths", "question": asked}
    with pytest.raises(Refused):
        questions.change_question(world.session, world.actor, world.case, row, version=1, **change)  # type: ignore[arg-type]
    questions.change_question(world.session, world.supervisor, world.case, row, version=1, **change)  # type: ignore[arg-type]
    with pytest.raises(Stale):
        questions.change_question(world.session, world.supervisor, world.case, row, version=1, **change)  # type: ignore[arg-type]
    questions.delete_question(world.session, world.supervisor, row)
    with pytest.raises(NotFound):
        questions.get_question(world.session, world.actor, world.case, "Q-0001")
    told = [entry for entry in audit.entries(world.session) if entry.action.startswith("question.")]
    assert sorted(entry.action for entry in told) == ["question.changed", "question.deleted", "question.saved"]
    assert not any("baker" in str(entry.facts) for entry in told)


def test_what_was_asked_is_said_in_both_languages() -> None:
    asked = read({"act": "killing", "place": "Baniyas", "on": "2025-03-08", "basis": "strong", "unit": "u-0010"})
    set_language("en")
    assert "act: Killing; place: \u2068Baniyas\u2069; with a basis that is not weak" in sentence(asked)
    assert "possibly in the time: 8 March 2025" in sentence(asked)
    set_language("ar")
    assert "قتل" in sentence(asked)
    set_language("en")

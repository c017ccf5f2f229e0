"""Allegations: contrary information required, sources of the case, versions, review, who may."""

from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from casework import audit
from casework.allegations import queries, reviewing, services, words
from casework.allegations.links import SourceNamed
from casework.allegations.models import Allegation
from casework.allegations.narrowing import NONE, Narrowed
from casework.allegations.services import AllegationFacts
from casework.allegations.showing import whole
from casework.cases import compartments
from casework.db import read_as
from casework.errors import Forbidden, Invalid, NotFound, Refused, Stale
from casework.review import services as review
from casework.review.checklist import checks_for
from casework.vocabulary import Act, Confidence, LinkBasis, ReviewDecision, ReviewStatus
from casework.vocabulary import InformationGrade as Info
from casework.vocabulary import SourceGrade as Grade
from casework.witnesses.models import Witness
from tests.factories import make_case
from tests.units.world import World


def facts(world: World, **given: Any) -> AllegationFacts:
    base = {
        "act": Act.KILLING,
        "bases": [LinkBasis.INSIGNIA_OR_UNIFORM],
        "contrary": "another unit was seen in the quarter",
        "sources": [SourceNamed("T-0001", "9")],
    }
    if "unit" not in given:
        given["unit"] = world.unit()
    return AllegationFacts(**(base | given))


def make(world: World, **given: Any) -> Allegation:
    return services.make_allegation(world.session, world.actor, world.case, facts(world, **given))


@pytest.fixture(autouse=True)
def statement(world: World) -> None:
    world.testimony(1)
    world.exhibit(3)


@pytest.mark.parametrize(("contrary", "searched"), [("", False), ("  ", False), ("", True)])
def test_without_what_speaks_against_it_nothing_is_saved(world: World, contrary: str, searched: bool) -> None:
    with pytest.raises(Invalid) as refused:
        make(world, contrary=contrary, contrary_searched=searched)
    assert set(refused.value.fields) == {"contrary"}
    assert not world.session.exec(select(Allegation)).all()


def test_an_allegation_keeps_whom_on_whose_word_and_what_speaks_against_it(world: World) -> None:
    unit, victim, incident = world.unit(), world.victim(), world.incident()
    named = [SourceNamed("t-0001", "9"), SourceNamed("EX-0003", "00:12", is_contrary=True)]
    row = make(world, unit=unit, victims=[victim], incident=incident, sources=named)
    (file,) = queries.allegations_of(world.session, world.case.key)
    assert (row.reference, row.status, file.unit, file.incident) == ("A-0001", "draft", unit, incident)
    assert [(s.reference, s.paragraph) for s in file.supporting] == [("T-0001", "9")]
    assert [(s.reference, s.paragraph) for s in file.against] == [("EX-0003", "00:12")]
    assert (file.victims, file.is_single_source, file.is_weak) == ([victim], True, False)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"unit": None}, "unit"),
        ({"bases": []}, "bases"),
        ({"sources": []}, "sources"),
        ({"sources": [SourceNamed("EX-0003", is_contrary=True)]}, "sources"),
        ({"sources": [SourceNamed("T-0099", "1")]}, "sources"),
        ({"sources": [SourceNamed("T-0001", "nine")]}, "sources"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(world: World, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        make(world, **given)
    assert set(refused.value.fields) == {field}


def test_a_source_or_victim_of_another_case_cannot_be_linked(world: World) -> None:
    other = make_case(world.session, [world.account])
    world.testimony(5, case=other)
    with pytest.raises(Invalid):
        make(world, sources=[SourceNamed("T-0005", "9")])
    strange = world.victim()
    strange.case_id = other.key
    with pytest.raises(NotFound):
        make(world, victims=[strange])


def test_a_stale_save_is_refused_and_keeps_the_links(world: World) -> None:
    row = make(world)
    new = facts(world, sources=[SourceNamed("EX-0003")])
    services.change_allegation(world.session, world.actor, world.case, row, new, version=1)
    with pytest.raises(Stale):
        services.change_allegation(world.session, world.actor, world.case, row, facts(world), version=1)
    (file,) = queries.allegations_of(world.session, world.case.key)
    assert (file.row.version, [s.reference for s in file.sources]) == (2, ["EX-0003"])


def test_a_submitted_allegation_is_locked_and_its_author_cannot_review_it(world: World) -> None:
    row = make(world)
    waiting = reviewing.submit(world.session, world.actor, world.case, row)
    with pytest.raises(Refused):
        services.change_allegation(world.session, world.actor, world.case, row, facts(world), version=1)
    with pytest.raises(Refused):
        reviewing.submit(world.session, world.actor, world.case, row)
    with pytest.raises((Refused, Forbidden)):
        review.claim(world.session, world.actor, waiting)


@pytest.mark.parametrize(
    ("decision", "status"),
    [(ReviewDecision.APPROVE, "approved"), (ReviewDecision.RETURN, "returned"), (ReviewDecision.REJECT, "rejected")],
)
def test_the_status_follows_the_review(world: World, decision: ReviewDecision, status: str) -> None:
    row = make(world)
    waiting = reviewing.submit(world.session, world.actor, world.case, row)
    review.claim(world.session, world.supervisor, waiting)
    assert row.status is ReviewStatus.CLAIMED
    every = {key for key, _text in checks_for("allegation")}
    review.decide(
        world.session, world.supervisor, waiting, decision=decision, reasons="see remarks", checklist=every,
        source_grade=Grade.B, information_grade=Info.PROBABLY_TRUE,
    )  # fmt: skip
    assert row.status == status


def test_changing_an_approved_allegation_makes_a_new_draft_version(world: World) -> None:
    row = make(world)
    row.status = ReviewStatus.APPROVED
    world.session.flush()
    services.change_allegation(world.session, world.actor, world.case, row, facts(world), version=1)
    assert (row.status, row.version) == (ReviewStatus.DRAFT, 2)


def test_the_log_of_an_allegation_holds_codes_and_no_narrative(world: World) -> None:
    make(world, conduct="entered the house", contrary="an alibi was given")
    (entry,) = audit.entries(world.session, action="allegation.made")
    assert "house" not in str(entry.facts)
    assert "alibi" not in str(entry.facts)


def test_allegations_about_a_unit_come_only_out_of_cases_one_may_see(world: World) -> None:
    unit = world.unit()
    row = make(world, unit=unit)
    seen = queries.allegations_about(world.session, world.actor, unit=unit)
    assert [file.row for file in seen] == [row]
    assert queries.allegations_about(world.session, world.stranger, unit=unit) == []


def test_allegations_are_filtered(world: World) -> None:
    make(world)
    wanted = make(world, act=Act.LOOTING, confidence=Confidence.REASONABLE_GROUNDS)
    strong = make(
        world,
        bases=[LinkBasis.HEARSAY, LinkBasis.INSIDER],
        incident=world.incident(),
        individual=world.person(),
        unit=None,
    )
    weak = make(world, bases=[LinkBasis.HEARSAY], unit=world.unit("Another"))

    def found(**asked: Any) -> list[Allegation]:
        return list(
            world.session.exec(services.allegations_listed(world.session, world.actor, world.case, Narrowed(**asked)))
        )

    assert found(act=Act.LOOTING, confidence=Confidence.REASONABLE_GROUNDS, status=ReviewStatus.DRAFT) == [wanted]
    assert found(at_least=Confidence.REASONABLE_SUSPICION) == [wanted]
    assert weak not in found(only_strong=True)
    assert found(basis=LinkBasis.INSIDER) == [strong] == found(unit=NONE) == found(incident="I-0001")
    assert found(unit="U-0003") == [weak]
    assert found(unit="U-0099") == [] == found(incident="I-0099")


def test_the_number_of_statements_does_not_grow_with_the_list(world: World) -> None:
    seen: list[str] = []
    engine = world.session.get_bind().engine
    event.listen(engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    counts = []
    for more in (1, 9):
        for _ in range(more):
            make(world, victims=[world.victim()], incident=world.incident(), individual=world.person())
        seen.clear()
        files = list(queries.allegations_of(world.session, world.case.key))
        counts.append((len(files), len(seen)))
    assert [length for length, _ in counts] == [1, 10]
    assert counts[0][1] == counts[1][1]
    for step in (3, 5, 10):
        assert list(queries.allegations_of(world.session, world.case.key, step=step)) == files


def test_who_heard_it_from_one_person_and_a_file_and_its_copy_count_once(world: World) -> None:
    first, second = world.testimony(2), world.testimony(4)
    first.draft = {"paragraphs": [{"number": "1", "original": "I was told.", "basis": "was_told"}]}
    copy = world.exhibit(5)
    copy.parent_id = world.exhibit(6).key
    world.session.flush()
    named = [
        SourceNamed("T-0001", "9"), SourceNamed("T-0002", "1"), SourceNamed("T-0004", "", goes_back_to="w-0001"),
        SourceNamed("EX-0005"), SourceNamed("EX-0006"),
    ]  # fmt: skip
    make(world, sources=named)
    (file,) = queries.allegations_of(world.session, world.case.key)
    assert (file.corroboration.count, file.corroboration.not_counted) == (2, ("T-0002",))
    assert [link.goes_back_to for link in file.supporting][:3] == ["", "", "W-0001"]
    assert words.counted(file.corroboration) == "2 independent origins from 3 testimonies and 2 exhibits"
    assert second.reference == "T-0004"


def test_a_refuted_source_stays_and_is_not_counted(world: World) -> None:
    named = [SourceNamed("T-0001", "9"), SourceNamed("EX-0003", refuted="filmed in another year")]
    make(world, sources=named)
    (file,) = queries.allegations_of(world.session, world.case.key)
    assert [link.reference for link in file.refuted] == ["EX-0003"]
    assert [link.reference for link in file.supporting] == ["T-0001"]
    assert file.is_single_source


@pytest.mark.parametrize("wrong", ["W-0099", "T-0001", "EX-0003"])
def test_where_a_source_goes_back_to_is_a_witness_of_the_case_or_words(world: World, wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        make(world, sources=[SourceNamed("T-0001", "9", goes_back_to=wrong)])
    assert set(refused.value.fields) == {"sources"}


def test_who_may_not_see_a_witness_reads_neither_quote_nor_code(world: World) -> None:
    world.testimony(2)
    row = make(world, sources=[SourceNamed("T-0001", "9"), SourceNamed("EX-0003", goes_back_to="W-0002")])
    for code in ("W-0001", "W-0002"):
        witness = world.session.exec(select(Witness).where(Witness.reference == code)).one()
        compartments.restrict(world.session, world.supervisor, subject=witness.subject, accounts=[], reason="threats")
    reading = read_as(world.session, world.actor)
    shown = whole(reading, world.actor, row)
    assert shown["quotes"] == {}
    (link,) = shown["file"].sources
    assert (link.reference, link.goes_back_to, link.is_origin_withheld) == ("EX-0003", "", True)
    assert shown["file"].withheld == 1

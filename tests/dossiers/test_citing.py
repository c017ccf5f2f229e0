"""References in the texts of a dossier: footnotes where they hold, an error beside the field where they do not."""

import pytest
from sqlmodel import Session, select

from casework.access import Membership
from casework.cases.compartments import restrict
from casework.config import Settings
from casework.dossiers import citing
from casework.dossiers.citing import Cited
from casework.dossiers.composing import DossierDetails, change
from casework.dossiers.models import Dossier, DossierFinding
from casework.errors import Invalid, Refused
from casework.incidents.models import Incident
from casework.subjects import Role
from casework.vocabulary import ReviewStatus
from casework.witnesses.models import Witness
from tests.dossiers.world import World, make_world
from tests.factories import make_account


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    made = make_world(session, settings)
    told = [made.testimony(n, made.witness(n), f"Statement number {n}.") for n in (1, 2)]
    made.allegation(1, [(one, "2") for one in told])
    return made


def written(world: World, text: str, section: str = "summary") -> Dossier:
    return world.dossier(texts={section: {"en": text}})


def problem(world: World, text: str) -> str:
    with pytest.raises(Invalid) as refused:
        written(world, text)
    return str(refused.value.fields["summary_en"])


@pytest.mark.parametrize(
    "text, cited",
    [
        ("T-0016 ¶9", Cited("T", "T-0016", "9")),
        (" T-0016,  ¶ 9a ", Cited("T", "T-0016", "9a")),
        ("T-٠٠١٦ ¶٩", Cited("T", "T-0016", "9")),
        ("W-0014 #9", Cited("W", "W-0014", "9")),
        ("EX-0042 p. 3 / 00:02:13", Cited("EX", "EX-0042", "p. 3 / 00:02:13")),
        ("EX-0042", Cited("EX", "EX-0042")),
        ("I-0003", Cited("I", "I-0003")),
        ("I-0003 ¶1", None),
        ("T-16", None),
        ("EX-0042 <b>", None),
        ("P-0001", None),
        ("", None),
    ],
)
def test_a_reference_is_read_as_people_write_it_or_not_at_all(text: str, cited: Cited | None) -> None:
    assert citing.read(text) == cited


def test_an_edition_without_notes_keeps_codes_and_lets_a_summary_refuse_people() -> None:
    text = "Seen [[EX-0001 p. 3]] in [[I-0001]] as told [[T-0001 ¶2]]."
    assert citing.bare(text) == "Seen in I-0001 as told [[T-0001 ¶2]]."


def test_evidence_leaves_the_sentence_and_becomes_a_note_codes_stay(world: World) -> None:
    photo = world.exhibit(1)
    text = f"Shots were heard [[T-0001 ¶2]] [[W-0002 ¶3]] and seen [[EX-0001 p. 3]] in [[I-0001]].\n\nBy [[{world.unit.reference}]], see [[A-0001]]."
    made = world.english(dossier=written(world, text))
    assert made.summary == ("Shots were heard and seen in I-0001.", f"By {world.unit.reference}, see A-0001.")
    first, second = made.notes
    assert [(one.ref, one.locator, one.target) for one in first.sources] == [
        ("T-0001", "¶2", "t-T-0001-2"),
        ("T-0002", "¶3", "t-T-0002-3"),
        ("EX-0001", "p. 3", f"ex-{photo.reference}"),
        ("I-0001", "", "i-I-0001"),
    ]
    assert (first.section, first.paragraph, second.paragraph) == ("summary", 0, 1)
    assert [one.target for one in second.sources] == [f"u-{world.unit.reference}", "a-A-0001"]
    assert [one.ref for one in made.exhibits] == ["EX-0001"]


def test_a_finding_is_numbered_and_carries_its_sources(world: World) -> None:
    dossier = world.dossier()
    texts = {"en": "Men shot [[T-0001 ¶1]].\n\nBoth agree [[T-0001 ¶1]] [[T-0002 ¶1]]."}
    world.keep(
        DossierFinding(
            case_id=world.case.key, dossier_id=dossier.key, incident_id=world.incident.key, texts=texts,
        )
    )  # fmt: skip
    found = world.english(dossier=dossier).incidents[0].assessment[1:]
    assert [fact.text for fact in found] == ["Men shot.", "Both agree."]
    assert [fact.is_single_source for fact in found] == [True, False]
    assert all(fact.number for fact in found)
    assert [source.ref for source in found[1].sources] == ["T-0001", "T-0002"]


def test_each_dangling_reference_is_named_beside_its_field(world: World) -> None:
    world.testimony(3, world.witness(3), is_approved=False)
    gone = world.witness(4)
    world.testimony(4, gone)
    world.withdraw(gone)
    said = problem(world, "[[T-0099]] [[T-0001 ¶77]] [[T-0003]] [[T-0004 ¶1]] [[nonsense]] [[A-0099]] [[I-0099]]")
    for expected in (
        "[[T-0099]]: There is nothing with this reference in this case.",
        "[[T-0001 ¶77]]: There is no paragraph 77 in the approved version.",
        "[[T-0003]]: This statement is not approved yet.",
        "[[T-0004 ¶1]]: Statement withheld: consent for this recipient was withdrawn.",
        "[[nonsense]]: This is not a reference.",
        "[[A-0099]]: There is nothing with this reference in the scope of this dossier.",
        "[[I-0099]]: There is nothing with this reference in this case.",
    ):
        assert expected in said


def test_what_is_restricted_from_the_writer_does_not_exist(world: World) -> None:
    hidden, paper = world.witness(3), world.exhibit(7)
    world.testimony(3, hidden)
    insider = make_account(world.session, Role.SUPERVISOR)
    world.keep(Membership(case_id=world.case.key, account_id=insider.key, reason="test"))
    for subject in (hidden.subject, paper.subject):
        restrict(world.session, insider.as_actor(), subject=subject, accounts=[], reason="threats")
    for there, nowhere in (
        ("T-0003 ¶1", "T-0099 ¶1"),
        ("W-0003", "W-0099"),
        ("W-0003 ¶1", "W-0099 ¶1"),
        ("EX-0007", "EX-0099"),
    ):
        assert problem(world, f"[[{there}]]") == problem(world, f"[[{nowhere}]]").replace(nowhere, there)


def test_what_the_scope_leaves_out_cannot_be_cited(world: World) -> None:
    other = world.keep(
        Incident(
            case_id=world.case.key, number=2, reference="I-0002", title="Other", starts="2025-03-09",
            status=ReviewStatus.APPROVED,
        )
    )  # fmt: skip
    world.approve(other, 1)
    world.testimony(3, world.witness(3))
    with pytest.raises(Invalid) as refused:
        world.dossier(incidents=["I-0001"], texts={"summary": {"en": "[[I-0002]] [[T-0003 ¶1]] [[T-0001 ¶1]]"}})
    said = str(refused.value.fields["summary_en"])
    assert said.count("This is outside the scope of this dossier.") == 2
    assert "T-0001" not in said


def first(world: World) -> Witness:
    return world.session.exec(select(Witness).where(Witness.case_id == world.case.key, Witness.number == 1)).one()


def test_two_statements_of_a_witness_have_to_be_told_apart(world: World) -> None:
    world.testimony(3, first(world))
    assert "name the statement (T-0001, T-0003)" in problem(world, "[[W-0001 ¶1]]")


def test_a_reference_that_dangles_later_refuses_the_build_and_says_where(world: World) -> None:
    dossier = written(world, "As told [[T-0001 ¶1]].")
    world.keep(
        DossierFinding(
            case_id=world.case.key, dossier_id=dossier.key, incident_id=world.incident.key,
            texts={"ar": "[[T-0001 ¶1]]"},
        )
    )  # fmt: skip
    world.withdraw(first(world))
    with pytest.raises(Refused) as refusal:
        world.freeze(dossier)
    here = {"case_ref": world.case.reference, "ref": dossier.reference}
    causes = [cause for cause in refusal.value.causes if "[[T-0001 ¶1]]" in str(cause.message)]
    assert [(one.fix_endpoint, one.fix_values) for one in causes] == [
        ("dossiers.edit", here),
        ("composer.finding", {**here, "incident_ref": "I-0001"}),
    ]
    assert all("withdrawn" in str(one.message) for one in causes)


def test_a_text_of_a_part_that_is_left_out_refuses_nothing(world: World) -> None:
    dossier = written(world, "As told [[T-0002 ¶1]].")
    details = DossierDetails("A dossier", texts=dossier.texts, without=["summary"])
    change(world.session, world.builder, case=world.case, dossier=dossier, details=details, version=dossier.version)
    dossier.texts = {"summary": {"en": "[[T-0099]]"}}
    assert world.english(dossier=dossier).summary == ()

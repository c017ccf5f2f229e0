"""What goes into a dossier, what is left out and listed, and what refuses it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from casework.access import Membership
from casework.cases.compartments import restrict
from casework.config import Settings
from casework.dossiers import gathering, leak
from casework.dossiers.snapshot import dumps
from casework.errors import Refused
from casework.incidents.models import Incident, Victim
from casework.sources import claims
from casework.sources.claims import Claimed
from casework.sources.facts import add_source
from casework.sources.given import SourceGiven
from casework.subjects import Role
from casework.units.data import UNITS
from casework.vault import VaultSealed
from casework.vocabulary import AgeBand, ConsentGiver, DerivativeKind, ProtectionMeasure, ReviewStatus
from casework.witnesses.consents import today_in
from tests.dossiers.world import TEXT, World, make_world
from tests.factories import make_account


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return make_world(session, settings)


def simple(world: World) -> None:
    """Two witnesses and one allegation that rests on both."""
    told = [world.testimony(n, world.witness(n), f"Statement number {n}.") for n in (1, 2)]
    world.allegation(1, [(one, "2") for one in told])


def test_approved_statements_and_allegations_are_printed_in_both_languages(world: World) -> None:
    simple(world)
    made = world.freeze().snapshots
    for language in ("en", "ar"):
        assert [one.ref for one in made[language].statements] == ["T-0001", "T-0002"]
        assert [one.ref for one in made[language].allegations] == ["A-0001"]
        assert made[language].lang == language
    assert made["en"].numbers == made["ar"].numbers


def test_every_factual_paragraph_names_its_source(world: World) -> None:
    simple(world)
    conduct = world.english().incidents[0].conduct[0]
    assert [(source.witness, source.ref, source.locator) for source in conduct.sources] == [
        ("W-0001", "T-0001", "¶2"),
        ("W-0002", "T-0002", "¶2"),
    ]
    assert not conduct.is_single_source


def test_a_single_source_says_so(world: World) -> None:
    told = world.testimony(1, world.witness(1))
    world.allegation(1, [(told, "1"), (told, "3")])
    assert world.english().incidents[0].conduct[0].is_single_source


def test_a_withdrawn_consent_is_left_out_listed_and_never_printed(world: World) -> None:
    simple(world)
    gone = world.witness(3)
    world.allegation(
        2,
        [
            (world.testimony(3, gone, "The secret of the third witness."), "1"),
            (world.testimony(4, world.witness(4)), "1"),
        ],
    )
    world.withdraw(gone)
    made = world.english()
    assert "The secret of the third witness" not in dumps(made)
    assert "T-0003" not in [one.ref for one in made.statements]
    assert "W-0003" not in [one.code for one in made.witnesses]
    assert [(row.place, row.code) for row in made.redactions] == [("T-0003", "R1")]
    assert "withdrawn" in made.redactions[0].what


def test_an_allegation_that_rests_on_a_withdrawn_consent_alone_refuses(world: World) -> None:
    gone = world.witness(1)
    world.allegation(1, [(world.testimony(1, gone), "1")])
    world.withdraw(gone)
    with pytest.raises(Refused) as refusal:
        world.freeze()
    cause = refusal.value.causes[0]
    assert "A-0001" in str(cause.message)
    assert "withdrawn" in str(cause.message)
    assert (cause.fix_endpoint, cause.fix_values["ref"]) == ("allegations.show", "A-0001")


NOT_ASKED = {"store": {"answer": "yes"}, "analyse": {"answer": "yes"}}
REFUSED = {**NOT_ASKED, "national_commission": {"answer": "no"}}
NO_ANALYSIS = {**REFUSED, "national_commission": {"answer": "yes"}, "analyse": {"answer": "no"}}


@pytest.mark.parametrize(
    "fields",
    [
        {"expires_on": date(2025, 4, 30)},
        {"answers": NOT_ASKED},
        {"answers": REFUSED},
        {"answers": NO_ANALYSIS},
        {"recipients_excluded": ["kind:national_commission"]},
        {"recipients_allowed": ["kind:un_mechanism"]},
    ],
)
def test_without_a_consent_that_stands_for_this_body_a_statement_is_left_out(
    world: World, fields: dict[str, object]
) -> None:
    simple(world)
    witness = world.witness(3, consented=False)
    world.testimony(3, witness)
    world.consent(witness, 1, **fields)
    made = world.english()
    assert "T-0003" not in [one.ref for one in made.statements]
    assert "T-0003" in [row.place for row in made.redactions]


def test_a_sheet_prints_harmless_metadata_of_the_file_and_codes_what_leads_to_somebody(world: World) -> None:
    told = world.testimony(1, world.witness(1))
    inside = {"width": 640, "height": 480, "latitude": 35.44417, "longitude": 35.77713, "artist": "Karam Haddad",
              "camera_model": "Aperture-77", "comment": "at the well of the village"}  # fmt: skip
    world.allegation(1, [(told, "1")], [world.exhibit(1, file_metadata={"embedded": inside})])
    made = world.freeze().snapshots
    assert made["en"].exhibits[0].metadata == (
        ("Width in pixels", "640"), ("Height in pixels", "480"),
        ("Author in the file", "[R1]"), ("Latitude, Longitude", "[R2]"), ("Model of the camera", "[R4]"),
    )  # fmt: skip
    assert [(row.place, row.code) for row in made["en"].redactions] == [("EX-0001", one) for one in ("R1", "R2", "R4")]
    for edition in made.values():
        for hidden in ("35.444", "35.777", "Karam", "Aperture", "well of the village"):
            assert hidden not in dumps(edition)
    assert made["ar"].exhibits[0].metadata[0] != made["en"].exhibits[0].metadata[0]


def test_a_protection_measure_keeps_a_statement_out(world: World) -> None:
    simple(world)
    world.testimony(3, world.witness(3, protection_measures=[ProtectionMeasure.LEFT_OUT_OF_DOSSIERS.value]))
    made = world.english()
    assert "T-0003" not in [one.ref for one in made.statements]
    assert ("T-0003", "R5") in [(row.place, row.code) for row in made.redactions]


def test_a_dossier_does_not_tell_how_a_witness_is_kept_safe(world: World) -> None:
    measures = [ProtectionMeasure.PSEUDONYM.value, ProtectionMeasure.RELOCATION_REFERRAL.value]
    world.testimony(3, world.witness(3, protection_measures=measures))
    shown = {one.code: one.protection for one in world.english().witnesses}
    assert shown["W-0003"] == "Pseudonym"


def test_a_statement_that_nobody_approved_refuses_what_rests_on_it(world: World) -> None:
    simple(world)
    waiting = world.testimony(3, world.witness(3), is_approved=False)
    world.allegation(2, [(waiting, "1"), (world.testimony(4, world.witness(4)), "1")])
    with pytest.raises(Refused) as refusal:
        world.freeze()
    assert [(cause.fix_endpoint, cause.fix_values["ref"]) for cause in refusal.value.causes] == [
        ("testimonies.show", "T-0003")
    ]


def test_an_allegation_changed_after_its_approval_refuses(world: World) -> None:
    simple(world)
    changed = world.allegation(2, [(world.testimony(3, world.witness(3)), "1")])
    changed.version += 1
    world.session.flush()
    with pytest.raises(Refused, match="A-0002"):
        world.freeze()


def test_a_paragraph_that_is_not_in_the_approved_version_refuses(world: World) -> None:
    world.allegation(1, [(world.testimony(1, world.witness(1)), "9")])
    with pytest.raises(Refused, match="Paragraph 9 of T-0001"):
        world.freeze()


def test_every_cause_is_named_at_once(world: World) -> None:
    gone = world.witness(1)
    world.allegation(1, [(world.testimony(1, gone), "1")])
    world.allegation(2, [(world.testimony(2, world.witness(2), is_approved=False), "1")])
    world.withdraw(gone)
    with pytest.raises(Refused) as refusal:
        world.freeze()
    text = str(refusal.value)
    assert "A-0001" in text
    assert "T-0002" in text


def test_an_allegation_that_waits_for_review_is_left_out_and_listed(world: World) -> None:
    simple(world)
    world.allegation(2, [], status=ReviewStatus.SUBMITTED)
    made = world.english()
    assert [one.ref for one in made.allegations] == ["A-0001"]
    assert "A-0002" in [row.place for row in made.redactions]


def test_an_altered_exhibit_is_left_out_and_listed_as_such(world: World) -> None:
    sound, altered = world.exhibit(1, sha256="a" * 64), world.exhibit(2, sha256="b" * 64)
    world.allegation(1, [(world.testimony(1, world.witness(1)), "1")], [sound, altered])
    made = world.english(altered={"EX-0002"})
    assert [(one.ref, one.is_quarantined) for one in made.exhibits] == [("EX-0001", False), ("EX-0002", True)]
    assert "EX-0002" not in [source.ref for source in made.allegations[0].sources]
    assert "EX-0002" in [row.place for row in made.redactions]


def test_a_name_of_the_vault_is_replaced_and_logged(world: World) -> None:
    told = world.testimony(1, world.witness(1, "Ghadfan Mirwandi"), "My name is Ghadfan Mirwandi and I saw it.")
    world.allegation(1, [(told, "1")])
    made = world.english()
    assert "Mirwandi" not in dumps(made)
    assert "[R1]" in made.statements[0].paragraphs[0].original
    assert ("T-0001 ¶1", "R1") in [(row.place, row.code) for row in made.redactions]


def test_coordinates_are_never_more_exact_than_a_kilometre(world: World) -> None:
    simple(world)
    world.incident.precision_m, world.incident.latitude = 5, 35.182345
    place = world.english().places[0]
    assert (place.latitude, place.radius_km) == (35.18, 1.0)


def test_version_two_keeps_numbers_and_names_what_changed(world: World) -> None:
    simple(world)
    first = world.english()
    told = world.testimony(3, world.witness(3))
    world.allegation(2, [(told, "1")])
    second = world.english(previous=first)
    kept = {key: second.numbers[key] for key in first.numbers}
    assert kept == first.numbers
    assert [(row.kind, row.ref) for row in second.changes] == [("added", "A-0002"), ("added", "T-0003")]
    new = next(fact for fact in second.incidents[0].conduct if fact.key == "A-0002.conduct")
    assert new.number not in first.numbers.values()


def test_people_of_the_case_appear_by_role_and_number(world: World) -> None:
    simple(world)
    text = dumps(world.english())
    assert world.author.name not in text
    assert f"A-{world.author.key:04d}" in text
    assert TEXT not in text


def second_incident(world: World, **fields: object) -> Incident:
    values = {"title": "A burnt house", "starts": "2025-03-09", "acts": ["looting"], "status": ReviewStatus.APPROVED}
    row = Incident(case_id=world.case.key, number=2, reference="I-0002", **(values | fields))
    world.keep(row)
    if row.status is ReviewStatus.APPROVED:
        world.approve(row, 1)
    return row


def test_a_dossier_limited_to_some_incidents_prints_what_these_rest_on_and_nothing_else(world: World) -> None:
    simple(world)
    other = second_incident(world)
    apart = world.testimony(3, world.witness(3), "What was said about the house.")
    world.allegation(2, [(apart, "1")], [world.exhibit(1, is_quarantined=True)], incident_id=other.key)
    limited = world.freeze(world.dossier(incidents=["I-0001"])).snapshots["en"]
    assert [one.ref for one in limited.statements] == ["T-0001", "T-0002"]
    assert "What was said about the house" not in dumps(limited)
    assert {"W-0003", "EX-0001"} & {row.place for row in limited.redactions} == set()
    assert limited.exhibits == ()
    assert "T-0003" in [one.ref for one in world.english().statements]


def test_an_allegation_that_is_tied_to_no_incident_is_listed_as_left_out(world: World) -> None:
    simple(world)
    world.allegation(2, [(world.testimony(3, world.witness(3)), "1")], incident_id=None)
    made = world.english()
    assert [one.ref for one in made.allegations] == ["A-0001"]
    assert ("A-0002", "–", "Allegation that is tied to no incident.") in [
        (r.place, r.code, r.what) for r in made.redactions
    ]
    limited = world.english(dossier=world.dossier(incidents=["I-0001"]))
    assert "A-0002" not in [row.place for row in limited.redactions]


def test_more_allegations_than_are_read_at_once_are_all_there(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "STEP", 2)
    told = world.testimony(1, world.witness(1))
    for number in range(1, 6):
        world.allegation(number, [(told, "1")])
    assert [one.ref for one in world.english().allegations] == [f"A-{number:04d}" for number in range(1, 6)]


def test_an_incident_that_nobody_approved_is_left_out_with_its_allegations_and_listed(world: World) -> None:
    simple(world)
    waiting = second_incident(world, status=ReviewStatus.SUBMITTED, summary="Nobody has checked this.")
    world.allegation(2, [(world.testimony(3, world.witness(3)), "1")], incident_id=waiting.key)
    made = world.english()
    assert [one.ref for one in made.incidents] == ["I-0001"]
    assert "Nobody has checked this" not in dumps(made)
    assert {"I-0002", "A-0002"} <= {row.place for row in made.redactions}


def test_an_incident_that_nobody_approved_refuses_when_it_was_asked_for(world: World) -> None:
    simple(world)
    second_incident(world, status=ReviewStatus.DRAFT)
    with pytest.raises(Refused, match="I-0002 is not approved"):
        world.freeze(world.dossier(incidents=["I-0001", "I-0002"]))


def test_an_incident_changed_after_its_approval_refuses(world: World) -> None:
    simple(world)
    world.incident.version += 1
    world.session.flush()
    with pytest.raises(Refused, match="I-0001 is not approved"):
        world.freeze()


@pytest.mark.parametrize(("days", "is_left_out"), [(0, True), (1, True), (-1, False)])
def test_an_embargo_holds_through_its_last_day(world: World, days: int, is_left_out: bool) -> None:
    simple(world)
    until = today_in(world.case.time_zone) + timedelta(days=days)
    world.testimony(3, world.witness(3, embargo_until=until, protection_measures=["embargo"]))
    assert ("T-0003" in [row.place for row in world.english().redactions]) is is_left_out


def test_a_childs_statement_needs_guardian_and_assent(world: World) -> None:
    simple(world)
    child = world.witness(3, age_band=AgeBand.FROM_12_TO_17)
    world.testimony(3, child)
    assert "T-0003" in [row.place for row in world.english().redactions]
    world.consent(child, 2, given_by=ConsentGiver.GUARDIAN, child_assented=True)
    assert "T-0003" in [one.ref for one in world.english().statements]


def test_an_exhibit_of_a_witness_who_said_nothing_else_follows_their_consent(world: World) -> None:
    told, giver = world.testimony(1, world.witness(1)), world.witness(2)
    world.allegation(1, [(told, "1")], [world.exhibit(1, source="W-0002")])
    assert [one.ref for one in world.english().exhibits] == ["EX-0001"]
    world.withdraw(giver)
    made = world.english()
    assert made.exhibits == ()
    assert ("EX-0001", "R4") in [(row.place, row.code) for row in made.redactions]


def test_a_name_is_replaced_in_the_other_script_and_of_a_witness_who_made_no_statement(world: World) -> None:
    told = world.testimony(1, world.witness(1), "Then غدفان المروندي called Layla Ghantous.")
    world.witness(2, "Ghadfan Mirwandi")
    world.witness(3, "ليلى غنطوس")
    world.allegation(1, [(told, "1")])
    made = world.english()
    assert made.statements[0].paragraphs[0].original == "Then [R1] called [R1]. (1)"


def test_a_sealed_vault_refuses_the_dossier(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    simple(world)

    def sealed(*_args: object) -> None:
        raise VaultSealed("no master key")

    monkeypatch.setattr(type(world.vault), "ring", sealed)
    with pytest.raises(Refused, match="the vault is sealed"):
        world.freeze()


def test_what_is_restricted_to_others_is_left_out_without_its_code(world: World) -> None:
    shown, hidden = world.witness(1), world.witness(2, "Zaynab Example")
    statements = [world.testimony(number, one) for number, one in enumerate((shown, hidden), 1)]
    photo, paper = world.exhibit(1, source="W-0001", observed_content="As W-0002 says"), world.exhibit(2)
    world.allegation(1, [(one, "1") for one in statements], [photo, paper])
    insider = make_account(world.session, Role.SUPERVISOR)
    world.keep(Membership(case_id=world.case.key, account_id=insider.key, reason="test"))
    for subject in (hidden.subject, paper.subject):
        restrict(world.session, insider.as_actor(), subject=subject, accounts=[], reason="threats")
    frozen = world.freeze()
    for snapshot in frozen.snapshots.values():
        text = dumps(snapshot)
        assert not [code for code in ("W-0002", "T-0002", "EX-0002") if code in text]
        assert [row.code for row in snapshot.redactions if row.place == "–"].count("R5") == 2
        assert ("EX-0001", "R5") in [(row.place, row.code) for row in snapshot.redactions]
        assert "As W-0002 says" not in text
        assert snapshot.exhibits[0].observed == "[R5]"
        assert [one.ref for one in snapshot.statements] == ["T-0001"]
    assert leak.Name("–", "Zaynab Example") in frozen.search.names


def test_an_allegation_that_rests_on_what_is_restricted_alone_refuses_without_its_code(world: World) -> None:
    hidden = world.witness(1)
    world.allegation(1, [(world.testimony(1, hidden), "1")])
    insider = make_account(world.session, Role.SUPERVISOR)
    world.keep(Membership(case_id=world.case.key, account_id=insider.key, reason="test"))
    restrict(world.session, insider.as_actor(), subject=hidden.subject, accounts=[], reason="threats")
    with pytest.raises(Refused, match="rests on nothing") as refusal:
        world.freeze()
    assert "T-0001" not in str(refusal.value)


@pytest.mark.parametrize(
    "copy, shown",
    [
        ({}, "b" * 64),
        ({"is_approved": False}, ""),
        ({"is_quarantined": True}, ""),
        ({"restriction": "not for print"}, ""),
        ({"derived_as": DerivativeKind.TRANSCRIPT}, "a" * 64),
    ],
)
def test_the_redacted_copy_is_shown_and_the_original_never_beside_it(
    world: World, copy: dict[str, Any], shown: str
) -> None:
    origin = world.exhibit(1, sha256="1" * 64, preview_sha256="a" * 64)
    fields = {"sha256": "2" * 64, "preview_sha256": "b" * 64, "parent_id": origin.id}
    world.exhibit(2, **(fields | {"derived_as": DerivativeKind.REDACTED_COPY} | copy))
    told = world.testimony(1, world.witness(1))
    world.allegation(1, [(told, "1")], exhibits=[origin])
    printed = world.english()
    assert {one.ref: one.picture for one in printed.exhibits}["EX-0001"] == shown


def test_victims_are_told_with_the_sources_that_are_in_the_dossier_and_bring_none_with_them(world: World) -> None:
    simple(world)
    elsewhere = world.testimony(3, world.witness(3), "Not of this incident.")
    victim = world.keep(
        Victim(
            case_id=world.case.key, number=1, reference="V-0001", incident_id=world.incident.key, identity_owner="v1",
            harms=["killed"],
        )
    )  # fmt: skip
    for given in (inside(world, "T-0001"), inside(world, elsewhere.reference), SourceGiven(citation="SNHR, a list")):
        cite(world, "victim", victim, given)
    dossier = world.dossier(incidents=["I-0001"])
    made = world.freeze(dossier).snapshots["en"]
    (told,) = made.incidents[0].victims
    assert [source.ref for source in told.sources] == ["T-0001", "SNHR, a list"]
    assert (told.others, told.is_single_source) == (1, False)
    assert elsewhere.reference not in [one.ref for one in made.statements]


def test_what_sources_say_of_a_unit_stands_side_by_side_with_its_reason_and_marks(world: World) -> None:
    simple(world)
    barred = world.testimony(3, world.witness(3, consented=False), "They wore green.")
    said = [
        ("White mark", SourceGiven(citation="A report")),
        ("Green band", inside(world, "T-0001")),
        ("Green cap", inside(world, barred.reference)),
    ]
    rows = [
        claims.add_claim(world.session, world.builder, UNITS, world.unit, Claimed(given, "insignia", words))
        for words, given in said
    ]
    claims.add_claim(world.session, world.builder, UNITS, world.unit, Claimed(said[0][1], "kind", "Police"))
    claims.prefer(world.session, world.builder, UNITS, world.unit, rows[1], reason="at first hand")
    made = world.english()
    assert [(one.about, one.words, one.preferred, one.is_contested) for one in made.unit_claims] == [
        ("Type of unit", "Police", "", False),
        ("Insignia and uniform", "Green band", "at first hand", True),
        ("Insignia and uniform", "White mark", "", True),
    ]
    assert [one.is_single_source for one in made.unit_claims] == [True] * 3
    assert made.unit_claims_left_out == 1
    assert "Green cap" not in dumps(made)


def inside(world: World, reference: str) -> SourceGiven:
    return SourceGiven(case_reference=world.case.reference, reference=reference)


def cite(world: World, kind: str, row: Any, given: SourceGiven) -> None:
    add_source(world.session, world.builder, kind=kind, fact_id=row.key, about=row.subject, given=given)

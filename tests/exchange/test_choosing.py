"""What may go to a body and what stays here: the rules of dossiers, and those for whole files."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from casework.cases.compartments import restrict
from casework.errors import Refused
from casework.evidence.custody import add_event
from casework.evidence.models import Exhibit
from casework.vocabulary import CustodyKind, DerivativeKind, ProtectionMeasure
from tests.exchange.world import PICTURES, Desk
from tests.factories import make_recipient


def test_what_is_approved_and_hindered_by_nobody_goes_cited_or_not(desk: Desk) -> None:
    desk.exhibit(1)
    desk.exhibit(2, is_approved=False)
    desk.exhibit(3, is_quarantined=True)
    assert list(desk.freeze().choice.going) == ["EX-0001"]
    assert desk.stays() == {"EX-0002": ("–", "not_approved"), "EX-0003": ("–", "quarantine")}


def test_a_file_that_fails_its_hash_stays_as_quarantined(desk: Desk) -> None:
    desk.exhibit(1)
    desk.exhibit(2)
    assert desk.stays(altered={"EX-0002"}) == {"EX-0002": ("–", "quarantine")}


def test_what_a_witness_gave_goes_while_they_consent_and_says_on_which_record_it_rests(desk: Desk) -> None:
    witness = desk.world.witness(1)
    desk.exhibit(1, source="From W-0001")
    desk.exhibit(2)
    (basis,) = desk.freeze().sheets[0].consents
    assert (basis.witness, basis.scope, basis.record) == ("W-0001", "national_commission", "C1")
    desk.world.withdraw(witness)
    assert desk.stays() == {"EX-0001": ("R4", "consent")}


def test_a_copy_made_from_what_a_witness_gave_stays_with_it(desk: Desk) -> None:
    witness = desk.world.witness(1)
    first = desk.photo(1, source="From W-0001")
    desk.redacted(2, first)
    desk.exhibit(3)
    desk.world.withdraw(witness)
    assert {ref: code for ref, (code, _kind) in desk.stays().items()} == {"EX-0001": "R4", "EX-0002": "R4"}


@pytest.mark.parametrize(
    "consent, witness, exhibit, code",
    [
        ({**PICTURES, "audio_or_image": {"answer": "on_condition", "condition": "Face covered"}}, {}, {}, "R4"),
        (PICTURES, {"protection_measures": [ProtectionMeasure.VOICE_OR_FACE_MASKING]}, {}, "R1"),
        (PICTURES, {"protection_measures": [ProtectionMeasure.GENERALISED_PLACE_OR_DATE]}, {}, "R2"),
        (PICTURES, {}, {"restriction": "Not for the public"}, "R3"),
        (PICTURES, {}, {}, "R3"),
    ],
)
def test_where_the_file_may_not_go_as_it_is_the_redacted_copy_goes(
    desk: Desk, consent: Any, witness: Any, exhibit: Any, code: str
) -> None:
    giver = desk.world.witness(1, **witness)
    if consent:
        desk.world.consent(giver, 2, answers=consent, given_on=date(2025, 4, 2))
    original = desk.photo(1, source="W-0001", **exhibit)
    desk.redacted(2, original)
    assert desk.stays() == {"EX-0001": (code, "file")}
    assert "EX-0002" in desk.freeze().choice.going


def test_without_consent_to_pictures_a_redacted_one_stays_as_well(desk: Desk) -> None:
    desk.world.witness(1)
    desk.redacted(2, desk.photo(1, source="W-0001"))
    desk.exhibit(3)
    assert desk.stays() == dict.fromkeys(("EX-0001", "EX-0002"), ("R4", "file"))


def test_a_scan_is_not_redacted_because_a_redacted_copy_was_made_of_it(desk: Desk) -> None:
    desk.world.consent(desk.world.witness(1, protection_measures=[ProtectionMeasure.VOICE_OR_FACE_MASKING]), 2, answers=PICTURES)  # fmt: skip
    paper = desk.exhibit(1, media_type="application/pdf")
    scan = desk.photo(2, source="W-0001", parent_id=paper.key, derived_as=DerivativeKind.SCAN)
    add_event(desk.world.session, desk.world.builder, scan, CustodyKind.REDACTED, outcome="EX-0009")
    assert desk.stays() == {"EX-0002": ("R1", "file")}


def test_a_document_needs_no_consent_to_pictures(desk: Desk) -> None:
    desk.world.witness(1)
    desk.exhibit(1, source="W-0001", media_type="application/pdf")
    assert desk.stays() == {}


def test_what_the_builder_may_not_see_stays_without_its_number_and_so_does_a_copy_of_it(desk: Desk) -> None:
    world = desk.world
    hidden = desk.photo(1)
    desk.redacted(2, hidden)
    desk.exhibit(3, source="Beside EX-0001")
    restrict(world.session, world.issuer.as_actor(), subject=hidden.subject, accounts=[world.issuer.key], reason="An insider")  # fmt: skip
    made = desk.freeze()
    assert [(one.left.ref, one.left.code) for one in made.choice.kept] == [("–", "R5"), ("–", "R5")]
    assert made.sheets[0].source == "Beside [R5]"


def test_a_name_in_a_text_file_keeps_that_file_here_in_any_script_and_on_any_border(desk: Desk) -> None:
    desk.world.witness(1, "Hasan Khoury")
    desk.exhibit(1, b"x" * (256 * 1024 - 5) + b" Hasan Khoury came")
    desk.exhibit(2, "حسن خوري قال".encode("cp1256"))
    desk.exhibit(3, b"nobody is named here")
    desk.exhibit(4, b"harmless", file_metadata={"embedded": {"artist": "Hasan Khoury"}}, media_type="image/jpeg")
    assert desk.stays() == dict.fromkeys(("EX-0001", "EX-0002", "EX-0004"), ("R1", "file"))


def test_what_came_for_one_body_alone_goes_to_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from casework.evidence import leaving

    other = make_recipient(desk.world.session)

    def bound(_session: Session, _case_id: int) -> dict[int, leaving.MeantFor]:
        return {first.key: leaving.MeantFor(desk.world.recipient.kind, desk.world.recipient.slug)}

    first: Exhibit = desk.exhibit(1)
    desk.exhibit(2)
    monkeypatch.setattr(leaving, "_bindings", [bound])
    assert desk.stays() == {}
    assert desk.stays(recipient=other) == {"EX-0001": ("R4", "consent")}


def test_an_empty_bag_is_refused_with_every_reason(desk: Desk) -> None:
    desk.exhibit(1, is_approved=False)
    with pytest.raises(Refused) as refusal:
        desk.freeze()
    assert [str(cause.message)[:8] for cause in refusal.value.causes] == ["No file ", "EX-0001:"]

"""What may go to a body as data and what stays: the rules of dossiers and bags, record by record, counted with reasons."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from casework.cases.compartments import restrict
from casework.dossiers.states import DateDetail, PlaceDetail
from casework.errors import Refused
from casework.exchange.records.cleaning import Cleaner
from casework.exchange.records.models import RecordExport
from casework.exchange.records.services import refuse_changed
from casework.sources.given import SourceGiven
from casework.vocabulary import ProtectionMeasure, ReviewStatus
from tests.exchange.records.world import Full, Scene
from tests.factories import make_case, make_recipient
from tests.testimonies.building import make_testimony, make_witness
from tests.units.world import CITED

TABLES = (
    "incidents",
    "victims",
    "allegations",
    "units",
    "individuals",
    "relations",
    "postings",
    "vacancies",
    "sources",
)


def test_one_of_everything_goes_and_nothing_else(full: Full) -> None:
    made = full.export()
    assert [len(made.rows(name)) for name in TABLES] == [1, 1, 3, 4, 2, 3, 2, 1, 1]
    assert made.kept() == set()
    assert made.chosen.rests_on == {"T-0001", "EX-0001"}


def test_a_withdrawn_consent_takes_everything_that_rests_on_it_alone(full: Full) -> None:
    full.world.withdraw(full.witness)
    made = full.export()
    assert made.kept() >= {("allegation", "A-0001", "consent"), ("allegation", "A-0002", "consent"), ("victim", "V-0001", "consent")}  # fmt: skip
    assert [row["reference"] for row in made.rows("incidents")] == ["I-0001"]  # it has a public source, too
    assert made.rows("units") == []  # only those allegations named it
    for gone in ("T-0001", "EX-0001", "U-9"):
        assert gone not in made.text.replace("left-out", "")
    assert {one["properties"].get("recordId", [""])[0] for one in made.entities} == {"", "I-0001"}


def test_an_incident_that_rests_on_nothing_else_stays_with_its_victims(scene: Scene) -> None:
    witness = scene.world.witness(1, consented=False)
    statement = scene.world.testimony(1, witness)
    scene.source("incident", scene.world.incident, scene.told(statement))
    scene.incident(2)
    scene.victim(1)
    made = scene.export()
    assert made.kept() == {("incident", "I-0001", "consent"), ("victim", "V-0001", "with_another")}
    assert [row["reference"] for row in made.rows("incidents")] == ["I-0002"]


def test_what_is_not_approved_or_belongs_to_no_incident_stays(scene: Scene) -> None:
    scene.incident(2, is_approved=False)
    scene.world.allegation(1, [], incident_id=None)
    scene.world.allegation(2, [], status=ReviewStatus.SUBMITTED)
    scene.victim(1, incident=None)
    stale = scene.incident(3)
    stale.version += 1  # approved, but not at the version that would be told
    assert scene.export().kept() == {
        ("incident", "I-0002", "not_approved"), ("allegation", "A-0001", "no_incident"),
        ("allegation", "A-0002", "not_approved"), ("victim", "V-0001", "no_incident"), ("incident", "I-0003", "not_approved"),
    }  # fmt: skip


def test_an_embargo_and_an_altered_exhibit_are_told_as_what_they_are(scene: Scene) -> None:
    measures = [ProtectionMeasure.EMBARGO]
    scene.incident(2)
    kept = scene.world.witness(1, protection_measures=measures, embargo_until=date(2999, 1, 1))
    scene.world.allegation(1, [(scene.world.testimony(1, kept), "1")])
    scene.world.allegation(2, [], [scene.world.exhibit(1, is_quarantined=True)])
    assert scene.export().kept() == {
        ("allegation", "A-0001", "protected"), ("allegation", "A-0002", "unsound"), ("incident", "I-0001", "protected"),
    }  # fmt: skip


def test_a_claim_about_a_unit_goes_on_a_public_word_or_on_one_of_this_case_that_may_be_used(full: Full) -> None:
    other = make_case(full.world.session, [full.world.author])
    full.world.session.flush()
    barred = full.world.testimony(2, full.world.witness(2, consented=False))
    full.post(full.world.unit, full.person(), source=full.told(barred))
    elsewhere = SourceGiven(case_reference=other.reference, reference="T-0001")
    make_testimony(full.world.session, full.world.builder, other, make_witness(full.world.session, other))
    full.under(full.world.unit, full.unit("Seen elsewhere"), source=elsewhere)
    made = full.export()
    unit = full.world.unit.reference
    assert made.kept() == {("posting", unit, "consent"), ("relation", unit, "elsewhere")}
    assert "Seen elsewhere" not in made.text


def test_what_the_builder_may_not_see_is_counted_without_its_number(full: Full) -> None:
    world = full.world
    hidden = world.witness(5)
    secret = world.testimony(5, hidden, "Beside T-0005 and W-0005")
    world.allegation(5, [(secret, "1")])
    world.allegation(6, [(secret, "1"), (full.statement, "1")], contrary="Not what T-0005 says.")
    restrict(world.session, world.issuer.as_actor(), subject=hidden.subject, accounts=[world.issuer.key], reason="An insider")  # fmt: skip
    made = full.export()
    assert made.kept() == {("allegation", "–", "restricted")}
    told = next(row for row in made.rows("allegations") if row["reference"] == "A-0006")
    assert (told["contrary"], told["sources_withheld"], told["supporting"]) == (
        "[R5]",
        "1",
        "T-0001 ¶1 [B6]",
    )
    assert "T-0005" not in made.text
    assert "W-0005" not in made.text
    assert "T-0005" in full.export(made_by=world.issuer.key).text


def test_names_are_replaced_in_every_text_and_one_that_is_left_refuses(full: Full, monkeypatch: Any) -> None:
    full.world.incident.summary = "Then Layla Hasan and حسن خوري came, sent by Ziad Haddad."
    full.world.session.flush()
    made = full.export()
    (row,) = made.rows("incidents")
    assert row["summary"] == "Then [R1] and [R1] came, sent by [R1]."
    for name in ("Layla", "Khoury", "Ziad", "خوري", "seen at the gate", "Abu Somebody"):
        assert name not in made.text
    monkeypatch.setattr(Cleaner, "record", lambda _self, record: record)
    with pytest.raises(Refused) as refused:
        full.export()
    places = " ".join(cause.message for cause in refused.value.causes)
    assert "V-0001" in places
    assert "csv/incidents.csv" in places
    assert "ftm/entities.ftm.json" in places
    assert "Layla" not in places


def test_no_witness_is_told_by_any_code_and_no_text_of_what_may_not_go(full: Full) -> None:
    full.world.testimony(4, full.world.witness(4, consented=False))
    full.world.incident.contrary = "W-0001 disagrees.\n\nT-0004 says otherwise."
    full.world.session.flush()
    made = full.export()
    assert made.rows("incidents")[0]["contrary"] == "[R1] disagrees.\n\n[R4]"
    assert "W-0" not in made.text


def test_places_and_dates_are_told_no_closer_than_asked(full: Full) -> None:
    full.world.incident.governorate, full.world.incident.starts = "Tartus", "2025-03-07"
    full.world.session.flush()
    (row,) = full.export(places=PlaceDetail.GOVERNORATE, days=DateDetail.MONTH).rows("incidents")
    assert (row["place"], row["governorate"], row["latitude"], row["starts"], row["ends"]) == ("", "Tartus", "", "2025-03", "2025-03")  # fmt: skip
    made = full.export(days=DateDetail.MONTH)
    assert not [day for day in ("2025-03-07", "2025-03-08", "2025-03-09", "7 March", "9 March") if day in made.text]


def test_nothing_that_may_go_refuses(scene: Scene) -> None:
    scene.world.incident.status = ReviewStatus.DRAFT
    with pytest.raises(Refused):
        scene.export()


def test_a_withdrawal_after_it_was_made_refuses_the_download(full: Full) -> None:
    export = RecordExport(
        case_id=full.world.case.key, number=1, reference="X-0001", recipient_id=full.world.recipient.key, language="en",
        rests_on=sorted(full.choose().rests_on),
    )  # fmt: skip
    actor = full.world.builder
    refuse_changed(full.world.session, actor, export)
    full.world.withdraw(full.witness)
    with pytest.raises(Refused, match="EX-0001, T-0001"):
        refuse_changed(full.world.session, actor, export)


def test_consent_for_another_body_is_none_for_this_one(full: Full) -> None:
    full.world.recipient = make_recipient(full.world.session, full.world.recipient.kind)
    only = ["national_commission:someone-else"]
    full.world.consent(full.witness, 2, given_on=date(2025, 4, 2), recipients_allowed=only)
    assert ("allegation", "A-0001", "consent") in full.export().kept()


def test_reading_costs_the_same_number_of_statements_for_one_and_for_many(full: Full) -> None:
    seen: list[str] = []
    event.listen(full.world.session.get_bind().engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    full.export()
    few = len(seen)
    for number in range(10, 60):
        incident = full.incident(number, starts="2025-03-08")
        full.harmed(full.world.allegation(number, [(full.statement, "1")], incident_id=incident.key), full.victim(number, incident=incident))  # fmt: skip
        full.under(full.world.unit, full.unit(f"Superior {number}"), source=CITED)
    full.world.session.flush()
    seen.clear()
    made = full.export()
    assert len(made.rows("incidents")) == 51
    assert len(seen) <= few + 2

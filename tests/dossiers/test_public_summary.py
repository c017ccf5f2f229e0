"""The public summary: no words of the records, no day, no place, no small number; consent to publication alone."""

import json
import re
from typing import Any

import pytest
from sqlmodel import Session, select

from casework.config import Settings
from casework.dossiers import snapshot as snapshots
from casework.dossiers.content import Snapshot
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.profiles import PUBLIC_SUMMARY
from casework.dossiers.states import DossierProfile, DossierState
from casework.errors import Refused
from casework.incidents.models import CasualtyFigure, Victim
from casework.sources.models import FactSource, Source
from casework.testimonies.models import Testimony
from casework.units.models import Unit, UnitRelation
from casework.vocabulary import AgeBand, EvidenceType, FigureCategory, RecipientKind, RelationKind, Sex
from tests.dossiers.world import YES, World, make_world

PUBLISHED = {**YES, "publication": {"answer": "yes"}}
TEXTS = {"summary": {"en": "What happened in March.", "ar": "ما حدث في آذار."}}


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    world = make_world(session, settings)
    world.incident.governorate, world.incident.district = "Tartous", "Baniyas district"
    world.incident.place_ar, world.incident.contrary = "بانياس", "The ministry says otherwise."
    return world


def victims(world: World, count: int, first: int = 1, **fields: Any) -> None:
    for number in range(first, first + count):
        reference = f"V-{number:04d}"
        values: dict[str, Any] = {"sex": Sex.MALE, "age_band": AgeBand.FROM_30_TO_44, "harms": ["killed"], **fields}
        world.keep(
            Victim(case_id=world.case.key, number=number, reference=reference, incident_id=world.incident.key,
                   identity_owner=f"{world.case.key}-{reference}", descriptors="a baker of the quarter", **values)
        )  # fmt: skip


def told(world: World, number: int = 1, answers: Any = PUBLISHED, **fields: Any) -> None:
    """An allegation on the word of one witness."""
    witness = world.witness(number, consented=False)
    world.consent(witness, 1, answers=answers)
    world.allegation(number, [(world.testimony(number, witness), "1")], **fields)


def summary_of(world: World, **fields: Any) -> Dossier:
    return world.dossier(**{"profile": DossierProfile.PUBLIC_SUMMARY, "texts": TEXTS, **fields})


def summary(world: World, **fields: Any) -> Snapshot:
    return world.freeze(summary_of(world, **fields)).snapshots["en"]


def with_everything(world: World) -> None:
    """Whatever a summary can print: tables, figures, units above others, an exhibit, what speaks against it."""
    world.incident.governorate, world.incident.contrary = "Tartous", "The ministry says otherwise."
    world.unit.name_ar = "الوحدة المزعومة"
    above = world.keep(Unit(number=8000 + world.case.key, reference=f"U-{8000 + world.case.key}", name="Ministry"))
    world.keep(
        UnitRelation(parent_id=above.key, child_id=world.unit.key, kind=RelationKind.COMMAND, starts="2025-01-10")
    )
    told(world, 100, answers={**PUBLISHED, "identity_to_recipient": {"answer": "no"}})
    world.exhibit(1, kind=EvidenceType.PRESS_OR_NGO_REPORT, captured_claimed="2025-03-08")
    victims(world, 12, first=100)
    victims(world, 6, first=112, sex=Sex.FEMALE)
    for incident_id in (None, world.incident.key):
        world.keep(
            CasualtyFigure(
                case_id=world.case.key, incident_id=incident_id, as_of="2025-03-10", source="A network", lowest=120,
                category=FigureCategory.KILLED_ALL,
            )
        )  # fmt: skip


def words_of(frozen: Snapshot, title: str) -> dict[str, str]:
    table = next(one for one in frozen.tallies if one.title.startswith(title))
    return {row.label: row.words for row in table.rows}


def test_nothing_of_the_records_own_words_is_in_it(world: World) -> None:
    told(world)
    victims(world, 6)
    frozen = summary(world)
    text = snapshots.dumps(frozen)
    for word in (
        "bakery",
        "Shots were",
        "Baniyas",
        "بانياس",
        "ministry",
        "Men are alleged",
        "a baker",
        "2025-03-07",
        "35.1",
    ):
        assert word not in text, word
    for code in ("T-0001", "V-0001"):
        assert code not in text
    assert (frozen.items, frozen.statements, frozen.redactions) == ((), (), ())
    (incident,) = frozen.incidents
    assert (incident.title, incident.when, incident.place) == ("Killing", "March 2025", "Tartous")
    assert "Alleged unit" in incident.attribution[0].text
    assert "speaks against" in incident.contrary[0].text


def test_it_rests_on_those_alone_who_consent_to_publication(world: World) -> None:
    told(world, 1)
    told(world, 2, answers=YES)
    frozen = summary(world)
    assert [fact.text.rpartition("(")[2] for fact in frozen.incidents[0].attribution] == ["A-0001)"]
    assert frozen.rests_on == ("W-0001",)
    assert frozen.profile == PUBLIC_SUMMARY


def test_an_incident_that_nothing_publishable_speaks_of_is_not_in_it(world: World) -> None:
    told(world, 1, answers=YES)
    assert summary(world).incidents == ()


def test_small_numbers_are_not_told_nor_what_gives_them_back(world: World) -> None:
    told(world)
    victims(world, 12)
    victims(world, 1, first=13, age_band=AgeBand.UNDER_12, sex=Sex.FEMALE)
    frozen = summary(world)
    assert frozen.incidents[0].counted == ("13", "fewer than 5")
    assert words_of(frozen, "Victims by sex") == {}  # 13 - 12: the one girl
    assert words_of(frozen, "Victims by age") == {}
    assert set(words_of(frozen, "Victims by harm").values()) == {"13", "fewer than 5"}
    assert words_of(frozen, "Altogether")["Witnesses whose statements it rests on"] == "fewer than 5"


def test_who_is_known_only_from_somebody_who_did_not_consent_is_not_counted(world: World) -> None:
    told(world, 1)
    told(world, 2, answers=YES)
    victims(world, 5)
    row = world.session.exec(select(Testimony).where(Testimony.reference == "T-0002")).one()
    source = world.keep(
        Source(
            number=900 + world.case.key,
            reference=f"S-{900 + world.case.key}",
            testimony_id=row.key,
            case_id=world.case.key,
        )
    )
    first = world.session.exec(select(Victim).where(Victim.reference == "V-0001")).one()
    world.keep(FactSource(fact_kind="victim", fact_id=first.key, source_id=source.key, case_id=world.case.key))
    assert summary(world).incidents[0].counted[0] == "fewer than 5"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It began in Baniyas.", "place of I-0001"),
        ("بدأ الأمر في بانياس", "place of I-0001"),
        ("It began on 7 March 2025.", "day of I-0001"),
        ("W-0001 said so.", "W-0001"),
    ],
)
def test_what_is_written_for_it_may_not_tell_a_place_a_day_or_a_person(world: World, text: str, said: str) -> None:
    told(world)
    with pytest.raises(Refused) as refused:
        summary(world, texts={"summary": {"en": text}})
    assert said in refused.value.causes[0].message


def test_a_day_that_everybody_knows_is_told_unless_it_leads_to_a_few(world: World) -> None:
    told(world)
    texts = {"summary": {"en": "It began on 7 March 2025."}}
    victims(world, 4)
    assert summary(world, texts=texts, public_dates=["I-0001"]).incidents[0].when == "March 2025"
    victims(world, 1, first=5)
    assert summary(world, texts=texts, public_dates=["I-0001"]).incidents[0].when == "7 March 2025"


def test_a_later_version_does_not_tell_of_one_more_victim(world: World) -> None:
    told(world)
    victims(world, 8)
    dossier = summary_of(world)
    first = world.freeze(dossier).snapshots["en"]
    world.keep(
        DossierVersion(
            case_id=world.case.key, dossier_id=dossier.key, number=1, state=DossierState.ISSUED, snapshot_hash="0" * 64,
            snapshots={"en": snapshots.dumps(first)}, bodies={"en": {}},
        )
    )  # fmt: skip
    victims(world, 1, first=9, sex=Sex.FEMALE)
    assert first.incidents[0].counted[0] == "8"
    assert summary(world).incidents[0].counted[0] == "about 8"


def test_the_profile_is_frozen_with_it_and_an_older_snapshot_keeps_its_bytes(world: World) -> None:
    told(world)
    text = snapshots.dumps(summary(world))
    assert snapshots.dumps(snapshots.loads(text)) == text
    assert json.loads(text)["profile"]["fewest"] == 5
    assert snapshots.loads(text).profile.is_summary


def test_a_body_of_the_public_is_asked_for_publication_too(world: World) -> None:
    world.recipient.kind = RecipientKind.PUBLIC
    told(world)
    assert summary(world).incidents


def test_an_arabic_summary_is_arabic_where_its_words_come_from_vocabularies(world: World) -> None:
    """No governorate, no sentence of ours and no date in English or clumsy words."""
    world.incident.ends = "/2025-03-09"
    told(world)
    (incident,) = world.freeze(summary_of(world)).snapshots["ar"].incidents
    assert (incident.place, incident.when) == ("طرطوس", "آذار 2025")
    words = " ".join(fact.text for name in ("assessment", "contrary") for fact in getattr(incident, name))
    assert not re.search("[A-Za-z]", words), words

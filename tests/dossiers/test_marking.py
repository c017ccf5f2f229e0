"""What a protection plan or a destroyed identity forbids after it went out: dossier and sealed volume by the same rules."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from casework import audit
from casework.cases import compartments
from casework.config import Settings
from casework.db import now, read_as
from casework.dossiers import marking, recalls, volume_recalls
from casework.dossiers.models import DossierVersion
from casework.dossiers.states import RecallCause
from casework.errors import Refused
from casework.units.individuals import destroy_individual
from casework.units.models import Individual
from casework.vocabulary import DestructionReason, ProtectionMeasure, RecontactRule, RiskLevel
from casework.witnesses import plans, services, shredding
from casework.witnesses.consents import today_in
from casework.witnesses.models import Witness
from tests.dossiers.test_sealed_volume import NAMED, confirm, fetched, final, named, prepared, take_back, the_witness
from tests.dossiers.world import World, make_world, recalls_of, volume_marks

PROTECTED, DESTROYED = RecallCause.PROTECTED, RecallCause.DESTROYED


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return named(make_world(session, settings))


def agree(world: World, witness: Witness, *measures: ProtectionMeasure, until: date | None = None) -> None:
    today = today_in(world.case.time_zone)
    assessment = plans.Assessment(
        today, RiskLevel.MEDIUM, RecontactRule.NEVER, measures=list(measures), embargo_until=until
    )
    plans.assess(
        world.session, world.builder, witness=witness, version=witness.version, assessment=assessment, today=today
    )


def destroy(world: World, witness: Witness) -> None:
    shredding.destroy_identity(
        world.session, world.builder, vault=world.vault, person=witness, reason=DestructionReason.DANGER
    )


def marks(world: World, version: DossierVersion) -> tuple[list[RecallCause], list[RecallCause]]:
    """Of the version, and of its volume."""
    of_volume = [row.cause for _volume, row in volume_marks(world.session, version)]
    return [row.cause for row in recalls_of(world.session, version)], of_volume


@pytest.mark.parametrize("measure", [ProtectionMeasure.EMBARGO, ProtectionMeasure.LEFT_OUT_OF_DOSSIERS])
def test_a_protection_plan_marks_dossier_and_volume_once_and_says_whom_to_tell(
    world: World, measure: ProtectionMeasure
) -> None:
    dossier, version, _volume = final(world)
    fetched(world, version).file.close()
    layla = the_witness(world, "W-0001")
    for _again in range(2):
        agree(world, layla, measure)
    assert marks(world, version) == ([PROTECTED], [PROTECTED])
    [row] = recalls_of(world.session, version)
    assert (row.witness, row.consent_record) == ("W-0001", "A1")
    assert recalls.marked(world.session, [version], {dossier.key: dossier}) == {version.key}
    assert [waiting for *_what, waiting, _since in recalls.to_tell(world.session, world.issuer.as_actor())] == [1]


def test_it_is_marked_too_when_the_plan_is_changed_on_the_witnesss_own_page(world: World) -> None:
    _dossier, version, _volume = final(world)
    layla = the_witness(world, "W-0001")
    details = services.details_of(layla)
    details.protection_measures.append(ProtectionMeasure.EMBARGO)
    services.edit_witness(world.session, world.builder, witness=layla, version=layla.version, details=details)
    assert marks(world, version) == ([PROTECTED], [PROTECTED])


def test_a_measure_that_keeps_nothing_back_and_a_plan_of_somebody_else_mark_nothing(world: World) -> None:
    _dossier, version, _volume = final(world)
    agree(world, the_witness(world, "W-0001"), ProtectionMeasure.PSEUDONYM, ProtectionMeasure.SAFE_CONTACT_HOURS)
    agree(world, world.witness(9), ProtectionMeasure.EMBARGO)
    assert marks(world, version) == ([], [])


def test_an_embargo_that_is_over_lets_the_version_be_used_and_a_new_one_marks_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, version, _volume = final(world)
    today, layla = today_in(world.case.time_zone), the_witness(world, "W-0001")
    agree(world, layla, until=today)
    for module in (marking, recalls.services):
        monkeypatch.setattr(module, "today_in", lambda _zone: today + timedelta(days=1))
    assert recalls.marked(world.session, [version], {dossier.key: dossier}) == set()
    agree(world, layla, until=today + timedelta(days=9))
    assert marks(world, version) == ([PROTECTED] * 2, [PROTECTED] * 2)


def test_a_destroyed_identity_marks_the_volume_alone_once_and_stops_it(world: World) -> None:
    dossier, version, volume = final(world)
    fetched(world, version).file.close()
    for _again in range(2):
        destroy(world, the_witness(world, "W-0001"))
    assert marks(world, version) == ([], [DESTROYED]), "the dossier holds codes, and her consent stands"
    [(_volume, row)] = volume_marks(world.session, version)
    assert (row.witness, row.consent_record, row.copies_out) == ("W-0001", marking.GONE, [1])
    assert volume_recalls.must_go(world.session, world.vault, dossier, version) == [volume]
    with pytest.raises(Refused, match="may no longer be named"):
        fetched(world, version)
    assert [one.is_due for one in recalls.holders(world.session, version)] == [True]
    entry = audit.entries(world.session, action="volume.recalled", limit=1)[0]
    assert (entry.facts["cause"], entry.facts["witness"]) == ("destroyed", "W-0001")


def test_an_individuals_destroyed_identity_marks_the_volumes_of_every_case(world: World) -> None:
    dossier, version, volume = final(world)
    person = world.session.exec(select(Individual).where(Individual.reference == volume.individuals[0])).one()
    destroy_individual(world.session, world.builder, person, vault=world.vault, reason=DestructionReason.PURPOSE_ENDED)
    assert marks(world, version) == ([], [DESTROYED])
    assert volume_recalls.must_go(world.session, world.vault, dossier, version) == [volume]


def test_why_a_volume_was_marked_is_not_listed_to_who_may_not_see_another_in_it(world: World) -> None:
    _dossier, version, volume = final(world)
    person = world.session.exec(select(Individual).where(Individual.reference == volume.individuals[0])).one()
    destroy_individual(world.session, world.builder, person, vault=world.vault, reason=DestructionReason.MISTAKE)
    layla = the_witness(world, "W-0001")
    compartments.restrict(world.session, world.issuer.as_actor(), subject=layla.subject, accounts=[], reason="threats")
    read_as(world.session, world.builder)
    assert volume_marks(world.session, version) == []


def test_what_was_forbidden_before_is_not_marked_again_when_the_identity_goes(world: World) -> None:
    _dossier, version, _volume = final(world)
    take_back(world)
    destroy(world, the_witness(world, "W-0001"))
    assert marks(world, version) == ([], [RecallCause.WITHDRAWN])


def test_a_volume_whose_identity_is_destroyed_before_it_is_issued_is_not_issued(world: World) -> None:
    dossier, version, volume = prepared(world)
    destroy(world, the_witness(world, "W-0001"))
    with pytest.raises(Refused, match="W-0001: the identity was destroyed"):
        confirm(world, dossier, version, volume)
    assert marks(world, version) == ([], []), "it never went out"


def test_a_consent_that_had_run_out_before_it_was_issued_is_not_blamed(world: World) -> None:
    """An older record ran out long ago; the newer one, on which it went out, is taken back."""
    layla, today = the_witness(world, "W-0001"), today_in(world.case.time_zone)
    long_ago = today - timedelta(days=30)
    world.consent(layla, 2, answers=NAMED, given_on=long_ago, expires_on=today - timedelta(days=5))
    world.consent(layla, 3, answers=NAMED, given_on=today - timedelta(days=2))
    _dossier, version, _volume = final(world)
    take_back(world)
    assert marking.mark_expired(world.session) == 0
    assert marks(world, version) == ([], [RecallCause.WITHDRAWN])
    assert now().date() - today < timedelta(days=2)

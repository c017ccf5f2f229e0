"""Consent withdrawn after a dossier went out: marked, told, written down."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select, update

from casework import audit
from casework.accounts.models import Account
from casework.cases import compartments
from casework.config import Settings
from casework.db import read_as
from casework.dossiers import marking, recalls, services
from casework.dossiers.models import Dossier, DossierNotice, DossierVersion
from casework.dossiers.states import NoticeWay, RecallCause
from casework.errors import Forbidden, Invalid
from casework.subjects import SYSTEM
from casework.vocabulary import ConsentScope
from casework.witnesses.consent import Decision
from casework.witnesses.consents import record_consent, today_in, withdraw_consent
from casework.witnesses.given import GivenConsent
from casework.witnesses.models import Witness
from tests.dossiers.test_issuing import first_witness, hand_out, issued
from tests.dossiers.world import World, make_world, recalls_of
from tests.factories import make_account


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    made = make_world(session, settings)
    told = made.testimony(1, made.witness(1))
    made.allegation(1, [(told, "1"), (made.testimony(2, made.witness(2)), "1")])
    return made


def take_back(world: World, witness: Witness, scope: str = "national_commission") -> None:
    withdraw_consent(
        world.session, world.builder, witness=witness, on=today_in(world.case.time_zone), scopes=[scope],
        not_recallable="The committee has read it.", zone=world.case.time_zone,
    )  # fmt: skip


def tell(world: World, dossier: Dossier, version: DossierVersion, account: Account, **changes: object) -> DossierNotice:
    today = today_in(world.case.time_zone)
    values = {"told_on": today, "how": NoticeWay.TELEPHONE, "note": "Copy destroyed.", "today": today} | changes
    actor = world.issuer.as_actor()
    return recalls.record_notice(
        world.session, actor, dossier=dossier, version=version, account_id=account.key, **values
    )  # type: ignore[arg-type]


def test_a_withdrawal_marks_what_went_out_and_keeps_what_cannot_be_called_back(world: World) -> None:
    dossier, version = issued(world)
    hand_out(world, world.reader, version)
    take_back(world, first_witness(world))
    [row] = recalls_of(world.session, version)
    assert (row.witness, row.copies_out, row.not_recallable) == ("W-0001", [1], "The committee has read it.")
    assert recalls.marked(world.session, [version], {dossier.key: dossier}) == {version.key}
    assert audit.entries(world.session, action="dossier.recalled")[0].facts["witness"] == "W-0001"


def test_a_withdrawal_of_another_use_or_witness_marks_nothing(world: World) -> None:
    _dossier, version = issued(world)
    take_back(world, first_witness(world), "publication")
    take_back(world, world.witness(9))
    assert recalls_of(world.session, version) == []


def test_a_version_of_which_consent_was_given_anew_is_not_marked_any_more(world: World) -> None:
    dossier, version = issued(world)
    take_back(world, first_witness(world))
    world.consent(first_witness(world), 9, given_on=today_in(world.case.time_zone))
    assert recalls.marked(world.session, [version], {dossier.key: dossier}) == set()
    assert len(recalls_of(world.session, version)) == 1


def test_everybody_with_a_copy_waits_until_it_is_recorded_that_they_were_told(world: World) -> None:
    dossier, version = issued(world)
    other = make_account(world.session, world.reader.role, recipient_id=world.recipient.key)
    for reader in (world.reader, other):
        hand_out(world, reader, version)
    take_back(world, first_witness(world))
    tell(world, dossier, version, other)
    told = {one.account.key: one.told for one in recalls.holders(world.session, version)}
    assert told[world.reader.key] is None
    assert told[other.key] is not None
    [(_dossier, _version, waiting, _since)] = recalls.to_tell(world.session, world.issuer.as_actor())
    assert waiting == 1
    tell(world, dossier, version, world.reader)
    assert recalls.to_tell(world.session, world.issuer.as_actor()) == []


def test_a_further_withdrawal_has_to_be_told_again(world: World) -> None:
    dossier, version = issued(world)
    hand_out(world, world.reader, version)
    take_back(world, first_witness(world))
    tell(world, dossier, version, world.reader)
    second = select(Witness).where(Witness.case_id == world.case.key, Witness.reference == "W-0002")
    take_back(world, world.session.exec(second).one())
    assert [one.told for one in recalls.holders(world.session, version)] == [None]


def test_only_who_has_a_copy_is_told_and_not_tomorrow(world: World) -> None:
    dossier, version = issued(world)
    hand_out(world, world.reader, version)
    with pytest.raises(Invalid):
        tell(world, dossier, version, world.author)
    with pytest.raises(Invalid):
        tell(world, dossier, version, world.reader, told_on=today_in(world.case.time_zone) + timedelta(days=1))


def test_an_investigator_records_no_notice(world: World) -> None:
    dossier, version = issued(world)
    hand_out(world, world.reader, version)
    world.issuer = make_account(world.session)
    with pytest.raises(Forbidden):
        tell(world, dossier, version, world.reader)


def test_the_database_refuses_to_change_who_was_told(world: World) -> None:
    dossier, version = issued(world)
    hand_out(world, world.reader, version)
    tell(world, dossier, version, world.reader)
    world.session.commit()
    with pytest.raises(DBAPIError):
        world.session.exec(update(DossierNotice).values(note="Kept."))
    world.session.rollback()


def test_a_withdrawal_by_somebody_who_may_not_see_the_other_witness_marks_the_dossier_all_the_same(
    world: World,
) -> None:
    _dossier, version = issued(world)
    other = world.session.exec(
        select(Witness).where(Witness.case_id == world.case.key, Witness.reference == "W-0002")
    ).one()
    compartments.restrict(world.session, world.issuer.as_actor(), subject=other.subject, accounts=[], reason="threats")
    first = first_witness(world)
    read_as(world.session, world.builder)
    assert world.session.exec(select(DossierVersion)).all() == [], "the version prints somebody closed to them"
    take_back(world, first)
    read_as(world.session, SYSTEM)
    assert [row.witness for row in recalls_of(world.session, version)] == ["W-0001"]


def test_a_newer_consent_that_no_longer_allows_it_marks_what_went_out_once(world: World) -> None:
    _dossier, version = issued(world)
    given = GivenConsent(
        given_on=today_in(world.case.time_zone),
        conditions={},
        decisions={ConsentScope.NATIONAL_COMMISSION: Decision.NO},
    )
    for _again in range(2):
        record_consent(
            world.session, world.builder, witness=first_witness(world), given=given, zone=world.case.time_zone
        )
    assert [row.cause for row in recalls_of(world.session, version)] == [RecallCause.NARROWED]


def test_a_consent_that_runs_out_after_issue_marks_once_names_whom_to_tell_and_what_is_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = today_in(world.case.time_zone)
    world.consent(first_witness(world), 2, given_on=today - timedelta(days=9), expires_on=today)
    dossier, version = issued(world)
    hand_out(world, world.reader, version)
    assert marking.mark_expired(world.session) == 0, "the last day counts"
    monkeypatch.setattr(marking, "today_in", lambda _zone: today + timedelta(days=1))
    monkeypatch.setattr(services, "today_in", lambda _zone: today + timedelta(days=1))
    assert [marking.mark_expired(world.session) for _again in range(2)] == [1, 0]
    [row] = recalls_of(world.session, version)
    assert (row.cause, row.consent_record, row.withdrawn_on, row.copies_out) == (RecallCause.EXPIRED, "C2", today, [1])
    assert recalls.marked(world.session, [version], {dossier.key: dossier}) == {version.key}
    [(_dossier, _version, waiting, _since)] = recalls.to_tell(world.session, world.issuer.as_actor())
    assert waiting == 1
    assert audit.entries(world.session, action="dossier.recalled")[0].facts["cause"] == "expired"


def test_a_consent_that_ran_out_and_was_given_anew_marks_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    today = today_in(world.case.time_zone)
    world.consent(first_witness(world), 2, given_on=today - timedelta(days=9), expires_on=today)
    world.consent(first_witness(world), 3, given_on=today)
    issued(world)
    monkeypatch.setattr(marking, "today_in", lambda _zone: today + timedelta(days=1))
    assert marking.mark_expired(world.session) == 0

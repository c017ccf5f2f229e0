"""Hundreds of copies, decisions, recalls and notes of one version: nothing that holds is lost behind the end of a list."""

from collections.abc import Iterable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, SQLModel, col, select

from casework.accounts.models import Account
from casework.cases import compartments
from casework.config import Settings
from casework.db import now, read_as
from casework.dossiers import holding, listing, recalls, telling, volumes
from casework.dossiers.models import DossierAccess, DossierCopy, DossierNotice, DossierRecall, DossierVersion
from casework.dossiers.states import AccessDecision, DossierState, NoticeWay, RecallCause
from casework.dossiers.volume_models import SealedVolume
from casework.errors import Refused
from tests.dossiers.test_issuing import first_witness, hand_out, issued
from tests.dossiers.test_recalls import take_back
from tests.dossiers.world import World, make_world
from tests.factories import login, make_account, post

MANY = 620


def filled(world: World) -> World:
    told = world.testimony(1, world.witness(1))
    world.allegation(1, [(told, "1"), (world.testimony(2, world.witness(2)), "1")])
    return world


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return filled(make_world(session, settings))


def add(world: World, rows: Iterable[SQLModel]) -> None:
    world.session.add_all(list(rows))
    world.session.flush()


def recalled(world: World, version: DossierVersion, count: int) -> list[DossierRecall]:
    today = now().date()
    return [
        DossierRecall(
            case_id=world.case.key, dossier_version_id=version.key, witness="W-0001", consent_record=f"C{at + 50}",
            withdrawn_on=today, cause=RecallCause.NARROWED,
        )
        for at in range(count)
    ]  # fmt: skip


def noted(world: World, version: DossierVersion, account: Account, count: int = 1) -> list[DossierNotice]:
    return [
        DossierNotice(
            case_id=world.case.key, dossier_version_id=version.key, account_id=account.key, told_on=now().date(),
            how=NoticeWay.LETTER, note=f"letter {at}",
        )
        for at in range(count)
    ]  # fmt: skip


def more_copies(world: World, version: DossierVersion, count: int) -> list[DossierCopy]:
    return [
        DossierCopy(
            case_id=world.case.key, dossier_version_id=version.key, recipient_id=world.recipient.key,
            copy_number=100 + at, language="en", sha256="", size=0, holder=f"account:{10_000 + at}",
        )
        for at in range(count)
    ]  # fmt: skip


def test_an_access_that_was_taken_away_holds_behind_hundreds_of_other_decisions(world: World) -> None:
    dossier, version = issued(world)
    hand_out(world, world.reader, version)
    copies = more_copies(world, version, MANY)
    add(world, copies)
    row = {"case_id": world.case.key, "dossier_version_id": version.key}
    add(world, (DossierAccess(dossier_copy_id=one.key, decision=AccessDecision.EXPIRED, **row) for one in copies))
    for decision in (AccessDecision.REVOKED, AccessDecision.GIVEN_BACK, AccessDecision.REVOKED):
        holding.decide(
            world.session, world.issuer.as_actor(), dossier=dossier, version=version, copy=None, decision=decision,
            reason="the laptop of a member was lost",
        )  # fmt: skip
    with pytest.raises(Refused, match="access to this version"):
        hand_out(world, world.reader, version)


def test_who_was_told_after_hundreds_of_recalls_and_notes_does_not_wait(world: World) -> None:
    _dossier, version = issued(world)
    other = make_account(world.session, world.reader.role, recipient_id=world.recipient.key)
    for reader in (world.reader, other):
        hand_out(world, reader, version)
    add(world, recalled(world, version, MANY))
    add(world, noted(world, version, other, MANY))
    add(world, noted(world, version, world.reader))
    assert {one.told is not None for one in recalls.holders(world.session, version)} == {True}
    take_back(world, first_witness(world))
    assert {one.told for one in recalls.holders(world.session, version)} == {None}


def test_my_work_finds_who_waits_behind_hundreds_of_versions_that_are_done(world: World) -> None:
    _dossier, waits = issued(world)
    hand_out(world, world.reader, waits)
    take_back(world, first_witness(world))
    world.consent(first_witness(world), 9, given_on=now().date())
    _other, done = issued(world)
    hand_out(world, world.reader, done)
    add(world, recalled(world, done, MANY))
    add(world, noted(world, done, world.reader))
    found = recalls.to_tell(world.session, world.issuer.as_actor(), limit=1)
    assert [(version.key, count) for _dossier, version, count, _since in found] == [(waits.key, 1)]


def test_my_work_tells_a_supervisor_nothing_of_a_witness_they_may_not_see(world: World) -> None:
    _dossier, version = issued(world)
    hand_out(world, world.reader, version)
    take_back(world, first_witness(world))
    assert [one[2] for one in recalls.to_tell(world.session, world.builder)] == [1]
    compartments.restrict(
        world.session, world.issuer.as_actor(), subject=first_witness(world).subject, accounts=[], reason="threats"
    )
    read_as(world.session, world.builder)
    assert telling.waiting(world.session, world.builder, 20) == []
    assert recalls.to_tell(world.session, world.builder) == []


def test_the_first_copies_of_each_version_come_with_one_statement_and_say_when_there_are_more(world: World) -> None:
    dossier, first = issued(world)
    _dossier, second = issued(world, dossier)
    add(world, more_copies(world, first, 30))
    add(world, more_copies(world, second, 3))
    found = listing.first_copies(world.session, [first.key, second.key], most=20)
    assert [[row.copy_number for row in found[one.key]] for one in (first, second)] == [
        list(range(100, 121)), [100, 101, 102],
    ]  # fmt: skip


def test_the_pages_offer_what_does_not_fit_on_the_first(client: FlaskClient, db: Session, app: Flask) -> None:
    world = filled(make_world(db, app.extensions["casework_settings"]))
    dossier, version = issued(world)
    hand_out(world, world.reader, version)
    add(world, more_copies(world, version, 60))
    add(world, recalled(world, version, 30))
    add(world, noted(world, version, world.reader, 30))
    world.session.commit()
    login(client, world.issuer)
    at = f"/cases/{world.case.reference}/dossiers/{dossier.reference}"
    first, second = client.get(f"{at}/versions/1/copies").text, client.get(f"{at}/versions/1/copies?after=148").text
    last = world.session.exec(select(DossierCopy.id).order_by(col(DossierCopy.copy_number).desc())).first()
    world.session.commit()
    assert ("?after=148" in first, f'value="{last}"' in first, f'value="{last}"' in second) == (True, False, True)
    form = {"copy": str(last), "decision": "revoked", "reason": "the laptop of a member was lost"}
    address = f"{at}/versions/1/copies?after=148"
    assert post(client, address, form).headers["Location"].endswith("?after=148")
    page = client.get(f"{at}/versions/1/notices").text
    assert [f"?{word}=" in page for word in ("after", "told_after", "volumes_after")] == [True, True, False]
    assert (page.count("no copy had been downloaded"), page.count("letter ")) == (25, 25)
    page = client.get(at).text
    assert "There are more copies" in page
    assert "There is more" in page


def test_a_volume_is_found_by_its_number_and_superseded_however_many_there_are(world: World) -> None:
    dossier, version = issued(world)
    add(
        world,
        (
            SealedVolume(
                case_id=world.case.key, dossier_version_id=version.key, number=number, reference=f"S-D-0001-1-{number}",
                state=DossierState.ISSUED if number == 1 else DossierState.SUPERSEDED if number < 60 else DossierState.BUILT,
                built_by=world.author.key,
            )
            for number in range(1, 61)
        ),
    )  # fmt: skip
    world.recipient.age_keys = ["age1"]
    first, last = (volumes.find_volume(world.session, version, number) for number in (1, 60))
    volumes.issue(
        world.session, world.issuer.as_actor(), vault=world.vault, dossier=dossier, version=version, volume=last
    )
    assert (first.state, last.state) == (DossierState.SUPERSEDED, DossierState.ISSUED)

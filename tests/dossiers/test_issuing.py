"""Two people, one number each, consent every time."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from casework import audit
from casework.accounts.models import Account, Recipient
from casework.config import Settings
from casework.db.engine import new_session
from casework.dossiers import building, composing, copies, delivery, html, producing, render, seal, services, verify
from casework.dossiers.models import Dossier, DossierReceipt, DossierVersion
from casework.dossiers.producing import Produced
from casework.dossiers.states import DossierState
from casework.errors import Forbidden, Invalid, NotFound, Refused, Stale, Unavailable
from casework.storage import open_store
from casework.subjects import SYSTEM, Role
from casework.witnesses.models import Witness
from tests.dossiers.world import World, copies_of, make_world
from tests.factories import make_account, make_recipient


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    made = make_world(session, settings)
    told = made.testimony(1, made.witness(1))
    made.allegation(1, [(told, "1"), (made.testimony(2, made.witness(2)), "1")])
    return made


def small_body() -> bytes:
    """A page in place of the whole dossier: what is tested here does not depend on typesetting."""
    return render.render(html.Page('<html lang="en"><title>t</title><h1>A</h1><p>text</p></html>'))


def built(world: World, dossier: Dossier | None = None) -> tuple[Dossier, DossierVersion]:
    dossier = dossier or world.dossier()
    frozen = world.freeze(dossier)
    body = small_body()
    digest = producing.keep(open_store(world.settings), body)
    plan = composing.plan_for(world.session, world.settings, dossier, world.author.key)
    produced = Produced(plan, frozen, dict.fromkeys(frozen.snapshots, body))
    bodies = dict.fromkeys(frozen.snapshots, digest)
    return dossier, services.record_build(
        world.session, world.builder, dossier=dossier, produced=produced, bodies=bodies
    )


def issued(world: World, dossier: Dossier | None = None) -> tuple[Dossier, DossierVersion]:
    dossier, version = built(world, dossier)
    final = {one: dataclasses.replace(services.snapshot_of(version, one), issued_by="x") for one in version.languages}
    actor = world.issuer.as_actor()
    services.record_issue(
        world.session, actor, vault=world.vault, dossier=dossier, version=version, final=final, bodies=version.bodies
    )
    return dossier, version


def test_who_prepared_it_cannot_issue_it(world: World) -> None:
    dossier, version = built(world)
    with pytest.raises(Refused, match="somebody else"):
        services.start_issue(world.session, world.builder, vault=world.vault, dossier=dossier, version=version)
    assert (
        services.start_issue(
            world.session, world.issuer.as_actor(), vault=world.vault, dossier=dossier, version=version
        ).kind
        == "dossier.issue"
    )


def test_the_command_line_cannot_issue(world: World) -> None:
    dossier, version = built(world)
    with pytest.raises(Refused, match="by a person"):
        services.check_issue(world.session, SYSTEM, dossier=dossier, version=version)


def test_a_version_is_issued_once_and_supersedes_the_one_before(world: World) -> None:
    dossier, first = issued(world)
    with pytest.raises(Refused, match="already"):
        services.check_issue(world.session, world.issuer.as_actor(), dossier=dossier, version=first)
    dossier, second = issued(world, dossier)
    assert (first.number, first.state) == (1, DossierState.SUPERSEDED)
    assert (second.number, second.state) == (2, DossierState.ISSUED)


def test_a_draft_that_was_never_issued_makes_way_for_the_next_build(world: World) -> None:
    dossier, first = built(world)
    _dossier, again = built(world, dossier)
    assert (again.key, again.number) == (first.key, 1)


def test_consent_withdrawn_after_the_build_stops_the_issue(world: World) -> None:
    dossier, version = built(world)
    world.withdraw(first_witness(world))
    with pytest.raises(Refused, match="W-0001"):
        services.start_issue(
            world.session, world.issuer.as_actor(), vault=world.vault, dossier=dossier, version=version
        )


def first_witness(world: World) -> Witness:
    return world.session.exec(
        select(Witness).where(Witness.case_id == world.case.key, Witness.reference == "W-0001")
    ).one()


def test_each_reader_gets_their_own_number_and_a_receipt(world: World) -> None:
    _dossier, version = issued(world)
    other = make_account(world.session, world.reader.role, recipient_id=world.recipient.key)
    files = [hand_out(world, reader, version) for reader in (world.reader, other, world.reader)]
    assert files[0].sha256 == files[2].sha256 != files[1].sha256
    assert [one.filename[-10:] for one in files[:2]] == ["copy-1.pdf", "copy-2.pdf"]
    assert len(world.session.exec(select(DossierReceipt)).all()) == 3
    found = [entry.action for entry in audit.entries(world.session, case_id=world.case.key, action="dossier.received")]
    assert len(found) == 3


def hand_out(world: World, reader: Account, version: DossierVersion, language: str = "en") -> delivery.HandedOut:
    return delivery.hand_out(
        world.session, reader.as_actor(), world.settings, version_id=version.key, language=language
    )


def test_a_copy_verifies_here_and_not_with_a_byte_changed(world: World) -> None:
    _dossier, version = issued(world)
    data = hand_out(world, world.reader, version).data
    assert delivery.check_file(world.session, world.settings, data).holds
    altered = bytearray(data)
    altered[len(data) // 3] ^= 1
    assert not delivery.check_file(world.session, world.settings, bytes(altered)).holds


def test_a_head_that_is_not_in_this_log_does_not_verify(world: World) -> None:
    frozen = world.freeze().snapshots["en"]
    key = building.keys_of(world.settings)[0]
    forged = dataclasses.replace(frozen, log_head="f" * 64)
    data = building.sealed_copy(forged, small_body(), building.CopyMark(), key)
    report = delivery.check_file(world.session, world.settings, data)
    assert {check.name: check.answer for check in report.checks}["log"] is verify.Answer.FAILS


def test_elsewhere_the_fingerprint_told_by_another_way_decides(world: World) -> None:
    _dossier, version = issued(world)
    data = hand_out(world, world.reader, version).data
    fingerprint = seal.fingerprint(seal.public_bytes(building.keys_of(world.settings)[0]))
    assert delivery.verify_elsewhere(data, fingerprint).holds
    assert not delivery.verify_elsewhere(data, "0000 " * 8).holds


def test_a_later_template_changes_no_copy_that_went_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _dossier, version = issued(world)
    other = make_account(world.session, Role.COMMITTEE, recipient_id=world.recipient.key)
    before, beside = (hand_out(world, one, version) for one in (world.reader, other))
    store = open_store(world.settings)
    assert store.remove(beside.sha256, 0.0)  # as copies were before they were kept
    assert hand_out(world, other, version).data == beside.data
    assert store.exists(beside.sha256), "kept from now on"
    assert store.remove(beside.sha256, 0.0)
    compose = html.compose_mark

    def next_release(*args: Any, **words: Any) -> html.Page:
        page = compose(*args, **words)
        return dataclasses.replace(page, html=page.html.replace("</section>", "<p>new</p></section>"))

    monkeypatch.setattr(html, "compose_mark", next_release)
    assert hand_out(world, world.reader, version).data == before.data
    with pytest.raises(Unavailable, match="as it was first made"):
        hand_out(world, other, version)


def test_another_body_receives_nothing(world: World) -> None:
    _dossier, version = issued(world)
    stranger = make_account(world.session, world.reader.role, recipient_id=make_recipient(world.session).key)
    with pytest.raises(Forbidden):
        hand_out(world, stranger, version)
    assert world.session.execute(delivery.received(world.session, stranger.as_actor())).all() == []


def test_a_draft_is_received_by_nobody(world: World) -> None:
    _dossier, version = built(world)
    with pytest.raises(NotFound):
        hand_out(world, world.reader, version)


def test_consent_withdrawn_after_issuing_stops_downloads_and_names_whom_to_tell(world: World) -> None:
    dossier, version = issued(world)
    hand_out(world, world.reader, version)
    world.withdraw(first_witness(world))
    with pytest.raises(Refused, match="no longer consents") as refusal:
        hand_out(world, world.reader, version)
    assert "W-0001" not in str(refusal.value)
    assert [code for code, _why in services.consent_gone(world.session, dossier, version)] == ["W-0001"]
    told = services.whom_to_notify(world.session, version)
    assert [(account.key, copy.copy_number) for account, copy in told] == [(world.reader.key, 1)]


def test_a_damaged_store_hands_out_nothing(world: World) -> None:
    _dossier, version = issued(world)
    version.bodies = {"en": {"sha256": "0" * 64, "pages": 1}}
    with pytest.raises(Exception, match="missing or damaged"):
        hand_out(world, world.reader, version)


def test_only_one_build_at_a_time(world: World) -> None:
    dossier = world.dossier()
    services.start_build(world.session, world.builder, dossier=dossier)
    with pytest.raises(Refused, match="worked on"):
        services.start_build(world.session, world.builder, dossier=dossier)


def test_composing_keeps_what_somebody_else_saved(world: World) -> None:
    dossier = world.dossier()
    details = composing.DossierDetails(title="Another title")
    composing.change(world.session, world.builder, case=world.case, dossier=dossier, details=details, version=1)
    with pytest.raises(Stale):
        composing.change(world.session, world.builder, case=world.case, dossier=dossier, details=details, version=1)


@pytest.mark.parametrize("details", [{"title": " "}, {"title": "x", "incidents": ["I-9999"]}])
def test_a_dossier_needs_a_title_and_incidents_of_its_case(world: World, details: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        world.dossier(**details)


def test_an_investigator_builds_nothing(world: World) -> None:
    with pytest.raises(Forbidden):
        services.start_build(
            world.session, make_account(world.session, Role.INVESTIGATOR).as_actor(), dossier=world.dossier()
        )


def test_two_first_downloads_at_once_make_one_copy(world: World, engine: Engine) -> None:
    _dossier, version = issued(world)
    key, reader, body = version.key, world.reader.as_actor(), world.recipient.key
    world.session.commit()
    both = Barrier(2, timeout=20)

    def first_download(_at: int) -> tuple[int, str]:
        with new_session(engine, writes=True) as session:
            if engine.dialect.name == "postgresql":  # SQLite has one writer at a time: the other waits at the door
                session.get(DossierVersion, key)
                both.wait()
            copy = copies.copy_for(
                session, reader, session.get_one(DossierVersion, key), session.get_one(Recipient, body), "en"
            )
            session.commit()
            return copy.copy_number, copy.mark_code

    with ThreadPoolExecutor(2) as pool:
        found = set(pool.map(first_download, range(2)))
    assert len(found) == 1
    other = make_account(world.session, Role.COMMITTEE, recipient_id=body)
    assert hand_out(world, other, version).filename.endswith("copy-2.pdf")  # no number was lost


def test_it_is_the_constraint_that_makes_one_copy_of_two_first_downloads(
    world: World, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _dossier, version = issued(world)
    held, reader = copies._held, world.reader.as_actor()

    def raced() -> int:
        """A first download that looked before the other one had written; how many copies there are."""
        early = iter([True])
        monkeypatch.setattr(copies, "_held", lambda *asked: None if next(early, False) else held(*asked))
        copies.copy_for(world.session, reader, version, world.recipient, "en")
        return len(copies_of(world.session, version))

    copies.copy_for(world.session, reader, version, world.recipient, "en")
    world.session.commit()
    assert raced() == 1
    if engine.dialect.name == "postgresql":  # SQLite cannot drop one; and it has one writer at a time
        name = "uq_dossier_copy_dossier_version_id_language_holder"
        world.session.execute(text(f"ALTER TABLE dossier_copy DROP CONSTRAINT {name}"))
        assert raced() == 2, "without it, two"
    world.session.rollback()

"""A reader's signed copy: made once, kept, and checked after keys were replaced, revoked and lost."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from casework import audit
from casework.config import Settings
from casework.dossiers import copies, delivery
from casework.dossiers.models import DossierCopy, DossierVersion
from casework.dossiers.report import Answer, Report
from casework.errors import NotFound, Refused, Unavailable
from casework.signing import services as certificates
from casework.signing.states import CertificateRole
from casework.subjects import SYSTEM
from tests.dossiers.test_issuing import first_witness, hand_out, issued
from tests.dossiers.world import World, copies_of, make_world
from tests.factories import make_account


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    made = make_world(session, settings)
    told = made.testimony(1, made.witness(1))
    made.allegation(1, [(told, "1")])
    certificates.ensure(session, settings)
    return made


def check(world: World, data: bytes) -> Report:
    return delivery.check_file(world.session, world.settings, data)


def answer(report: Report, name: str) -> Answer:
    return next(one.answer for one in report.checks if one.name == name)


def test_the_same_reader_gets_the_same_signed_copy_again_byte_for_byte(world: World) -> None:
    _dossier, version = issued(world)
    other = make_account(world.session, world.reader.role, recipient_id=world.recipient.key)
    first, second, again = (hand_out(world, one, version) for one in (world.reader, other, world.reader))
    assert first.data == again.data != second.data
    report = check(world, first.data)
    assert report.holds
    assert [answer(report, name) for name in ("signature", "certificate", "revisions")] == [Answer.HOLDS] * 3
    row = world.session.exec(select(DossierCopy).where(DossierCopy.sha256 == first.sha256)).one()
    signer = certificates.current(world.session, CertificateRole.SIGNER)
    assert signer is not None
    assert (row.certificate, row.signed_at is None) == (signer.fingerprint, False)


def test_a_new_key_signs_new_copies_and_old_ones_still_verify(world: World) -> None:
    _dossier, version = issued(world)
    old = hand_out(world, world.reader, version)
    before = certificates.current(world.session, CertificateRole.SIGNER)
    assert before is not None
    made = certificates.renew(world.session, SYSTEM, world.settings)
    other = make_account(world.session, world.reader.role, recipient_id=world.recipient.key)
    new = hand_out(world, other, version)
    assert check(world, old.data).holds
    assert check(world, new.data).holds
    assert hand_out(world, world.reader, version).data == old.data
    used = {row.sha256: row.certificate for row in world.session.exec(select(DossierCopy))}
    assert used == {old.sha256: before.fingerprint, new.sha256: made.fingerprint}
    kept = world.vault.keystore.get(f"certificate:{before.serial}")
    assert kept is not None
    assert kept.wrapped is None, "the key that signs no more is destroyed"


def test_a_revoked_certificate_is_said_of_every_copy_that_it_signed(world: World) -> None:
    _dossier, version = issued(world)
    data = hand_out(world, world.reader, version).data
    row = certificates.current(world.session, CertificateRole.SIGNER)
    assert row is not None
    with pytest.raises(NotFound):
        certificates.revoke(world.session, SYSTEM, world.settings, row.serial[:4])
    certificates.revoke(world.session, SYSTEM, world.settings, row.serial)
    with pytest.raises(Refused):
        certificates.revoke(world.session, SYSTEM, world.settings, row.serial)
    report = check(world, data)
    assert (report.holds, answer(report, "certificate"), answer(report, "signature")) == (
        False, Answer.FAILS, Answer.HOLDS,
    )  # fmt: skip
    assert next(one.action for one in audit.entries(world.session, action="certificate.")) == "certificate.revoked"
    assert certificates.own(world.session, world.settings) is None, "and nobody signs with it"


def test_a_copy_from_before_there_was_a_certificate_stays_what_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _dossier, version = issued(world)
    with monkeypatch.context() as patched:
        patched.setattr(certificates, "own", lambda *_: None)
        before = hand_out(world, world.reader, version)
    assert hand_out(world, world.reader, version).data == before.data
    report = check(world, before.data)
    assert (report.holds, answer(report, "signature")) == (True, Answer.NOT_CHECKED)


def during(world: World, version: DossierVersion, happens: Callable[[], object]) -> delivery.HandedOut:
    """A download in the middle of which something happens, between number and signature."""
    return delivery.hand_out(
        world.session, world.reader.as_actor(), world.settings, version_id=version.key, language="en",
        between=happens,
    )  # fmt: skip


def test_an_edition_that_there_is_not_is_not_found(world: World) -> None:
    _dossier, version = issued(world)
    version.bodies = {"en": version.bodies["en"]}
    with pytest.raises(NotFound):
        hand_out(world, world.reader, version, "ar")


def test_consent_withdrawn_while_it_is_signed_stops_the_download(world: World) -> None:
    _dossier, version = issued(world)
    with pytest.raises(Refused, match="no longer consents"):
        during(world, version, lambda: world.withdraw(first_witness(world)))


def test_two_downloads_at_once_give_one_copy(world: World) -> None:
    _dossier, version = issued(world)
    quicker: list[delivery.HandedOut] = []
    slower = during(world, version, lambda: quicker.append(hand_out(world, world.reader, version)))
    assert slower.data == quicker[0].data
    assert len(copies_of(world.session, version)) == 1


def test_a_kept_copy_that_was_damaged_is_not_handed_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _dossier, version = issued(world)
    hand_out(world, world.reader, version)
    monkeypatch.setattr(copies, "open_store", lambda _settings: None)
    monkeypatch.setattr(
        copies, "kept", lambda _store, _digest: (_ for _ in ()).throw(Unavailable("missing or damaged"))
    )
    with pytest.raises(Unavailable):
        hand_out(world, world.reader, version)


def test_no_entry_of_the_log_holds_a_key(world: World) -> None:
    own = certificates.own(world.session, world.settings)
    assert own is not None
    secrets = [f"{key.private_numbers().private_value:x}" for key in (own.key, own.authority_key)]
    written = str([entry.facts for entry in audit.entries(world.session, action="certificate.")])
    assert own.signer.serial_number.to_bytes(20, "big").hex().lstrip("0")[:12] in str(
        [entry.subject_label for entry in audit.entries(world.session, action="certificate.")]
    )
    assert not any(secret in written for secret in secrets)

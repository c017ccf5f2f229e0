"""Copies that only their body opens: the bytes inside, who may have them, and what the log says."""

import io
from collections.abc import Callable

import pyrage
import pytest
from pyrage import x25519
from sqlmodel import Session, col, select

from casework import audit
from casework.accounts import age_keys
from casework.accounts.models import Account
from casework.config import Settings
from casework.dossiers import delivery, encrypting, services
from casework.dossiers.encrypting import Encrypted
from casework.dossiers.models import Dossier, DossierCopy, DossierReceipt, DossierVersion
from casework.errors import Forbidden, NotFound, Refused, Unavailable
from casework.signing import services as certificates
from casework.storage import FileStore
from casework.subjects import Role
from tests.dossiers.test_issuing import built, first_witness, hand_out, issued
from tests.dossiers.world import World, copies_of, make_world
from tests.factories import make_account, make_recipient

MINE, SPARE, STRANGE = (x25519.Identity.generate() for _ in range(3))
KEYS = [str(one.to_public()) for one in (MINE, SPARE)]


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    made = make_world(session, settings)
    told = made.testimony(1, made.witness(1))
    made.allegation(1, [(told, "1")])
    made.recipient.age_keys = list(KEYS)
    certificates.ensure(session, settings)
    session.flush()
    return made


def fetch(
    world: World, reader: Account, version: DossierVersion, between: Callable[[], object] = delivery.nothing
) -> Encrypted:
    return encrypting.hand_out(
        world.session, reader.as_actor(), world.settings, version_id=version.key, language="en",
        between=lambda: between() and None,
    )  # fmt: skip


def send(world: World, account: Account, dossier: Dossier, version: DossierVersion) -> Encrypted:
    return encrypting.send_out(
        world.session, account.as_actor(), world.settings, dossier=dossier, version=version, language="en"
    )


def test_inside_is_the_signed_copy_byte_for_byte_for_each_key_of_the_body_and_for_no_other(world: World) -> None:
    _dossier, version = issued(world)
    first = fetch(world, world.reader, version)  # signed by this very download
    plain = hand_out(world, world.reader, version)
    again = fetch(world, world.reader, version)  # read from the store
    for made in (first, again):
        data = b"".join(made.chunks())
        assert (len(data), made.sha256) == (made.size, plain.sha256)
        assert plain.data[:64] not in data
        assert [pyrage.decrypt(data, [key]) for key in (MINE, SPARE)] == [plain.data] * 2
        with pytest.raises(pyrage.DecryptError):
            pyrage.decrypt(data, [STRANGE])
    assert first.filename == "D-0001-v1-en-copy-1.pdf.age"
    assert delivery.check_file(world.session, world.settings, plain.data).holds


def test_the_receipt_and_the_log_say_to_which_keys(world: World) -> None:
    _dossier, version = issued(world)
    fetch(world, world.reader, version)
    hand_out(world, world.reader, version)
    prints = age_keys.fingerprints(KEYS)
    receipts = world.session.exec(select(DossierReceipt).order_by(col(DossierReceipt.id))).all()
    assert [row.encrypted_to for row in receipts] == [prints, []]
    entry = audit.entries(world.session, case_id=world.case.key, action="dossier.received")[1]
    copy = world.session.exec(select(DossierCopy)).one()
    assert (entry.facts["encrypted_to"], entry.facts["copy"], entry.facts["sha256"]) == (prints, 1, copy.sha256)


def test_who_may_issue_sends_the_bodys_own_copy_and_is_named_as_who_has_it(world: World) -> None:
    dossier, version = issued(world)
    hand_out(world, world.reader, version)
    made, again = send(world, world.issuer, dossier, version), send(world, world.author, dossier, version)
    assert made.filename == again.filename == "D-0001-v1-en-copy-2.pdf.age"
    opened = pyrage.decrypt(b"".join(made.chunks()), [SPARE])
    assert pyrage.decrypt(b"".join(again.chunks()), [MINE]) == opened
    assert delivery.check_file(world.session, world.settings, opened).manifest["copy"] == "2"
    assert [row.made_for for row in copies_of(world.session, version)] == [world.reader.key, None]
    entry = audit.entries(world.session, case_id=world.case.key, action="dossier.sent_out")[0]
    assert (entry.actor_id, entry.facts["body"], entry.facts["encrypted_to"]) == (
        world.author.id, world.recipient.slug, age_keys.fingerprints(KEYS),
    )  # fmt: skip
    told = {account.key for account, copy in services.whom_to_notify(world.session, version) if copy.copy_number == 2}
    assert told == {world.issuer.key, world.author.key}


def test_a_copy_that_is_sealed_alone_is_encrypted_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificates, "own", lambda *_: None)
    _dossier, version = issued(world)
    plain, made = hand_out(world, world.reader, version), fetch(world, world.reader, version)
    assert pyrage.decrypt(b"".join(made.chunks()), [MINE]) == plain.data


def test_without_a_key_there_is_nothing(world: World) -> None:
    dossier, version = issued(world)
    world.recipient.age_keys = []
    with pytest.raises(NotFound):
        fetch(world, world.reader, version)
    with pytest.raises(NotFound):
        send(world, world.issuer, dossier, version)
    assert copies_of(world.session, version) == []


def test_a_draft_another_body_and_somebody_without_the_permission_get_nothing(world: World) -> None:
    dossier, version = built(world)
    with pytest.raises(NotFound):
        send(world, world.issuer, dossier, version)
    with pytest.raises(NotFound):
        fetch(world, world.reader, version)
    version.state = services.DossierState.ISSUED
    other = make_recipient(world.session, age_keys=list(KEYS))
    with pytest.raises(Forbidden):
        fetch(world, make_account(world.session, Role.COMMITTEE, recipient_id=other.key), version)
    for stranger in (make_account(world.session, Role.SUPERVISOR), world.reader):
        with pytest.raises(Forbidden):
            send(world, stranger, dossier, version)


def test_withdrawn_consent_stops_both_and_in_the_same_words(world: World) -> None:
    dossier, version = issued(world)
    world.withdraw(first_witness(world))
    with pytest.raises(Refused) as plain:
        hand_out(world, world.reader, version)
    with pytest.raises(Refused) as fetched:
        fetch(world, world.reader, version)
    with pytest.raises(Refused) as sent:
        send(world, world.issuer, dossier, version)
    assert str(plain.value) == str(fetched.value) == str(sent.value)


def test_consent_withdrawn_while_it_is_encrypted_stops_it_and_leaves_no_receipt(world: World) -> None:
    _dossier, version = issued(world)
    hand_out(world, world.reader, version)
    with pytest.raises(Refused, match="no longer consents"):
        fetch(world, world.reader, version, between=lambda: world.withdraw(first_witness(world)))
    assert len(world.session.exec(select(DossierReceipt)).all()) == 1


def test_a_kept_copy_that_was_damaged_is_not_sent(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _dossier, version = issued(world)
    data = hand_out(world, world.reader, version).data
    monkeypatch.setattr(FileStore, "open_stream", lambda *_: io.BytesIO(data[:-1] + b"?"))
    with pytest.raises(Unavailable, match="damaged"):
        fetch(world, world.reader, version)


class Endless(io.RawIOBase):
    """A long stream that counts how much was asked of it at once."""

    def __init__(self, size: int) -> None:
        self.left, self.most = size, 0

    def read(self, size: int = -1) -> bytes:
        self.most = max(self.most, size if size >= 0 else self.left)
        taken = min(size, self.left) if size >= 0 else self.left
        self.left -= taken
        return bytes(taken)


def test_a_large_copy_is_read_in_small_pieces() -> None:
    stream = Endless(20_000_000)
    with pytest.raises(Unavailable):  # of another hash than this one
        encrypting.encrypt(stream, KEYS, "0" * 64)
    assert stream.left == 0
    assert stream.most <= 1 << 16

"""Taking exhibits in."""

import errno
import hashlib

import pytest
from sqlmodel import select

from casework import audit
from casework.audit.models import AuditEntry
from casework.errors import Forbidden, Invalid, Refused
from casework.evidence import custody, intake, services
from casework.evidence.details import ExhibitDetails
from casework.evidence.models import CustodyEvent, Exhibit
from casework.storage import StoreFull
from casework.vocabulary import CaseStatus, CustodyKind, EvidenceType
from tests.sandbox import samples

ITEM = ExhibitDetails(title="A spent cartridge", kind=EvidenceType.PHYSICAL_ITEM)
PHOTO = ExhibitDetails(title="A street", kind=EvidenceType.PHOTO)


def register(desk, details=PHOTO, file=None, actor=None):
    who = actor or desk.investigator
    return intake.register_exhibit(desk.session, who, desk.store, case=desk.case, details=details, file=file)


def test_a_photograph_gets_a_reference_a_hash_its_metadata_and_a_preview(desk):
    content = samples.jpeg()
    exhibit = desk.exhibit(content, "street.jpg", title="A street", kind=EvidenceType.PHOTO)
    assert (exhibit.reference, exhibit.size, exhibit.media_type) == ("EX-0001", len(content), "image/jpeg")
    assert exhibit.sha256 == hashlib.sha256(content).hexdigest()
    assert exhibit.captured_embedded == "2025-03-08T10:11:12+03:00"
    assert exhibit.file_metadata["embedded"]["latitude"] == 35.182
    with desk.store.open_stream(exhibit.sha256) as original, desk.store.open_stream(exhibit.preview_sha256) as preview:
        assert original.read() == content
        assert preview.read(3) == b"\xff\xd8\xff"


def test_references_count_up_in_each_case(desk):
    assert [desk.exhibit(bytes([48 + n])).reference for n in range(3)] == ["EX-0001", "EX-0002", "EX-0003"]


def test_the_chain_begins_with_hash_and_registration(desk):
    exhibit = desk.exhibit()
    chain = custody.chain(desk.session, desk.investigator, exhibit=exhibit)
    assert [(event.number, event.kind) for event in chain] == [(1, CustodyKind.HASHED), (2, CustodyKind.REGISTERED)]
    assert chain[0].hash_after == exhibit.sha256
    assert chain[1].actor_id == desk.investigator.id


def test_registration_is_logged_without_title_or_file_name(desk):
    desk.exhibit(name="secret name.txt", title="Secret title")
    entry = audit.entries(desk.session, action="evidence.registered")[0]
    assert (entry.subject_label, entry.case_id) == ("EX-0001", desk.case.id)
    assert "ecret" not in str(entry.facts)


def test_a_physical_item_needs_no_file(desk):
    exhibit = register(desk, ITEM)
    assert (exhibit.sha256, exhibit.size) == ("", None)
    assert [e.kind for e in custody.chain(desk.session, desk.investigator, exhibit=exhibit)] == [CustodyKind.REGISTERED]


def test_everything_else_needs_a_file(desk):
    with pytest.raises(Invalid) as problem:
        register(desk, PHOTO)
    assert set(problem.value.fields) == {"file"}


def test_the_same_file_twice_in_a_case_is_recognised_and_says_which(desk):
    desk.exhibit(b"other")
    desk.exhibit(b"twice")
    with pytest.raises(Invalid) as problem:
        register(desk, file=desk.file(b"twice", "renamed.txt"))
    assert "EX-0002" in str(problem.value.fields["file"])


def test_the_same_file_in_another_case_is_not_given_away(desk):
    desk.exhibit(b"twice")
    with pytest.raises(Forbidden):
        intake.same_file(desk.session, desk.stranger, case=desk.case, sha256=hashlib.sha256(b"twice").hexdigest())


def test_a_lying_name_is_neutralised_and_kept_as_it_came(desk):
    exhibit = desk.exhibit(samples.jpeg(), "../photo\u202egpj.pdf")
    assert exhibit.filename == "photogpj.pdf"
    assert exhibit.file_metadata["original_name"] == "../photo\\u202egpj.pdf"
    assert exhibit.file_metadata["name_changes"] == ["direction", "path"]
    assert exhibit.file_metadata["notices"] == ["extension_differs"]


def test_a_file_that_cannot_be_read_is_stored_all_the_same(desk):
    exhibit = desk.exhibit(samples.png_header(60_000, 60_000), "bomb.png")
    assert exhibit.file_metadata["problem"] == "too_many_pixels"
    assert desk.store.verify(exhibit.sha256)


def test_a_stranger_registers_nothing(desk):
    with pytest.raises(Forbidden):
        register(desk, ITEM, actor=desk.stranger)


def test_a_closed_case_takes_nothing(desk):
    desk.case.status = CaseStatus.CLOSED
    with pytest.raises(Refused):
        register(desk, ITEM)


@pytest.mark.parametrize(
    "said, field",
    [
        ({"title": " "}, "title"),
        ({"captured_claimed": "last spring"}, "captured_claimed"),
        ({"latitude": 35.0}, "longitude"),
        ({"latitude": 95.0, "longitude": 35.0, "precision_m": 10}, "latitude"),
        ({"latitude": 35.0, "longitude": 35.0}, "precision_m"),
        ({"url": "javascript:alert(1)"}, "url"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_saved(desk, said, field):
    with pytest.raises(Invalid) as problem:
        register(desk, ExhibitDetails(**({"title": "x", "kind": EvidenceType.PHYSICAL_ITEM} | said)))
    assert list(problem.value.fields) == [field]
    assert desk.session.exec(select(Exhibit)).all() == []


def test_a_failing_log_leaves_no_exhibit_and_no_file(desk, monkeypatch):
    def failing(*args, **facts):
        raise OSError(errno.ENOSPC, "the log is full")

    file = desk.file(b"content")
    monkeypatch.setattr(audit, "record", failing)
    with pytest.raises(OSError, match="log is full"):
        register(desk, file=file)
    desk.session.rollback()
    assert desk.session.exec(select(Exhibit)).all() == desk.session.exec(select(CustodyEvent)).all() == []
    assert not desk.store.exists(file.staged.sha256)


def test_a_disk_that_fills_at_the_last_step_leaves_no_exhibit(desk, monkeypatch):
    def full(*args):
        raise StoreFull("full")

    monkeypatch.setattr(type(desk.store), "keep", full)
    with pytest.raises(StoreFull):
        register(desk, file=desk.file(b"content"))
    desk.session.rollback()
    assert desk.session.exec(select(Exhibit)).all() == []
    assert [e for e in desk.session.exec(select(AuditEntry)).all() if e.action.startswith("evidence")] == []


def test_others_may_ask_for_choices_and_for_exhibits_of_the_case_only(desk):
    exhibit = desk.exhibit(title="Street")
    choices = services.exhibit_choices(desk.session, desk.investigator, case=desk.case)
    assert choices == [(str(exhibit.id), "EX-0001 Street")]
    found = services.exhibits_of(desk.session, desk.investigator, case=desk.case, ids=[exhibit.key, 999])
    assert list(found) == [exhibit.id]

"""A file that somebody gives us to check is read in the confined child, and never ends in an error."""

import io
import zipfile
from typing import Any

import pikepdf
import pytest

from casework import sandbox
from casework.dossiers import verify as checking
from casework.sandbox import Produced


def pdf(**files: bytes) -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    for name, content in files.items():
        made.attachments[name] = content
    made.save(out)
    return out.getvalue()


def test_the_files_inside_come_back_byte_for_byte() -> None:
    given = {"one": b"\x00\xff" * 9, "two": "شهادة".encode()}
    assert checking.attached(pdf(**given)) == given


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing else", pdf(manifest=b"{")])
def test_what_cannot_be_read_is_a_check_that_fails(data: bytes) -> None:
    report = checking.verify(data, trusted=[])
    told = {check.name: check.answer for check in report.checks}
    assert told["manifest"] is checking.Answer.FAILS
    assert not report.holds


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"), (b"age-encryption.org/v1\n-> X25519", "still encrypted"), (b"PK\x03\x04", "ZIP"),
        (b"\xff\xd8\xff\xe0 a photograph", "no PDF"),
    ],
)  # fmt: skip
def test_a_file_that_can_be_no_dossier_is_told_from_one_that_was_altered(data: bytes, words: str) -> None:
    assert words in (checking.unfit(data) or "")
    assert checking.unfit(b"%PDF-1.7 nothing else") is None


def test_more_than_there_is_room_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_LIMITS", sandbox.Limits(seconds=30.0, cpu_seconds=30, most_bytes=20_000))
    with pytest.raises(ValueError, match="limits"):
        checking.attached(pdf(one=bytes(1_000_000)))


def test_a_child_that_answers_with_something_compressed_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(_task: str, _options: Any, _source: Any, sink: Any, _limits: Any) -> Produced:
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as files:
            files.writestr("manifest.json", bytes(10_000_000))
        return Produced()

    monkeypatch.setattr(sandbox, "produce", answers)
    with pytest.raises(ValueError, match="compressed"):
        checking.attached(b"")

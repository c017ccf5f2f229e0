"""From a snapshot to a sealed file: pages, marks, determinism, verification."""

import dataclasses
import io
import re

import pikepdf
import pypdfium2
import pytest

from casework import printing
from casework.dossiers import html, render, seal, snapshot, verify
from casework.dossiers.content import Snapshot
from casework.printing.rendering import RenderingRefused
from tests.dossiers import samples
from tests.dossiers.conftest import KEY, PHRASES, make_pdf

TRUSTED = {seal.public_bytes(KEY)}


def markup(snapshot: Snapshot) -> str:
    return "".join(page.html for page in html.compose(snapshot, PHRASES, samples.PICTURES))


def page_texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [document[at].get_textpage().get_text_range() for at in range(len(document))]
    finally:
        document.close()


def test_every_page_carries_marking_number_copy_and_page_of_pages(
    sealed: bytes, edition: tuple[Snapshot, bytes]
) -> None:
    texts = page_texts(sealed)
    assert len(texts) > 10
    front = 3
    numbers = [("i", "iii"), ("ii", "iii"), ("iii", "iii")]
    numbers += [(str(number), str(len(texts) - front)) for number in range(1, len(texts) - front + 1)]
    for (number, of), text in zip(numbers, texts, strict=True):
        assert (
            "D-0001" in text or edition[0].lang == "ar"
        )  # pdfium breaks codes in Arabic lines; see test_reading_order
        assert "Copy 1" in text
        assert "SYNTHETIC" in text or "غير حقيقية" in text
        # In an Arabic line the extracted words come the other way round.
        assert re.search(rf"\b({number} (of|من) {of}|{of} (of|من) {number})\b", " ".join(text.split())), text


def test_the_file_is_tagged_titled_and_has_bookmarks(sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        assert pdf.Root.MarkInfo.Marked is True or bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) in ("en", "ar")
        assert len(pdf.open_outline().root) > 5
        metadata = pdf.Root.Metadata.read_bytes().decode()
        assert "<pdfuaid:part>1" in metadata
        assert 'pdfaid:conformance="A"' in metadata or "<pdfaid:conformance>A" in metadata


def test_the_same_snapshot_renders_to_the_same_bytes(edition: tuple[Snapshot, bytes], sealed: bytes) -> None:
    if edition[0].lang == "en":
        assert make_pdf(samples.snapshot()) == sealed


def test_two_copies_differ_in_number_and_in_hash(edition: tuple[Snapshot, bytes], sealed: bytes) -> None:
    other = make_pdf(edition[0], number="2", body=edition[1])
    assert other != sealed
    assert "Copy 2" in page_texts(other)[0]
    assert "Copy 1" not in page_texts(other)[0]


def is_whole(data: bytes) -> bool:
    """What the seal says; reading the attachments, in a process of its own for each file, takes a second."""
    report = verify.Report("")
    verify.check_seal(report, data, TRUSTED)
    return {check.answer for check in report.checks} == {verify.Answer.HOLDS}


def test_an_untouched_file_verifies(sealed: bytes) -> None:
    assert is_whole(sealed)
    report = verify.verify(sealed, trusted=TRUSTED, head_known=lambda sequence, _head: sequence == 412)
    assert report.holds, report.checks


def test_any_flipped_bit_is_found(sealed: bytes) -> None:
    step = len(sealed) // 211
    for offset in [*range(0, len(sealed), step), *range(len(sealed) - 400, len(sealed), 7)]:
        altered = bytearray(sealed)
        altered[offset] ^= 0x20
        assert not is_whole(bytes(altered)), offset


def test_every_letter_of_the_seal_itself_counts(sealed: bytes) -> None:
    start, end = seal.locate(sealed).span()
    for offset in range(start, end):
        altered = bytearray(sealed)
        altered[offset] ^= 0x20
        assert not is_whole(bytes(altered)), offset


def test_bytes_added_behind_the_file_are_found(sealed: bytes) -> None:
    assert not verify.verify(sealed + b"\n", trusted=TRUSTED).holds


def test_a_file_sealed_with_another_key_is_not_ours(edition: tuple[Snapshot, bytes], sealed: bytes) -> None:
    other = {seal.public_bytes(seal.sealing_key(b"o" * 32))}
    report = verify.verify(sealed, trusted=other)
    answers = {check.name: check.answer for check in report.checks}
    assert answers["seal"] is verify.Answer.HOLDS
    assert answers["key"] is verify.Answer.FAILS
    assert not report.holds


def test_a_head_that_the_log_does_not_know_fails(sealed: bytes) -> None:
    assert not verify.verify(sealed, trusted=TRUSTED, head_known=lambda *_: False).holds


def test_a_plain_file_is_refused_and_not_an_error() -> None:
    assert not verify.verify(b"not a pdf", trusted=TRUSTED).holds


def test_a_crafted_text_cannot_load_a_file_or_an_address() -> None:
    page = html.compose(samples.snapshot(), PHRASES, samples.PICTURES)[0]
    for address in ("file:///etc/hostname", "http://127.0.0.1:9/x.png", "casework:unknown"):
        page.html = f'<html lang="en"><title>t</title><p><img alt="x" src="{address}"></p></html>'
        with pytest.raises(RenderingRefused):
            render.render(page)


def test_text_is_escaped() -> None:
    made = samples.snapshot()
    assert "<script>" not in markup(made)
    assert str(printing.with_codes("<b>T-0001</b>")).startswith("&lt;b&gt;<bdi")
    assert str(printing.with_codes("بصمة SHA-256 له")) == 'بصمة <bdi dir="ltr">SHA-256</bdi> له'
    command = "python3 verify.py FILE --key FINGERPRINT"
    assert f'<span lang="en" dir="ltr" class="latin">{command}</span>' in str(printing.with_codes(f"ثم شغّل: {command}"))
    assert printing.css_string('"; } </style>') == '"\\000022 \\00003b  \\00007d  \\00003c /style\\00003e "'


def test_a_case_without_incidents_and_units_has_a_dossier_without_figures() -> None:
    bare = dataclasses.replace(samples.snapshot(), incidents=(), moments=(), places=(), units=(), allegations=())
    assert "<figure><div" not in markup(bare)


def test_a_snapshot_survives_json() -> None:
    made = samples.snapshot()
    assert snapshot.loads(snapshot.dumps(made)) == made
    with pytest.raises(ValueError, match="schema"):
        snapshot.loads('{"schema": "other"}')


def test_a_reference_links_only_to_what_is_printed() -> None:
    made = samples.snapshot()
    assert 'href="casework:to/t-T-0001-2"' in markup(made)
    assert 'href="casework:to/t-T-0099' not in markup(made)

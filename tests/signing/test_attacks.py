"""A signed copy, and what somebody might do to it: each is found, and said in the reader's language."""

import importlib.util
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pikepdf import Name
from pyhanko.pdf_utils.generic import TextStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from casework.dossiers import seal, verify
from casework.dossiers.report import Answer, Report
from casework.dossiers.signature_check import Known
from casework.i18n import use_locale
from casework.signing.signers import as_asn1
from casework.verifier import verify as outside
from tests.signing.conftest import KEY, Hand


def report_of(data: bytes, hand: Hand) -> Report:
    return verify.verify(data, trusted=[seal.public_bytes(KEY)], signatures=Known((hand.root,)))


def failing(report: Report) -> dict[str, str]:
    return {check.name: check.detail for check in report.checks if check.answer is Answer.FAILS}


def flipped(data: bytes) -> bytes:
    """One bit of a page's content, deep inside."""
    at = data.index(b"stream\n") + 200
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def rewritten(change: Callable[[pikepdf.Pdf], None]) -> Callable[[bytes], bytes]:
    def apply(data: bytes) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            change(pdf)
            pdf.save(out)
        return out.getvalue()

    return apply


def without_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def other_attachment(pdf: pikepdf.Pdf) -> None:
    spec = pdf.attachments["source-texts.json"]
    spec.get_file().obj.write(b'{"other": true}')


def without_signature(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AcroForm.Fields[0].V, pdf.Root.AcroForm, pdf.Root.Perms
    for page in pdf.pages:
        page.obj.Annots = pikepdf.Array([one for one in page.obj.get("/Annots", ()) if one.get("/FT") != Name.Sig])


def appended(data: bytes) -> bytes:
    """A revision as PDF allows it: another title, after everything that was signed."""
    file = io.BytesIO(data)
    writer = IncrementalPdfFileWriter(file)
    writer.root[pdf_name("/Lang")] = TextStringObject("fr")
    writer.update_root()
    writer.write_in_place()
    return file.getvalue()


ATTACKS: dict[str, tuple[Callable[[bytes], bytes], set[str], str, str]] = {
    "a byte": (flipped, {"seal", "signature"}, "altered after it was signed", "عُدّل الملف بعد توقيعه"),
    "a page": (rewritten(without_page), {"seal", "signature"}, "written anew", "أُعيدت كتابته"),
    "an attachment": (
        rewritten(other_attachment),
        {"seal", "signature", "attachments"},
        "written anew",
        "أُعيدت كتابته",
    ),
    "the signature": (rewritten(without_signature), {"seal", "signature"}, "was taken out", "نُزع التوقيع"),
    "a revision": (appended, {"seal", "revisions"}, "a later revision", "تعديل لاحق"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_done_to_a_copy_is_found_and_said(signed: bytes, hand: Hand, attack: str) -> None:
    change, checks, english, arabic = ATTACKS[attack]
    damaged = change(signed)
    for language, words in (("en", english), ("ar", arabic)):
        with use_locale(language):
            report = report_of(damaged, hand)
        found = failing(report)
        assert not report.holds
        assert checks <= set(found), found
        assert words in " ".join(found.values())


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_verifier_that_is_handed_out_finds_it_too(signed: bytes, attack: str) -> None:
    report = outside.Report()
    try:
        outside.check_seal(report, ATTACKS[attack][0](signed))
    except outside.Unreadable:
        return
    assert not report.holds


def test_an_untouched_copy_holds_everywhere(signed: bytes, hand: Hand) -> None:
    report, by_hand = report_of(signed, hand), outside.Report()
    answers = {check.name: check.answer for check in report.checks}
    assert report.holds
    assert {answers[name] for name in ("seal", "signature", "revisions", "certificate")} == {Answer.HOLDS}
    assert answers["time"] is Answer.NOT_CHECKED
    outside.check_seal(by_hand, signed)
    assert by_hand.holds


def test_the_signatures_own_digits_are_the_only_ones_outside_the_seal(signed: bytes) -> None:
    """And they can hold nothing but digits."""
    start, rest, _length = (int(number) for number in seal.SIGNED.findall(signed)[0])
    inside = start + (rest - start) // 2
    assert seal.examine(signed[:inside] + b"0" + signed[inside + 1 :]).is_intact
    with pytest.raises(seal.AddedTo):
        seal.examine(signed[:inside] + b"(" + signed[inside + 1 :])
    for edge in (start - 1, rest):
        altered = signed[:edge] + bytes([signed[edge] ^ 1]) + signed[edge + 1 :]
        assert not seal.examine(altered).is_intact


def as_pyhanko_sees(data: bytes, hand: Hand) -> PdfSignatureStatus:
    (found,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
    return validate_pdf_signature(found, ValidationContext(trust_roots=[as_asn1(hand.root)], allow_fetching=False))


def test_pyhanko_calls_it_valid_and_every_change_is_forbidden(signed: bytes, hand: Hand) -> None:
    status = as_pyhanko_sees(signed, hand)
    assert status.bottom_line
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert not as_pyhanko_sees(appended(signed), hand).bottom_line, "certified with NO_CHANGES"
    assert not as_pyhanko_sees(flipped(signed), hand).bottom_line


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("pyhanko.__main__") is None, reason="needs the package pyhanko-cli")
def test_pyhankos_own_command_says_valid(signed: bytes, hand: Hand, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_bytes(hand.root.public_bytes(Encoding.PEM))
    command = [sys.executable, "-m", "pyhanko", "sign", "validate", "--trust-replace", "--trust", "ca.pem", "copy.pdf"]
    for data, code in ((signed, 0), (appended(signed), 1)):
        (tmp_path / "copy.pdf").write_bytes(data)
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
        assert bool(done.returncode) is bool(code), done.stdout + done.stderr

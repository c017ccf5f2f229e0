"""Whose certificate it is, until when, and what was said of it later; time stamps; keys from outside."""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from casework.config import OutsideSigner, Settings
from casework.dossiers import verify
from casework.dossiers.report import Answer, Report
from casework.dossiers.signature_check import Known
from casework.errors import Unavailable
from casework.signing import authority, signers
from tests.signing.conftest import Hand, make_hand, signed_by
from tests.signing.test_attacks import failing
from tests.tsa import Answering

PASSWORD = "a-password-that-nobody-logs"


def report_of(data: bytes, known: Known) -> Report:
    return verify.verify(data, trusted=[], signatures=known)


def answers(report: Report) -> dict[str, Answer]:
    return {check.name: check.answer for check in report.checks}


def test_a_certificate_of_a_stranger_is_said(signed: bytes) -> None:
    stranger = make_hand(secret=b"t" * 32)
    assert "not of an authority" in failing(report_of(signed, Known((stranger.root,))))["certificate"]


def test_without_an_authority_nothing_is_said_of_the_certificate(signed: bytes) -> None:
    assert answers(report_of(signed, Known()))["certificate"] is Answer.NOT_CHECKED


def test_a_revoked_certificate_is_said(signed: bytes, hand: Hand) -> None:
    revoked = {authority.fingerprint(hand.means.certificate): datetime.now(UTC) - timedelta(days=1)}
    assert "was revoked on" in failing(report_of(signed, Known((hand.root,), revoked)))["certificate"]


def test_a_certificate_that_ran_out_is_said_and_our_own_record_stands_in(plain: Settings, body: bytes) -> None:
    old = make_hand(age=timedelta(days=365 * 4))
    data = signed_by(old, plain, body)
    assert "ran out on" in failing(report_of(data, Known((old.root,))))["certificate"]
    then = datetime.now(UTC) - timedelta(days=365 * 2)
    assert answers(report_of(data, Known((old.root,), signed_at=then)))["certificate"] is Answer.HOLDS
    later = datetime.now(UTC)
    assert "certificate" in failing(report_of(data, Known((old.root,), signed_at=later))), "signed after it ran out"


@pytest.fixture
def stamping(plain: Settings, tsa_url: str, tsa_folder: Path) -> Settings:
    Answering.kept = None
    return replace(plain, tsa_url=tsa_url, tsa_certificates=tsa_folder / "ours" / "ca.pem")


def test_a_time_stamp_and_what_is_needed_to_check_it_lie_in_the_signed_revision(
    stamping: Settings, tsa_folder: Path, hand: Hand, body: bytes
) -> None:
    data = signed_by(hand, stamping, body)
    ours = x509.load_pem_x509_certificate((tsa_folder / "ours" / "ca.pem").read_bytes())
    report = report_of(data, Known((hand.root, ours)))
    assert {name: answers(report)[name] for name in ("signature", "revisions", "certificate", "time")} == dict.fromkeys(
        ("signature", "revisions", "certificate", "time"), Answer.HOLDS
    )
    assert "Level PAdES B-LT" in next(check.detail for check in report.checks if check.name == "signature")
    assert (data.count(b"/DSS"), data.count(b"/CRLs"), data.count(b"%%EOF")) == (1, 1, 2)
    assert "time" in failing(report_of(data, Known((hand.root,)))), "the stamp's authority is not known"
    soon = {authority.fingerprint(hand.means.certificate): datetime.now(UTC) + timedelta(days=1)}
    assert report_of(data, Known((hand.root, ours), soon)).checks[3].answer is Answer.HOLDS, "it was revoked later"


def test_without_the_stamp_nothing_is_signed(stamping: Settings, hand: Hand, body: bytes) -> None:
    with pytest.raises(Unavailable, match="no time stamp"):
        signed_by(hand, replace(stamping, tsa_url="http://127.0.0.1:9/"), body)


@pytest.fixture
def packed(hand: Hand, tmp_path: Path) -> OutsideSigner:
    """A PKCS#12 file as an authority outside would hand it out."""
    key, above = authority.private_key(b"p" * 32), authority.private_key(b"q" * 32)
    made = datetime.now(UTC)
    root = authority.make_authority("Outside", 21, above, made)
    certificate = authority.make_signer("Outside", 22, key.public_key(), root, above, made)
    file = tmp_path / "signer.p12"
    encryption = BestAvailableEncryption(PASSWORD.encode())
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"x", key, certificate, [root], encryption))
    return OutsideSigner(pkcs12=file, password=PASSWORD)


def test_a_pkcs12_file_signs(packed: OutsideSigner, plain: Settings, body: bytes) -> None:
    means = signers._outside(replace(plain, signer=packed))
    data = signed_by(Hand(means, means.certificate), plain, body)
    assert (means.name, means.is_own) == ("Outside (dossiers)", False)
    assert answers(report_of(data, Known((means.certificate,))))["certificate"] is Answer.HOLDS


def test_a_wrong_password_is_said_and_never_told(packed: OutsideSigner, plain: Settings) -> None:
    for wrong in (replace(packed, password="other"), replace(packed, pkcs12=Path("/nowhere"))):
        with pytest.raises(signers.SignerUnusable) as problem:
            signers._outside(replace(plain, signer=wrong))
        assert "signing_pkcs12" in problem.value.detail
        assert wrong.password not in f"{problem.value.detail}{problem.value.message}{problem.value.__cause__}"
    assert PASSWORD not in repr(replace(plain, signer=packed))


def test_a_token_without_its_package_is_said(plain: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    monkeypatch.delitem(sys.modules, "pyhanko.sign.pkcs11", raising=False)
    with pytest.raises(signers.SignerUnusable) as problem:
        signers._outside(replace(plain, signer=OutsideSigner(module="/usr/lib/softhsm/libsofthsm2.so", label="x")))
    assert "pip install python-pkcs11" in problem.value.detail

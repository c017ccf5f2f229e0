"""A key on a token (PKCS#11): SoftHSM stands for a smart card; the key never leaves it, and what it signs is valid."""

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from casework.config import OutsideSigner, Settings
from casework.dossiers import signature_check, verify
from casework.signing import authority, signers
from casework.signing.signers import SignerUnusable
from tests.conftest import FULL
from tests.signing.conftest import Hand, signed_by

PIN, LABEL = "4711-pin", "dossiers"
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
needs_token = pytest.mark.skipif(not FULL and not shutil.which("softhsm2-util"), reason="SoftHSM is not installed")


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OutsideSigner:
    """A token with a key and its certificate, as the settings name it."""
    import pkcs11
    from pkcs11.util.x509 import decode_x509_certificate

    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(
        f"directories.tokendir = {tmp_path / 'tokens'}\nobjectstore.backend = file\n"
    )
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    above, key, made = authority.private_key(b"r" * 32), authority.private_key(b"t" * 32), datetime.now(UTC)
    root = authority.make_authority("Test", 21, above, made)
    certificate = authority.make_signer("Test", 22, key.public_key(), root, above, made)
    (tmp_path / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (tmp_path / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    run("--init-token", "--free", "--label", "casework", "--so-pin", "so-4711", "--pin", PIN)
    words = ("--token", "casework", "--pin", PIN, "--label", LABEL, "--id", "01")
    run("--import", str(tmp_path / "key.pem"), *words)
    module = next(one for one in MODULES if Path(one).exists())
    with pkcs11.lib(module).get_token(token_label="casework").open(user_pin=PIN, rw=True) as session:
        held = decode_x509_certificate(certificate.public_bytes(Encoding.DER))
        session.create_object(
            {**held, pkcs11.Attribute.LABEL: LABEL, pkcs11.Attribute.ID: b"\x01", pkcs11.Attribute.TOKEN: True}
        )
    return OutsideSigner(
        module=module, token="casework", label=LABEL, password=PIN, roots=tmp_path / "root.pem"
    )  # fmt: skip


def run(*words: str) -> None:
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)


@needs_token
def test_a_copy_signed_by_a_token_is_valid_and_a_wrong_pin_says_nothing_of_it(
    token: OutsideSigner, plain: Settings, body: bytes
) -> None:
    settings = replace(plain, signer=token)
    means = signers._outside(settings)
    data = signed_by(Hand(means, means.roots[0]), settings, body)
    report = verify.verify(data, trusted=[], signatures=signature_check.Known(means.roots))
    answers = {check.name: check.answer for check in report.checks}
    assert answers["signature"] is verify.Answer.HOLDS, report.checks
    assert "Level PAdES B-B" in next(check.detail for check in report.checks if check.name == "signature")
    with pytest.raises(SignerUnusable) as problem:
        signers._outside(replace(plain, signer=replace(token, password="0000-pin")))
    assert "token cannot be used" in problem.value.detail
    assert "0000" not in problem.value.detail

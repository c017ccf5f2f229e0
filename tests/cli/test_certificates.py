"""`keys certify|certificates|revoke`, `dossier verify`, and what `doctor` says of signing."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session

from casework.cli import unsafe_signing
from casework.config import OutsideSigner, Settings
from casework.signing import services
from casework.signing.states import CertificateRole


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["keys", *words])
    return result.exit_code, result.output


def remarks(app: Flask, db: Session, **changes: object) -> str:
    db.rollback()
    settings: Settings = replace(app.extensions["casework_settings"], **changes)  # type: ignore[arg-type]
    told = "\n".join([*unsafe_signing.unusable(db, settings), *unsafe_signing.worth_a_look(db, settings)])
    db.rollback()
    return told


def test_a_certificate_is_made_once_replaced_listed_and_revoked(app: Flask, db: Session, tmp_path: Path) -> None:
    code, told = run(app, "certify")
    assert (code, "SHA-256 of our own authority" in told) == (0, True), told
    assert run(app, "certify")[1] == told
    first = services.current(db, CertificateRole.SIGNER)
    assert first is not None
    serial = first.serial
    db.rollback()
    assert run(app, "certify", "--new")[0] == 0
    assert run(app, "revoke", serial)[0] == 0
    assert run(app, "revoke", serial)[0] == 1
    code, told = run(app, "certificates", "--out", str(tmp_path / "out"))
    assert (code, told.count("REVOKED"), told.count("signer:")) == (0, 1, 2)
    assert (tmp_path / "out" / "authority.pem").read_text().startswith("-----BEGIN CERTIFICATE")
    assert (tmp_path / "out" / "revoked.crl").stat().st_size > 100


def test_the_first_key_comes_with_a_certificate(app: Flask) -> None:
    app.extensions["casework_settings"].master_key_file.unlink()
    code, told = run(app, "init")
    assert (code, "Certificate for signing dossiers" in told) == (0, True)


def test_doctor_says_what_readers_will_notice(app: Flask, db: Session) -> None:
    assert "no electronic signature" in remarks(app, db)
    run(app, "certify")
    told = remarks(app, db)
    assert "made for itself" in told
    assert "tsa_url is not set" in told
    assert "demonstration's" not in told


def test_doctor_knows_the_demonstrations_certificate(app: Flask, db: Session) -> None:
    services.ensure(db, replace(app.extensions["casework_settings"], demo=True))
    db.commit()
    assert "the certificate is the demonstration's" in remarks(app, db)


@pytest.mark.parametrize(
    "signer,word",
    [
        (OutsideSigner(pkcs12=Path("/nowhere.p12")), "signing_pkcs12 cannot be read"),
        (OutsideSigner(module="/nowhere.so", label="x"), "python-pkcs11|PKCS#11"),
    ],
)
def test_doctor_refuses_a_signer_that_cannot_sign(app: Flask, db: Session, signer: OutsideSigner, word: str) -> None:
    told = remarks(app, db, signer=signer)
    assert "dossiers cannot be signed" in told
    assert any(one in told for one in word.split("|"))

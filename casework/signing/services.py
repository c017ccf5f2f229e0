"""The certificates of an installation: made, replaced, revoked. Their private keys lie wrapped in the key store.

For the command line alone: nobody changes a certificate over the web.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from casework import audit
from casework.config import Settings
from casework.db import now
from casework.errors import NotFound, Refused
from casework.signing import authority
from casework.signing.models import SigningCertificate
from casework.signing.states import CertificateRole
from casework.subjects import SYSTEM, Actor, Subject
from casework.vault import Vault, VaultSealed, vault_of
from casework.vault.keystore import CERTIFICATE

NAMELESS, DEMONSTRATION = "Casework installation", "Casework demonstration"
LISTED = 200


@dataclass(frozen=True)
class Own:
    """The certificate of our own that signs, the authority above it, and both keys."""

    signer: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    authority: x509.Certificate
    authority_key: ec.EllipticCurvePrivateKey


def subject_of(row: SigningCertificate) -> Subject:
    return Subject("certificate", row.key, None, row.serial[:12])


def loaded(row: SigningCertificate) -> x509.Certificate:
    return x509.load_pem_x509_certificate(row.pem.encode())


def current(session: Session, role: CertificateRole) -> SigningCertificate | None:
    """The newest certificate for a role that was neither replaced nor revoked, expired or not."""
    statement = select(SigningCertificate).where(
        SigningCertificate.role == role,
        col(SigningCertificate.retired_at).is_(None),
        col(SigningCertificate.revoked_at).is_(None),
    )
    return session.exec(statement.order_by(col(SigningCertificate.id).desc()).limit(1)).first()


def known(session: Session) -> Sequence[SigningCertificate]:
    """Every certificate that this installation signs or signed with, the newest first."""
    return session.exec(select(SigningCertificate).order_by(col(SigningCertificate.id).desc()).limit(LISTED)).all()


def ensure(session: Session, settings: Settings) -> SigningCertificate:
    """The certificate of our own that signs; made, with an authority for it, where there is none. Raises VaultSealed."""
    return current(session, CertificateRole.SIGNER) or renew(session, SYSTEM, settings)


def renew(session: Session, actor: Actor, settings: Settings) -> SigningCertificate:
    """A new key and certificate; what was signed with the one before goes on to verify. Raises VaultSealed."""
    vault, made = vault_of(settings), now()
    above = _authority(session, actor, settings, made)
    before = current(session, CertificateRole.SIGNER)
    serial = x509.random_serial_number()
    certificate = authority.make_signer(
        _organisation(settings), serial, _key(vault, serial).public_key(), loaded(above),
        _key(vault, int(above.serial, 16)), made,
    )  # fmt: skip
    row = _keep(session, actor, certificate, CertificateRole.SIGNER)
    if before is not None:
        before.retired_at = made
        session.flush()
        _destroy(vault, before)
        audit.record(session, actor, "certificate.replaced", subject_of(before), by=row.fingerprint)
    return row


def _authority(session: Session, actor: Actor, settings: Settings, made: datetime) -> SigningCertificate:
    """Our own authority; a new one when there is none, or when a signer would outlive it."""
    found = current(session, CertificateRole.AUTHORITY)
    if found is not None and (found.not_after - made).days > 365 * authority.SIGNER_YEARS:
        return found
    serial = x509.random_serial_number()
    key = _key(vault_of(settings), serial)
    certificate = authority.make_authority(_organisation(settings), serial, key, made)
    return _keep(session, actor, certificate, CertificateRole.AUTHORITY)


def remember(session: Session, certificate: x509.Certificate) -> None:
    """Keep a certificate from outside that a copy was signed with: it must be known when the copy comes back."""
    print_ = authority.fingerprint(certificate)
    if session.exec(select(SigningCertificate.id).where(SigningCertificate.fingerprint == print_)).first() is None:
        _keep(session, SYSTEM, certificate, CertificateRole.OUTSIDE)


def _keep(session: Session, actor: Actor, certificate: x509.Certificate, role: CertificateRole) -> SigningCertificate:
    row = SigningCertificate(
        serial=f"{certificate.serial_number:x}"[:40], fingerprint=authority.fingerprint(certificate), role=role,
        name=authority.called(certificate), pem=certificate.public_bytes(Encoding.PEM).decode(),
        not_after=certificate.not_valid_after_utc,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, actor, "certificate.made", subject_of(row), role=str(role), fingerprint=row.fingerprint)
    return row


def revoke(session: Session, actor: Actor, settings: Settings, serial: str) -> SigningCertificate:
    """Say that a certificate of ours is not to be relied on: its key was lost. Raises NotFound, Refused, VaultSealed."""
    wanted = "".join(serial.lower().replace(":", "").split())
    statement = select(SigningCertificate).where(col(SigningCertificate.serial).startswith(wanted, autoescape=True))
    rows = session.exec(statement.where(SigningCertificate.role == CertificateRole.SIGNER).limit(2)).all()
    if len(wanted) < 8 or len(rows) != 1:
        raise NotFound("There is no such certificate of our own: give at least eight digits of its serial number.")
    if rows[0].revoked_at is not None:
        raise Refused("This certificate was revoked already.")
    rows[0].revoked_at = now()
    session.flush()
    _destroy(vault_of(settings), rows[0])
    audit.record(session, actor, "certificate.revoked", subject_of(rows[0]), fingerprint=rows[0].fingerprint)
    return rows[0]


def own(session: Session, settings: Settings) -> Own | None:
    """What signs here when the settings name no key from outside; None before `keys init`. Raises VaultSealed."""
    signer, above = current(session, CertificateRole.SIGNER), current(session, CertificateRole.AUTHORITY)
    if signer is None or above is None:
        return None
    vault = vault_of(settings)
    return Own(loaded(signer), _key(vault, int(signer.serial, 16)), loaded(above), _key(vault, int(above.serial, 16)))


def revocations(session: Session, settings: Settings) -> bytes | None:
    """The list of revoked certificates (CRL, DER) of our authority as of now; None without one. Raises VaultSealed."""
    above = current(session, CertificateRole.AUTHORITY)
    if above is None:
        return None
    gone = [(int(row.serial, 16), row.revoked_at) for row in known(session) if row.revoked_at is not None]
    return authority.make_list(loaded(above), _key(vault_of(settings), int(above.serial, 16)), gone, now())


def authorities(session: Session) -> str:
    """Our own authorities of all times, in PEM, for those who check a file."""
    return "".join(row.pem for row in known(session) if row.role == CertificateRole.AUTHORITY)


def _organisation(settings: Settings) -> str:
    return settings.organisation or (DEMONSTRATION if settings.demo else NAMELESS)


def _key(vault: Vault, serial: int) -> ec.EllipticCurvePrivateKey:
    return authority.private_key(vault.passing_key(f"{CERTIFICATE}{serial:x}"))


def _destroy(vault: Vault, row: SigningCertificate) -> None:
    """The key of a certificate that signs no more: nobody can sign with it again, not even we."""
    try:
        vault.keystore.shred(CERTIFICATE + row.serial)
    except (SQLAlchemyError, OSError):
        raise VaultSealed("The key store cannot be opened.") from None

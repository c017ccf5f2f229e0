"""Certificates of our own: a small authority, a signer under it, and the list of what was revoked (RFC 5280). Pure.

For a demonstration and for installations that have no certificate from elsewhere. Nobody but those who were told its
fingerprint trusts such an authority; what that means is said wherever a signature is shown.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

AUTHORITY_YEARS, SIGNER_YEARS = 20, 3
LIST_DAYS = 400
DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256
_NO_USAGE = dict.fromkeys(
    ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
     "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False,
)  # fmt: skip


def private_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """A key on P-256 from a random secret that is kept wrapped, with extra bits against bias (FIPS 186-5, A.2.1)."""
    wide = HKDF(hashes.SHA256(), 48, salt=None, info=b"casework certificate key 1").derive(secret)
    return ec.derive_private_key(int.from_bytes(wide, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def name_of(organisation: str, what: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64])]
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, f"{organisation[: 61 - len(what)]} ({what})")])


def make_authority(organisation: str, serial: int, key: ec.EllipticCurvePrivateKey, made: datetime) -> x509.Certificate:
    """A certificate that vouches for itself, and for nothing but signers directly under it."""
    name = name_of(organisation, "own authority")
    builder = _builder(name, name, serial, key.public_key(), made, AUTHORITY_YEARS)
    usage = x509.KeyUsage(**{**_NO_USAGE, "key_cert_sign": True, "crl_sign": True})
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())


def make_signer(
    organisation: str,
    serial: int,
    key: ec.EllipticCurvePublicKey,
    by: x509.Certificate,
    by_key: ec.EllipticCurvePrivateKey,
    made: datetime,
) -> x509.Certificate:
    """A certificate for signing documents and nothing else."""
    builder = _builder(name_of(organisation, "dossiers"), by.subject, serial, key, made, SIGNER_YEARS)
    usage = x509.KeyUsage(**{**_NO_USAGE, "digital_signature": True, "content_commitment": True})
    by_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(by_key.public_key())
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(usage, critical=True).add_extension(by_id, critical=False)
    builder = builder.add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
    return builder.sign(by_key, hashes.SHA256())


def _builder(
    subject: x509.Name, issuer: x509.Name, serial: int, key: ec.EllipticCurvePublicKey, made: datetime, years: int
) -> x509.CertificateBuilder:
    start = made.replace(microsecond=0)
    return (
        x509.CertificateBuilder(issuer_name=issuer, subject_name=subject, public_key=key, serial_number=serial)
        .not_valid_before(start - timedelta(minutes=5))
        .not_valid_after(start + timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def make_list(
    by: x509.Certificate,
    key: ec.EllipticCurvePrivateKey,
    revoked: Iterable[tuple[int, datetime]],
    made: datetime,
) -> bytes:
    """The list of revoked certificates as it is now, signed by the authority (DER)."""
    start = made.replace(microsecond=0)
    builder = x509.CertificateRevocationListBuilder(by.subject, start, start + timedelta(days=LIST_DAYS))
    by_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    builder = builder.add_extension(by_id, critical=False).add_extension(x509.CRLNumber(int(start.timestamp())), False)
    for serial, when in revoked:
        builder = builder.add_revoked_certificate(_entry(serial, when))
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def _entry(serial: int, when: datetime) -> x509.RevokedCertificate:
    return x509.RevokedCertificateBuilder(serial, when.replace(microsecond=0)).build()


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, as every reader of PDF shows it."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def called(certificate: x509.Certificate) -> str:
    """Whose certificate it is, in the words of whoever made it."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return (str(names[0].value) if names else certificate.subject.rfc4514_string())[:200]

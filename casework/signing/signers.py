"""Who signs: our own certificate, a PKCS#12 file, or a token behind PKCS#11, each as pyHanko wants it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import pem as asn1_pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from sqlmodel import Session

from casework.audit import stamping
from casework.config import OutsideSigner, Settings
from casework.errors import Unavailable
from casework.i18n import gettext
from casework.signing import services
from casework.signing.authority import called
from casework.signing.states import CertificateRole

MODULE_MISSING = (
    "signing_pkcs11_module needs the package python-pkcs11, which is not installed: pip install python-pkcs11"
)


class SignerUnusable(Unavailable):
    """The key or certificate that the settings name cannot be used; `detail` says why, in English, for the operator."""

    def __init__(self, detail: str) -> None:
        super().__init__(gettext("Dossiers cannot be signed at the moment. Tell the administrator."))
        self.detail = detail


@dataclass(frozen=True, repr=False)
class Means:
    """What a signature is made with. `opened` gives pyHanko's signer, for as long as one signature takes."""

    certificate: x509.Certificate
    opened: Callable[[], AbstractContextManager[Any]]
    roots: tuple[x509.Certificate, ...]
    revocations: tuple[bytes, ...]
    is_own: bool

    @property
    def name(self) -> str:
        """Whose certificate it is, as its holder is named in it."""
        return called(self.certificate)


def means_of(session: Session, settings: Settings) -> Means | None:
    """What this installation signs with; None when it has no certificate. Raises SignerUnusable, VaultSealed."""
    if settings.signer.is_named:
        return _outside(settings)
    found = services.own(session, settings)
    if found is None:
        return None
    pkcs8 = found.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        signing_cert=as_asn1(found.signer), signing_key=asn1_keys.PrivateKeyInfo.load(pkcs8),
        cert_registry=_store([found.authority]), embed_roots=True,
    )  # fmt: skip
    listed = services.revocations(session, settings)
    revocations = (*([listed] if listed else []), *lists_in(settings.signer.revocations))
    return Means(found.signer, lambda: nullcontext(signer), (found.authority,), revocations, True)


def _outside(settings: Settings) -> Means:
    named = settings.signer
    above = certificates_in(named.roots)
    roots = tuple(one for one in above if one.issuer == one.subject)
    revocations = tuple(lists_in(named.revocations))
    if named.pkcs12 is not None:
        signer = _from_file(named, above)
        certificate = x509.load_der_x509_certificate(signer.signing_cert.dump())
        return Means(certificate, lambda: nullcontext(signer), roots, revocations, False)
    with _from_token(named, above) as found:
        certificate = x509.load_der_x509_certificate(found.signing_cert.dump())
    return Means(certificate, lambda: _from_token(named, above), roots, revocations, False)


def _from_file(named: OutsideSigner, above: list[x509.Certificate]) -> SimpleSigner:
    assert named.pkcs12 is not None  # noqa: S101 - asked by the caller
    try:
        data = named.pkcs12.read_bytes()
        return SimpleSigner.load_pkcs12_data(data, [as_asn1(one) for one in above], named.password.encode() or None)
    except OSError:
        raise SignerUnusable("signing_pkcs12 cannot be read") from None
    except Exception:  # whatever is wrong with the file, nothing of it is said
        raise SignerUnusable("signing_pkcs12 is not a PKCS#12 file, or signing_password is wrong") from None


def _from_token(named: OutsideSigner, above: list[x509.Certificate]) -> AbstractContextManager[Any]:
    """A session on the token. Raises SignerUnusable."""
    try:
        from pyhanko.config.pkcs11 import PKCS11SignatureConfig, TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11SigningContext
    except ImportError:
        raise SignerUnusable(MODULE_MISSING) from None
    config = PKCS11SignatureConfig(
        module_path=named.module, cert_label=named.label, user_pin=named.password or None,
        token_criteria=TokenCriteria(label=named.token) if named.token else None,
        other_certs=[as_asn1(one) for one in above], other_certs_to_pull=(),
    )  # fmt: skip
    return _Token(PKCS11SigningContext(config))


class _Token(AbstractContextManager[Any]):
    """The token's own errors become ours, without anything that it says: a PIN could stand in it."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __enter__(self) -> Any:
        try:
            signer = self.inner.__enter__()
            assert signer.signing_cert is not None  # noqa: S101 - reads it, which fails when it is not there
            signer.use_raw_mechanism = _hashes_nothing(signer)
        except Exception as problem:
            raise SignerUnusable(f"the PKCS#11 token cannot be used ({type(problem).__name__})") from None
        return signer

    def __exit__(self, *happened: Any) -> None:
        self.inner.__exit__(*happened)


def _hashes_nothing(signer: Any) -> bool:
    """True for a token that signs a hash and cannot make one (SoftHSM with elliptic curves): pyHanko then makes it."""
    from pkcs11 import Mechanism

    algorithm = signer.signing_cert.public_key.algorithm
    whole = Mechanism.ECDSA_SHA256 if algorithm == "ec" else Mechanism.SHA256_RSA_PKCS
    return algorithm in ("ec", "rsa") and whole not in signer.pkcs11_session.token.slot.get_mechanisms()


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _store(certificates: list[x509.Certificate]) -> SimpleCertificateStore:
    store = SimpleCertificateStore()
    store.register_multiple([as_asn1(one) for one in certificates])
    return store


def certificates_in(place: Path | None) -> list[x509.Certificate]:
    """The certificates in a file in PEM; none without one. Raises SignerUnusable."""
    if place is None:
        return []
    try:
        return x509.load_pem_x509_certificates(place.read_bytes())
    except (OSError, ValueError):
        raise SignerUnusable(f"{place} holds no certificates in PEM") from None


def lists_in(place: Path | None) -> list[bytes]:
    """The revocation lists in a file in PEM, as DER; none without one. Raises SignerUnusable."""
    if place is None:
        return []
    try:
        return [
            der for kind, _headers, der in asn1_pem.unarmor(place.read_bytes(), multiple=True) if kind == "X509 CRL"
        ]
    except (OSError, ValueError):
        raise SignerUnusable(f"{place} holds no revocation lists in PEM") from None


def trusted_by(session: Session, settings: Settings) -> list[x509.Certificate]:
    """Whom a signature is checked against here: our authorities of all times, the operator's roots, and every
    certificate from outside that this installation has signed with itself."""
    ours = [services.loaded(row) for row in services.known(session) if row.role != CertificateRole.SIGNER]
    return [*ours, *certificates_in(settings.signer.roots), *_stampers(settings)]


def _stampers(settings: Settings) -> list[x509.Certificate]:
    try:
        return stamping.certificates(settings.tsa_certificates) if settings.tsa_certificates else []
    except stamping.NotStamped as problem:
        raise SignerUnusable(str(problem.message)) from None

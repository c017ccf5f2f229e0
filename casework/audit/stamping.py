"""Time stamps by a third party (RFC 3161): that a hash was known at a time that is not ours to set.

Nothing is asked unless `tsa_url` and `tsa_certificates` are set; the address comes from the settings alone, redirections
are not followed, and what is sent is a hash. An answer counts when the authority's certificates, which the operator
chose, vouch for it, and when it is about this hash and this request.
"""

import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any

from cryptography import x509
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

from casework.config import Settings
from casework.errors import CaseworkError

SECONDS = 20
MOST_BYTES = 256 * 1024
_SHA256 = bytes.fromhex("300d06096086480165030402010500")  # AlgorithmIdentifier, DER


class NotStamped(CaseworkError):
    """There is no time stamp, or it does not hold; the message says why, in English for the command line."""


@dataclass(frozen=True)
class Stamp:
    """The authority's answer as it came, the time in it, and the name in the certificate that signed it."""

    token: bytes
    at: datetime
    authority: str


def is_configured(settings: Settings) -> bool:
    """Whether there is somebody to ask, and certificates to check the answer with."""
    return bool(settings.tsa_url) and settings.tsa_certificates is not None


def request_of(digest: bytes, nonce: int) -> bytes:
    """A TimeStampReq for a SHA-256 that is known already, with nonce and the wish for certificates (RFC 3161, 2.4.1)."""
    imprint = _der(0x30, _SHA256 + _der(0x04, digest))
    number = nonce.to_bytes(nonce.bit_length() // 8 + 1, "big")
    return _der(0x30, _der(0x02, b"\x01") + imprint + _der(0x02, number) + _der(0x01, b"\xff"))


def _der(tag: int, body: bytes) -> bytes:
    assert len(body) < 128  # noqa: S101 - all of a request is shorter
    return bytes([tag, len(body)]) + body


def stamp(settings: Settings, digest: bytes) -> Stamp:
    """Ask the authority to stamp a SHA-256. Takes seconds: call it outside any transaction. Raises NotStamped."""
    if not settings.tsa_url or settings.tsa_certificates is None:
        raise NotStamped("No time stamping authority is configured (tsa_url, tsa_certificates).")
    nonce = secrets.randbits(64)
    roots = certificates(settings.tsa_certificates)
    token = ask(settings.tsa_url, request_of(digest, nonce))
    return Stamp(token, check(token, digest, roots, nonce), signer(token))


def check(token: bytes, digest: bytes, roots: list[x509.Certificate], nonce: int | None = None) -> datetime:
    """The time at which the authority saw the hash; needs no network. Raises NotStamped, saying what does not hold."""
    try:
        answer = decode_timestamp_response(token)
    except ValueError:
        raise NotStamped("This is not the answer of a time stamping authority.") from None
    if answer.status != 0:
        raise NotStamped("The authority refused the request.")
    if answer.tst_info.message_imprint.message != digest:
        raise NotStamped("The time stamp is about another hash.")
    if nonce is not None and answer.tst_info.nonce != nonce:
        raise NotStamped("The time stamp answers another request.")
    builder = VerifierBuilder()
    for root in roots:
        builder = builder.add_root_certificate(root)
    try:
        builder.build().verify(answer, digest)
    except (VerificationError, ValueError) as problem:
        raise NotStamped(f"The time stamp is not by the configured authority ({problem}).") from None
    return answer.tst_info.gen_time.astimezone(UTC)


def signer(token: bytes) -> str:
    """The name of who signed a token that `check` has accepted: of the certificate, which is not ours to choose."""
    signed = decode_timestamp_response(token).signed_data
    keys = {(info.issuer, info.serial_number) for info in signed.signer_infos}
    for one in map(x509.load_der_x509_certificate, signed.certificates):
        if (one.issuer, one.serial_number) in keys:
            names = one.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
            name = str(names[0].value) if names else one.subject.rfc4514_string()
            return "".join(letter for letter in name if letter.isprintable())[:200]
    return ""


def certificates(place: Path) -> list[x509.Certificate]:
    """The root certificates that the operator trusts, from a file in PEM. Raises NotStamped."""
    try:
        return x509.load_pem_x509_certificates(place.read_bytes())
    except (OSError, ValueError):
        raise NotStamped("The certificates of the time stamping authority cannot be read.") from None


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        """Whoever answers for the authority does not send us elsewhere."""


def ask(url: str, body: bytes) -> bytes:
    """The answer of an authority to a request, as it came. Raises NotStamped."""
    if not url.startswith(("https://", "http://")):
        raise NotStamped("The address of the time stamping authority is not one of the web.")
    request = urllib.request.Request(url, body, {"Content-Type": "application/timestamp-query"})  # noqa: S310
    opener = urllib.request.build_opener(_StayHere, urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            token: bytes = answer.read(MOST_BYTES + 1)
    except (OSError, urllib.error.URLError, HTTPException) as problem:
        raise NotStamped(f"The time stamping authority does not answer ({type(problem).__name__}).") from None
    if len(token) > MOST_BYTES:
        raise NotStamped("The answer of the time stamping authority is too long.")
    return token

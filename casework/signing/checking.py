"""Check the electronic signature of a file that may come from anybody: without taking the PDF apart.

The range that is signed stands in the file as text of a known shape (ISO 32000-2, 12.8.1). It has to reach from the
first byte to the last with no gap but the signature's own digits; then the signature is one over the whole file, and
what a reader could be shown in its place, or later, needs no analysis: nothing is outside of it.
"""

import binascii
import io
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.sign.general import SignedDataCerts, extract_certificate_info
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.status import StandardCMSSignatureStatus
from pyhanko_certvalidator import ValidationContext

from casework.signing.awaiting import awaited
from casework.signing.signers import as_asn1

# What does not hold is said in the report; the library's own account of it is for nobody's log.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

RANGE = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}0\s{1,9}(\d{1,12})\s{1,9}(\d{1,12})\s{1,9}(\d{1,12})\s{0,9}\]")
DIGITS = re.compile(rb"<[0-9A-Fa-f]{2,400000}>")
CLAIMED = re.compile(rb"/M \(D(?::|\\072)(\d{14})Z\)")
MOST_SIGNATURES = 8
MOST_CERTIFICATES = 20  # paths are looked for among them, and a stranger chose them


@dataclass(frozen=True)
class Found:
    """What a signature says, and what was found out about it. `added`: how many bytes follow what it covers."""

    is_intact: bool
    is_trusted: bool
    signer: str = ""
    serial: str = ""
    fingerprint: str = ""
    chain: tuple[str, ...] = ()
    expires: datetime | None = None
    claimed_at: datetime | None = None
    stamped_at: datetime | None = None
    is_stamp_trusted: bool = False
    covered: int = 0
    added: int = 0
    keeps_proofs: bool = False  # certificates and revocation lists, to be checked by later (a DSS, in what was signed)

    @property
    def level(self) -> str:
        """The PAdES baseline level (ETSI EN 319 142-1) that its parts make."""
        if self.stamped_at is None:
            return "B-B"
        return "B-LT" if self.keeps_proofs else "B-T"

    @property
    def is_expired(self) -> bool:
        return self.expires is not None and self.expires < datetime.now(UTC)

    @property
    def proved_at(self) -> datetime | None:
        """When it was there at the latest, by the word of an authority that is trusted here."""
        return self.stamped_at if self.is_stamp_trusted else None


class Damaged(Exception):
    """The file speaks of a signature, but there is none that can be read."""


def examine(data: bytes, roots: Sequence[x509.Certificate], *, moment: datetime | None = None) -> Found | None:
    """The certification signature of a file, checked against these roots; None when it has none. Raises Damaged.

    `moment`: when it was signed as we know it ourselves, for a certificate that ran out since. The first range in the
    file is ours: it was written before anything that was appended later.
    """
    ranges = RANGE.findall(data)
    if not ranges:
        return None
    start, rest, length = (int(number) for number in ranges[0])
    gap = data[start:rest]
    if len(ranges) > MOST_SIGNATURES or rest + length > len(data) or not DIGITS.fullmatch(gap):
        raise Damaged("the range that is signed is not in the file")
    try:
        content = cms.ContentInfo.load(binascii.unhexlify(gap[1:-1]))
        signed = content["content"]
        certificates = extract_certificate_info(signed)
        if len(certificates.other_certs) > MOST_CERTIFICATES:
            raise Damaged("too many certificates")
        covered = io.BytesIO(data[:start] + data[rest : rest + length])
        status = _status(covered, signed, certificates, roots, moment)
    except Exception as problem:  # asn1crypto and pyHanko raise many kinds for what is not a signature
        raise Damaged(type(problem).__name__) from None
    found = _found(data[rest : rest + 4000], status, certificates, start + length, len(data) - rest - length)
    return replace(found, keeps_proofs=b"/DSS" in data[:start] or b"/DSS" in data[rest : rest + length])


def _status(
    covered: io.BytesIO,
    signed: cms.SignedData,
    certificates: SignedDataCerts,
    roots: Sequence[x509.Certificate],
    moment: datetime | None,
) -> StandardCMSSignatureStatus:
    """As of now; for a certificate that ran out, as of the time that an authority or our own record vouches for."""
    status = _validated(covered, signed, roots, None)
    stamp, expires = status.timestamp_validity, certificates.signer_cert.not_valid_after
    if stamp is not None and stamp.valid and stamp.intact and stamp.trusted:
        moment = stamp.timestamp
    if moment is not None and not status.trusted and moment < expires < datetime.now(UTC):
        status = _validated(covered, signed, roots, moment)
    return status


def _validated(
    covered: io.BytesIO, signed: cms.SignedData, roots: Sequence[x509.Certificate], moment: datetime | None
) -> StandardCMSSignatureStatus:
    covered.seek(0)
    context = ValidationContext(trust_roots=[as_asn1(one) for one in roots], moment=moment, allow_fetching=False)
    return awaited(async_validate_detached_cms(covered, signed, context))


def _found(after: bytes, status: Any, certificates: SignedDataCerts, covered: int, added: int) -> Found:
    certificate = certificates.signer_cert
    path, stamp = status.validation_path, status.timestamp_validity
    return Found(
        is_intact=status.intact and status.valid,
        is_trusted=status.trusted,
        signer=called(certificate),
        serial=f"{certificate.serial_number:x}",
        fingerprint=certificate.sha256.hex(),
        chain=tuple(called(one) for one in path or ()),
        expires=certificate.not_valid_after,
        claimed_at=_claimed(after),
        stamped_at=stamp.timestamp if stamp is not None else None,
        is_stamp_trusted=bool(stamp is not None and stamp.valid and stamp.intact and stamp.trusted),
        covered=covered,
        added=added,
    )


def _claimed(after: bytes) -> datetime | None:
    """The time that the signer's own clock said, in the words that we write it in."""
    found = CLAIMED.search(after)
    try:
        return datetime.strptime(f"{found[1].decode()}Z", "%Y%m%d%H%M%S%z") if found else None
    except ValueError:
        return None


def called(certificate: asn1_x509.Certificate) -> str:
    """The name in a certificate, which a stranger may have chosen."""
    text = str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)
    return "".join(letter for letter in text if letter.isprintable())[:200]

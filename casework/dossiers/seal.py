"""A seal over a whole PDF: an Ed25519 signature of every byte of the file except the signature's own 128 digits.

It lies in the file's trailer, as text of fixed width, so that it can be written after everything else is in place and
found without parsing anything. It is not an electronic signature in the sense of PAdES: a reader shows nothing of it,
and it carries no certificate and no time. It makes any altered byte visible to whoever knows the installation's key.

A copy also carries an electronic signature, made last. Neither can cover the other's digits, so the seal of a signed
file leaves out the digits of the signature (docs/adr/0034-electronic-signature.md), and has a context of its own.
"""

import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

MAGIC = "CASEWORK-SEAL-1"
FOUND = re.compile(rb"CASEWORK-SEAL-1 ([0-9a-f]{64}) ([0-9a-f]{128}) END")
CONTEXT, CONTEXT_OF_SIGNED = b"casework dossier seal 1\0", b"casework dossier seal 2\0"
SIGNED = re.compile(rb"/ByteRange \[0 (\d{1,10}) (\d{1,10}) (\d{1,10})\]")
DIGITS = re.compile(rb"<[0-9A-Fa-f]+>")


class SealMissing(Exception):
    """The file carries no seal, or not exactly one well-formed one."""


class AddedTo(SealMissing):
    """A signed file in which the signature does not reach from the first byte to the last."""


@dataclass(frozen=True)
class Seal:
    """A seal as found in a file, and whether it fits the file's bytes."""

    public_key: bytes
    is_intact: bool

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key)


def sealing_key(master_key: bytes) -> Ed25519PrivateKey:
    """The installation's sealing key, derived from its master key (RFC 5869), so that every worker has the same one."""
    seed = HKDF(hashes.SHA256(), 32, salt=None, info=b"casework dossier sealing key 1").derive(master_key)
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint(public_key: bytes) -> str:
    """SHA-256 of the public key in groups of four, for reading aloud."""
    digest = hashlib.sha256(public_key).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))


def placeholder(key: Ed25519PrivateKey) -> str:
    """What the finished file must hold exactly once before it is sealed."""
    return f"{MAGIC} {public_bytes(key).hex()} {'0' * 128} END"


def locate(data: bytes) -> re.Match[bytes]:
    found = FOUND.search(data)
    if found is None or data.count(MAGIC.encode()) != 1:
        raise SealMissing("no seal, or more than one")
    return found


def sealed_part(data: bytes, digits: tuple[int, int]) -> bytes:
    """What the seal is over: all but its own digits and, in a signed file, those of the one signature.

    Raises AddedTo when the signature does not reach to the end of the file.
    """
    ranges = [tuple(int(number) for number in found.groups()) for found in SIGNED.finditer(data)]
    if not ranges:
        return CONTEXT + data[: digits[0]] + data[digits[1] :]
    start, rest, length = ranges[0]
    if len(ranges) > 1 or rest + length != len(data) or not DIGITS.fullmatch(data[start:rest]):
        raise AddedTo("the signature does not cover the whole file")
    first, second = sorted([digits, (start, rest)])
    return CONTEXT_OF_SIGNED + data[: first[0]] + data[first[1] : second[0]] + data[second[1] :]


def apply(data: bytes, key: Ed25519PrivateKey) -> bytes:
    """Sign a file that holds the placeholder, in place. The length does not change."""
    found = locate(data)
    start, end = found.span(2)
    signature = key.sign(sealed_part(data, (start, end)))
    return data[:start] + signature.hex().encode() + data[end:]


def examine(data: bytes) -> Seal:
    """The file's seal, checked. Only lower-case digits count: a case-flipped digit must not pass as the same seal."""
    found = locate(data)
    public_key = bytes.fromhex(found.group(1).decode())
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(bytes.fromhex(found.group(2).decode()), sealed_part(data, found.span(2)))
    except (InvalidSignature, ValueError):
        return Seal(public_key, False)
    return Seal(public_key, True)

"""The vault's cipher: AES-256-GCM (NIST SP 800-38D) bound to the place a value belongs to. Pure."""

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
PAD_TO = 64


class Tampered(Exception):
    """The ciphertext, its key or its place is not the one it was sealed for."""


def new_key() -> bytes:
    """A random 256-bit key from the operating system."""
    return os.urandom(KEY_BYTES)


def key_id(key: bytes) -> str:
    """A short public name of a key: tells two keys apart, says nothing about either."""
    return hashlib.sha256(b"casework master key\0" + key).hexdigest()[:16]


def place(*parts: str | int) -> bytes:
    """Associated data: every part with its length in front, so that no two places write alike."""
    encoded = [str(part).encode() for part in ("casework-vault-1", *parts)]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def seal(key: bytes, plain: bytes, where: bytes) -> tuple[bytes, bytes]:
    """Encrypt `plain` for one place; returns (nonce, ciphertext with tag)."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce, AESGCM(key).encrypt(nonce, plain, where)


def unseal(key: bytes, nonce: bytes, ciphertext: bytes, where: bytes) -> bytes:
    """Decrypt; raises Tampered when a bit, the key or the place differs."""
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, where)
    except InvalidTag as error:
        raise Tampered from error


def pad(text: str) -> bytes:
    """UTF-8, filled up to a multiple of 64 bytes (ISO/IEC 7816-4), so that its length tells little about a name."""
    data = text.encode() + b"\x80"
    return data + bytes(-len(data) % PAD_TO)


def unpad(data: bytes) -> str:
    """The text that `pad` was given."""
    return data.rstrip(b"\0")[:-1].decode()

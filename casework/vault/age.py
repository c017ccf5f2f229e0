"""What has to be asked of a public age key before anything is encrypted to it (pure)."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_CHECKSUM = 6


def is_worthless(key: str) -> bool:
    """True for points of low order (RFC 7748, 6.1), which share one and the same secret with everybody.

    pyrage takes such a key and panics when it encrypts to it, so it is asked here, once.
    """
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(_bytes_of(key)))
    except ValueError:
        return True
    return False


def _bytes_of(key: str) -> bytes:
    """The 32 bytes of a key whose checksum was compared."""
    bits = "".join(f"{_BECH32.index(letter):05b}" for letter in key[len("age1") : -_CHECKSUM])
    return int(bits[: 32 * 8], 2).to_bytes(32, "big")

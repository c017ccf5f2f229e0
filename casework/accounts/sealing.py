"""Keys for the secrets of second factors, derived from the installation's secret key (HKDF, RFC 5869).

Not the vault's master key: who can't open the vault must still be able to log in and say so.
"""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from casework.config import Settings


def key_for(settings: Settings, purpose: str) -> bytes:
    """A 256-bit key for one purpose; it is stored nowhere."""
    info = f"casework second factor: {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(settings.secret_key)

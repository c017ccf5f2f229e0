"""Keys for the secrets of second factors, derived from the installation's secret key (HKDF, RFC 5869).

Not the vault's master key: who can't open the vault must still be able to log in and say so.
"""

from casework.config import Settings
from casework.vault.passing import derived_key


def key_for(settings: Settings, purpose: str) -> bytes:
    """A 256-bit key for one purpose; it is stored nowhere."""
    return derived_key(settings, f"casework second factor: {purpose}")

"""The verifier that is handed out: `verify.py`, one file that needs no Casework.

The application imports its rules from there, so that inside and outside never differ; it imports nothing from here.
"""

import hashlib
from pathlib import Path

FILE = Path(__file__).with_name("verify.py")
NAME = "verify.py"


def source() -> bytes:
    """The file, as it is handed out."""
    return FILE.read_bytes()


def sha256() -> str:
    """Its SHA-256, as it is printed in every dossier."""
    return hashlib.sha256(source()).hexdigest()

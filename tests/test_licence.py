"""The licence is the text that the Free Software Foundation published."""

import hashlib
from pathlib import Path

AGPL_3 = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"


def test_the_licence_is_the_unchanged_agpl() -> None:
    text = (Path(__file__).resolve().parents[1] / "LICENSE").read_bytes()
    assert hashlib.sha256(text).hexdigest() == AGPL_3

"""Names that files arrive with: shown, never used as a path, and unable to pretend to be another name."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 120
_BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = set("\u200c\u200d")  # needed to write Persian and Kurdish correctly
_SEPARATORS = re.compile(r"[/\\]")
_DRIVE = re.compile(r"^[A-Za-z]:")


class Neutralised(StrEnum):
    """What had to be taken out of a name."""

    PATH = "path"
    DIRECTION = "direction"
    INVISIBLE = "invisible"
    LENGTH = "length"
    NO_NAME = "no_name"


@dataclass(frozen=True)
class CleanName:
    """A name that is safe to show, and what it was (escaped, so that it is safe to show too)."""

    name: str
    original: str
    changes: tuple[Neutralised, ...]


def clean(claimed: str) -> CleanName:
    """Keep the last part of a path, without hidden characters, at most 120 letters with its extension."""
    changes: list[Neutralised] = []
    text = unicodedata.normalize("NFC", claimed.encode("utf-8", "replace").decode())
    if any(letter in _BIDI for letter in text):
        changes.append(Neutralised.DIRECTION)
    visible = "".join(letter for letter in text if not _hidden(letter))
    if len(visible) + sum(letter in _BIDI for letter in text) != len(text):
        changes.append(Neutralised.INVISIBLE)
    last = _SEPARATORS.split(_DRIVE.sub("", visible))[-1]
    if last != visible:
        changes.append(Neutralised.PATH)
    name = re.sub(r"\s+", " ", last).strip(" .")
    if len(name) > LONGEST:
        name = _shorten(name)
        changes.append(Neutralised.LENGTH)
    if not name:
        name = "file"
        changes.append(Neutralised.NO_NAME)
    return CleanName(name, escaped(claimed), tuple(changes))


def escaped(claimed: str) -> str:
    """A name as it came, hidden characters written out (`\\u202e`), at most 400 letters."""
    shown = (f"\\u{ord(letter):04x}" if _hidden(letter) else letter for letter in claimed[:400])
    return "".join(shown).encode("utf-8", "replace").decode()[:400]


def extension(name: str) -> str:
    """The extension in lower case without its dot, letters and digits only; "" when there is none."""
    found = re.search(r"\.([A-Za-z0-9]{1,8})$", name)
    return found.group(1).lower() if found else ""


def _hidden(letter: str) -> bool:
    return letter not in _JOINERS and unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _shorten(name: str) -> str:
    suffix = f".{extension(name)}" if extension(name) else ""
    return name[: LONGEST - len(suffix)].rstrip(" .") + suffix

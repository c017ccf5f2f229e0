"""Keep Arabic vowel signs with their letter for whoever extracts, searches or hears the text (ISO 32000-1, 14.9.4).

A sign is drawn before its letter and off the line, and readers of PDF take it for a word of its own: "قُتل" (was killed)
came out as two words in two lines. Each letter says which signs it carries, and the sign itself says nothing.
"""

import re
from collections.abc import Mapping
from typing import Any

import pydyf

# As WeasyPrint writes them: a sign is raised or lowered, shown alone, and followed by its letter.
_SPACES = rb"(?:<>|[-.\d])*+"
_SIGN = rb"-?[\d.]+ Ts\n\[" + _SPACES + rb"<[0-9a-f]{4}>" + _SPACES + rb"\] TJ\n0 Ts\n(?:\[" + _SPACES + rb"\] TJ\n)?"
_SIGNED = re.compile(
    rb"/(?P<font>\w+) [\d.]+ Tf\n"
    rb"|(?P<signs>(?:" + _SIGN + rb")+)\[(?P<before>" + _SPACES + rb")<(?P<letter>[0-9a-f]{4})(?P<rest>[0-9a-f]*)>(?P<more>[^\n]*)\] TJ\n"
)  # fmt: skip
_GLYPH = re.compile(rb"<([0-9a-f]{4})>")
_ARABIC_SIGNS = re.compile("[\u064b-\u065f\u0670\u06d6-\u06ed]+")


def join_vowels(document: Any, pdf: Any) -> None:
    """Rewrite the pages of a document that WeasyPrint is about to write."""
    said = {font.hash.encode(): font.to_unicode for font in document.fonts.values()}
    for one in pdf.objects:
        stream = getattr(one, "stream", None)
        if stream and any(part.endswith(b" Ts") for part in stream if isinstance(part, bytes)):
            one.stream = [joined(b"\n".join(map(_written, stream)) + b"\n", said)]


def joined(content: bytes, said: Mapping[bytes, Mapping[int, str]]) -> bytes:
    """A page's content; `said` is what each glyph of each font says."""
    words: Mapping[int, str] = {}

    def mark(found: re.Match[bytes]) -> bytes:
        nonlocal words
        if found["font"]:
            words = said.get(found["font"], {})
            return found[0]
        signs = [_word(words, glyph) for glyph in reversed(_GLYPH.findall(found["signs"]))]
        letter = _word(words, found["letter"])
        if not letter or not _ARABIC_SIGNS.fullmatch("".join(signs)):
            return found[0]
        rest = b"<%s>%s" % (found["rest"], found["more"]) if found["rest"] else found["more"]
        return b"%s[%s] TJ\n%s[%s] TJ\n" % (
            _span("", found["signs"]), found["before"],
            _span(letter + "".join(signs), b"[<%s>] TJ\n" % found["letter"]), rest,
        )  # fmt: skip

    return _SIGNED.sub(mark, content)


def _written(part: Any) -> bytes:
    if isinstance(part, pydyf.Object):
        written: bytes = part.data
        return written
    return part if isinstance(part, bytes) else str(part).encode()


def _word(words: Mapping[int, str], glyph: bytes) -> str:
    return words.get(int(glyph, 16), "")


def _span(words: str, drawn: bytes) -> bytes:
    """Something drawn, and what it stands for."""
    return b"/Span <</ActualText <feff%s>>> BDC\n%sEMC\n" % (words.encode("utf-16-be").hex().encode(), drawn)

"""How words are made comparable. Neither SQLite nor PostgreSQL folds Arabic; we do, on both sides. Pure.

Arabic: harakat, tatweel and Quranic marks go; alef forms, alef maqsura, ta marbuta and hamza carriers become one
letter each; proclitics (و ف ب ل ك ال and their combinations) are tried on and off the words of a query.
Latin: case and accents go. Arabic-Indic digits become Western ones.
"""

import re
import unicodedata

MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200c-\u200f\u202a-\u202e\u2066-\u2069]")
LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ک": "ك", "ء": "",
        **{chr(0x0660 + digit): str(digit) for digit in range(10)},
        **{chr(0x06F0 + digit): str(digit) for digit in range(10)},
    }
)  # fmt: skip
_TOKEN = re.compile(r"[^\W_]+")
_REFERENCE = re.compile(r"(?<=[A-Za-z0-9])-(?=\d)")
_ARABIC = re.compile("[\u0621-\u064a]")
_LONGEST = 60


class _Unmarked(dict[int, int | None]):
    """For `str.translate`: drops combining marks; each character is asked for once (ten times faster than a loop)."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_UNMARKED = _Unmarked()

PROCLITICS = ("ال", "و", "ف", "ب", "ل", "ك", "وال", "فال", "بال", "كال", "لل", "ولل", "وب", "ول")
_SHORTEST_STEM = 3


def fold(text: str) -> str:
    """The text with everything gone that a searcher may write differently."""
    text = MARKS.sub("", text).translate(LETTERS)
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text)
    return decomposed.translate(_UNMARKED).casefold()


def tokens(text: str) -> list[str]:
    """The folded words, in order; a reference such as `T-0001` is one word."""
    return [word[:_LONGEST] for word in _TOKEN.findall(fold(_REFERENCE.sub("", text)))]


def variants(word: str) -> frozenset[str]:
    """A folded query word with its proclitics taken off and put on; itself alone when it is not Arabic."""
    if not _ARABIC.match(word):
        return frozenset({word})
    stems = {word}
    for clitic in PROCLITICS:
        if word.startswith(clitic) and len(word) - len(clitic) >= _SHORTEST_STEM:
            stems.add(word[len(clitic) :])
    return frozenset(stems | {clitic + stem for stem in stems for clitic in PROCLITICS})

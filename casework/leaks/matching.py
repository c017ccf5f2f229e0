"""Find names in text: letter by letter after folding, and by sound across scripts. Pure; saves and exports share it.

Folding: case, accents, Arabic vowel signs, alef, ya, ta marbuta and hamza forms, spaces and signs. By sound: see
`transliteration`. A name is looked for whole, as first with last name, and with its words the other way round (Latin
words inside Arabic lines come out of a PDF in that order).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from casework.leaks.transliteration import is_arabic, key, sound_alike

ALIKE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ة": "ه", "ؤ": "و"})
MOST_WORDS = 100_000  # whose beginnings are remembered
FIRST = 3  # letters by which a form is found; one of two initials has two
LEAST_SOUNDS = 3  # consonants that a name must have in all before sound alone counts
LEAST_IN_CAPITALS = 2  # as few are enough where each Latin word begins with a capital: "Suha Ali", but not "she said"
LEAST_SINGLE = 5  # letters of a name of one word before sound counts
# Names that are everyday words: as the whole of a name they are looked for in what leaves, not in what is typed.
EVERYDAY = frozenset({
    "امل", "نور", "سلام", "حياه", "جميل", "كريم", "سعيد", "صالح", "امين", "صادق", "شريف", "رضا",
    "نجاح", "وفاء", "فرح", "هدي", "بشير", "سالم", "حسن", "عادل", "ناصر", "فجر", "بدر", "قمر", "شمس",
    "ربيع", "رجب", "رمضان", "جمعه", "خميس", "عيد", "يمن", "شام", "منصور", "مختار", "غالي", "عزيز",
    "حبيب", "وحيد", "فريد", "hope", "may", "rose", "grace", "faith", "joy", "dawn", "june",
})  # fmt: skip
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0610-\u061a\u064b-\u065f\u0670\u0640\u0300-\u036f'\u2019\u02bf\u02be`])*")
_JOINS_ARTICLE = re.compile(r"[-\u2010\u2011](?=\w)")
_ARTICLES = frozenset({"al", "el", "ul"})
_ASSIMILATED = frozenset({"ad", "an", "ar", "as", "ash", "at", "az", "ed", "en", "er", "es", "esh", "et", "ez"})
_PARTICLES = frozenset({"bin", "ibn", "ben", "bint", "بن", "ابن", "بنت"})
_LEFT_OUT = _ARTICLES | _PARTICLES
_PLAIN, _SILENT, _ASSIMILATES, _ABD = object(), object(), object(), object()  # kinds of words
_PREFIXES = ("و", "ف", "ب", "ل", "ك")


@dataclass(frozen=True)
class Name:
    """A name that must not appear, and whose it is, by reference ("W-0003")."""

    owner: str
    text: str


@dataclass
class Sounds:
    """What was heard so far: how it may go on, and the names (words, owner) that it is all of; whether it is so much
    that nobody says it by chance in other words."""

    after: "dict[str, Sounds]" = field(default_factory=dict)
    names: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    is_plain: bool = False


@dataclass(frozen=True)
class Wanted:
    """What to look for: folded forms with their owner, and words by their sound, one after the other.

    `starts` are the forms without spaces by their first letters: however many names there are, a text is walked
    through once.
    """

    forms: dict[str, str] = field(default_factory=dict)
    sounds: Sounds = field(default_factory=Sounds)
    starts: dict[str, list[tuple[str, bool, str]]] = field(default_factory=dict)
    _begun: dict[str, tuple[tuple[str, Sounds], ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.forms or self.sounds.after)

    def begun_by(self, word: str) -> tuple[tuple[str, Sounds], ...]:
        """As what a word may begin a name, and how that goes on: asked for each word of a text, mostly in vain."""
        found = self._begun.get(word)
        if found is None:
            if len(self._begun) > MOST_WORDS:
                self._begun.clear()
            after = self.sounds.after
            found = self._begun[word] = tuple((one, after[sound]) for one, sound in _as_first(word) if sound in after)
        return found


def fold(text: str) -> str:
    """Letters and digits only, lower case, without marks, Arabic forms alike, words parted by one space."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(" " if not letter.isalnum() else letter for letter in plain if not skipped(letter))
    return " ".join(letters.translate(ALIKE).split())


@lru_cache(maxsize=8192)
def _letter(letter: str) -> str:
    return fold(letter).replace(" ", "")


@lru_cache(maxsize=8192)
def skipped(letter: str) -> bool:
    """Combining marks, tatweel and invisible direction marks part no words."""
    return unicodedata.combining(letter) > 0 or letter == "ـ" or unicodedata.category(letter) == "Cf"


@lru_cache(maxsize=32768)
def _letters_of(word: str) -> str:
    return fold(word).replace(" ", "")


def wanted(names: Iterable[Name], *, typed: bool = False) -> Wanted:
    """What to look for. `typed`: in what somebody is writing, where a name that is an everyday word or has three
    letters alone would be a false alarm at every turn; what leaves is searched for those as well."""
    found = Wanted()
    for name in names:
        parts = fold(name.text).split()
        if sum(map(len, parts)) < 3:
            continue
        if typed and len(parts) == 1 and (len(parts[0]) < 4 or parts[0] in EVERYDAY):
            continue
        _add_forms(found, parts, name.owner)
        _add_sounds(found, name)
    for form, owner in found.forms.items():
        joined = form.replace(" ", "")
        found.starts.setdefault(joined[:FIRST], []).append((joined, " " in form, owner))
    return found


def _add_forms(found: Wanted, parts: list[str], owner: str) -> None:
    is_number = all(part.isdigit() for part in parts)
    short = len(parts) > 1 and not is_number
    for words in (parts, [parts[0], parts[-1]]) if short else (parts,):
        found.forms.setdefault(" ".join(words), owner)
        if not is_number:
            found.forms.setdefault(" ".join(reversed(words)), owner)


def _add_sounds(found: Wanted, name: Name) -> None:
    words = tuple(word for word, _start, _end in _spoken(name.text))
    for some in {words, (words[0], words[-1])} if len(words) > 1 else {words}:
        for ordered in {some, some[::-1]}:
            keys = tuple(map(key, ordered))
            if sum(map(len, keys)) >= LEAST_IN_CAPITALS if len(keys) > 1 else _is_long(ordered):
                sounds = found.sounds
                for one in keys:
                    sounds = sounds.after.setdefault(one, Sounds())
                sounds.is_plain = _is_plain(keys)
                if (ordered, name.owner) not in sounds.names:
                    sounds.names.append((ordered, name.owner))


def _is_long(words: tuple[str, ...]) -> bool:
    return len(words) == 1 and len(words[0]) >= LEAST_SINGLE and len(key(words[0])) >= 3


def _is_plain(keys: tuple[str, ...]) -> bool:
    """True when so much is heard that nobody says it by chance in other words."""
    return len(keys) == 1 or (all(keys) and sum(map(len, keys)) >= LEAST_SOUNDS)


def _spoken(text: str) -> Iterator[tuple[str, int, int]]:
    """Words as they are heard, with their place: without articles and particles, Abd with what follows it as one."""
    pending: tuple[str, int] | None = None
    for found in _WORD.finditer(text):
        word, whole, kind = _as_heard(found.group())
        if kind is _SILENT or (kind is _ASSIMILATES and _JOINS_ARTICLE.match(text, found.end())):
            continue
        if pending is not None:
            yield pending[0] + word, pending[1], found.end()
            pending = None
        elif kind is _ABD:
            pending = (whole, found.start())
        else:
            yield whole, found.start(), found.end()
    if pending is not None:
        yield pending[0], pending[1], pending[1] + len(pending[0])


@lru_cache(maxsize=65536)
def _as_heard(written: str) -> tuple[str, str, object]:
    """A word behind Abd, the word alone, and what kind of word it is."""
    word = _letters_of(written)
    if not word or word in _LEFT_OUT:
        return "", "", _SILENT
    kind = _ASSIMILATES if word in _ASSIMILATED else _PLAIN
    word = _without_article(word)
    if word in ("عبد", "abd", "abdul", "abdel", "abdal", "abdoul", "abdu"):
        return word, "عبد" if is_arabic(word) else "abd", _ABD
    return word, _without_inner_article(word), kind


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 3 else word


@lru_cache(maxsize=32768)
def _without_inner_article(word: str) -> str:
    if word.startswith("عبدال") and len(word) > 6:
        return "عبد" + word[5:]
    merged = re.match(r"abd(?:[aeu]l|[aeou]+(?=([rnstdz])\1))(?=.{2})", word)
    return "abd" + word[merged.end() :] if merged else word


def spans(text: str, looked_for: Wanted) -> list[tuple[int, int, str]]:
    """Where in a text a name stands: start, end and owner. A long name of several parts is found without its spaces
    too, and behind a prefix written together with it (Arabic: "to Ahmad"); a short one only as whole words."""
    found = []
    letters = text.translate(_FOLDED)
    begins = {letters[at : at + size] for size in (FIRST, FIRST - 1) for at in range(len(letters) - size + 1)}
    forms = [
        form for begin in begins & looked_for.starts.keys() for form in looked_for.starts[begin] if form[0] in letters
    ]
    if forms:
        letters, places, starts = squeeze(text)
        for joined, is_of_several, owner in forms:
            at = letters.find(joined)
            while at >= 0:
                whole = at in starts and at + len(joined) in starts
                if whole or (is_of_several and len(joined) > 6):
                    found.append((places[at], places[at + len(joined) - 1] + 1, owner))
                at = letters.find(joined, at + 1)
    return sorted({*found, *heard(text, looked_for)})


def heard(text: str, looked_for: Wanted) -> Iterator[tuple[int, int, str]]:
    """Where a name stands in the other script, spelled by its sound."""
    if not looked_for.sounds.after:
        return
    words = list(_spoken(text))
    for at, (word, start, _end) in enumerate(words):
        for first, begun in looked_for.begun_by(word):
            last, sounds = at, begun
            while True:
                if sounds.names and (
                    sounds.is_plain or all(text[here].isupper() for _w, here, _e in words[at : last + 1])
                ):
                    told = (first, *(other for other, _s, _e in words[at + 1 : last + 1]))
                    for name, owner in sounds.names:
                        if all(one == other or sound_alike(one, other) for one, other in zip(name, told, strict=True)):
                            yield start, words[last][2], owner
                last += 1
                further = sounds.after.get(key(words[last][0])) if last < len(words) else None
                if further is None:
                    break
                sounds = further


@lru_cache(maxsize=32768)
def _as_first(word: str) -> tuple[tuple[str, str], ...]:
    """A word as it stands and, in Arabic, without what may be written together with it; each with its sound."""
    found = [word]
    if is_arabic(word) and word[0] in _PREFIXES and len(word) > 3:
        found.append(_without_article(word[1:]))
    return tuple((one, key(one)) for one in found)


class _Folded(dict[int, str]):
    """Each letter folded, once."""

    def __missing__(self, letter: int) -> str:
        text = chr(letter)
        self[letter] = folded = "" if skipped(text) else _letter(text)
        return folded


_FOLDED = _Folded()


def squeeze(text: str) -> tuple[str, list[int], set[int]]:
    """Folded letters without anything between them, the place of each in the text, and where words start and end."""
    letters: list[str] = []
    places: list[int] = []
    starts = {0}
    for place, letter in enumerate(text):
        if skipped(letter):
            continue
        folded = _letter(letter)
        if not folded:
            starts.add(len(letters))
        for one in folded:
            letters.append(one)
            places.append(place)
    starts.add(len(letters))
    return "".join(letters), places, starts


def replaced(text: str, looked_for: Wanted, put: dict[str, str]) -> str:
    """The text with every name of these owners replaced by what `put` says for them; overlapping ones once."""
    pieces: list[str] = []
    last = 0
    for start, end, owner in spans(text, looked_for):
        if owner in put and end > last:
            pieces += [text[last : max(start, last)], put[owner]]
            last = end
    return "".join([*pieces, text[last:]])

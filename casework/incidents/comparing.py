"""Which records may be one person: by names in two scripts, and what is known in clear. Pure; keeps nothing.

Twenty thousand people make two hundred million pairs. Only those are looked at that share the sound of two words of their
names (`casework.leaks.transliteration.key` hears both scripts alike); the score is then made of letters, or of sounds
where the scripts differ, and of sex, age, date and place.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from rapidfuzz import fuzz

from casework.leaks.matching import fold
from casework.leaks.transliteration import is_arabic, key, sound_alike
from casework.vocabulary import AgeBand, Sex

LEAST_NAME, LEAST = 82, 72
MOST_ALIKE = (
    120  # people who share two sounds: more say that the words are everybody's, and nothing is learnt from them
)
FAR_DAYS = 31
_NO_WORDS = frozenset({"al", "el", "ul", "bin", "ibn", "ben", "bint", "بن", "ابن", "بنت", "synthetic"})


@dataclass(frozen=True)
class Person:
    """One record, its names opened for the moment."""

    key: int
    names: tuple[str, ...]
    sex: Sex = Sex.UNKNOWN
    age: AgeBand = AgeBand.UNKNOWN
    place: str = ""
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True)
class Alike:
    """Two records that may be one person: the score of a hundred, and what is alike (name, age, date, place)."""

    first: int
    second: int
    score: int
    why: tuple[str, ...]


def words_of(name: str) -> tuple[str, ...]:
    """A name's words, folded, without articles and particles."""
    plain = (word for word in fold(name).split() if word not in _NO_WORDS)
    return tuple(word[2:] if word.startswith("ال") and len(word) > 3 else word for word in plain)


def alike(people: Iterable[Person]) -> list[Alike]:
    """Every pair of records that may be one person, the likeliest first."""
    known = {person.key: person for person in people}
    words = {person.key: list(filter(None, map(words_of, person.names))) for person in known.values()}
    found: list[Alike] = []
    for first, second in sorted(_candidates(words)):
        pair = compare(known[first], words[first], known[second], words[second])
        if pair is not None:
            found.append(pair)
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


def _candidates(words: dict[int, list[tuple[str, ...]]]) -> set[tuple[int, int]]:
    blocks: dict[tuple[str, str], set[int]] = {}
    for person, names in words.items():
        for name in names:
            for block in _sounds(name):
                blocks.setdefault(block, set()).add(person)
    return {pair for some in blocks.values() if len(some) <= MOST_ALIKE for pair in combinations(sorted(some), 2)}


def _sounds(name: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every two words of a name as they sound, in either order."""
    heard = sorted({key(word) for word in name[:5]})
    yield from combinations(heard, 2)


def compare(one: Person, names: list[tuple[str, ...]], other: Person, others: list[tuple[str, ...]]) -> Alike | None:
    """How likely two records are one person; None when they are not worth a look."""
    if Sex.UNKNOWN not in (one.sex, other.sex) and one.sex is not other.sex:
        return None
    name = max((_name_score(mine, theirs) for mine in names for theirs in others), default=0.0)
    if name < LEAST_NAME:
        return None
    fits = {"age": _age(one.age, other.age), "date": _date(one, other), "place": _place(one.place, other.place)}
    score = round(0.7 * name + sum(fits.values()))
    if score < LEAST:
        return None
    first, second = sorted((one.key, other.key))
    return Alike(first, second, min(score, 100), ("name", *(what for what, points in fits.items() if points == 10)))


def _name_score(mine: Sequence[str], theirs: Sequence[str]) -> float:
    if is_arabic(mine[0]) == is_arabic(theirs[0]):
        return max(fuzz.token_sort_ratio(" ".join(mine), " ".join(theirs)), _ends_score(mine, theirs))
    left, matched = list(theirs), 0
    for word in mine:
        heard = next((other for other in left if sound_alike(word, other)), None)
        if heard is not None:
            left.remove(heard)
            matched += 1
    fewest = min(len(mine), len(theirs))
    return 100.0 * matched / fewest if fewest > 1 else 0.0


def _ends_score(mine: Sequence[str], theirs: Sequence[str]) -> float:
    """First and last word alike, where one of both names has more words between (a father's, a grandfather's)."""
    if len(mine) == len(theirs) or min(len(mine), len(theirs)) < 2:
        return 0.0
    return 0.96 * min(fuzz.ratio(mine[0], theirs[0]), fuzz.ratio(mine[-1], theirs[-1]))


def _age(one: AgeBand, other: AgeBand) -> int:
    if AgeBand.UNKNOWN in (one, other):
        return 5
    return {0: 10, 1: 5}.get(abs(one.rank - other.rank), -20)


def _date(one: Person, other: Person) -> int:
    if not (one.earliest and one.latest and other.earliest and other.latest):
        return 5
    apart = (max(one.earliest, other.earliest) - min(one.latest, other.latest)).days
    return 10 if apart <= 3 else 0 if apart <= FAR_DAYS else -20


def _place(one: str, other: str) -> int:
    if not one or not other:
        return 5
    mine, theirs = fold(one), fold(other)
    if is_arabic(mine) != is_arabic(theirs):
        heard = any(sound_alike(word, there) for word in words_of(one) for there in words_of(other))
        return 10 if heard else 5
    return 10 if fuzz.token_set_ratio(mine, theirs) >= 85 else 0

"""Which records may be one person: by names in two scripts, and what is known in clear. Pure; keeps nothing.

Twenty thousand people make two hundred million pairs. Only those are looked at that share the sound of two words of their
names (`casework.leaks.transliteration.key` hears both scripts alike); the score is then made of letters, or of sounds
where the scripts differ, and of sex, age, date and place. One number of an identity paper is enough by itself. People
without a name are compared among themselves by what describes them, and only where sex, place and date fit.

A block of very many people says little: it is cut by a third word of the names, and by age and place. What even then is
too many is not compared, and counted.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from rapidfuzz import fuzz

from casework.leaks.matching import fold
from casework.leaks.transliteration import is_arabic, key, sound_alike
from casework.vocabulary import AgeBand, Sex

LEAST_NAME, LEAST = 82, 72
LEAST_UNNAMED, LEAST_WORDS, MOST_WORDS = 88, 3, 12
SAME_NUMBER = 96
MOST_ALIKE = 120  # people in one block: of more, two shared words say little
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
    # Hashes of identity numbers, under a key of this comparison alone.
    numbers: frozenset[bytes] = frozenset()
    # What describes somebody without a name.
    descriptors: str = ""


@dataclass(frozen=True)
class Alike:
    """Two records that may be one person: the score of a hundred, and what is alike (number, name, description, age,
    date, place)."""

    first: int
    second: int
    score: int
    why: tuple[str, ...]


@dataclass
class Comparison:
    """The pairs, the likeliest first; how many people were compared with some of those alike only, and how many of them
    with nobody of a block that was too large even so."""

    pairs: list[Alike] = field(default_factory=list)
    narrowed: int = 0
    skipped: int = 0


def is_comparable(person: Person) -> bool:
    """Whether there is enough to go by: a name of two words, a number, or a description of three."""
    is_named = any(len(words_of(name)) > 1 for name in person.names)
    return is_named or bool(person.numbers) or len(_described(person)) >= LEAST_WORDS


def words_of(name: str) -> tuple[str, ...]:
    """A name's words, folded, without articles and particles."""
    plain = (word for word in fold(name).split() if word not in _NO_WORDS)
    return tuple(word[2:] if word.startswith("ال") and len(word) > 3 else word for word in plain)


def alike(people: Iterable[Person]) -> Comparison:
    """Every pair of records that may be one person."""
    known = {person.key: person for person in people}
    words = {person.key: list(filter(None, map(words_of, person.names))) for person in known.values()}
    sounds = {one: {key(word) for name in names for word in name[:5]} for one, names in words.items()}
    made = Comparison()
    narrowed: set[int] = set()
    skipped: set[int] = set()
    candidates: set[tuple[int, int]] = set()

    def finer(person: int, block: Sequence[str]) -> Iterator[Hashable]:
        yield from (("word", sound) for sound in sounds[person] - set(block))
        yield ("known", known[person].age, *words_of(known[person].place)[:1])

    for block, some in _blocks(known, words).items():
        if len(some) <= MOST_ALIKE:
            candidates.update(combinations(sorted(some), 2))
            continue
        narrowed |= some
        for part in _cut(some, block, finer):
            if len(part) <= MOST_ALIKE:
                candidates.update(combinations(sorted(part), 2))
            else:
                skipped |= part
    for first, second in sorted(candidates):
        pair = compare(known[first], words[first], known[second], words[second])
        if pair is not None:
            made.pairs.append(pair)
    made.pairs.sort(key=lambda pair: (-pair.score, pair.first, pair.second))
    made.narrowed, made.skipped = len(narrowed), len(skipped)
    return made


def _blocks(known: Mapping[int, Person], words: Mapping[int, list[tuple[str, ...]]]) -> dict[tuple[str, ...], set[int]]:
    """People who share a number, two sounds of their names, or (without a name) two words of what describes them."""
    blocks: dict[tuple[str, ...], set[int]] = {}
    for person in known.values():
        found = [("number", number.hex()) for number in person.numbers]
        found += [block for name in words[person.key] for block in _sounds(name)]
        if not person.names:
            found += combinations(_described(person), 2)
        for block in found:
            blocks.setdefault(block, set()).add(person.key)
    return blocks


def _cut(
    some: Iterable[int], block: Sequence[str], finer: Callable[[int, Sequence[str]], Iterable[Hashable]]
) -> Iterable[set[int]]:
    parts: dict[Hashable, set[int]] = {}
    for person in some:
        for part in finer(person, block):
            parts.setdefault(part, set()).add(person)
    return parts.values()


def _sounds(name: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every two words of a name as they sound, in either order."""
    heard = sorted({key(word) for word in name[:5]})
    yield from combinations(heard, 2)


def _described(person: Person) -> list[str]:
    """The words that describe somebody, folded, each once; short ones say nothing."""
    return sorted({word for word in fold(person.descriptors).split() if len(word) > 2} - _NO_WORDS)[:MOST_WORDS]


def compare(one: Person, names: list[tuple[str, ...]], other: Person, others: list[tuple[str, ...]]) -> Alike | None:
    """How likely two records are one person; None when they are not worth a look."""
    fits = {"age": _age(one.age, other.age), "date": _date(one, other), "place": _place(one.place, other.place)}
    what_fits = [what for what, points in fits.items() if points == 10]
    first, second = sorted((one.key, other.key))
    name = max((_name_score(mine, theirs) for mine in names for theirs in others), default=0.0)
    if one.numbers & other.numbers:  # a paper's number is one person's, whatever else was written down wrongly
        said = ["number", *(["name"] if name >= LEAST_NAME else []), *what_fits]
        return Alike(first, second, min(SAME_NUMBER + len(said) - 1, 100), tuple(said))
    if Sex.UNKNOWN not in (one.sex, other.sex) and one.sex is not other.sex:
        return None
    if not one.names and not other.names:
        return _compare_unnamed(one, other, fits, what_fits)
    if name < LEAST_NAME:
        return None
    against = 10 if one.numbers and other.numbers else 0  # each has a number, and none is the same
    score = round(0.7 * name + sum(fits.values())) - against
    return Alike(first, second, min(score, 100), ("name", *what_fits)) if score >= LEAST else None


def _compare_unnamed(one: Person, other: Person, fits: Mapping[str, int], what_fits: Sequence[str]) -> Alike | None:
    """Two people without a name: sex known, place and date alike, and the same words; more is asked than of names."""
    if Sex.UNKNOWN in (one.sex, other.sex) or not {"date", "place"} <= set(what_fits):
        return None
    words = fuzz.token_sort_ratio(" ".join(_described(one)), " ".join(_described(other)))
    score = round(0.7 * words + sum(fits.values()))
    first, second = sorted((one.key, other.key))
    return Alike(first, second, score, ("description", *what_fits)) if score >= LEAST_UNNAMED else None


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

"""Find: rare words by rank, frequent ones by recency; never what the reader may not see."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from casework.access import Permission, require, visible_cases
from casework.access.compartments import compartments_of
from casework.search import index
from casework.search.documents import EVERYONE, case_word, filter_word, room_word
from casework.search.fold import tokens, variants
from casework.search.highlight import Piece, snippet
from casework.search.index import Word
from casework.search.models import SearchDoc
from casework.subjects import Actor, Subject

RANKED_AT_MOST = 200
MOST_CASES = 2_000
_WORDS = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True)
class Filters:
    """What narrows a search; empty means everything."""

    case_id: int | None = None
    kind: str = ""
    status: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Hit:
    """One object found, with the place in its text where the words stand."""

    subject: Subject
    title: list[Piece]
    text: list[Piece]
    status: str
    on: date | None


@dataclass(frozen=True)
class Result:
    """Some hits; `next_before` starts the following page of a search by recency."""

    hits: list[Hit]
    by_rank: bool
    next_before: int | None


def parse(q: str) -> tuple[list[Word], list[list[str]]]:
    """A query as words (each in all its forms) and phrases (which must stand as written, folded)."""
    words: list[Word] = []
    phrases: list[list[str]] = []
    for quoted, plain in _WORDS.findall(q):
        parts = tokens(quoted or plain)
        if quoted:
            phrases.append(parts)
            words += [Word(frozenset({part})) for part in parts]
        else:
            words += [Word(variants(part), prefix=plain.endswith("*")) for part in parts]
    return words[:20], [phrase for phrase in phrases if len(phrase) > 1]


def find(
    session: Session, actor: Actor, q: str, filters: Filters = Filters(), *, before: int | None = None, size: int = 25
) -> Result:
    """What the actor may see that has every word of `q`. An empty or unreadable query finds nothing."""
    require(session, actor, Permission.SEARCH)
    words, phrases = parse(q)
    if not words:
        return Result([], True, None)
    rows = _rows(session, actor, words, filters, before=before, limit=RANKED_AT_MOST + 1)
    if phrases:
        rows = [row for row in rows if all(_stands(phrase, row) for phrase in phrases)]
    if before is None and len(rows) <= RANKED_AT_MOST:
        rows = sorted(rows, key=lambda row: (-_score(words, row), -row.key))
        return Result([_hit(words, row) for row in rows], True, None)
    more = len(rows) > size
    shown = rows[:size]
    return Result([_hit(words, row) for row in shown], False, shown[-1].key if more else None)


def _rows(
    session: Session, actor: Actor, words: Sequence[Word], filters: Filters, *, before: int | None, limit: int
) -> list[SearchDoc]:
    groups = _filter_groups(session, actor, filters)
    if not groups[0]:
        return []
    dates = [day.isoformat() if day else None for day in (filters.since, filters.until)]
    ids = index.matching(session, words, groups, since=dates[0], until=dates[1], before=before, limit=limit)
    found = session.exec(select(SearchDoc).where(col(SearchDoc.id).in_(ids))).all()
    return sorted(found, key=lambda row: -row.key)


def _filter_groups(session: Session, actor: Actor, filters: Filters) -> list[list[str]]:
    """Whose documents (the cases the actor may see), then kind and status."""
    statement = visible_cases(actor).limit(MOST_CASES)
    cases = set(session.exec(statement).all())
    rooms = compartments_of(session, actor)
    if filters.case_id is not None:
        access = [case_word(filters.case_id)] if filters.case_id in cases else []
        access += [room_word(key) for case_id, key in rooms if case_id == filters.case_id and case_id in cases]
    else:
        access = [EVERYONE, *(case_word(case_id) for case_id in sorted(cases))]
        access += [room_word(key) for case_id, key in rooms if case_id in cases]
    groups = [access]
    if filters.kind:
        groups.append([filter_word("kind", filters.kind)])
    if filters.status:
        groups.append([filter_word("status", filters.status)])
    return groups


def _stands(phrase: list[str], row: SearchDoc) -> bool:
    text = " " + " ".join(tokens(f"{row.label} {row.title} {row.body}")) + " "
    return " " + " ".join(phrase) + " " in text


def _score(words: Sequence[Word], row: SearchDoc) -> float:
    """Words in the reference and title weigh more; a word said often counts less each time (as BM25 does)."""
    title, body = Counter(tokens(f"{row.label} {row.title}")), Counter(tokens(row.body))
    total = 0.0
    for word in words:
        for part, weight in ((title, 3.0), (body, 1.0)):
            times = _times(word, part)
            total += weight * times / (times + 1.5)
    return total


def _times(word: Word, counted: Counter[str]) -> int:
    if word.prefix:
        return sum(count for token, count in counted.items() if _is(word, token))
    return sum(counted[form] for form in word.forms)


def _is(word: Word, token: str) -> bool:
    return any(token.startswith(form) if word.prefix else token == form for form in word.forms)


def _hit(words: Sequence[Word], row: SearchDoc) -> Hit:
    def wanted(token: str) -> bool:
        return any(_is(word, token) for word in words)

    subject = Subject(row.subject_kind, row.subject_id, row.case_id, row.label)
    return Hit(subject, snippet(row.title, wanted, 200), snippet(row.body, wanted), row.status, row.on_date)

"""What can be referred to in the texts of a dossier, found by words or by code: each with the reference to be copied."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from casework.access import Permission, require
from casework.cases.models import Case
from casework.search.find import Filters, Hit, find, parse
from casework.search.fold import tokens
from casework.search.highlight import Piece, snippet
from casework.search.index import Word
from casework.subjects import Actor
from casework.testimonies.content import Content, Paragraph
from casework.testimonies.models import Testimony, TestimonyVersion
from casework.vocabulary import ReviewStatus

MOST_OBJECTS, MOST_PARAGRAPHS = 20, 5
KINDS = ("testimony", "exhibit", "incident", "allegation", "unit")


@dataclass(frozen=True)
class Offered:
    """One thing that can be referred to: what is written between the brackets, and what it is about."""

    written: str
    kind: str
    title: Sequence[Piece]
    text: Sequence[Piece]

    @property
    def marker(self) -> str:
        return f"[[{self.written}]]"


def offered(session: Session, actor: Actor, *, case: Case, q: str) -> list[Offered]:
    """Approved statements (paragraph by paragraph), exhibits, incidents and allegations of the case, and units. Whether
    consent and scope allow them is asked when the text is saved."""
    require(session, actor, Permission.DOSSIER_BUILD, case.subject)
    approved = Filters(case.key, status=ReviewStatus.APPROVED.value)
    hits = [hit for hit in find(session, actor, q, approved).hits if hit.subject.kind in KINDS][:MOST_OBJECTS]
    hits += find(session, actor, q, Filters(kind="unit"), size=MOST_PARAGRAPHS).hits[:MOST_PARAGRAPHS]
    words, _phrases = parse(q)
    told = approved_contents(session, [hit.subject.id or 0 for hit in hits if hit.subject.kind == "testimony"])
    found: list[Offered] = []
    for hit in hits:
        if hit.subject.kind == "testimony":
            found += of_statement(hit, told.get(hit.subject.id or 0), words)
        else:
            found.append(Offered(hit.subject.label, hit.subject.kind, hit.title, hit.text))
    return found


def of_statement(hit: Hit, content: Content | None, words: Sequence[Word]) -> list[Offered]:
    """The paragraphs that have the words, those with most of them first; the first ones where the code was typed."""
    if content is None:
        return []
    standing = [one for one in content.paragraphs if one.number and not one.is_withdrawn]
    wanted = wanted_in(words)
    scored = [(len({token for token in said_in(one) if wanted(token)}), one) for one in standing]
    best = [one for score, one in sorted(scored, key=lambda pair: -pair[0]) if score]
    ref = hit.subject.label
    if not best and any(wanted(token) for token in tokens(ref)):
        best = standing
    return [
        Offered(f"{ref} ¶{one.number}", "testimony", hit.title, snippet(where_it_stands(one, wanted), wanted))
        for one in best[:MOST_PARAGRAPHS]
    ]


def where_it_stands(paragraph: Paragraph, wanted: Callable[[str], bool]) -> str:
    """The original, or the translation when the words stand there alone: two scripts in one line are hard to read."""
    in_original = any(wanted(token) for token in tokens(paragraph.original))
    in_translation = any(wanted(token) for token in tokens(paragraph.translation))
    return paragraph.translation if in_translation and not in_original else paragraph.original


def said_in(paragraph: Paragraph) -> Iterable[str]:
    return tokens(f"{paragraph.original} {paragraph.translation}")


def wanted_in(words: Sequence[Word]) -> Callable[[str], bool]:
    def wanted(token: str) -> bool:
        return any(token.startswith(tuple(word.forms)) if word.prefix else token in word.forms for word in words)

    return wanted


def approved_contents(session: Session, ids: Sequence[int]) -> dict[int, Content]:
    """The approved version of each statement that has one."""
    statement = (
        select(Testimony.id, TestimonyVersion.content)
        .join(TestimonyVersion, col(TestimonyVersion.testimony_id) == Testimony.id)
        .where(col(Testimony.id).in_(ids), TestimonyVersion.number == Testimony.approved_version)
    )
    return {key: Content.from_json(content) for key, content in session.exec(statement) if key}

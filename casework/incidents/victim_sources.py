"""The sources of victims: written one on a line, kept as rows of `casework.sources` like those of every other fact."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from casework.cases.models import Case
from casework.errors import Invalid
from casework.i18n import _
from casework.incidents.duplicates import same_person
from casework.incidents.models import Victim
from casework.sources.facts import Sources, add_source, origins_of, sources_of
from casework.sources.given import SourceGiven, check_place, checked_locator, source_for
from casework.sources.models import FactSource, Source
from casework.subjects import Actor

VICTIM = "victim"
_NAMED = re.compile(r"((?:T|EX|S)-\d{4,})(?:[\s,:]+(.*))?", re.IGNORECASE)
_MOST_CITED, _MOST_LOCATED = 500, 100


def read_line(line: str, case_reference: str) -> SourceGiven:
    """`T-0001 ¶ 9` and `EX-0003 00:02:13` are of the case, `S-0001 p. 3` is a known source, anything else a citation."""
    named = _NAMED.fullmatch(line.strip())
    if named is None:
        return SourceGiven(citation=line.strip())
    reference = named[1].upper()
    return SourceGiven(
        case_reference="" if reference.startswith("S") else case_reference,
        reference=reference,
        locator=(named[2] or "").strip(),
    )


def line_problem(session: Session, actor: Actor, given: SourceGiven) -> str:
    """What is wrong with a line; empty: nothing is. Adds nothing."""
    if len(given.citation) > _MOST_CITED or len(given.locator) > _MOST_LOCATED:
        most = _MOST_LOCATED if given.reference else _MOST_CITED
        return _("This is longer than %(most)s letters. Shorten it.", most=most)
    try:
        check_place(session, actor, given)
    except Invalid as problem:
        return " ".join(str(text) for text in problem.fields.values())
    return ""


def add_lines(session: Session, actor: Actor, case: Case, victim: Victim, lines: Sequence[str]) -> None:
    """Put the sources under a new victim. Raises Invalid beside `sources`, with the line that is wrong."""
    given = [read_line(line, case.reference) for line in lines if line.strip()]
    for one in given:
        if problem := line_problem(session, actor, one):
            raise Invalid(fields={"sources": f"{one.reference or one.citation[:60]}: {problem}"})
    for one in given:
        add_source(session, actor, kind=VICTIM, fact_id=victim.key, about=victim.subject, given=one)


def rest_many(
    session: Session, actor: Actor, wanted: Iterable[tuple[Victim, Sequence[SourceGiven]]]
) -> dict[int, list[str]]:
    """Put sources under many new victims, each source looked up once; the references of the sources, by victim.

    The lines were checked when the list was looked at; the caller has asked for permission and logs each victim.
    """
    known: dict[tuple[str, str], Source] = {}
    places: dict[tuple[int, str], str] = {}
    rows: list[FactSource] = []
    said: dict[int, list[str]] = {}
    for victim, sources in wanted:
        for given in sources:
            named = (given.named, given.citation)
            source = known[named] = known.get(named) or source_for(session, actor, given)
            place = (source.key, given.locator)
            if place not in places:
                places[place] = checked_locator(session, source, given.locator)
            rows.append(
                FactSource(
                    source_id=source.key, fact_kind=VICTIM, fact_id=victim.key, case_id=victim.case_id, locator=places[place],
                    added_by=actor.id,
                )
            )  # fmt: skip
            said.setdefault(victim.key, []).append(source.reference)
    session.add_all(rows)
    session.flush()
    return said


@dataclass(frozen=True)
class Together:
    """The other records of one person, each with its sources, and how many origins all have among them."""

    others: Sequence[tuple[Victim, Sources]]
    origins: int


def together(session: Session, actor: Actor, victim: Victim) -> Together | None:
    """What the records that are marked as one person rest on; none: there is no other.

    Nothing is moved between records: when the mark is taken back each has its own sources, as before.
    """
    keys = same_person(session, victim)
    if not keys:
        return None
    rows = session.exec(select(Victim).where(col(Victim.id).in_(keys)).order_by(col(Victim.number)).limit(50)).all()
    said = sources_of(session, actor, VICTIM, [row.key for row in rows])
    others = [(row, said.get(row.key, Sources())) for row in rows]
    return Together(others, origins_of(session, VICTIM, [victim.key, *keys]))

"""Similar wording across statements: looked for when one is submitted, shown to supervisors, dismissed with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import distinct, func, insert, or_
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, delete, select

from casework import audit
from casework.access import Permission, require
from casework.cases.models import Case
from casework.errors import Invalid, NotFound
from casework.i18n import _
from casework.subjects import Actor
from casework.testimonies.content import Content
from casework.testimonies.likeness import FEWEST_SHARED, common_passages, is_alike, own_words, prints_of, share
from casework.testimonies.likeness_models import TestimonyLikeness, TestimonyPrint
from casework.testimonies.models import Testimony, TestimonyVersion

MOST_PRINTS, MOST_PAIRS, MOST_SHOWN = 8_000, 20, 100


@dataclass(frozen=True)
class PairShown:
    """A pair with the references of its statements."""

    row: TestimonyLikeness
    first: str
    second: str


@dataclass(frozen=True)
class Side:
    """One account of a pair: its words, cut where the other one says the same (True)."""

    reference: str
    language: str
    parts: Sequence[tuple[str, bool]]


def look_for_likeness(session: Session, testimony: Testimony) -> int:
    """Print the newest submitted version and pair it with the accounts it shares wording with; returns how many.

    The session must read for the system: what its reader may not see is compared, too, and shown to those who may.
    Doing it again changes nothing; a pair that was dismissed stays dismissed while no more is shared.
    """
    text = _text_of(session, testimony)
    prints = sorted(prints_of(text))[:MOST_PRINTS]  # the smallest, so that long accounts are still comparable
    session.execute(delete(TestimonyPrint).where(col(TestimonyPrint.testimony_id) == testimony.key))
    if prints:
        rows = [{"case_id": testimony.case_id, "testimony_id": testimony.key, "value": value} for value in prints]
        session.execute(insert(TestimonyPrint), rows)
    found = _candidates(session, testimony, prints)
    known = {(row.first_id, row.second_id): row for row in _pairs_of(session, testimony.key)}
    kept: set[tuple[int, int]] = set()
    for other, shared, size in found:
        if is_alike(shared, len(prints), size) and len(kept) < MOST_PAIRS:
            kept.add(_keep(session, testimony, other, shared, round(100 * share(shared, len(prints), size)), known))
    for pair, row in known.items():
        if pair not in kept and not row.dismissed:
            session.delete(row)
    session.flush()
    return len(kept)


def without_prints(session: Session, *, after: int, limit: int = 50) -> Sequence[Testimony]:
    """Submitted statements that have no prints, in order; one too short for any is among them again and again."""
    printed = select(TestimonyPrint.id).where(TestimonyPrint.testimony_id == Testimony.id)
    statement = select(Testimony).where(col(Testimony.id) > after, col(Testimony.submitted_version) > 0)
    return session.exec(statement.where(~printed.exists()).order_by(col(Testimony.id)).limit(limit)).all()


def _text_of(session: Session, testimony: Testimony) -> str:
    statement = select(TestimonyVersion.content).where(
        TestimonyVersion.testimony_id == testimony.key, TestimonyVersion.number == testimony.submitted_version
    )
    stored = session.exec(statement).first()
    return own_words(Content.from_json(stored)) if stored else ""


def _candidates(session: Session, testimony: Testimony, prints: Sequence[int]) -> list[tuple[int, int, int]]:
    """(statement, prints in common, prints of its own), most in common first; not those of the same witness."""
    if not prints:
        return []
    key, value = col(TestimonyPrint.testimony_id), col(TestimonyPrint.value)
    counted = func.count(distinct(value))
    statement = (
        sa_select(key, counted)
        .join(Testimony, col(Testimony.id) == key)
        .where(
            col(TestimonyPrint.case_id) == testimony.case_id, value.in_(prints),
            col(Testimony.witness_id) != testimony.witness_id,
        )
        .group_by(key)
        .having(counted >= FEWEST_SHARED)
        .order_by(counted.desc(), key)
        .limit(2 * MOST_PAIRS)
    )  # fmt: skip
    shared = {other: int(count) for other, count in session.execute(statement)}
    sizes = sa_select(key, func.count()).where(key.in_(shared)).group_by(key)
    return [(other, shared[other], int(size)) for other, size in session.execute(sizes)] if shared else []


def _keep(
    session: Session, testimony: Testimony, other: int, shared: int, hundredths: int,
    known: dict[tuple[int, int], TestimonyLikeness],
) -> tuple[int, int]:  # fmt: skip
    pair = (min(testimony.key, other), max(testimony.key, other))
    row = known.get(pair)
    if row is None:
        row = TestimonyLikeness(case_id=testimony.case_id, first_id=pair[0], second_id=pair[1], share=0, shared=0)
    if hundredths > row.share:
        row.dismissed, row.dismissed_by = "", None
    row.share, row.shared = hundredths, shared
    session.add(row)
    return pair


def _pairs_of(session: Session, key: int) -> Sequence[TestimonyLikeness]:
    mine = or_(col(TestimonyLikeness.first_id) == key, col(TestimonyLikeness.second_id) == key)
    return session.exec(select(TestimonyLikeness).where(mine)).all()


def pairs_shown(session: Session, actor: Actor, case: Case, *, testimony: Testimony | None = None) -> list[PairShown]:
    """The pairs of a case, or of one statement, that the session's reader may see; open ones first."""
    require(session, actor, Permission.LIKENESS_VIEW, case.subject)
    statement = select(TestimonyLikeness).where(TestimonyLikeness.case_id == case.key)
    if testimony is not None:
        key = testimony.key
        mine = or_(col(TestimonyLikeness.first_id) == key, col(TestimonyLikeness.second_id) == key)
        statement = statement.where(mine)
    order = (col(TestimonyLikeness.dismissed) != "", col(TestimonyLikeness.share).desc(), col(TestimonyLikeness.id))
    rows = session.exec(statement.order_by(*order).limit(MOST_SHOWN)).all()
    keys = {key for row in rows for key in (row.first_id, row.second_id)}
    named = select(Testimony.id, Testimony.reference).where(col(Testimony.id).in_(keys))
    names = dict(session.exec(named).all()) if keys else {}
    return [PairShown(row, names[row.first_id], names[row.second_id]) for row in rows]


def get_pair(session: Session, actor: Actor, case: Case, pair_id: int) -> TestimonyLikeness:
    """One pair. Raises NotFound."""
    require(session, actor, Permission.LIKENESS_VIEW, case.subject)
    statement = select(TestimonyLikeness).where(TestimonyLikeness.case_id == case.key, TestimonyLikeness.id == pair_id)
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def sides_of(session: Session, row: TestimonyLikeness) -> tuple[Side, Side]:
    """Both accounts with what they share marked, worked out anew from their texts."""
    one, other = (session.get_one(Testimony, key) for key in (row.first_id, row.second_id))
    texts = (_text_of(session, one), _text_of(session, other))
    spans = common_passages(*texts)
    first, second = (_cut(text, marked) for text, marked in zip(texts, spans, strict=True))
    return Side(one.reference, one.language, first), Side(other.reference, other.language, second)


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    parts, last = [], 0
    for start, end in spans:
        parts += [(text[last:start], False), (text[start:end], True)]
        last = end
    return [part for part in [*parts, (text[last:], False)] if part[0]]


def dismiss(session: Session, actor: Actor, row: TestimonyLikeness, *, reason: str) -> None:
    """Say why the wording of a pair means nothing. Raises Invalid without a reason."""
    first, second = (session.get_one(Testimony, key) for key in (row.first_id, row.second_id))
    require(session, actor, Permission.LIKENESS_VIEW, first.subject)
    if len(reason.strip()) < 10:
        raise Invalid(fields={"reason": _("Say in a few words why the same wording means nothing here.")})
    row.dismissed, row.dismissed_by = reason.strip()[:1_000], actor.id
    session.flush()
    audit.record(session, actor, "testimony.likeness_dismissed", first.subject, other=second.reference, share=row.share)

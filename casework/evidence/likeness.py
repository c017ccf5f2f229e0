"""Pictures of a case that are nearly the same: the same photograph sent by two people, a frame of the same video.

64-bit hashes that differ in at most seven bits are found for certain: of four bands of 16 bits at least one then
differs in one bit or none (pigeonhole), so that 17 values per band are looked up in an index (multi-index hashing,
Norouzi, Punjani and Fleet, 2012). What differs more is perhaps alike, too, but is not looked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from casework.access import Permission, require
from casework.evidence.models import Exhibit
from casework.evidence.viewing_models import Likeness
from casework.subjects import Actor

FARTHEST = 7
MOST_CANDIDATES = 400
MOST_SHOWN = 12
_BANDS = (Likeness.band_1, Likeness.band_2, Likeness.band_3, Likeness.band_4)


@dataclass(frozen=True)
class Near:
    """Another exhibit of the case with a picture like this one's; `distance` of 64 bits differ."""

    exhibit: Exhibit
    distance: int


def bands(bits: str) -> list[int]:
    """The four 16-bit parts of a hash."""
    return [int(bits[start : start + 4], 16) for start in (0, 4, 8, 12)]


def within_one_bit(band: int) -> list[int]:
    """A band and its sixteen neighbours."""
    return [band, *(band ^ 1 << place for place in range(16))]


def distance(one: str, other: str) -> int:
    """In how many of 64 bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def remember(session: Session, exhibit_id: int, case_id: int, likenesses: Iterable[tuple[int, str]]) -> None:
    """Store hashes (number, sixteen hexadecimal digits) of an exhibit's pictures; what is there already stays."""
    known = set(session.exec(select(Likeness.number).where(Likeness.exhibit_id == exhibit_id)).all())
    for number, bits in likenesses:
        if bits and number not in known:
            one, two, three, four = bands(bits)
            session.add(
                Likeness(
                    case_id=case_id, exhibit_id=exhibit_id, number=number, bits=bits,
                    band_1=one, band_2=two, band_3=three, band_4=four,
                )
            )  # fmt: skip
    session.flush()


def near(session: Session, actor: Actor, *, exhibit: Exhibit) -> list[Near]:
    """Other exhibits of the case with a picture at most seven bits away, nearest first; at most twelve.

    Six statements whatever the case holds. A restricted exhibit is seen by those named for it alone.
    """
    require(session, actor, Permission.EVIDENCE_VIEW, exhibit.subject)
    own = session.exec(select(Likeness.bits).where(Likeness.exhibit_id == exhibit.key).limit(32)).all()
    if not own:
        return []
    nearest: dict[int, int] = {}
    for key, bits in _candidates(session, exhibit, own):
        closest = min(distance(bits, mine) for mine in own)
        if closest <= FARTHEST:
            nearest[key] = min(closest, nearest.get(key, FARTHEST))
    wanted = sorted(nearest, key=lambda key: (nearest[key], key))[:MOST_SHOWN]
    found = session.exec(select(Exhibit).where(col(Exhibit.id).in_(wanted))).all() if wanted else []
    return sorted((Near(one, nearest[one.key]) for one in found), key=lambda one: (one.distance, one.exhibit.key))


def _candidates(session: Session, exhibit: Exhibit, own: Sequence[str]) -> set[tuple[int, str]]:
    """Hashes of the case that share a band with one of ours, up to a bit."""
    found: set[tuple[int, str]] = set()
    for place, column in enumerate(_BANDS):
        values = sorted({value for bits in own for value in within_one_bit(bands(bits)[place])})
        statement = select(Likeness.exhibit_id, Likeness.bits).where(
            Likeness.case_id == exhibit.case_id, col(column).in_(values), Likeness.exhibit_id != exhibit.key
        )
        found |= {(key, bits) for key, bits in session.exec(statement.limit(MOST_CANDIDATES)).all()}
    return found

"""Synthetic testimonies in any number, for benchmarks: fixed seed, both languages, words as uneven as a language's.

Rows are written in bulk, past the services: a thousand at a time, one transaction and one log entry for each thousand
(`demo.bulk_added`, with the digest of all contents), so that the log still verifies and says what happened. Identities
are not made: these witnesses have codes only.
"""

import hashlib
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, func, update
from sqlmodel import Session, col, select

from casework import audit
from casework.accounts.services import find_account
from casework.cases.models import Case
from casework.cases.services import add_member, open_case
from casework.db import next_number, now, write_session
from casework.db.counters import Counter
from casework.demo import words
from casework.demo.bulk_index import index_bulk
from casework.review.models import Review
from casework.subjects import SYSTEM
from casework.testimonies.content import Content, Paragraph, content_hash
from casework.testimonies.models import Testimony, TestimonyVersion
from casework.vocabulary import AgeBand, ConsentScope, KnowledgeBasis, Modality, PlaceType, ReviewStatus, RiskLevel, Sex
from casework.witnesses.models import Consent, Witness

TITLE = "SYNTHETIC bulk: testimonies for measurements"
SEED = 20250308
CHUNK = 1_000
PER_WITNESS = 4
STATUSES = (ReviewStatus.APPROVED, ReviewStatus.SUBMITTED, ReviewStatus.RETURNED, ReviewStatus.DRAFT)
SHARES = (70, 15, 5, 10)


def load_bulk(engine: Engine, size: int, *, told: Callable[[int], None] = lambda _done: None) -> tuple[str, int]:
    """Bring the bulk case to `size` testimonies; answers its reference and how many were added.

    The same size twice adds nothing; a larger one adds the difference, and the result is the same as in one go.
    """
    with write_session(engine) as session:
        case = _case(session)
        have = session.exec(select(func.count()).where(Testimony.case_id == case.key)).one()
        session.commit()
    done = have
    while done < size:
        with write_session(engine) as session:
            count = min(CHUNK - done % CHUNK, size - done)
            _add_chunk(session, case, done + 1, count)
            session.commit()
        done += count
        told(done - have)
    return case.reference, max(0, size - have)


def _case(session: Session) -> Case:
    found = session.exec(select(Case).where(Case.title == TITLE)).first()
    if found is not None:
        return found
    supervisor = find_account(session, "supervisor@demo.casework.example").as_actor()
    case = open_case(session, supervisor, opened_on=date(2025, 3, 24), title=TITLE, summary="SYNTHETIC throughout.")
    for key in ("investigator", "investigator2"):
        add_member(session, supervisor, case=case, email=f"{key}@demo.casework.example", reason="measurements")
    return case


def _add_chunk(session: Session, case: Case, first: int, count: int) -> None:
    author = find_account(session, "investigator@demo.casework.example").key
    reviewer = find_account(session, "supervisor@demo.casework.example").key
    witnesses = _witnesses(session, case, author, -(-count // PER_WITNESS))
    rows = [_testimony(case, first + i, witnesses[i // PER_WITNESS].key, author) for i in range(count)]
    session.add_all(rows)
    session.flush()
    frozen = [_version(row, author) for row in rows if row.submitted_version]
    session.add_all([*frozen, *(_review(row, author, reviewer) for row in rows if row.submitted_version)])
    next_number(session, f"case:{case.key}:T")  # makes the counter where there is none
    _count_up(session, f"case:{case.key}:T", first + count - 1)
    session.flush()
    index_bulk(session, rows)
    digest = hashlib.sha256("".join(version.content_hash for version in frozen).encode()).hexdigest()
    facts = {"first": rows[0].reference, "last": rows[-1].reference, "count": count, "sha256": digest}
    audit.record(session, SYSTEM, "demo.bulk_added", case.subject, **facts)


def _witnesses(session: Session, case: Case, author: int, count: int) -> list[Witness]:
    scope, made = f"case:{case.key}:W", []
    start = next_number(session, scope)
    for number in range(start, start + count):
        made.append(
            Witness(
                case_id=case.key, number=number, reference=f"W-{number:04d}", identity_owner=secrets.token_hex(16),
                age_band=list(AgeBand)[2 + number % 4], sex=list(Sex)[number % 2], risk_level=RiskLevel.LOW,
                registered_by=author, risk_assessed_by=author,
            )
        )  # fmt: skip
    _count_up(session, scope, start + count - 1)
    session.add_all(made)
    session.flush()
    answers = {str(scope): {"answer": "yes", "condition": ""} for scope in ConsentScope}
    session.add_all(
        Consent(case_id=case.key, witness_id=one.key, sequence=1, given_on=date(2025, 4, 1), answers=answers)
        for one in made
    )
    return made


@dataclass(frozen=True)
class Drawn:
    """What chance gave one testimony."""

    status: ReviewStatus
    content: Content


def drawn(number: int) -> Drawn:
    """Testimony `number`, from a seed of its own: it does not depend on those before it."""
    chance = random.Random(SEED * 1_000_003 + number)  # noqa: S311 - repeatable on purpose, nothing secret
    language = chance.choices(("ar", "en"), (65, 35))[0]
    status = chance.choices(STATUSES, SHARES)[0]
    taken = datetime(2025, 3, 20, 8, tzinfo=UTC) + timedelta(minutes=chance.randrange(300 * 24 * 60))
    return Drawn(status, _content(chance, language, taken))


def _testimony(case: Case, number: int, witness_id: int, author: int) -> Testimony:
    one = drawn(number)
    return Testimony(
        case_id=case.key, number=number, reference=f"T-{number:04d}", witness_id=witness_id, status=one.status,
        author_id=author, taken_at=one.content.started, language=one.content.language, writers=[author],
        submitted_version=0 if one.status is ReviewStatus.DRAFT else 1,
        approved_version=1 if one.status is ReviewStatus.APPROVED else 0,
        draft=one.content.to_json(),
    )  # fmt: skip


def _content(chance: random.Random, language: str, taken: datetime) -> Content:
    other = "en" if language == "ar" else "ar"
    texts = words.paragraphs(chance, language, chance.randint(180, 480))
    translated = [words.sentence(chance, other, len(text.split())) for text in texts]
    return Content(
        started=taken, ended=taken + timedelta(minutes=75), time_zone="Asia/Damascus", place_type=PlaceType.OFFICE,
        modality=Modality.IN_PERSON, interviewer="Investigator One (SYNTHETIC)", language=language,
        translation_language=other, bases=(KnowledgeBasis.SAW,),
        paragraphs=tuple(
            Paragraph(number=str(place), original=text, translation=translation)
            for place, (text, translation) in enumerate(zip(texts, translated, strict=True), start=1)
        ),
    )  # fmt: skip


def _version(row: Testimony, author: int) -> TestimonyVersion:
    return TestimonyVersion(
        case_id=row.case_id, testimony_id=row.key, number=1, content=row.draft, content_hash=content_hash(row.draft),
        submitted_by=author, writers=[author],
    )  # fmt: skip


def _review(row: Testimony, author: int, reviewer: int) -> Review:
    decided = row.status in (ReviewStatus.APPROVED, ReviewStatus.RETURNED)
    return Review(
        case_id=row.case_id, subject_kind="testimony", subject_id=row.key, subject_label=row.reference,
        subject_version=1, author_id=author, reviewer_id=reviewer if decided else None, status=row.status,
        reasons="SYNTHETIC" if row.status is ReviewStatus.RETURNED else "", decided_at=now() if decided else None,
    )  # fmt: skip


def _count_up(session: Session, scope: str, last: int) -> None:
    """Let the numbers go on after `last`."""
    session.execute(update(Counter).where(col(Counter.scope) == scope).values(last=last))

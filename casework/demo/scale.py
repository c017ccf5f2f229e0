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
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from casework import audit
from casework.accounts.services import find_account
from casework.cases.models import Case
from casework.cases.services import add_member, open_case
from casework.db import next_number, now, write_session
from casework.demo import words
from casework.demo.bulk import count_up, index_bulk, insert_rows
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
ARABIC = 65


def load_bulk(
    engine: Engine, size: int, *, told: Callable[[int], None] = lambda _done: None, arabic: int = ARABIC
) -> tuple[str, int]:
    """Bring the bulk case to `size` testimonies; answers its reference and how many were added. `arabic`: how many in a
    hundred were given in Arabic.

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
            _add_chunk(session, case, done + 1, count, arabic)
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


def _add_chunk(session: Session, case: Case, first: int, count: int, arabic: int) -> None:
    author = find_account(session, "investigator@demo.casework.example").key
    reviewer = find_account(session, "supervisor@demo.casework.example").key
    witnesses = _witnesses(session, case, author, -(-count // PER_WITNESS))
    told = [drawn(number, arabic) for number in range(first, first + count)]
    insert_rows(
        session,
        Testimony,
        [_testimony(case, one, witnesses[place // PER_WITNESS], author) for place, one in enumerate(told)],
    )
    ids = _ids(session, Testimony, case, first, count)
    frozen = [_version(case, key, one, author) for key, one in zip(ids, told, strict=True) if one.is_submitted]
    insert_rows(session, TestimonyVersion, frozen)
    reviews = [
        _review(case, key, one, author, reviewer) for key, one in zip(ids, told, strict=True) if one.is_submitted
    ]
    insert_rows(session, Review, reviews)
    count_up(session, f"case:{case.key}:T", first + count - 1)
    index_bulk(session, case, [_found(key, one) for key, one in zip(ids, told, strict=True)])
    digest = hashlib.sha256("".join(row["content_hash"] for row in frozen).encode()).hexdigest()
    facts = {"first": told[0].reference, "last": told[-1].reference, "count": count, "sha256": digest}
    audit.record(session, SYSTEM, "demo.bulk_added", case.subject, **facts)


def _witnesses(session: Session, case: Case, author: int, count: int) -> list[int]:
    scope = f"case:{case.key}:W"
    start = next_number(session, scope)
    numbers = range(start, start + count)
    insert_rows(session, Witness, [_witness(case, number, author) for number in numbers])
    count_up(session, scope, numbers[-1])
    ids = _ids(session, Witness, case, start, count)
    answers = {str(scope): {"answer": "yes", "condition": ""} for scope in ConsentScope}
    given = {"case_id": case.key, "sequence": 1, "given_on": date(2025, 4, 1), "answers": answers}
    insert_rows(session, Consent, [given | {"witness_id": key} for key in ids])
    return ids


def _witness(case: Case, number: int, author: int) -> dict[str, Any]:
    return {
        "case_id": case.key, "number": number, "reference": f"W-{number:04d}", "identity_owner": secrets.token_hex(16),
        "age_band": list(AgeBand)[2 + number % 4], "sex": list(Sex)[number % 2], "risk_level": RiskLevel.LOW,
        "registered_by": author, "risk_assessed_by": author,
    }  # fmt: skip


def _ids(session: Session, model: type[Testimony] | type[Witness], case: Case, first: int, count: int) -> list[int]:
    statement = select(model.id).where(model.case_id == case.key, col(model.number).between(first, first + count - 1))
    return [key for key in session.exec(statement.order_by(col(model.number))) if key is not None]


@dataclass(frozen=True)
class Drawn:
    """What chance gave one testimony."""

    number: int
    status: ReviewStatus
    content: Content

    @property
    def reference(self) -> str:
        return f"T-{self.number:04d}"

    @property
    def is_submitted(self) -> bool:
        return self.status is not ReviewStatus.DRAFT

    @cached_property
    def stored(self) -> dict[str, Any]:
        """The content as it is stored."""
        return self.content.to_json()


def drawn(number: int, arabic: int = ARABIC) -> Drawn:
    """Testimony `number`, from a seed of its own: it does not depend on those before it."""
    chance = random.Random(SEED * 1_000_003 + number)  # noqa: S311 - repeatable on purpose, nothing secret
    language = chance.choices(("ar", "en"), (arabic, 100 - arabic))[0]
    status = chance.choices(STATUSES, SHARES)[0]
    taken = datetime(2025, 3, 20, 8, tzinfo=UTC) + timedelta(minutes=chance.randrange(300 * 24 * 60))
    return Drawn(number, status, _content(chance, language, taken))


def _testimony(case: Case, one: Drawn, witness_id: int, author: int) -> dict[str, Any]:
    return {
        "case_id": case.key, "number": one.number, "reference": one.reference, "witness_id": witness_id,
        "status": one.status, "author_id": author, "taken_at": one.content.started, "language": one.content.language,
        "writers": [author], "submitted_version": int(one.is_submitted),
        "approved_version": int(one.status is ReviewStatus.APPROVED), "draft": one.stored,
    }  # fmt: skip


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


def _version(case: Case, key: int, one: Drawn, author: int) -> dict[str, Any]:
    return {
        "case_id": case.key, "testimony_id": key, "number": 1, "content": one.stored,
        "content_hash": content_hash(one.stored), "submitted_by": author, "writers": [author],
    }  # fmt: skip


def _review(case: Case, key: int, one: Drawn, author: int, reviewer: int) -> dict[str, Any]:
    decided = one.status in (ReviewStatus.APPROVED, ReviewStatus.RETURNED)
    return {
        "case_id": case.key, "subject_kind": "testimony", "subject_id": key, "subject_label": one.reference,
        "subject_version": 1, "author_id": author, "reviewer_id": reviewer if decided else None, "status": one.status,
        "reasons": "SYNTHETIC" if one.status is ReviewStatus.RETURNED else "", "decided_at": now() if decided else None,
    }  # fmt: skip


def _found(key: int, one: Drawn) -> dict[str, Any]:
    """The testimony as the search knows it."""
    said = one.content
    texts = [text for part in said.paragraphs for text in (part.original, part.translation)]
    return {
        "subject_kind": "testimony", "subject_id": key, "label": one.reference, "title": one.reference,
        "body": "\n".join(texts), "status": one.status.value, "on_date": said.started.date() if said.started else None,
    }  # fmt: skip

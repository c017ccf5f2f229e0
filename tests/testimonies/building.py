"""Statements to test with, made through the real services."""

from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from casework.cases.models import Case
from casework.subjects import Actor
from casework.testimonies import services
from casework.testimonies.content import Content, Paragraph, Present
from casework.testimonies.models import Testimony, TestimonyVersion
from casework.vocabulary import (
    KnowledgeBasis,
    Modality,
    PlaceType,
    Preliminary,
    PresentRole,
    ReadBack,
    Signature,
)
from casework.witnesses.models import Consent, Witness

ARABIC = "سمعت طرقاً على الباب صباح السابع من آذار."
ENGLISH = "I heard knocking at the door on the morning of 7 March."


def make_witness(session: Session, case: Case, *, number: int = 1, store: str = "yes") -> Witness:
    """A witness who answered so when asked whether the account may be stored ("" for no record)."""
    witness = Witness(
        case_id=case.key, number=number, reference=f"W-{number:04d}", identity_owner=f"{case.key}-{number}"
    )
    session.add(witness)
    session.flush()
    if store:
        answers = {"store": {"answer": store, "condition": ""}}
        session.add(
            Consent(case_id=case.key, witness_id=witness.key, sequence=1, given_on=date(2025, 3, 10), answers=answers)
        )
        session.flush()
    return witness


def paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    """Paragraphs with these texts, not yet numbered."""
    return tuple(Paragraph(original=text, translation=f"{text} (translated)") for text in texts)


def complete(*texts: str, **fields: Any) -> Content:
    """A content that can be submitted."""
    values: dict[str, Any] = {
        "started": datetime(2025, 3, 12, 8, 0, tzinfo=UTC),
        "ended": datetime(2025, 3, 12, 9, 30, tzinfo=UTC),
        "time_zone": "Asia/Damascus",
        "place_type": PlaceType.OFFICE,
        "modality": Modality.IN_PERSON,
        "present": (Present(role=PresentRole.INTERPRETER, who="Interpreter 4"),),
        "interviewer": "Interviewer 2",
        "language": "ar",
        "translation_language": "en",
        "bases": (KnowledgeBasis.SAW,),
        "preliminaries": tuple(Preliminary),
        "paragraphs": paragraphs(*(texts or ("one", "two", "three"))),
        "read_back": ReadBack.IN_FULL,
        "signature": Signature.THUMBPRINT,
    }
    return Content(**(values | fields))


def make_testimony(session: Session, actor: Actor, case: Case, witness: Witness, *texts: str) -> Testimony:
    """A statement whose draft is complete."""
    testimony = services.start(session, actor, case=case, witness=witness)
    services.save_draft(session, actor, testimony=testimony, version=1, content=complete(*texts))
    return testimony


def submitted(session: Session, actor: Actor, testimony: Testimony) -> TestimonyVersion:
    """The draft, frozen."""
    return services.submit(session, actor, testimony=testimony, version=testimony.version)

"""What is done with testimonies: begin, save the draft, submit, correct."""

from collections.abc import Sequence

from sqlmodel import Session, select

from casework import audit
from casework.access import Permission, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.db import next_number, now
from casework.errors import Invalid, NotFound, Refused, Stale
from casework.i18n import _
from casework.jobs.services import enqueue
from casework.subjects import Actor
from casework.testimonies import exhibits
from casework.testimonies.completeness import gaps, time_problems
from casework.testimonies.consenting import require_consent_to_store
from casework.testimonies.content import Content, Paragraph, content_hash
from casework.testimonies.indexing import index
from casework.testimonies.jobs import LIKENESS
from casework.testimonies.models import Testimony, TestimonyVersion
from casework.testimonies.numbering import moved, number_paragraphs, without_blank_rows
from casework.testimonies.reviewing import ask_for_review
from casework.vocabulary import ReviewStatus, TestimonyKind
from casework.witnesses.models import Witness

MOST_PARAGRAPHS = 800
CORRECTABLE = (ReviewStatus.RETURNED, ReviewStatus.APPROVED)


def start(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    witness: Witness,
    kind: TestimonyKind = TestimonyKind.FIRST,
    why_needed: str = "",
    language: str = "ar",
    translation_language: str = "",
) -> Testimony:
    """Begin a statement of a witness of this case; its number is permanent.

    Raises NotFound for a witness of another case, Invalid beside a field, Refused without consent to store it.
    """
    require(session, actor, Permission.TESTIMONY_EDIT, case.subject)
    require_open(case)
    if witness.case_id != case.key:
        raise NotFound
    if kind is not TestimonyKind.FIRST and not why_needed.strip():
        text = _("Say why another account was needed: each one burdens the witness.")
        raise Invalid(fields={"why_needed": text})
    require_consent_to_store(session, case=case, witness=witness)
    number = next_number(session, f"case:{case.key}:T")
    testimony = Testimony(
        case_id=case.key, number=number, reference=f"T-{number:04d}", witness_id=witness.key, author_id=actor.id
    )
    content = Content(
        kind=kind, why_needed=why_needed, language=language, translation_language=translation_language,
        time_zone=case.time_zone,
    )  # fmt: skip
    _put_draft(testimony, actor, content)
    session.add(testimony)
    session.flush()
    index(session, testimony)
    audit.record(session, actor, "testimony.started", testimony.subject, witness=witness.reference, account=str(kind))
    return testimony


def save_draft(
    session: Session, actor: Actor, *, testimony: Testimony, version: int, content: Content
) -> tuple[Paragraph, ...]:
    """Keep the draft as it is now, complete or not; returns its paragraphs as they are numbered now.

    `version` is the row's version that the writer saw. Raises Stale when somebody saved since, Refused when nothing is
    being written, Invalid for times that cannot be.
    """
    require(session, actor, Permission.TESTIMONY_EDIT, testimony.subject)
    _lock(session, testimony, version)
    _require_draft(testimony)
    problems = time_problems(content, now())
    if len(content.paragraphs) > MOST_PARAGRAPHS:
        problems["paragraphs"] = _("A statement can have %(count)s paragraphs at most.", count=MOST_PARAGRAPHS)
    problems |= exhibits.unknown_codes(session, testimony, content.exhibits_shown)
    if problems:
        raise Invalid(fields=problems)
    numbered = _number(session, testimony, content)
    _put_draft(testimony, actor, content.changed(paragraphs=numbered))
    _count_save(testimony)
    session.add(testimony)
    session.flush()
    index(session, testimony)
    audit.record(session, actor, "testimony.draft_saved", testimony.subject, save=testimony.version)
    return numbered


def submit(session: Session, actor: Actor, *, testimony: Testimony, version: int) -> TestimonyVersion:
    """Freeze the draft as the next version, for good, and ask for its review.

    Raises Stale, Refused when there is no draft or no consent, Invalid with every gap beside its field.
    """
    require(session, actor, Permission.TESTIMONY_EDIT, testimony.subject)
    _lock(session, testimony, version)
    _require_draft(testimony)
    case, witness = session.get_one(Case, testimony.case_id), session.get_one(Witness, testimony.witness_id)
    require_open(case)
    require_consent_to_store(session, case=case, witness=witness)
    content = _tidy(session, testimony)
    problems = gaps(content, now())
    if problems:
        raise Invalid(fields=problems)
    frozen = _freeze(actor, testimony, content)
    session.add_all([testimony, frozen])
    session.flush()
    index(session, testimony)
    facts = {"version": frozen.number, "sha256": frozen.content_hash}
    audit.record(session, actor, "testimony.submitted", testimony.subject, **facts)
    ask_for_review(session, actor, testimony, frozen)
    enqueue(session, actor, LIKENESS, testimony.case_id, {"testimony": testimony.key})
    return frozen


def start_correction(session: Session, actor: Actor, *, testimony: Testimony, version: int, reason: str) -> Testimony:
    """Begin the next version from the last frozen one; nothing of that one changes.

    Raises Stale, Invalid without a reason, Refused unless the last version was returned or approved.
    """
    require(session, actor, Permission.TESTIMONY_EDIT, testimony.subject)
    _lock(session, testimony, version)
    require_open(session.get_one(Case, testimony.case_id))
    if testimony.status not in CORRECTABLE:
        raise Refused(_("Only a statement that was returned or approved can be corrected."))
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say what has to be corrected, and why.")})
    last = frozen_versions(session, testimony)[-1]
    testimony.writers = []
    _put_draft(testimony, actor, Content.from_json(last.content))
    testimony.status, testimony.draft_reason = ReviewStatus.DRAFT, reason.strip()[:2_000]
    _count_save(testimony)
    session.add(testimony)
    session.flush()
    index(session, testimony)
    audit.record(session, actor, "testimony.correction_started", testimony.subject, of_version=last.number)
    return testimony


def frozen_versions(session: Session, testimony: Testimony) -> Sequence[TestimonyVersion]:
    """The submitted versions, oldest first."""
    statement = select(TestimonyVersion).where(TestimonyVersion.testimony_id == testimony.key)
    return sorted(session.exec(statement).all(), key=lambda row: row.number)


def permanent_numbers(session: Session, testimony: Testimony) -> tuple[str, ...]:
    """The paragraph numbers submitted so far: each version holds all those of the one before."""
    if not testimony.submitted_version:
        return ()
    return Content.from_json(frozen_versions(session, testimony)[-1].content).numbers


def _lock(session: Session, testimony: Testimony, version: int) -> None:
    session.refresh(testimony, with_for_update=True)
    if testimony.version != version:
        raise Stale(testimony)


def _require_draft(testimony: Testimony) -> None:
    if testimony.status is not ReviewStatus.DRAFT:
        raise Refused(_("This statement was submitted. It does not change any more; a correction is a new version."))


def _number(session: Session, testimony: Testimony, content: Content) -> tuple[Paragraph, ...]:
    """Number the paragraphs, and let the links to exhibits follow them."""
    try:
        numbered = number_paragraphs(content.paragraphs, permanent_numbers(session, testimony))
    except ValueError:
        text = _("A submitted paragraph is missing. It can be withdrawn, but its number stays.")
        raise Invalid(fields={"paragraphs": text}) from None
    exhibits.follow(session, testimony, moved(content.paragraphs, numbered))
    return numbered


def _tidy(session: Session, testimony: Testimony) -> Content:
    """The draft as it will be frozen: no blank rows, no text in withdrawn paragraphs."""
    content = Content.from_json(testimony.draft)
    rows = without_blank_rows(content.paragraphs, permanent_numbers(session, testimony))
    numbered = _number(session, testimony, content.changed(paragraphs=rows))
    silent = {"original": "", "translation": ""}
    return content.changed(
        paragraphs=tuple(row.model_copy(update=silent) if row.is_withdrawn else row for row in numbered)
    )


def _freeze(actor: Actor, testimony: Testimony, content: Content) -> TestimonyVersion:
    _put_draft(testimony, actor, content)
    testimony.status = ReviewStatus.SUBMITTED
    testimony.submitted_version += 1
    _count_save(testimony)
    return TestimonyVersion(
        case_id=testimony.case_id,
        testimony_id=testimony.key,
        number=testimony.submitted_version,
        content=testimony.draft,
        content_hash=content_hash(testimony.draft),
        reason=testimony.draft_reason,
        submitted_by=actor.id,
        writers=testimony.writers,
    )


def _put_draft(testimony: Testimony, actor: Actor, content: Content) -> None:
    testimony.draft = content.to_json()
    testimony.kind, testimony.language, testimony.taken_at = content.kind, content.language, content.started
    if actor.id is not None and actor.id not in testimony.writers:
        testimony.writers = [*testimony.writers, actor.id]


def _count_save(testimony: Testimony) -> None:
    testimony.version, testimony.updated_at = testimony.version + 1, now()

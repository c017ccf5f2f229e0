"""The testimonies: written, submitted, returned, corrected and approved by the people whose work that is."""

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from casework.demo import content
from casework.demo.reviews import Grades, approve, send_back
from casework.demo.stage import Stage, expect
from casework.subjects import Actor
from casework.testimonies import exhibits, services
from casework.testimonies.content import Content, Paragraph, Present
from casework.testimonies.likeness_search import look_for_likeness
from casework.testimonies.models import Testimony
from casework.vocabulary import (
    InformationGrade,
    KnowledgeBasis,
    Modality,
    PlaceType,
    Preliminary,
    PresentRole,
    ReadBack,
    Signature,
    SourceGrade,
    TestimonyKind,
)

PARAGRAPH = re.compile(r"(T-\d{4}) ¶(\d+)")


def load_testimonies(stage: Stage) -> None:
    """Every statement, brought to where its content file says that it stands."""
    for number, (reference, row) in enumerate(content.testimonies().items(), start=1):
        author = stage.author(number)
        testimony = _write(stage, author, row)
        expect(testimony.reference, reference)
        stage.made[reference] = testimony
        for paragraph, exhibit in _exhibits_of(reference):
            exhibits.link(stage.session, author, testimony=testimony, paragraph=paragraph, exhibit=exhibit)
        if row["status"] != "draft":
            services.submit(stage.session, author, testimony=testimony, version=testimony.version)
        if "return_reasons" in row:
            remarks = [(remark["paragraph"], remark["text"]) for remark in row["comment"]]
            send_back(stage, number, testimony.subject, row["return_reasons"], remarks)
        if "correction" in row:
            _correct(stage, author, testimony, row)
        if row["status"] == "approved":
            approve(stage, number, testimony.subject, _grades(row))


def _write(stage: Stage, author: Actor, row: content.Table) -> Testimony:
    kind = TestimonyKind(row["account"])
    testimony = services.start(
        stage.session,
        author,
        case=stage.case,
        witness=stage.made[row["witness"]],
        kind=kind,
        why_needed=row["reason"],
        language=row["language"],
        translation_language=_other(row["language"]),
    )
    said = _content(stage, author, kind, row)
    services.save_draft(stage.session, author, testimony=testimony, version=testimony.version, content=said)
    return testimony


def _correct(stage: Stage, author: Actor, testimony: Testimony, row: content.Table) -> None:
    session = stage.session
    services.start_correction(session, author, testimony=testimony, version=testimony.version, reason=row["correction"])
    said = Content.from_json(testimony.draft).changed(paragraphs=_paragraphs(row, version=2))
    services.save_draft(session, author, testimony=testimony, version=testimony.version, content=said)
    services.submit(session, author, testimony=testimony, version=testimony.version)


def _content(stage: Stage, author: Actor, kind: TestimonyKind, row: content.Table) -> Content:
    zone = ZoneInfo(stage.case.time_zone)
    started, ended = (
        datetime.fromisoformat(f"{row['taken']}T{row[at]}").replace(tzinfo=zone) for at in ("start", "end")
    )
    finished = row["status"] != "draft"
    return Content(
        kind=kind,
        why_needed=row["reason"],
        prior_accounts=row["prior"],
        started=started,
        ended=ended,
        time_zone=stage.case.time_zone,
        place_type=PlaceType(row["place_type"]),
        modality=Modality(row["modality"]),
        present=tuple(Present(role=PresentRole(role), who=who) for role, who in row.get("present", [])),
        interviewer=author.name,
        language=row["language"],
        translation_language=_other(row["language"]),
        spoken="English" if row["language"] == "en" else "Arabic, Syrian",
        bases=tuple(KnowledgeBasis(basis) for basis in row["basis"]),
        preliminaries=tuple(Preliminary) if finished else (),
        paragraphs=_paragraphs(row, version=1),
        read_back=ReadBack.IN_FULL if finished else None,
        signature=_signature(row) if finished else None,
        observations=row["observations"],
    )


def _signature(row: content.Table) -> Signature:
    """Who is at risk does not sign (Murad Code); a video is confirmed on the recording."""
    if row["modality"] == "secure_video":
        return Signature.CONFIRMED_ON_RECORDING
    risk = next(w["risk"] for w in content.read("people")["witness"] if w["code"] == row["witness"])
    return Signature.SIGNED if risk in ("low", "medium") else Signature.NOT_SIGNED_FOR_SAFETY


def _paragraphs(row: content.Table, *, version: int) -> tuple[Paragraph, ...]:
    arabic_first = row["language"] == "ar"
    return tuple(
        Paragraph(
            number=str(number),
            original=arabic if arabic_first else english,
            translation=english if arabic_first else arabic,
        )
        for number, (arabic, english) in enumerate(content.paragraphs(row, version), start=1)
    )


def _other(language: str) -> str:
    return "en" if language == "ar" else "ar"


def _exhibits_of(reference: str) -> Iterator[tuple[str, str]]:
    """Pairs of paragraph and exhibit for one statement."""
    for exhibit in content.read("exhibits")["exhibit"]:
        for cited in exhibit["testimony"]:
            found, paragraph = PARAGRAPH.fullmatch(cited).groups()  # type: ignore[union-attr]  # content is tested
            if found == reference:
                yield paragraph, exhibit["code"]


def _grades(row: content.Table) -> Grades:
    source, information = row.get("grades", ["b", "probably_true"])
    return Grades(SourceGrade(source), InformationGrade(information))


def compare_wording(stage: Stage) -> None:
    """What the job does after each submission, so that the pair with similar wording is there at once."""
    submitted = select(Testimony).where(Testimony.case_id == stage.case.key, Testimony.submitted_version > 0)
    for row in stage.session.exec(submitted.order_by(col(Testimony.number))).all():
        look_for_likeness(stage.session, row)

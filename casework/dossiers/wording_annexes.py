"""The annexes in words: statements, exhibits with custody, witnesses, consent, reviews, glossary, manifest."""

import hashlib
from collections.abc import Iterable
from typing import Any

from casework.dossiers.annexes import Consent, Item, Paragraph, Review, Statement, Witness
from casework.dossiers.gathering import Told
from casework.dossiers.snapshot import canonical
from casework.dossiers.states import DateDetail, PlaceDetail
from casework.dossiers.wording import Edition, colleague, day, grade, labels, listed, pick
from casework.i18n import _
from casework.i18n.labels import label
from casework.testimonies.languages import language_name
from casework.vocabulary import (
    AgeBand,
    ConsentScope,
    KnowledgeBasis,
    ProtectionMeasure,
    RecipientKind,
    ReviewStatus,
    Sex,
)
from casework.witnesses.consent import Answer, Reason, RecipientRef, may_be_used, scope_for
from casework.witnesses.protection import shown_to_readers


def statement(edition: Edition, told: Told) -> Statement:
    """A statement at its approved version; withdrawn paragraphs keep their number and have no text."""
    content, version = told.content, told.version
    number = version.number if version else 0
    review = edition.material.approval("testimony", told.row.key, number)
    return Statement(
        ref=told.row.reference,
        version=number,
        witness=told.witness.reference,
        account=label(content.kind),
        taken=day(content.started, edition.days_about(told.witness)),
        modality=label(content.modality) if content.modality else "",
        original_language=language_name(content.language),
        translation_language=language_name(content.translation_language) if content.translation_language else "",
        basis=labels(KnowledgeBasis, content.bases),
        grade=grade(review),
        approved=_("%(date)s, by %(who)s", date=day(review.decided_at), who=colleague(edition, review.reviewer_id))
        if review
        else "",
        paragraphs=tuple(
            Paragraph(
                number=one.number,
                original=_("[Paragraph withdrawn]") if one.is_withdrawn else one.original,
                translation="" if one.is_withdrawn else one.translation,
            )
            for one in content.paragraphs
        ),
    )


def witnesses(edition: Edition) -> list[Witness]:
    """Every witness whose statement is printed, by code."""
    told_by: dict[str, list[str]] = {}
    people = {}
    for ref, told in edition.chosen.statements.items():
        told_by.setdefault(told.witness.reference, []).append(ref)
        people[told.witness.reference] = told.witness
    return [
        Witness(
            code=code,
            age_band=label(AgeBand(person.age_band)),
            sex=label(Sex(person.sex)),
            statements=tuple(told_by[code]),
            protection=labels(ProtectionMeasure, shown_to_readers(person.protection_measures)),
        )
        for code, person in sorted(people.items())
    ]


def consent_scopes(edition: Edition) -> list[ConsentScope]:
    kind = RecipientKind(edition.material.recipient.kind)
    return list(
        dict.fromkeys(
            (
                ConsentScope.STORE,
                ConsentScope.ANALYSE,
                scope_for(kind),
                ConsentScope.IDENTITY_TO_RECIPIENT,
                ConsentScope.AUDIO_OR_IMAGE,
                ConsentScope.PUBLICATION,
            )
        )
    )


def consents(edition: Edition) -> list[Consent]:
    """The answers in force on the day of building, for the witnesses who are printed."""
    recipient = RecipientRef(RecipientKind(edition.material.recipient.kind), edition.material.recipient.slug)
    rows: dict[str, Consent] = {}
    for told in edition.chosen.statements.values():
        records = edition.material.consents.get(told.witness.key, [])
        answers = [may_be_used(records, scope, recipient, edition.on) for scope in consent_scopes(edition)]
        notes = listed(answer.condition or "" for answer in answers)
        code = told.witness.reference
        rows[code] = Consent(witness=code, answers=tuple(answer_words(answer) for answer in answers), note=notes)
    return [rows[code] for code in sorted(rows)]


def answer_words(answer: Answer) -> str:
    words = {
        Reason.ALLOWED: _("Yes"),
        Reason.ALLOWED_ON_CONDITION: _("On condition"),
        Reason.WITHDRAWN: _("Withdrawn"),
        Reason.EXPIRED: _("Expired"),
        Reason.NO_RECORD: "–",
        Reason.NOT_ASKED: "–",
    }
    text = words.get(answer.reason) or _("No")
    return _("%(answer)s, until %(date)s", answer=text, date=day(answer.expires_on)) if answer.allowed and answer.expires_on else text  # fmt: skip


def conditions(edition: Edition) -> list[str]:
    """What witnesses made a condition of this recipient's use, by code."""
    said_by = {
        code: answer.condition for code, answer in edition.chosen.answers.items() if answer.allowed and answer.condition
    }
    return [f"{code}: {condition}" for code, condition in sorted(said_by.items())]


def generalised(edition: Edition) -> list[str]:
    """What the reader must know of places and dates that are less exact than the records."""
    lines = []
    if edition.places is not PlaceDetail.PRECISE:
        lines.append(
            _("Places are given no closer than: %(detail)s. Narrative texts stand as they were written.", detail=label(edition.places).lower())
        )  # fmt: skip
    if edition.days is DateDetail.MONTH:
        lines.append(_("Dates are given by month. Narrative texts stand as they were written."))
    return lines


def reviews(edition: Edition) -> list[Review]:
    """The approvals of everything printed."""
    found = []
    kept = [("testimony", told.row, told.version.number) for told in edition.chosen.statements.values() if told.version]
    objects: list[tuple[str, Any, int | None]] = [
        *kept,
        *(("allegation", file.row, file.row.version) for file in edition.chosen.allegations),
        *(("exhibit", row, None) for row in edition.chosen.exhibits.values()),
        *(("incident", row, None) for row in edition.material.incidents),
    ]
    for kind, row, version in objects:
        review = edition.material.approval(kind, row.key, version)
        if review is not None:
            found.append(
                Review(
                    ref=row.reference,
                    version=review.subject_version,
                    decision=label(ReviewStatus(review.status)),
                    date=day(review.decided_at),
                    reviewer=colleague(edition, review.reviewer_id),
                    grade=grade(review),
                )
            )
    return found


def glossary(edition: Edition) -> list[tuple[str, str]]:
    """Places and units in both scripts."""
    precise = edition.places is PlaceDetail.PRECISE
    pairs = [(row.place, row.place_ar) for row in edition.material.incidents if precise]
    return in_both_scripts([*pairs, *((unit.name, unit.name_ar) for unit in edition.material.units.values())])


def in_both_scripts(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names that have both, each beside the other, in the order of the edition's script."""
    both = {pair: None for pair in pairs if all(pair)}
    return sorted((arabic, latin) if pick("en", "ar") == "en" else (latin, arabic) for latin, arabic in both)


def items(edition: Edition) -> list[Item]:
    """Every printed object with the hash of what was printed from it."""
    found = [
        Item(ref=ref, version=told.version.number, sha256=told.version.content_hash)
        for ref, told in edition.chosen.statements.items()
        if told.version
    ]
    found += [Item(ref=ref, version=1, sha256=row.sha256) for ref, row in edition.chosen.exhibits.items()]
    for file in edition.chosen.allegations:
        stored = file.row.model_dump(mode="json", exclude={"created_at", "updated_at", "status"})
        sources = sorted((link.reference, link.paragraph, link.is_contrary) for link in file.sources)
        content = canonical({**stored, "sources": sources})
        digest = hashlib.sha256(content.encode()).hexdigest()
        found.append(Item(ref=file.row.reference, version=file.row.version, sha256=digest))
    return found

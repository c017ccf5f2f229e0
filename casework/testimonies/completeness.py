"""What a statement needs before it can be submitted, each gap beside the field it is about. Pure.

The list follows what the Méndez Principles and the Murad Code ask a record of an interview to show.
"""

from collections.abc import Iterable
from datetime import datetime

from casework.i18n import _
from casework.testimonies.content import Content, Paragraph
from casework.vocabulary import Modality, ReadBack, TestimonyKind

EARLIEST_YEAR = 1950
# The step of the editor on which each field stands.
STEPS: dict[str, tuple[str, ...]] = {
    "edit": (
        "kind", "why_needed", "prior_accounts", "started", "ended", "time_zone", "place_type", "modality", "present",
        "interviewer", "interpreter", "language", "translation_language", "spoken", "bases",
    ),
    "account": ("paragraphs",),
    "closing": ("preliminaries", "exhibits_shown", "read_back", "signature", "closing_note", "observations"),
}  # fmt: skip


def step_of(field: str) -> str:
    """The step on which a field is mended."""
    return next((step for step, fields in STEPS.items() if field.split("-")[0] in fields), "edit")


def time_problems(content: Content, now: datetime) -> dict[str, str]:
    """Times that cannot be: asked on every save, for they are typing errors."""
    problems = {}
    for name, moment in (("started", content.started), ("ended", content.ended)):
        if moment and moment.year < EARLIEST_YEAR:
            problems[name] = _("This is too long ago.")
        elif moment and moment > now:
            problems[name] = _("This is in the future.")
    if problems:
        return problems
    if content.started and content.ended and content.ended < content.started:
        problems["ended"] = _("The end is before the start.")
    return problems


def gaps(content: Content, now: datetime) -> dict[str, str]:
    """What is missing or wrong, by field; empty when the statement can be submitted."""
    return {**_circumstances(content), **time_problems(content, now), **_account(content), **_closing(content)}


def _circumstances(content: Content) -> dict[str, str]:
    wanted: Iterable[tuple[str, object, str]] = (
        ("started", content.started, _("Say when the interview began.")),
        ("ended", content.ended, _("Say when the interview ended.")),
        ("place_type", content.place_type, _("Say what kind of place it was.")),
        ("modality", content.modality, _("Say how the account was taken.")),
        ("interviewer", content.interviewer or not _is_interview(content), _("Say who asked the questions.")),
        ("bases", content.bases, _("Say how the witness knows.")),
    )
    problems = {name: text for name, value, text in wanted if not value}
    if content.kind is not TestimonyKind.FIRST and not content.why_needed:
        problems["why_needed"] = _("Say why another account was needed: each one burdens the witness.")
    return problems


def _is_interview(content: Content) -> bool:
    return content.modality not in (Modality.WRITTEN_BY_WITNESS, Modality.THIRD_PARTY_RECORDING)


def _account(content: Content) -> dict[str, str]:
    standing = [row for row in content.paragraphs if not row.is_withdrawn]
    if not standing:
        return {"paragraphs": _("The account has no paragraph yet.")}
    problems = {}
    for row in standing:
        text = _paragraph(row, content)
        if text:
            problems[f"paragraphs-{row.number}"] = text
    return problems


def _paragraph(row: Paragraph, content: Content) -> str:
    if not row.original:
        return _("Paragraph %(number)s has no original text.", number=row.number)
    if content.is_translated and not row.translation:
        return _("Paragraph %(number)s has no translation.", number=row.number)
    return ""


def _closing(content: Content) -> dict[str, str]:
    problems = {}
    if not content.preliminaries and _is_interview(content):
        problems["preliminaries"] = _("Say what was explained before the account began.")
    if content.read_back is None:
        problems["read_back"] = _("Say whether the record was read back.")
    if content.signature is None:
        problems["signature"] = _("Say how the witness confirmed the record.")
    if content.read_back is ReadBack.NOT_READ_BACK and not content.closing_note:
        problems["closing_note"] = _("Say why it was not read back.")
    return problems

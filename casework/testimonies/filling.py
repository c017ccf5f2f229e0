"""Between the forms and the content: what is shown in a step, and what a step changes."""

from collections.abc import Callable
from typing import Any, NamedTuple

from werkzeug.datastructures import MultiDict

from casework.testimonies.content import Content, Paragraph, Present, at, on_the_clock
from casework.testimonies.exhibits import codes_in
from casework.testimonies.forms import AccountForm, CircumstancesForm, ClosingForm
from casework.vocabulary import KnowledgeBasis, PresentRole
from casework.web import BaseForm

BLANK_PEOPLE = 2
_TEXTS = ("why_needed", "prior_accounts", "time_zone", "interviewer", "interpreter", "spoken")
_WORDS = ("kind", "language", "translation_language")


class Step(NamedTuple):
    """One step of the editor: its form, what fills it, and what it changes."""

    form: type[BaseForm]
    data: Callable[[Content], dict[str, Any]]
    changes: Callable[[Any], dict[str, Any]]
    template: str


def circumstances_data(content: Content) -> dict[str, Any]:
    """The content as the first step shows it; two empty rows for people, for those who have no script."""
    people = [{"role": one.role.value, "who": one.who} for one in content.present]
    return {
        **{name: getattr(content, name) for name in (*_TEXTS, *_WORDS)},
        "started": on_the_clock(content.started, content.time_zone),
        "ended": on_the_clock(content.ended, content.time_zone),
        "place_type": content.place_type or "",
        "modality": content.modality or "",
        "present": [*people, *({"role": "", "who": ""} for _blank in range(BLANK_PEOPLE))],
        "bases": [str(word) for word in content.bases],
    }


def circumstances_changes(form: CircumstancesForm) -> dict[str, Any]:
    """What the first step says."""
    zone = form.time_zone.data
    people = [row.data for row in form.present if row.data["role"] or (row.data["who"] or "").strip()]
    return {
        **{name: getattr(form, name).data or "" for name in (*_TEXTS, *_WORDS)},
        "started": at(form.started.data, zone),
        "ended": at(form.ended.data, zone),
        "place_type": form.place_type.data or None,
        "modality": form.modality.data or None,
        "present": tuple(Present(role=row["role"] or PresentRole.OTHER, who=row["who"] or "") for row in people),
        "bases": tuple(form.bases.data or ()),
    }


def account_data(content: Content) -> dict[str, Any]:
    """The paragraphs as the second step shows them; one empty row where there is none yet."""
    rows = [
        {
            "number": row.number,
            "original": row.original,
            "translation": row.translation,
            "kind": "withdrawn" if row.is_withdrawn else "question" if row.is_question else "answer",
            "basis": row.basis or "",
        }
        for row in content.paragraphs
    ]
    return {"paragraphs": rows or [{"kind": "answer"}]}


def account_changes(form: AccountForm) -> dict[str, Any]:
    """The paragraphs as they were typed."""
    return {"paragraphs": tuple(_paragraph(row.data) for row in form.paragraphs)}


def _paragraph(row: dict[str, Any]) -> Paragraph:
    return Paragraph(
        number=row["number"] or "",
        original=row["original"] or "",
        translation=row["translation"] or "",
        is_question=row["kind"] == "question",
        is_withdrawn=row["kind"] == "withdrawn",
        basis=KnowledgeBasis(row["basis"]) if row["basis"] else None,
    )


def closing_data(content: Content) -> dict[str, Any]:
    """The content as the third step shows it."""
    return {
        "preliminaries": [str(word) for word in content.preliminaries],
        "exhibits_shown": ", ".join(content.exhibits_shown),
        "read_back": content.read_back or "",
        "signature": content.signature or "",
        "closing_note": content.closing_note,
        "observations": content.observations,
    }


def closing_changes(form: ClosingForm) -> dict[str, Any]:
    """What the third step says."""
    return {
        "preliminaries": tuple(form.preliminaries.data or ()),
        "exhibits_shown": codes_in(form.exhibits_shown.data or ""),
        "read_back": form.read_back.data or None,
        "signature": form.signature.data or None,
        "closing_note": form.closing_note.data or "",
        "observations": form.observations.data or "",
    }


EDITOR: dict[str, Step] = {
    "edit": Step(CircumstancesForm, circumstances_data, circumstances_changes, "testimonies/edit.html"),
    "account": Step(AccountForm, account_data, account_changes, "testimonies/account.html"),
    "closing": Step(ClosingForm, closing_data, closing_changes, "testimonies/closing.html"),
}


def filled(step: Step, content: Content, version: int, formdata: MultiDict[str, str] | None) -> BaseForm:
    """The form of a step: with what is being sent or was typed before, else with what is stored."""
    data = {**step.data(content), "version": str(version)}
    return step.form(formdata=formdata, data=data)

"""The editor: three steps, a check, and the submission. Every step can be reached at any time."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.db import now
from casework.errors import Invalid, Refused, Stale
from casework.i18n import _
from casework.testimonies import rows, services
from casework.testimonies.blueprint import bp, find, this_case
from casework.testimonies.comparing import compare
from casework.testimonies.completeness import STEPS, gaps, step_of
from casework.testimonies.content import Content, Paragraph
from casework.testimonies.exhibits import exhibits_of_case
from casework.testimonies.filling import EDITOR, account_data, filled
from casework.testimonies.forms import AccountForm, SubmitForm
from casework.testimonies.languages import text_direction
from casework.testimonies.margins import margin_of
from casework.testimonies.models import Testimony
from casework.testimonies.words import facts, field_label, say
from casework.vocabulary import ReviewStatus
from casework.web import BaseForm, apply_errors, current_actor, get_session, needs, render, saved, settings
from casework.web.drafts import keep_typed
from casework.web.restoring import typed_formdata

NEXT = {"edit": "account", "account": "closing", "closing": "check"}


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@needs(Permission.TESTIMONY_EDIT)
def edit(case_ref: str, ref: str) -> ResponseReturnValue:
    """First step: when, where and with whom the account was given."""
    return _step("edit", ref)


@bp.route("/<ref>/edit/account", methods=["GET", "POST"])
@needs(Permission.TESTIMONY_EDIT)
def account(case_ref: str, ref: str) -> ResponseReturnValue:
    """Second step: the account, paragraph by paragraph."""
    return _step("account", ref)


@bp.route("/<ref>/edit/closing", methods=["GET", "POST"])
@needs(Permission.TESTIMONY_EDIT)
def closing(case_ref: str, ref: str) -> ResponseReturnValue:
    """Third step: what was explained before, how it was closed, what the interviewer noticed."""
    return _step("closing", ref)


@bp.route("/<ref>/edit/check", methods=["GET", "POST"])
@needs(Permission.TESTIMONY_EDIT)
def check(case_ref: str, ref: str) -> ResponseReturnValue:
    """Last step: what is missing, and the submission."""
    testimony, form = find(ref), SubmitForm()
    if testimony.status is not ReviewStatus.DRAFT and not form.is_submitted():
        return _already_submitted(testimony)
    content = Content.from_json(testimony.draft)
    problems: Mapping[str, object] = {}
    if form.validate_on_submit():
        try:
            seen = seen_version(form)
            frozen = services.submit(get_session(), current_actor(), testimony=testimony, version=seen)
        except Invalid as found:
            problems = found.fields
        else:
            flash(_("Version %(number)s was submitted for review. It does not change any more.", number=frozen.number))
            return saved(url_for("testimonies.show", case_ref=case_ref, ref=ref))
    status = 422 if problems or form.errors else 200
    form.version.data = str(testimony.version)
    problems = problems or gaps(content, now())
    shown = [(step_of(name), name, str(text)) for name, text in problems.items()]
    return render("testimonies/check.html", testimony=testimony, content=content, form=form, problems=shown,
                  facts=facts(content), step="check"), status  # fmt: skip


def _step(name: str, ref: str) -> ResponseReturnValue:
    testimony, step = find(ref), EDITOR[name]
    if testimony.status is not ReviewStatus.DRAFT and request.method != "POST":
        return _already_submitted(testimony)
    content = Content.from_json(testimony.draft)
    form = filled(step, content, testimony.version, typed_formdata())
    if not form.is_submitted():
        if request.args.get("check") == "1":
            _show_gaps(form, content, name)
        return _page(name, testimony, content, form)
    if not form.validate():
        return _page(name, testimony, content, form, 422)
    try:
        changed = content.changed(**step.changes(form))
        return _save(name, testimony, form, changed)
    except Invalid as problem:
        apply_errors(form, problem)
        return _page(name, testimony, content, form, 422)
    except (Stale, Refused):
        return _meet(name, testimony, form)


def _save(name: str, testimony: Testimony, form: BaseForm, content: Content) -> ResponseReturnValue:
    session, do, place = get_session(), request.form.get("do", "save"), 0
    if isinstance(form, AccountForm):
        permanent = services.permanent_numbers(session, testimony)
        typed = content.paragraphs
        if form.paste_original.data or form.paste_translation.data:
            typed = rows.paste(typed, form.paste_original.data or "", form.paste_translation.data or "")
        arranged, place = rows.operate(typed, do, permanent)
        content = content.changed(paragraphs=arranged)
    services.save_draft(session, current_actor(), testimony=testimony, version=seen_version(form), content=content)
    values: dict[str, Any] = {"case_ref": this_case().reference, "ref": testimony.reference}
    if do == "next":
        return saved(url_for(f"testimonies.{NEXT[name]}", **values))
    if do == "save":
        flash(_("The draft was saved."))
    anchor = f"row-{place}" if do.split(":")[0] in ("add", "insert", "remove") else None
    return saved(url_for(f"testimonies.{name}", _anchor=anchor, **values))


def _meet(name: str, testimony: Testimony, form: BaseForm) -> ResponseReturnValue:
    """Somebody saved first: both texts side by side; nothing is lost, and what is sent next is kept."""
    session = get_session()
    session.refresh(testimony)
    stored = Content.from_json(testimony.draft)
    typed = stored.changed(**EDITOR[name].changes(form))
    is_open = testimony.status is ReviewStatus.DRAFT
    beside: list[Paragraph | None] = []
    changes: list[tuple[str, str, str]] = []
    added: set[int] = set()
    if name == "account":
        pairs = rows.bring_together(stored.paragraphs, typed.paragraphs)
        beside = [left if left and not (right and rows.same_text(left, right)) else None for left, right in pairs]
        added = {place for place, (_left, right) in enumerate(pairs) if right is None}
        merged = stored.changed(paragraphs=tuple(right or left for left, right in pairs))
        form = AccountForm(formdata=None, data=account_data(merged))
    else:
        found = compare(stored, typed, only=STEPS[name]).fields
        zones = (stored.time_zone, typed.time_zone)
        changes = [
            (field_label(row.name), say(row.name, row.before, zones[0]), say(row.name, row.after, zones[1]))
            for row in found
        ]
    form.version.data = str(testimony.version)
    _keep_typed()
    return _page(
        name, testimony, stored, form, 409, beside=beside, added=added, changes=changes, met=True, is_open=is_open
    )


def _keep_typed() -> None:
    """Until it is saved, what was typed is kept as a draft too."""
    session = get_session()
    keep_typed(session, settings(), current_actor().key, request.path, request.form.to_dict(flat=False))
    session.commit()


def _page(
    name: str, testimony: Testimony, content: Content, form: BaseForm, status: int = 200, **more: Any
) -> ResponseReturnValue:
    session = get_session()
    values: dict[str, Any] = {"beside": [], "added": set(), "changes": [], "met": False, "is_open": True, **more}
    if name == "account":
        values["permanent"] = set(services.permanent_numbers(session, testimony))
        values["margin"] = margin_of(session, current_actor(), testimony, None)
        values["directions"] = (text_direction(content.language), text_direction(content.translation_language))
    if name == "closing":
        values["exhibits"] = exhibits_of_case(session, testimony)
    page = render(
        EDITOR[name].template, testimony=testimony, content=content, form=form, step=name, **values
    )  # fmt: skip
    return page, status


def _show_gaps(form: BaseForm, content: Content, name: str) -> None:
    """Put what a submission lacks beside the fields of this step."""
    found = {field: text for field, text in gaps(content, now()).items() if step_of(field) == name}
    beside = {field.split("-")[0]: text for field, text in found.items()}
    apply_errors(form, Invalid(fields=beside))


def _already_submitted(testimony: Testimony) -> ResponseReturnValue:
    flash(_("This statement was submitted. It does not change any more; a correction is a new version."), "warning")
    return redirect(url_for("testimonies.show", case_ref=this_case().reference, ref=testimony.reference))


def seen_version(form: Any) -> int:
    """The version of the row that the writer saw; an unreadable one is as good as a stale one."""
    text = form.version.data or ""
    return int(text) if text.isdecimal() and len(text) < 10 else 0

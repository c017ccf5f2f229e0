"""The pages of competing claims, for any kind of record; the features above give them an address and a permission."""

from collections.abc import Callable
from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue

from casework.access import Permission, can
from casework.cases.services import list_cases
from casework.errors import Invalid
from casework.i18n import _
from casework.sources import claims
from casework.sources.claim_forms import DatumForm, WhyForm
from casework.sources.claims import Kind
from casework.sources.facts import Sources, add_source, get_resting, sources_of, take_source_back
from casework.sources.forms import SourceForm
from casework.web import apply_errors, current_actor, get_session, render, saved
from casework.web.restoring import typed_formdata


def _offer_cases(form: SourceForm, record: Any) -> None:
    """A record of a case rests on what lies in its case; a unit, on any of the reader's."""
    own, case_id = list_cases(get_session(), current_actor(), limit=200), record.subject.case_id
    form.offer_cases([case.reference for case in own if case_id in (None, case.key)])


def new_claim(kind: Kind, record: Any, back: str) -> ResponseReturnValue:
    """Put what a source says beside the rest."""
    session, actor = get_session(), current_actor()
    form = DatumForm(formdata=typed_formdata())
    form.offer(kind)
    _offer_cases(form, record)
    if form.validate_on_submit():
        try:
            claims.add_claim(session, actor, kind, record, form.claimed())
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The claim stands beside the others."))
            return saved(back)
    title = _("Add a competing claim")
    return render("sources/claim.html", form=form, record=record, back=back, title=title), _status(form)


def new_source(kind: Kind, record: Any, back: str, claim_id: int) -> ResponseReturnValue:
    """Put a source under a claim, or (0) under the record itself."""
    session, actor = get_session(), current_actor()
    row = claims.get_claim(session, kind, record, claim_id) if claim_id else None
    form = SourceForm(formdata=typed_formdata())
    _offer_cases(form, record)
    if form.validate_on_submit():
        fact, key = (claims.DATUM, row.key) if row else (kind.name, record.key)
        try:
            add_source(session, actor, kind=fact, fact_id=key, about=record.subject, given=form.source())
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The source was added."))
            return saved(back)
    title = _("Add a source")
    return render("sources/claim.html", form=form, record=record, back=back, title=title, claim=row), _status(form)


def source_back(kind: Kind, record: Any, back: str, row_id: int) -> ResponseReturnValue:
    """Take a source of the record itself back, for a reason."""
    session, actor = get_session(), current_actor()
    row, source = get_resting(session, actor, kind.name, record.key, row_id)
    form = WhyForm(formdata=typed_formdata())
    if form.validate_on_submit():
        try:
            take_source_back(session, actor, row, about=record.subject, reason=form.reason.data)
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The source was taken back. It stays readable."))
            return saved(back)
    title = _("Take back a source")
    return render(
        "sources/claim.html", form=form, record=record, back=back, title=title, resting=row, source=source
    ), _status(form)


def with_reason(
    kind: Kind, record: Any, back: str, claim_id: int, title: str, done: str, act: Callable[..., Any]
) -> ResponseReturnValue:
    """Prefer a claim, take a preference or a claim back: each for a reason."""
    session, actor = get_session(), current_actor()
    row = claims.get_claim(session, kind, record, claim_id)
    form = WhyForm(formdata=typed_formdata())
    if form.validate_on_submit():
        try:
            act(session, actor, kind, record, row, reason=form.reason.data)
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(done)
            return saved(back)
    return render("sources/claim.html", form=form, record=record, back=back, title=title, claim=row), _status(form)


def shown_on_page(kind: Kind, record: Any, at: Callable[..., str], permission: Permission) -> str:
    """The card on the record's page: on whose word it is, and what sources say of its data, side by side."""
    session, actor = get_session(), current_actor()
    said = sources_of(session, actor, kind.name, [record.key]).get(record.key, Sources())
    claimed = claims.claims_of(session, actor, kind, record)
    may_edit = can(session, actor, permission, record.subject)
    return render("sources/_claims.html", claimed=claimed, record_sources=said, at=at, may_edit=may_edit)


def _status(form: Any) -> int:
    return 422 if form.is_submitted() else 200

"""Pages of the compartments: restrict a witness or an exhibit to named members, open it again."""

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.access.compartments import find_governed
from casework.cases import compartments
from casework.cases.compartment_forms import LiftForm, RestrictForm
from casework.errors import Invalid, NotFound
from casework.i18n import _
from casework.subjects import Subject
from casework.web import apply_errors, current_actor, get_session, needs, render, saved
from casework.web.pages import panel
from casework.web.restoring import typed_formdata

bp = Blueprint("compartments", __name__, url_prefix="/cases/<case_ref>/compartments")
PAGES = {"witness": "witnesses.show", "exhibit": "evidence.show"}


def _subject(kind: str, ref: str) -> Subject:
    """What the address names. Raises NotFound, also for what is closed to the reader."""
    found = find_governed(get_session(), kind, g.case.key, ref)
    if found is None:
        raise NotFound
    return found


def _back(subject: Subject) -> str:
    return url_for(PAGES[subject.kind], case_ref=g.case.reference, ref=subject.label)


def _page(subject: Subject, form: RestrictForm, lift: LiftForm, status: int) -> ResponseReturnValue:
    standing = compartments.restriction_of(get_session(), current_actor(), subject=subject)
    values = {"subject": subject, "form": form, "lift": lift, "standing": standing, "back": _back(subject)}
    return render("cases/compartment.html", case=g.case, **values), status


def _choices(form: RestrictForm, subject: Subject) -> None:
    people = compartments.candidates(get_session(), current_actor(), subject=subject)
    form.people.choices = [(account.key, account.name) for account in people]


@bp.route("/<kind>/<ref>", methods=["GET", "POST"])
@needs(Permission.COMPARTMENT_SET, fresh_factor=True)
def restrict(case_ref: str, kind: str, ref: str) -> ResponseReturnValue:
    """Say who alone may see a witness or an exhibit."""
    session, actor, subject = get_session(), current_actor(), _subject(kind, ref)
    standing = compartments.restriction_of(session, actor, subject=subject)
    named = [account.key for account in standing.people] if standing else [actor.key]
    form = RestrictForm(
        formdata=typed_formdata(), data={"people": named, "reason": standing.reason if standing else ""}
    )
    _choices(form, subject)
    if form.validate_on_submit():
        try:
            compartments.restrict(
                session, actor, subject=subject, accounts=form.people.data or [], reason=form.reason.data
            )
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("%(code)s is restricted to the people you named.", code=subject.label))
            return saved(_back(subject))
    return _page(subject, form, LiftForm(formdata=None), 422 if form.is_submitted() else 200)


@bp.route("/<kind>/<ref>/open", methods=["GET", "POST"])
@needs(Permission.COMPARTMENT_SET)
def lift(case_ref: str, kind: str, ref: str) -> ResponseReturnValue:
    """Open it to all members of the case. A page of its own, so that a reason is kept while a proof is asked for."""
    subject, form = _subject(kind, ref), LiftForm(formdata=typed_formdata())
    if form.validate_on_submit():
        compartments.lift(get_session(), current_actor(), subject=subject, reason=form.why.data)
        flash(_("%(code)s is open to all members of the case.", code=subject.label))
        return saved(_back(subject))
    blank = RestrictForm(formdata=None)
    _choices(blank, subject)
    return _page(subject, blank, form, 422 if form.is_submitted() else 200)


def _shown(subject: Subject) -> str:
    standing = compartments.restriction_of(get_session(), current_actor(), subject=subject)
    return render("cases/_compartment.html", case=g.case, subject=subject, standing=standing)


@panel("witness")
def on_witness(witness: object, **_more: object) -> str:
    """Who alone may see this witness."""
    return _shown(witness.subject)  # type: ignore[attr-defined]


@panel("exhibit")
def on_exhibit(exhibit: object, **_more: object) -> str:
    """Who alone may see this exhibit."""
    return _shown(exhibit.subject)  # type: ignore[attr-defined]

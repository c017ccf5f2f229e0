"""Pages of the testimonies: the list, a new one, one statement, two versions, a correction."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework.access import Permission
from casework.accounts.services import names_of
from casework.errors import Invalid, NotFound, Stale
from casework.i18n import _
from casework.i18n.labels import choices
from casework.review import services as reviews
from casework.testimonies import edit_views, likeness_views, link_views, panels, queries, services
from casework.testimonies.blueprint import bp, find, this_case
from casework.testimonies.comparing import compare as compare_contents
from casework.testimonies.consenting import consent_shown
from casework.testimonies.content import Content
from casework.testimonies.forms import CorrectionForm, StartForm
from casework.testimonies.languages import text_direction
from casework.testimonies.margins import margin_of
from casework.testimonies.models import Testimony, TestimonyVersion
from casework.testimonies.words import facts, fate_badges, field_label, say
from casework.vocabulary import ReviewStatus, TestimonyKind
from casework.web import apply_errors, current_actor, get_session, needs, page, render, saved
from casework.web.restoring import typed_formdata
from casework.witnesses.models import Witness
from casework.witnesses.services import get_witness

__all__ = ["bp", "edit_views", "likeness_views", "link_views", "panels"]


@bp.get("")
@needs(Permission.TESTIMONY_VIEW)
def index(case_ref: str) -> ResponseReturnValue:
    """The statements of a case, newest first."""
    session, actor = get_session(), current_actor()
    word, witness, mine = (
        request.args.get("status", ""),
        request.args.get("witness", ""),
        request.args.get("mine") == "1",
    )
    status = ReviewStatus(word) if word in list(ReviewStatus) else None
    statement = queries.list_testimonies(
        session, actor, case=this_case(), status=status, witness=witness[:20], mine=mine
    )
    found = page(session, statement, key=col(Testimony.id), after=request.args.get("after", type=int))
    return render(
        "testimonies/index.html",
        page=found,
        witnesses=queries.witness_codes(session, found.items),
        names=names_of(session, {row.author_id for row in found.items if row.author_id}),
        status=status,
        witness=witness,
        mine=mine,
        statuses=choices(ReviewStatus),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.TESTIMONY_EDIT)
def new(case_ref: str) -> ResponseReturnValue:
    """Begin a statement."""
    form = StartForm(formdata=typed_formdata(), data={"witness": request.args.get("witness", "")})
    if form.is_submitted() and form.validate():
        try:
            testimony = _start(form)
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            return saved(url_for("testimonies.edit", case_ref=case_ref, ref=testimony.reference))
    return render("testimonies/new.html", form=form), 422 if form.is_submitted() else 200


def _start(form: StartForm) -> Testimony:
    session, actor = get_session(), current_actor()
    try:
        witness = get_witness(session, actor, case=this_case(), reference=form.witness.data.strip().upper())
    except NotFound:
        raise Invalid(fields={"witness": _("No witness of this case has this code.")}) from None
    return services.start(
        session,
        actor,
        case=this_case(),
        witness=witness,
        kind=TestimonyKind(form.kind.data),
        why_needed=form.why_needed.data or "",
        language=form.language.data,
        translation_language=form.translation_language.data or "",
    )


@bp.get("/<ref>")
@needs(Permission.TESTIMONY_VIEW)
def show(case_ref: str, ref: str) -> ResponseReturnValue:
    """One statement: the newest submitted version, or the draft where there is none (or `?draft=1`)."""
    session, actor, testimony = get_session(), current_actor(), find(ref)
    wants_draft = not testimony.submitted_version or request.args.get("draft") == "1"
    if wants_draft and testimony.status is ReviewStatus.DRAFT:
        return _statement(testimony, None)
    number = testimony.submitted_version
    return _statement(testimony, queries.get_version(session, actor, testimony=testimony, number=number))


@bp.get("/<ref>/versions/<int:number>")
@needs(Permission.TESTIMONY_VIEW)
def version(case_ref: str, ref: str, number: int) -> ResponseReturnValue:
    """One frozen version, as it was submitted."""
    testimony = find(ref)
    frozen = queries.get_version(get_session(), current_actor(), testimony=testimony, number=number)
    return _statement(testimony, frozen)


def _statement(testimony: Testimony, frozen: TestimonyVersion | None) -> ResponseReturnValue:
    session, actor, case = get_session(), current_actor(), this_case()
    content = Content.from_json(frozen.content if frozen else testimony.draft)
    witness = session.get_one(Witness, testimony.witness_id)
    versions = queries.versions(session, actor, testimony=testimony)
    people = {testimony.author_id, *(row.submitted_by for row in versions)}
    return render(
        "testimonies/show.html",
        testimony=testimony,
        content=content,
        frozen=frozen,
        is_intact=frozen is None or queries.is_intact(frozen),
        versions=versions,
        witness=witness,
        consent=consent_shown(session, case=case, witness=witness),
        margin=margin_of(session, actor, testimony, frozen.number if frozen else None),
        review=reviews.latest(session, testimony.subject, frozen.number) if frozen else None,
        facts=facts(content),
        names=names_of(session, {key for key in people if key}),
        directions=(text_direction(content.language), text_direction(content.translation_language)),
        correctable=testimony.status in services.CORRECTABLE,
    )


@bp.get("/<ref>/compare")
@needs(Permission.TESTIMONY_VIEW)
def compare(case_ref: str, ref: str) -> ResponseReturnValue:
    """Any two versions: what was changed, word by word."""
    session, actor, testimony = get_session(), current_actor(), find(ref)
    last = testimony.submitted_version
    older, newer = request.args.get("older", max(last - 1, 1), type=int), request.args.get("newer", last, type=int)
    before, after = (
        queries.get_version(session, actor, testimony=testimony, number=number) for number in (older, newer)
    )
    old, new = Content.from_json(before.content), Content.from_json(after.content)
    comparison = compare_contents(old, new)
    changes = [
        (field_label(row.name), say(row.name, row.before, old.time_zone), say(row.name, row.after, new.time_zone))
        for row in comparison.fields
    ]
    return render(
        "testimonies/compare.html",
        testimony=testimony,
        before=before,
        after=after,
        comparison=comparison,
        changes=changes,
        content=new,
        directions=(text_direction(new.language), text_direction(new.translation_language)),
        numbers=range(1, last + 1),
        fates=fate_badges(),
    )


@bp.route("/<ref>/correct", methods=["GET", "POST"])
@needs(Permission.TESTIMONY_EDIT)
def correct(case_ref: str, ref: str) -> ResponseReturnValue:
    """Begin a correction: a new version that says why."""
    testimony = find(ref)
    form = CorrectionForm(formdata=typed_formdata(), data={"version": str(testimony.version)})
    if form.is_submitted() and form.validate():
        try:
            _correct(testimony, form)
        except Invalid as problem:
            apply_errors(form, problem)
        except Stale:
            flash(_("Somebody else changed this statement meanwhile. Look at it again first."), "warning")
            return redirect(url_for("testimonies.show", case_ref=case_ref, ref=ref))
        else:
            return saved(url_for("testimonies.account", case_ref=case_ref, ref=ref))
    review = reviews.latest(get_session(), testimony.subject)
    values: dict[str, Any] = {"testimony": testimony, "form": form, "review": review}
    return render("testimonies/correct.html", **values), 422 if form.is_submitted() else 200


def _correct(testimony: Testimony, form: CorrectionForm) -> None:
    seen = edit_views.seen_version(form)
    services.start_correction(
        get_session(), current_actor(), testimony=testimony, version=seen, reason=form.reason.data
    )

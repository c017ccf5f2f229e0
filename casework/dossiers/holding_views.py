"""What becomes of the copies of a version: until when, for whom no more, and who confirmed to have one."""

from flask import flash, g, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework.access import Permission
from casework.accounts.models import Recipient
from casework.accounts.services import names_of
from casework.dossiers import composing, delivery, holding, listing, received_views, services
from casework.dossiers.copy_forms import AccessForm, ConfirmForm, DaysForm
from casework.dossiers.models import Dossier, DossierAccess, DossierCopy, DossierVersion
from casework.dossiers.recall_views import bp
from casework.dossiers.states import AccessDecision
from casework.errors import Invalid
from casework.i18n import _
from casework.web import Page, apply_errors, current_actor, get_session, needs, page, render, saved
from casework.web.restoring import typed_formdata


def _found(ref: str, number: int) -> tuple[Dossier, DossierVersion]:
    dossier = composing.find_dossier(get_session(), current_actor(), case=g.case, reference=ref)
    return dossier, services.find_version(get_session(), current_actor(), dossier=dossier, number=number)


@bp.route("/<ref>/versions/<int:number>/copies", methods=["GET", "POST"])
@needs(Permission.DOSSIER_ISSUE)
def copies(case_ref: str, ref: str, number: int) -> ResponseReturnValue:
    """Who has which copy, until when, how often it was fetched; access taken away, given back, or given longer."""
    session, actor = get_session(), current_actor()
    dossier, version = _found(ref, number)
    shown, form = _copies_shown(version), AccessForm(formdata=typed_formdata())
    rows = shown.items
    names = names_of(session, {copy.made_for for copy in rows if copy.made_for})
    words = {copy.key: names.get(copy.made_for or 0, _("the body itself")) for copy in rows}
    form.offer([(str(copy.key), f"{copy.copy_number} – {words[copy.key]} ({copy.language})") for copy in rows])
    if form.validate_on_submit():
        try:
            holding.decide(
                session, actor, dossier=dossier, version=version, decision=AccessDecision(form.decision.data),
                copy=next((copy for copy in rows if str(copy.key) == form.copy.data), None),
                reason=form.reason.data or "", until=form.until.data,
            )  # fmt: skip
            flash(_("The decision was recorded."))
            after = request.args.get("after")
            return saved(url_for("recalls.copies", case_ref=case_ref, ref=ref, number=number, after=after))
        except Invalid as problem:
            apply_errors(form, problem)
    return _page(dossier, version, form, DaysForm(formdata=None, data={"days": dossier.copy_days}))


def _copies_shown(version: DossierVersion) -> Page[DossierCopy]:
    after = request.args.get("after", type=int)
    return page(get_session(), listing.copies(version), key=col(DossierCopy.copy_number), after=after, descending=False)


@bp.post("/<ref>/versions/<int:number>/copies/days")
@needs(Permission.DOSSIER_ISSUE)
def copy_days(case_ref: str, ref: str, number: int) -> ResponseReturnValue:
    """For how many days copies made from now on may be fetched."""
    dossier, version = _found(ref, number)
    form, other = DaysForm(), AccessForm(formdata=None)
    if form.validate_on_submit():
        try:
            holding.set_days(get_session(), current_actor(), dossier=dossier, days=form.days.data)
            flash(_("It holds for copies that are made from now on."))
            return saved(url_for("recalls.copies", case_ref=case_ref, ref=ref, number=number))
        except Invalid as problem:
            apply_errors(form, problem)
    other.offer([])
    return _page(dossier, version, other, form)


def _page(dossier: Dossier, version: DossierVersion, form: AccessForm, days: DaysForm) -> ResponseReturnValue:
    session, shown, today = get_session(), _copies_shown(version), holding.today_of(get_session(), version)
    rows = shown.items
    after = request.args.get("decided_after", type=int)
    decisions = page(session, listing.decisions(version), key=col(DossierAccess.id), after=after, size=25)
    confirmed, holds = (
        holding.confirmations_of(session, rows),
        holding.standing(session, version, [row.key for row in rows]),
    )
    people = {one.decided_by for one in decisions.items if one.decided_by} | {
        row.made_for for row in rows if row.made_for
    }
    people |= {one.account_id for found in confirmed.values() for one in found}
    text = render(
        "dossiers/copies.html", dossier=dossier, version=version, form=form, days_form=days, page=shown,
        fetched=listing.fetched(session, rows), confirmed=confirmed, decisions=decisions,
        ended={row.key: holding.ended(holds, row, today) for row in rows},
        numbers=services.numbers_of(session, [one.dossier_copy_id for one in decisions.items if one.dossier_copy_id]),
        names=names_of(session, people), recipient=session.get_one(Recipient, dossier.recipient_id),
    )  # fmt: skip
    return text, 422 if form.errors or days.errors else 200


@received_views.bp.post("/<int:version_id>/confirm")
@needs(Permission.DOSSIER_RECEIVE)
def confirm(version_id: int) -> ResponseReturnValue:
    """A member of the body says that they have a copy."""
    session, actor, form = get_session(), current_actor(), ConfirmForm()
    version, dossier, _recipient = delivery.find_received(session, actor, version_id)
    if form.validate_on_submit():
        copy_id = request.form.get("copy", type=int)
        try:
            holding.confirm(
                session, actor, dossier=dossier, version=version, copy_id=copy_id, code=form.code.data or ""
            )
            flash(_("Thank you. The issuer sees that you have it."))
            return saved(url_for("received.show", version_id=version_id))
        except Invalid as problem:
            apply_errors(form, problem)
    return received_views.version_page(version_id, form), 422

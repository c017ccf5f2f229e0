"""Whom to tell that an issued dossier must not be used any more, and who was told."""

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.accounts.services import names_of
from casework.dossiers import composing, marking, recalls, services
from casework.dossiers.forms import NoticeForm
from casework.dossiers.states import NoticeWay
from casework.errors import Invalid
from casework.i18n import _
from casework.web import apply_errors, current_actor, get_session, needs, render, saved
from casework.web.restoring import typed_formdata
from casework.witnesses.consents import today_in

__all__ = ["bp", "marking"]  # what follows a consent is known with this module

bp = Blueprint("recalls", __name__, url_prefix="/cases/<case_ref>/dossiers")


@bp.route("/<ref>/versions/<int:number>/notices", methods=["GET", "POST"])
@needs(Permission.DOSSIER_ISSUE)
def notices(case_ref: str, ref: str, number: int) -> ResponseReturnValue:
    """What was withdrawn, what cannot be called back, who has copies, and who was told when, how and by whom."""
    session, actor, today = get_session(), current_actor(), today_in(g.case.time_zone)
    dossier = composing.find_dossier(session, actor, case=g.case, reference=ref)
    version = services.find_version(session, actor, dossier=dossier, number=number)
    people, form = recalls.holders(session, version), NoticeForm(formdata=typed_formdata())
    form.offer([(str(one.account.key), one.account.name) for one in people], today)
    if form.validate_on_submit():
        try:
            recalls.record_notice(
                session, actor, dossier=dossier, version=version, account_id=int(form.account.data),
                told_on=form.told_on.data, how=NoticeWay(form.how.data), note=form.note.data or "", today=today,
            )  # fmt: skip
            flash(_("It was recorded that they were told."))
            return saved(url_for("recalls.notices", case_ref=case_ref, ref=ref, number=number))
        except Invalid as problem:
            apply_errors(form, problem)
    told = recalls.notices_of(session, version)
    known = {row.account_id for row in told} | {row.recorded_by for row in told if row.recorded_by}
    page = render(
        "dossiers/notices.html", dossier=dossier, version=version, people=people, form=form, told=told,
        recalled=recalls.recalls_of(session, version), names=names_of(session, known),
    )  # fmt: skip
    return page, 422 if form.errors else 200

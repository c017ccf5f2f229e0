"""Whom to tell that an issued dossier must not be used any more, and who was told."""

from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select
from sqlmodel import col

from casework.access import Permission
from casework.accounts.models import Recipient
from casework.accounts.services import list_recipients, names_of
from casework.dossiers import (
    composing,
    identifying,
    listing,
    mark_reading,
    measuring,
    page_finding,
    recalls,
    sent_versions,
    services,
    volume_recalls,
)
from casework.dossiers.copy_forms import WhichCopyForm
from casework.dossiers.forms import NoticeForm
from casework.dossiers.models import DossierNotice, DossierRecall
from casework.dossiers.received_views import MOST_BYTES
from casework.dossiers.states import NoticeWay
from casework.dossiers.volume_models import SealedVolumeRecall
from casework.errors import Invalid
from casework.i18n import _, format_number
from casework.web import (
    Page,
    apply_errors,
    current_actor,
    get_session,
    needs,
    page,
    release_session,
    render,
    saved,
    settings,
)
from casework.web.restoring import typed_formdata
from casework.witnesses.consents import today_in

__all__ = ["bp", "sent_versions", "volume_recalls"]  # what went out is looked at (`marking`) with this module

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
    told = _listed(listing.notices(version), DossierNotice.id, "told_after", descending=True)
    recalled = _listed(listing.recalls(version), DossierRecall.id, "after")
    named = _listed(listing.volume_recalls(version), SealedVolumeRecall.id, "volumes_after")
    known = {row.account_id for row in told.items} | {row.recorded_by for row in told.items if row.recorded_by}
    text = render(
        "dossiers/notices.html", dossier=dossier, version=version, people=people, form=form, told=told,
        recalled=recalled, named=named, volumes=listing.volumes_by_id(session, named.items),
        names=names_of(session, known),
    )  # fmt: skip
    return text, 422 if form.errors else 200


def _listed(statement: Select[Any], key: Any, word: str, *, descending: bool = False) -> Page[Any]:
    """A page of one of the lists; `word`: where it goes on, in the address."""
    after = request.args.get(word, type=int)
    return page(get_session(), statement, key=col(key), after=after, size=25, descending=descending)


@bp.route("/which-copy", methods=["GET", "POST"])
@needs(Permission.DOSSIER_ISSUE, fresh_factor=True)
def which_copy(case_ref: str) -> ResponseReturnValue:
    """Whose copy a file or a picture is that turned up. It is read in memory and not kept; the question is logged."""
    form, answer = WhichCopyForm(), None
    names: dict[int, str] = {}
    bodies: dict[int, Recipient] = {}
    form.offer(measuring.editions(get_session(), current_actor(), g.case))
    if form.validate_on_submit():
        data = form.file.data.stream.read(MOST_BYTES + 1) if form.file.data else b""
        if len(data) > MOST_BYTES:
            form.file.errors = [_("This file is too large.")]
        else:
            answer = _answer(data, form)
            session = get_session()
            people = {copy.made_for for _row, _version, copy in answer.all_copies if copy.made_for}
            names = names_of(session, people | {one.receipt.account_id for one in answer.volumes})
            bodies = {body.key: body for body in list_recipients(session)}
    text = render(
        "dossiers/which_copy.html", form=form, answer=answer, names=names, bodies=bodies, editions=dict(form.edition.choices),
        sure=answer is not None and page_finding.is_sure(answer.pages), odds=_odds(answer.chance) if answer else "",
    )  # fmt: skip
    return text, 422 if form.errors else 200


def _odds(chance: float) -> str:
    """Once in so many questions; more than a million says nothing more."""
    return format_number(min(int(1 / max(chance, 1e-9)), 1_000_000))


def _answer(data: bytes, form: WhichCopyForm) -> identifying.Identified:
    """Read it, measure it, and ask; no session is open while the child is at work."""
    case, actor = g.case, current_actor()
    release_session()
    marks = mark_reading.marks_of(data, form.code.data or "")
    against = measuring.bodies_for(get_session(), actor, case=case, marks=marks, chosen=form.edition.data or "")
    release_session()
    measured = measuring.measure(settings(), data, marks, against, form.page.data or "") if data else []
    session = get_session()
    answer = identifying.which_copy(session, actor, case=case, marks=marks, measured=measured)
    session.commit()
    return answer

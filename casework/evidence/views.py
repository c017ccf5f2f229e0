"""The exhibits of a case: list, take in, look at, describe."""

from collections.abc import Sequence
from typing import TypeVar

from flask import g, request
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework import dates
from casework.access import Permission, can
from casework.accounts.services import names_of
from casework.errors import Invalid, Stale
from casework.evidence import (
    custody,
    custody_views,
    file_views,
    handover_views,
    intake_views,
    integrity_views,
    item_views,
    likeness,
    panels,
    preparing,
    preview_views,
    printed_views,
    renditions,
    services,
    several_views,
    stamps,
    verification,
    verification_views,
)
from casework.evidence.blueprint import address, bp, exhibit_of
from casework.evidence.custody_forms import ReleaseForm
from casework.evidence.forms import ExhibitForm, values_for
from casework.evidence.models import CustodyEvent, Exhibit
from casework.evidence.viewing import scan_words, viewing
from casework.evidence.whereabouts import whereabouts
from casework.evidence.words import OUTCOMES, embedded, hashed_by, size, warnings
from casework.review import services as reviews
from casework.uploads import services as uploads
from casework.vocabulary import EvidenceType, ReviewStatus
from casework.web import apply_errors, current_actor, get_session, needs, page, render, saved, settings
from casework.web.restoring import typed_formdata

__all__ = [
    "bp",
    "custody_views",
    "file_views",
    "handover_views",
    "intake_views",
    "integrity_views",
    "item_views",
    "panels",
    "preview_views",
    "printed_views",
    "several_views",
    "verification_views",
]  # all pages of the blueprint are known with this module

Choice = TypeVar("Choice", EvidenceType, ReviewStatus)


@bp.get("")
@needs(Permission.EVIDENCE_VIEW)
def index(case_ref: str) -> ResponseReturnValue:
    """The list, newest first."""
    session, actor = get_session(), current_actor()
    kind, status = _chosen(EvidenceType, "kind"), _chosen(ReviewStatus, "status")
    apart = request.args.get("quarantined") == "1"
    statement = services.list_exhibits(session, actor, case=g.case, kind=kind, status=status, only_quarantined=apart)
    shown = page(session, statement, key=col(Exhibit.id), after=request.args.get("after", type=int))
    things = [row for row in shown.items if row.kind is EvidenceType.PHYSICAL_ITEM]
    places = whereabouts(session, actor, case=g.case, exhibits=things) if things else {}
    return render(
        "evidence/index.html",
        page=shown,
        places=places,
        names=names_of(session, {key for place in places.values() for key in place.accounts}),
        kind=kind,
        status=status,
        apart=apart,
        kinds=EvidenceType,
        statuses=ReviewStatus,
        date_words=dates.words,
        unfinished=_unfinished(),
    )


@bp.get("/<ref>")
@needs(Permission.EVIDENCE_VIEW)
def show(case_ref: str, ref: str) -> ResponseReturnValue:
    """One exhibit: preview, what is claimed and what was seen, the file, the chain of custody."""
    session, actor = get_session(), current_actor()
    exhibit = exhibit_of(ref)
    chain = custody.chain(session, actor, exhibit=exhibit)
    steps = verification.steps_of(session, actor, exhibit=exhibit)
    named = (exhibit.registered_by, *(event.actor_id for event in chain), *(event.receiver_id for event in chain),
             *(step.actor_id for step in steps))  # fmt: skip
    people = {key for key in named if key is not None}
    parent = services.exhibits_of(session, actor, case=g.case, ids=[exhibit.parent_id]) if exhibit.parent_id else {}
    return render(
        "evidence/show.html",
        exhibit=exhibit,
        parent=parent.get(exhibit.parent_id or 0),
        papers=_papers(chain),
        derivatives=services.derivatives(session, actor, exhibit=exhibit),
        chain=chain,
        steps=steps,
        viewing=viewing(exhibit, renditions.renditions_of(session, exhibit.key), request.args.get("page", type=int)),
        can_prepare=preparing.has_work(settings(), exhibit),
        near=likeness.near(session, actor, exhibit=exhibit),
        scan=scan_words(preparing.latest_scan(session, exhibit.key), settings().clamav_socket is not None),
        review=reviews.latest(session, exhibit.subject),
        names=names_of(session, people),
        embedded=embedded(exhibit),
        warnings=warnings(exhibit),
        outcomes=OUTCOMES,
        hashed_by=hashed_by(exhibit),
        stamp=stamps.stamp_of(session, actor, exhibit=exhibit),
        date_words=dates.words,
        file_size=size(exhibit.size),
        locked=exhibit.status in services.LOCKED,
        release_form=ReleaseForm(),
    )


def _papers(chain: Sequence[CustodyEvent]) -> dict[int, Exhibit]:
    """The scans of signed forms that the chain speaks of, as far as the reader may see them."""
    ids = {event.paper_id for event in chain if event.paper_id is not None}
    return services.exhibits_of(get_session(), current_actor(), case=g.case, ids=ids) if ids else {}


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_EDIT)
def edit(case_ref: str, ref: str) -> ResponseReturnValue:
    """Change what is said about an exhibit."""
    session, actor, exhibit = get_session(), current_actor(), exhibit_of(ref)
    stored = values_for(services.details_of(exhibit), exhibit.version, g.case.time_zone)
    form = ExhibitForm(formdata=typed_formdata(), data=stored)
    if form.validate_on_submit():
        try:
            services.edit_exhibit(
                session, actor, case=g.case, exhibit=exhibit,
                version=int(form.version.data or 0), details=form.details(g.case.time_zone),
            )  # fmt: skip
            return saved(address(exhibit))
        except Invalid as problem:
            apply_errors(form, problem)
        except Stale as stale:
            return _both(form, stale.current), 409
    return render("evidence/edit.html", form=form, exhibit=exhibit, theirs=[]), 422 if form.errors else 200


def _unfinished() -> int:
    """How many files of the reader's own wait in this case or are on their way."""
    if not can(get_session(), current_actor(), Permission.EVIDENCE_EDIT, g.case.subject):
        return 0
    return len(uploads.unfinished(get_session(), current_actor(), case=g.case))


def _both(form: ExhibitForm, current: Exhibit) -> str:
    """The page after a stale save: what was typed stays in the form, what is stored now stands beside it."""
    stored = values_for(services.details_of(current), current.version, g.case.time_zone)
    form.version.data = str(current.version)
    theirs = [
        (form[name].label.text, stored[name], form[name].data)
        for name in stored
        if name != "version" and (stored[name] or "") != (form[name].data or "")
    ]
    return render("evidence/edit.html", form=form, exhibit=current, theirs=theirs)


def _chosen(kind: type[Choice], name: str) -> Choice | None:
    try:
        return kind(request.args.get(name, ""))
    except ValueError:
        return None

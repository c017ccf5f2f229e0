"""Pages of the victims."""

from flask import flash, g, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework.access import Permission
from casework.errors import Invalid, Stale
from casework.i18n import _
from casework.incidents import duplicates, queue, queue_views, services, victims
from casework.incidents.forms import DuplicateForm, VictimForm
from casework.incidents.models import Incident, Victim
from casework.incidents.victims import IDENTITY_FIELDS
from casework.incidents.victims_blueprint import bp
from casework.vault import Condition, vault_of
from casework.vocabulary import SamePerson
from casework.web import apply_errors, current_actor, get_session, needs, page, render, saved, settings
from casework.web.restoring import typed_formdata
from casework.witnesses.destroying import About, destroy_page, destroyed
from casework.witnesses.showing import show_identity

__all__ = ["bp", "queue_views"]  # the queue's pages are known with this module


def _find(ref: str) -> Victim:
    return victims.get_victim(get_session(), current_actor(), g.case, ref)


def _incident(ref: str) -> Incident:
    return services.get_incident(get_session(), current_actor(), g.case, ref)


def _offer_incidents(form: VictimForm) -> None:
    offered = services.incident_choices(get_session(), current_actor(), g.case)
    form.incident.offer(_("not tied to an incident"), offered)


def _identity(form: VictimForm) -> dict[str, str]:
    return {field.value: form[field.value].data or "" for field in IDENTITY_FIELDS}


@bp.get("")
@needs(Permission.INCIDENT_VIEW)
def index(case_ref: str) -> ResponseReturnValue:
    """The case's victims, by code."""
    session, q = get_session(), request.args.get("q", "")
    wanted = request.args.get("incident")
    incident = _incident(wanted) if wanted else None
    statement = victims.victims_listed(session, current_actor(), g.case, q=q, incident=incident)
    after = request.args.get("after", type=int)
    found = page(session, statement, key=col(Victim.number), after=after, descending=False)
    offered = services.incident_choices(session, current_actor(), g.case)
    undecided = len(duplicates.open_questions(session, g.case.key))
    return render(
        "victims/index.html",
        page=found,
        q=q,
        incident=incident,
        incidents=offered,
        undecided=undecided,
        counted=queue.counted(session, current_actor(), g.case),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def new(case_ref: str) -> ResponseReturnValue:
    """Register a victim."""
    form = VictimForm(formdata=typed_formdata(), data={"incident": request.args.get("incident", "")})
    _offer_incidents(form)
    if form.validate_on_submit():
        try:
            victim = victims.add_victim(
                get_session(), current_actor(), g.case, form.facts(), incident=form.incident.resolve(_incident),
                vault=vault_of(settings()), identity=_identity(form), sources=(form.sources.data or "").splitlines(),
            )  # fmt: skip
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            queue.start_after(get_session(), current_actor(), g.case)
            flash(_("%(reference)s was added.", reference=victim.reference))
            return saved(url_for("victims.show", case_ref=case_ref, ref=victim.reference))
    return render("victims/form.html", form=form, victim=None), 422 if form.is_submitted() else 200


@bp.get("/<ref>")
@needs(Permission.INCIDENT_VIEW)
def show(case_ref: str, ref: str) -> ResponseReturnValue:
    """A victim by code."""
    session, victim = get_session(), _find(ref)
    incident = session.get(Incident, victim.incident_id) if victim.incident_id else None
    return render(
        "victims/show.html",
        victim=victim,
        incident=incident,
        duplicates=duplicates.duplicates_of(session, victim),
        state=vault_of(settings()).state(session, victim.identity_owner),
        **destroyed(victim),
    )


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def edit(case_ref: str, ref: str) -> ResponseReturnValue:
    """Change a victim; the vault's fields are written unread."""
    victim = _find(ref)
    form = VictimForm(formdata=typed_formdata(), data=_stored(victim))
    _offer_incidents(form)
    if not form.validate_on_submit():
        return render("victims/form.html", form=form, victim=victim), 422 if form.is_submitted() else 200
    try:
        victims.change_victim(
            get_session(), current_actor(), g.case, victim, form.facts(), incident=form.incident.resolve(_incident),
            vault=vault_of(settings()), identity=_identity(form), version=int(form.version.data or 0),
        )  # fmt: skip
    except Invalid as problem:
        apply_errors(form, problem)
        return render("victims/form.html", form=form, victim=victim), 422
    except Stale:
        stored = VictimForm(formdata=None, data=_stored(victim))
        form.version.data = str(victim.version)  # sending again saves what is typed over what is stored
        return render("victims/form.html", form=form, victim=victim, stored=stored), 409
    queue.start_after(get_session(), current_actor(), g.case)
    flash(_("The victim's record was saved."))
    return saved(url_for("victims.show", case_ref=case_ref, ref=ref))


@bp.route("/<ref>/duplicates/new", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def compare(case_ref: str, ref: str) -> ResponseReturnValue:
    """Say whether another record is the same person."""
    victim = _find(ref)
    form = DuplicateForm(formdata=typed_formdata(), data={"other": request.args.get("other", "")})
    offered = victims.victim_choices(get_session(), current_actor(), g.case)
    form.other.offer(_("Choose a victim"), [(code, text) for code, text in offered if code != ref])
    if form.validate_on_submit():
        try:
            duplicates.mark_duplicate(
                get_session(), current_actor(), g.case, victim, form.other.found(_find),
                answer=SamePerson(form.answer.data), reason=form.reason.data,
            )  # fmt: skip
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The answer was recorded. It can be changed."))
            return saved(url_for("victims.show", case_ref=case_ref, ref=ref))
    return render("victims/compare.html", form=form, victim=victim), 422 if form.is_submitted() else 200


@bp.route("/<ref>/identity", methods=["GET", "POST"])
@needs(Permission.VICTIM_REVEAL, fresh_factor=True)
def reveal(case_ref: str, ref: str) -> ResponseReturnValue:
    """Who the victim is, shown once, for a stated reason."""
    victim = _find(ref)
    return show_identity(
        victim.subject,
        template="victims/reveal.html",
        back=url_for("victims.show", case_ref=case_ref, ref=ref),
        opening=lambda reason: victims.reveal_victim(
            get_session(), current_actor(), victim, vault=vault_of(settings()), reason=reason
        ),
        victim=victim,
        is_held=vault_of(settings()).state(get_session(), victim.identity_owner).condition is Condition.CUSTODIANS,
    )


@bp.route("/<ref>/identity/destroy", methods=["GET", "POST"])
@needs(Permission.IDENTITY_SHRED, fresh_factor=True)
def destroy(case_ref: str, ref: str) -> ResponseReturnValue:
    """Destroy who the victim is."""
    victim = _find(ref)
    about = About(
        stays=[
            _("The code, the description, the harm and its sources. The victim stays counted."),
            _("A name that somebody typed into a text is not found by this: read the texts."),
        ],
        afterwards=_("Nothing can be stored under this code again: who has to be named anew is a new record."),
        trail=[
            (url_for("victims.index", case_ref=case_ref), _("Victims")),
            (url_for("victims.show", case_ref=case_ref, ref=ref), ref),
        ],
    )
    return destroy_page(
        victim,
        about,
        destroying=lambda reason, note: victims.destroy_victim(
            get_session(), current_actor(), victim, vault=vault_of(settings()), reason=reason, note=note
        ),
    )


def _stored(victim: Victim) -> dict[str, object]:
    session = get_session()
    incident = session.get(Incident, victim.incident_id) if victim.incident_id else None
    return victim.model_dump() | {
        "incident": incident.reference if incident else "",
    }

"""Pages of the alleged individuals."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework.access import Permission
from casework.errors import Invalid, Stale
from casework.i18n import _
from casework.units import individuals, pages, services
from casework.units.forms import IndividualForm
from casework.units.individuals import IDENTITY_FIELDS, IndividualFacts
from casework.units.models import Individual
from casework.vault import Condition, vault_of
from casework.web import apply_errors, current_actor, get_session, needs, page, render, saved, settings
from casework.web.restoring import typed_formdata
from casework.witnesses.destroying import About, destroy_page, destroyed
from casework.witnesses.showing import show_identity

bp = Blueprint("individuals", __name__, url_prefix="/individuals")


def _facts(form: IndividualForm) -> IndividualFacts:
    return IndividualFacts(
        description=form.description.data or "",
        kunya=form.kunya.data or "",
        is_synthetic=bool(form.is_synthetic.data),
    )


def _identity(form: IndividualForm) -> dict[str, str]:
    return {field.value: form[field.value].data or "" for field in IDENTITY_FIELDS}


@bp.get("")
@needs(Permission.UNIT_VIEW)
def index() -> ResponseReturnValue:
    """All individuals, by code."""
    session, q = get_session(), request.args.get("q", "")
    statement = individuals.individuals_listed(session, current_actor(), q=q)
    after = request.args.get("after", type=int)
    found = page(session, statement, key=col(Individual.id), after=after, descending=False)
    return render("individuals/index.html", page=found, q=q)


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def new() -> ResponseReturnValue:
    """Register an individual by code."""
    form = IndividualForm(formdata=typed_formdata())
    if form.validate_on_submit():
        vault = vault_of(settings())
        try:
            person = individuals.add_individual(
                get_session(), current_actor(), _facts(form), vault=vault, identity=_identity(form)
            )
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("%(reference)s was added.", reference=person.reference))
            return saved(url_for("individuals.show", ref=person.reference))
    return render("individuals/form.html", form=form, person=None), 422 if form.is_submitted() else 200


@bp.get("/<ref>")
@needs(Permission.UNIT_VIEW)
def show(ref: str) -> ResponseReturnValue:
    """An individual by code, and their alleged postings."""
    session, actor = get_session(), current_actor()
    person = individuals.get_individual(session, actor, ref)
    rows = services.postings_of(session, individual=person)
    postings = pages.postings_shown(session, actor, rows, standing=pages.standings(session, rows))
    state = vault_of(settings()).state(session, person.identity_owner)
    return render("individuals/show.html", person=person, postings=postings, state=state, **destroyed(person))


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def edit(ref: str) -> ResponseReturnValue:
    """Change what is known of an individual; the vault's fields are written unread."""
    session, actor = get_session(), current_actor()
    person = individuals.get_individual(session, actor, ref)
    form = IndividualForm(formdata=typed_formdata(), data=person.model_dump())
    if not form.validate_on_submit():
        return render("individuals/form.html", form=form, person=person), 422 if form.is_submitted() else 200
    try:
        individuals.change_individual(
            session, actor, person, _facts(form),
            vault=vault_of(settings()), identity=_identity(form), version=int(form.version.data or 0),
        )  # fmt: skip
    except Stale:
        stored = IndividualForm(formdata=None, data=person.model_dump())
        form.version.data = str(person.version)  # sending again saves what is typed over what is stored
        return render("individuals/form.html", form=form, person=person, stored=stored), 409
    flash(_("The individual was saved."))
    return saved(url_for("individuals.show", ref=ref))


@bp.route("/<ref>/identity", methods=["GET", "POST"])
@needs(Permission.INDIVIDUAL_REVEAL, fresh_factor=True)
def reveal(ref: str) -> ResponseReturnValue:
    """Who is meant, shown once, for a stated reason."""
    session, actor = get_session(), current_actor()
    person = individuals.get_individual(session, actor, ref)
    return show_identity(
        person.subject,
        template="individuals/reveal.html",
        back=url_for("individuals.show", ref=ref),
        opening=lambda reason: individuals.reveal_individual(
            session, actor, person, vault=vault_of(settings()), reason=reason
        ),
        person=person,
        is_held=vault_of(settings()).state(get_session(), person.identity_owner).condition is Condition.CUSTODIANS,
    )


@bp.route("/<ref>/identity/destroy", methods=["GET", "POST"])
@needs(Permission.INDIVIDUAL_SHRED, fresh_factor=True)
def destroy(ref: str) -> ResponseReturnValue:
    """Destroy who is meant."""
    session, actor = get_session(), current_actor()
    person = individuals.get_individual(session, actor, ref)
    about = About(
        stays=[
            _("The code, the description, the kunya, the postings and the allegations, in every case."),
            _("A name that somebody typed into a text is not found by this: read the texts."),
        ],
        afterwards=_("Nothing can be stored under this code again: who has to be named anew is a new record."),
        trail=[(url_for("individuals.index"), _("Individuals")), (url_for("individuals.show", ref=ref), ref)],
    )
    return destroy_page(
        person,
        about,
        destroying=lambda reason, note: individuals.destroy_individual(
            session, actor, person, vault=vault_of(settings()), reason=reason, note=note
        ),
    )

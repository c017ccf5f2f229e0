"""Pages on which the factors of Article 28 and the elements behind a legal label are answered."""

from collections.abc import Callable, Sequence

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.allegations import command, labels
from casework.allegations.blueprint import bp, find
from casework.allegations.elements import crime
from casework.allegations.models import Allegation
from casework.allegations.point_forms import ConfirmLabelForm, PointsForm, stored
from casework.allegations.point_models import ARTICLE_28
from casework.allegations.points import PointGiven, points_by_allegation
from casework.errors import Invalid, NotFound, Stale
from casework.i18n import _, current_language
from casework.i18n.labels import label as say
from casework.vocabulary import CommandFactor, LegalLabel
from casework.web import current_actor, get_session, needs, render, saved
from casework.web.restoring import typed_formdata

Titles = Sequence[tuple[str, str]]


def _label(word: str) -> LegalLabel:
    if word not in set(LegalLabel):
        raise NotFound
    return LegalLabel(word)


def _answer(
    allegation: Allegation,
    topic: str,
    titles: Titles,
    version: int,
    heading: str,
    save: Callable[[list[PointGiven], int], None],
) -> ResponseReturnValue:
    """Show the points, or save them; what was typed stays when something is wrong or somebody was faster."""
    shown = points_by_allegation(get_session(), [allegation.key])[allegation.key].get(topic, {})
    data = stored([key for key, _title in titles], shown, version)
    form, status, theirs = PointsForm(formdata=typed_formdata(), data=data), 200, None
    here = url_for("allegations.show", case_ref=g.case.reference, ref=allegation.reference)
    if form.validate_on_submit():
        try:
            save(form.given(), int(form.version.data or 0))
        except Invalid as problem:
            form.put(problem)
        except Stale as stale:
            form.version.data, status, theirs = str(stale.current.version), 409, shown
        else:
            flash(_("The points were saved."))
            return saved(here)
    if form.is_submitted() and status == 200:
        status = 422
    values = {"form": form, "allegation": allegation, "titles": dict(titles), "heading": heading, "theirs": theirs}
    return render("allegations/points_form.html", back=here, **values), status


@bp.route("/<ref>/command", methods=["GET", "POST"])
@needs(Permission.ALLEGATION_EDIT)
def factors(case_ref: str, ref: str) -> ResponseReturnValue:
    """The factors of Article 28, each with what speaks for and against it."""
    allegation = find(ref)
    titles = [(factor.value, say(factor)) for factor in CommandFactor]
    heading = _("Command responsibility (Rome Statute, Article 28)")

    def save(given: list[PointGiven], version: int) -> None:
        command.save_factors(get_session(), current_actor(), g.case, allegation, given, version=version)

    return _answer(allegation, ARTICLE_28, titles, allegation.version, heading, save)


@bp.route("/<ref>/labels/<label>", methods=["GET", "POST"])
@needs(Permission.LEGAL_LABEL)
def elements(case_ref: str, ref: str, label: str) -> ResponseReturnValue:
    """The elements of the crime behind a provisional label, each with its evidence."""
    allegation, wanted = find(ref), _label(label)
    given_label, found = labels.get_label(get_session(), allegation, wanted), crime(wanted)
    titles = [(element.key, element.words(current_language())) for element in found.elements]
    heading = say(wanted) + (f" · {_('Article %(number)s', number=found.article)}" if found.article else "")

    def save(given: list[PointGiven], version: int) -> None:
        labels.save_elements(get_session(), current_actor(), allegation, wanted, given, version=version)

    return _answer(allegation, wanted.value, titles, given_label.version, heading, save)


@bp.post("/<ref>/labels/<label>/confirm")
@needs(Permission.LEGAL_LABEL)
def confirm(case_ref: str, ref: str, label: str) -> ResponseReturnValue:
    """Another supervisor confirms a provisional label with its table."""
    form, here = ConfirmLabelForm(), url_for("allegations.show", case_ref=case_ref, ref=ref)
    if not form.validate_on_submit():
        return redirect(here)
    version = request.form.get("version", 0, type=int)
    labels.confirm_label(get_session(), current_actor(), find(ref), _label(label), version=version)
    flash(_("The label was confirmed. It stays provisional."))
    return saved(here)

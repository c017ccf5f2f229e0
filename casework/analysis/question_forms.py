"""The form of a question: asked by an address without saving, or saved with a name."""

from typing import Any, ClassVar

from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from casework import dates
from casework.allegations.filters import offered_filters
from casework.analysis.asking import About, Question, Sureness, read
from casework.i18n import _, _l
from casework.i18n.labels import choices
from casework.leaks.watching import WatchedForm
from casework.vocabulary import Act, AgeBand, Confidence, ConsentScope, Harm, ReviewStatus, Sex, Term
from casework.web import BaseForm


def _any_of(label: str, terms: type[Term], description: str = "") -> SelectField:
    return SelectField(label, default="", choices=lambda: choices(terms, blank=_("any")), description=description)


class AskForm(BaseForm):
    """What is asked. Everything left open asks for nothing. Nothing of it is kept, so it is not searched for names."""

    about = SelectField(_l("Look for"), default=About.ALLEGATIONS.value, choices=lambda: choices(About))
    act = _any_of(_l("Alleged act"), Act)
    place = StringField(
        _l("Place"), validators=[Length(max=200)], description=_l("Part of a place, district or governorate.")
    )
    on = StringField(
        _l("Date or time"),
        validators=[Length(max=40)],
        description=_l("2025-03-08, 2025-03, or 2025-03-06/2025-03-09."),
    )
    sureness = SelectField(
        _l("How sure the date must be"), default=Sureness.POSSIBLY.value, choices=lambda: choices(Sureness)
    )
    unit = StringField(_l("Unit"), validators=[Length(max=12)], description=_l("By reference, as in U-0001."))
    with_subordinates = BooleanField(_l("Also units that may have stood under it at that time"))
    basis = SelectField(
        _l("Basis of the link"), default="", choices=lambda: [("", _("any")), *offered_filters()["basis"]],
        description=_l("Speech, dialect, appearance, hearsay and inference are weak."),
    )  # fmt: skip
    at_least = _any_of(_l("Confidence at least"), Confidence)
    status = _any_of(_l("Status"), ReviewStatus)
    harm = _any_of(_l("Harm"), Harm)
    sex = _any_of(_l("Sex"), Sex)
    age_band = _any_of(_l("Age"), AgeBand)
    consent = _any_of(_l("Consent today to"), ConsentScope)

    def validate_on(self, field: Any) -> None:
        """A date of any precision."""
        try:
            dates.normalise(field.data or "")
        except ValueError as error:
            raise ValidationError(_(str(error))) from None

    def question(self) -> Question:
        """What was asked; call it when the form is valid."""
        return read({name: field.data for name, field in self._fields.items()})


class QuestionForm(AskForm, WatchedForm):
    """A question that is kept."""

    watched: ClassVar[tuple[str, ...]] = ("name", "place")
    version = HiddenField()
    name = StringField(
        _l("Name"),
        validators=[DataRequired(message=_l("Give the question a name by which the others find it.")), Length(max=200)],
        description=_l("All members of the case see it."),
    )


class DeleteForm(BaseForm):
    """Take a question away."""

"""Forms of the review: shape and wording."""

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from casework.i18n import _, _l
from casework.i18n.labels import choices
from casework.leaks.watching import WatchedForm
from casework.review.checklist import checks_for
from casework.vocabulary import InformationGrade, ReviewDecision, SourceGrade


class DecisionForm(WatchedForm):
    """The reviewer's decision."""

    watched = ("reasons",)

    checklist = SelectMultipleField(
        _l("Checklist"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
        description=_l("Tick what you checked and found in order. An approval needs every item."),
    )  # fmt: skip
    source_grade = SelectField(
        _l("Source grade"),
        choices=lambda: choices(SourceGrade),
        default=SourceGrade.F.value,
        description=_l("How reliable the source is, judged apart from what it says."),
    )
    information_grade = SelectField(
        _l("Information grade"),
        choices=lambda: choices(InformationGrade),
        default=InformationGrade.CANNOT_BE_JUDGED.value,
        description=_l("How well other, independent sources bear out what is said."),
    )
    decision = RadioField(_l("Decision"), choices=lambda: choices(ReviewDecision), validators=[InputRequired()])
    reasons = TextAreaField(
        _l("Reasons"),
        validators=[Length(max=10_000)],
        description=_l("Required when you return or reject: the author works from them. Kept with the version."),
    )

    def offer(self, kind: str) -> None:
        """The checklist of this kind of object."""
        self.checklist.choices = [(key, _(text)) for key, text in checks_for(kind)]


class CommentForm(WatchedForm):
    """A remark on a paragraph."""

    watched = ("text",)

    paragraph = StringField(_l("Paragraph"), validators=[Length(max=12)], description=_l("Its number; leave it empty for a remark on the whole."))  # fmt: skip
    text = TextAreaField(_l("Remark"), validators=[DataRequired(), Length(max=5_000)])

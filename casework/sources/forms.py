"""Forms of sources: who says so, where in it, how reliable, and what it repeats."""

from typing import ClassVar

from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from casework.i18n import _, _l
from casework.i18n.labels import choices
from casework.leaks.watching import WatchedForm
from casework.sources.given import SourceGiven
from casework.sources.services import SourceDetails
from casework.vocabulary import InformationGrade, SourceGrade
from casework.web import UncertainDateField

DATE_HELP = _l(
    "A day 2025-03-08, a month 2025-03 or a year 2025. Add ~ for about. /2025-03 means not after, 2025-03/ not before, "
    "2025-03-01/2025-03-09 between. Leave empty when the source does not say."
)
APART = _l("Graded apart from the information; never averaged.")


class SourceForm(WatchedForm):
    """Who says so: a public citation, or something in a case."""

    watched: ClassVar[tuple[str, ...]] = ("citation", "locator")

    citation = StringField(
        _l("Source"),
        validators=[Length(max=500)],
        description=_l("Author, title and date of what is public. Leave empty when the source lies in a case."),
    )
    url = StringField(_l("Web address"), validators=[Length(max=2_000)])
    case_reference = SelectField(_l("Case"), description=_l("Only members of the case will see this source."))
    reference = StringField(
        _l("Testimony, exhibit or known source"),
        validators=[Length(max=20)],
        description=_l("Its reference: T-0001, EX-0001, or S-0001 for a source that is cited already."),
    )
    locator = StringField(
        _l("Where in it"),
        validators=[Length(max=100)],
        description=_l("Page p. 3, paragraph ¶ 9 or time stamp 00:02:13."),
    )
    published_on = UncertainDateField(_l("Date of the source"), validators=[Length(max=40)], description=DATE_HELP)
    source_grade = SelectField(
        _l("Reliability of the source"), choices=lambda: choices(SourceGrade, blank=_("As the source is graded")),
        description=APART,
    )  # fmt: skip
    information_grade = SelectField(
        _l("Credibility of the information"),
        choices=lambda: choices(InformationGrade, blank=_("As the source is graded")),
    )

    def offer_cases(self, references: list[str]) -> None:
        """Which cases the reader may point into."""
        self.case_reference.choices = [("", _("none: a public source")), *((ref, ref) for ref in references)]

    def source(self) -> SourceGiven:
        """What was entered."""
        return SourceGiven(
            citation=self.citation.data or "",
            url=self.url.data or "",
            locator=self.locator.data or "",
            published_on=self.published_on.data or "",
            source_grade=SourceGrade(self.source_grade.data) if self.source_grade.data else None,
            information_grade=InformationGrade(self.information_grade.data) if self.information_grade.data else None,
            case_reference=self.case_reference.data or "",
            reference=self.reference.data or "",
        )


class SourceItselfForm(WatchedForm):
    """A source itself: its words, when it lies in no case, and its grades."""

    watched = ("citation",)

    version = HiddenField()
    citation = StringField(
        _l("Source"), validators=[Length(max=500)], description=_l("Author, title and date of what is public.")
    )
    url = StringField(
        _l("Web address"),
        validators=[Optional(), Length(max=2_000), Regexp(r"https?://", message=_l("A web address begins with http:// or https://."))],
    )  # fmt: skip
    published_on = UncertainDateField(_l("Date of the source"), validators=[Length(max=40)], description=DATE_HELP)
    source_grade = SelectField(_l("Reliability of the source"), choices=lambda: choices(SourceGrade), description=APART)
    information_grade = SelectField(
        _l("Credibility of the information"),
        choices=lambda: choices(InformationGrade),
        description=_l("Every fact on this source follows, unless it is graded apart."),
    )

    def details(self) -> SourceDetails:
        """What was entered."""
        return SourceDetails(
            citation=self.citation.data or "",
            url=self.url.data or "",
            published_on=self.published_on.data or "",
            source_grade=SourceGrade(self.source_grade.data),
            information_grade=InformationGrade(self.information_grade.data),
        )


class RepeatForm(WatchedForm):
    """A source repeats another."""

    watched = ("note",)

    origin = StringField(
        _l("Repeats"),
        validators=[DataRequired(), Length(max=20)],
        description=_l("The reference S-0001 of the source that it takes its word from. Together they count once."),
    )
    note = StringField(
        _l("How this is known"),
        validators=[Length(max=500)],
        description=_l('For example: "as reported by" on page 3.'),
    )

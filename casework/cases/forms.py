"""Forms of the cases: shape and wording."""

from zoneinfo import available_timezones

from wtforms import DateField, EmailField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from casework.i18n import _, _l
from casework.i18n.labels import choices
from casework.leaks.watching import WatchedForm
from casework.vocabulary import CaseStatus, Confidence, Marking

_ZONE = _l("Times in this case are shown in it, for example Asia/Damascus.")


class CaseForm(WatchedForm):
    """What a case is about."""

    watched = ("title", "title_ar", "mandate", "territory", "summary")

    version = HiddenField()
    title = StringField(
        _l("Title"),
        validators=[DataRequired(), Length(max=200)],
        description=_l("Without any name of a witness or victim."),
    )
    title_ar = StringField(
        _l("Title in Arabic"), validators=[Length(max=200)], description=_l("Used in Arabic dossiers.")
    )
    mandate = TextAreaField(
        _l("Mandate"),
        validators=[Length(max=10_000)],
        description=_l("Who asked for the investigation, and its scope. Printed in dossiers."),
    )
    period = StringField(_l("Period"), validators=[Length(max=40)], description=_l("For example: 6 to 10 March 2025."))
    territory = StringField(_l("Territory"), validators=[Length(max=500)])
    summary = TextAreaField(_l("Summary"), validators=[Length(max=20_000)])
    standard_of_proof = SelectField(
        _l("Standard of proof"),
        choices=lambda: choices(Confidence),
        description=_l("Findings need at least reasonable grounds to believe (OHCHR guidance)."),
    )
    marking = SelectField(
        _l("Marking"), choices=lambda: choices(Marking), description=_l("Printed on every page that leaves.")
    )
    time_zone = StringField(
        _l("Time zone"),
        validators=[DataRequired(), Length(max=60)],
        default="Asia/Damascus",
        description=_l("Times in this case are shown in it, for example Asia/Damascus."),
    )

    def validate_time_zone(self, field: StringField) -> None:
        """An IANA zone."""
        if field.data not in available_timezones():
            raise ValidationError(_("This is not a time zone of the IANA database."))


class NewCaseForm(CaseForm):
    """A new case."""

    opened_on = DateField(
        _l("Opened on"), validators=[DataRequired()], description=_l("Its year becomes part of the reference.")
    )


class StatusForm(WatchedForm):
    """Move a case on."""

    watched = ("reason",)

    to = SelectField(_l("New status"), choices=lambda: choices(CaseStatus))
    reason = StringField(
        _l("Reason"),
        validators=[DataRequired(), Length(max=500)],
        description=_l("Written to the log beside your name."),
    )


class MemberForm(WatchedForm):
    """A new member."""

    watched = ("reason",)

    email = EmailField(_l("E-mail address"), validators=[DataRequired(), Length(max=254)])
    reason = StringField(
        _l("Reason"),
        validators=[DataRequired(), Length(max=500)],
        description=_l("Why this person needs to see the case."),
    )


class RemoveMemberForm(WatchedForm):
    """The end of a membership."""

    watched = ("reason",)

    reason = StringField(_l("Reason"), validators=[DataRequired(), Length(max=500)])

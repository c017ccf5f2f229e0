"""Shape and wording of one step of verification."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from casework.i18n import _, _l
from casework.i18n.labels import choices
from casework.leaks.watching import WatchedForm
from casework.vocabulary import VerificationAspect, VerificationState

QUESTIONS = {
    VerificationAspect.SOURCE: _l("Is the source who and what they say they are?"),
    VerificationAspect.CONTENT: _l("Do place, time and events in it agree with other facts?"),
    VerificationAspect.TECHNICAL: _l("Do metadata and the file itself agree with what is claimed?"),
}


class VerificationForm(WatchedForm):
    """One look at one aspect: what came out, how it was checked, on what grounds."""

    watched = ("method", "grounds")

    aspect = SelectField(
        _l("What was checked"),
        choices=lambda: choices(VerificationAspect),
        validators=[InputRequired()],
        description=_l("Source, content and technical data are verified each by itself (Berkeley Protocol)."),
    )
    state = SelectField(
        _l("What came out"), choices=lambda: choices(VerificationState, blank=_("Choose")), validators=[InputRequired()]
    )
    method = StringField(
        _l("How it was checked"),
        validators=[InputRequired(), Length(max=500)],
        description=_l(
            "Such as: shadows against the time of day, satellite image of the day, call back to the source, reverse image search."
        ),
    )
    grounds = TextAreaField(
        _l("Grounds"),
        validators=[Length(max=4_000)],
        description=_l(
            "What speaks for it and what against it; references of exhibits and testimonies. No names of witnesses."
        ),
    )

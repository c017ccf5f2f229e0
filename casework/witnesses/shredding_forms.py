"""What is asked before an identity is destroyed: the code typed out, and why."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from casework.i18n import _, _l
from casework.i18n.labels import choices
from casework.vocabulary import DestructionReason
from casework.web.forms import BaseForm


def is_the_code(typed: str | None, code: str) -> bool:
    """True when the code was typed, in whatever digits and letters."""
    western = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in typed or "")
    return western.strip().upper() == code


class DestroyForm(BaseForm):
    """The note's name begins with `sealed_`: a name may be typed into it, so it is never kept as a draft."""

    reason = RadioField(
        _l("Why is it destroyed?"), choices=lambda: choices(DestructionReason), validators=[DataRequired()]
    )
    sealed_note = TextAreaField(
        _l("Note for the log"),
        validators=[Length(max=500)],
        description=_l("Who asked for it and how you know. Names are taken out before it reaches the log."),
    )
    code = StringField(
        _l("Type the code"),
        validators=[DataRequired(), Length(max=20)],
        description=_l("To confirm that you mean this person. There is no way back."),
    )

    def confirms(self, code: str) -> bool:
        """True when the code was typed; else the error stands beside the field."""
        if is_the_code(self.code.data, code):
            return True
        self.code.errors = [*self.code.errors, _("This is not the code of this person.")]
        return False

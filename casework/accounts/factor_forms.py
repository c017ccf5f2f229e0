"""Forms of the second factors."""

from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from casework.i18n import _l
from casework.web import BaseForm


class ConfirmForm(BaseForm):
    """Prove who is at the screen; the page shows the fields that the account can fill."""

    password = PasswordField(_l("Password"), validators=[Length(max=1000)])
    one_time_code = StringField(
        _l("Code"),
        validators=[Length(max=60)],
        description=_l("The six digits that your app shows now, or one of your recovery codes."),
    )
    passkey_answer = HiddenField(validators=[Length(max=20_000)])


class AppForm(BaseForm):
    """The first code of an app: proof that the secret arrived."""

    one_time_code = StringField(
        _l("Code"),
        validators=[DataRequired(), Length(max=20)],
        description=_l("The six digits that the app shows now."),
    )


class PasskeyForm(BaseForm):
    """A new passkey; the script fills in the device's answer."""

    name = StringField(
        _l("Name of the passkey"),
        validators=[DataRequired(), Length(max=60)],
        description=_l("So that you know which one to remove when a device is lost, for example: blue security key."),
    )
    passkey_answer = HiddenField(validators=[Length(max=20_000)])


class ResetFactorForm(BaseForm):
    """Why somebody's second factor is taken away."""

    factor_reason = TextAreaField(
        _l("Reason"),
        validators=[DataRequired(), Length(max=500)],
        description=_l(
            "How you made sure that it is really this person who asks. Written to the log beside your name."
        ),
    )

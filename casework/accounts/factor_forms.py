"""Forms of the second factors."""

from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from casework.i18n import _l
from casework.web import BaseForm


class PasswordAgainForm(BaseForm):
    """For an account without a second factor: the password again."""

    password = PasswordField(_l("Password"), validators=[InputRequired(), Length(max=1000)])

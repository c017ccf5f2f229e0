"""Forms of the accounts: shape and wording."""

from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from casework.i18n import NAMES, _l
from casework.i18n.labels import choices
from casework.subjects import Role
from casework.vocabulary import RecipientKind
from casework.web import BaseForm

_ADDRESS = Regexp(r"^[^@\s]+@[^@\s]+$", message=_l("Enter an e-mail address."))


class LoginForm(BaseForm):
    """Log in."""

    email = StringField(_l("E-mail address"), validators=[DataRequired(), Length(max=254)])
    password = PasswordField(_l("Password"), validators=[InputRequired(), Length(max=1000)])


class PasswordForm(BaseForm):
    """Change one's own password."""

    current = PasswordField(_l("Present password"), validators=[InputRequired(), Length(max=1000)])
    new = PasswordField(
        _l("New password"),
        validators=[InputRequired(), Length(max=1000)],
        description=_l(
            "At least 12 characters; several unrelated words are easy to remember. Your other sessions end."
        ),
    )
    repeat = PasswordField(_l("New password again"), validators=[InputRequired()])

    def validate_repeat(self, field: PasswordField) -> None:
        """Typed twice, the same."""
        if field.data != self.new.data:
            raise ValueError(str(_l("The two new passwords differ.")))


class AccountForm(BaseForm):
    """What an administrator says of an account."""

    version = HiddenField()
    name = StringField(
        _l("Name"),
        validators=[DataRequired(), Length(max=200)],
        description=_l("Shown to colleagues of the same cases and in reviews."),
    )
    role = SelectField(
        _l("Role"),
        choices=lambda: choices(Role),
        description=_l("What the person may do at all. Which cases they see is decided by the cases' supervisors."),
    )
    recipient = SelectField(
        _l("Receiving body"), description=_l("For committee members: the body whose dossiers they receive.")
    )
    is_disabled = BooleanField(
        _l("Disabled"), description=_l("The person can no longer log in; all their sessions end at once.")
    )
    reason = StringField(
        _l("Reason"),
        validators=[DataRequired(), Length(max=500)],
        description=_l("Written to the log beside your name."),
    )


class NewAccountForm(BaseForm):
    """A new account."""

    email = EmailField(_l("E-mail address"), validators=[DataRequired(), Length(max=254), _ADDRESS])
    name = AccountForm.name
    role = AccountForm.role
    recipient = AccountForm.recipient
    language = SelectField(_l("Language"), choices=lambda: list(NAMES.items()))
    password = StringField(
        _l("First password"),
        validators=[InputRequired(), Length(max=200)],
        description=_l("Tell it to the person by a safe way. It must be changed at the first log-in."),
    )
    reason = AccountForm.reason


class ResetForm(BaseForm):
    """A new first password."""

    password = NewAccountForm.password
    password_reason = StringField(
        _l("Reason"),
        validators=[DataRequired(), Length(max=500)],
        description=_l("Written to the log beside your name."),
    )


class RecipientForm(BaseForm):
    """A body that receives dossiers."""

    slug = StringField(
        _l("Short name"),
        validators=[DataRequired(), Length(max=60), Regexp(r"^[a-z0-9-]+$", message=_l("Use small Latin letters, digits and hyphens."))],
        description=_l("For example: national-commission. It cannot be changed later."),
    )  # fmt: skip
    name = StringField(_l("Name"), validators=[DataRequired(), Length(max=200)])
    name_ar = TextAreaField(_l("Name in Arabic"), validators=[Length(max=200)])
    kind = SelectField(
        _l("Kind"),
        choices=lambda: choices(RecipientKind),
        description=_l("Consent is given for kinds of recipients: this decides what may be shown to this body."),
    )
    age_keys = TextAreaField(
        _l("Public age keys"),
        validators=[Length(max=4000)],
        description=_l(
            "One a line, each begins with age1: dossiers can then be sent as files that only this body opens. Leave it "
            "empty when the body has none."
        ),
    )


class BodyDaysForm(BaseForm):
    """How long copies of a body may be fetched."""

    copy_days = IntegerField(
        _l("Days"),
        [Optional()],
        description=_l(
            "From the first download of each copy on; it is printed on its cover. Empty: as long as the version stands. "
            "A dossier can say otherwise, and each copy can be given more time."
        ),
    )


class BodyKeysForm(BaseForm):
    """The keys that dossiers for a body are encrypted to."""

    version = HiddenField()
    age_keys = RecipientForm.age_keys
    reason = StringField(
        _l("Reason"),
        validators=[DataRequired(), Length(max=500)],
        description=_l("Why it changes, and how you compared the fingerprint with the body. Written to the log."),
    )

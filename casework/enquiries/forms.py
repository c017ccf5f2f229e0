"""What is asked for when a body asks, and when supervisors reply."""

from collections.abc import Iterable

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from casework.enquiries.asking import MOST_TEXT
from casework.enquiries.states import ReplyKind
from casework.i18n import _, _l
from casework.i18n.labels import choices
from casework.leaks.watching import WatchedForm
from casework.web import BaseForm


class AskForm(BaseForm):
    """A question about an issued version. It is not searched for names: a warning would tell who is a witness."""

    about = StringField(
        _l("About what"),
        validators=[Length(max=500)],
        description=_l(
            "Paragraphs, exhibits or codes that stand in this version, with commas between: "
            "12, EX-0003, W-0001, T-0002 ¶3. Left empty: about the whole."
        ),
    )
    question = TextAreaField(
        _l("What you want to know"),
        validators=[Length(max=MOST_TEXT)],
        description=_l(
            "Write no name, not even one that you know: use the codes of the dossier. It is kept encrypted; the "
            "supervisors of the case read it."
        ),
    )


class ReplyForm(WatchedForm):
    """A reply, before somebody else sends it."""

    watched = ("text",)

    kind = SelectField(
        _l("How it is replied to"),
        choices=lambda: choices(ReplyKind),
        default=ReplyKind.WRITTEN.value,
        description=_l(
            "More than a few sentences, or anything that is not in a dossier of this body, belongs into a supplementary "
            "dossier: it goes through consent, two people and the signature as any."
        ),
    )
    text = TextAreaField(
        _l("What the body reads"),
        validators=[Length(max=MOST_TEXT)],
        description=_l(
            "Codes only, and only those that the body has in its dossiers. Consent is asked for everybody of whom the "
            "question or the answer speaks. With a dossier this may stay empty."
        ),
    )
    supplement = SelectField(
        _l("Supplementary dossier"),
        validate_choice=False,
        description=_l("Compose it as any dossier for this body; the reply can be sent once it is issued."),
    )

    def offer(self, dossiers: Iterable[tuple[str, str]]) -> None:
        """The dossiers of the case for this body."""
        self.supplement.choices = [("", _("None")), *dossiers]


class SendForm(BaseForm):
    """The second person sends it."""

    names_checked = BooleanField(_l("I read every line of it for the names that only custodians hold."))


class ReturnForm(WatchedForm):
    """It goes back to whoever wrote it."""

    watched = ("reason",)

    reason = StringField(
        _l("What has to be changed"), validators=[Length(max=1000)], description=_l("The body does not see this.")
    )

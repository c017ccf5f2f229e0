"""What is asked for when a bag is made, and when it was handed over."""

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from casework.i18n import _l
from casework.leaks.watching import WatchedForm
from casework.web import BaseForm


class BagForm(BaseForm):
    """A bag: for whom, in which language, and that somebody looked into the files."""

    recipient = SelectField(
        _l("Receiving body"),
        validate_choice=False,
        description=_l("Consent is asked for this body and for no other."),
    )
    language = SelectField(
        _l("Language of what people read in it"),
        choices=[("en", "English"), ("ar", "العربية")],
        description=_l("The page that explains the bag, and the reasons for what was left out."),
    )
    files_checked = BooleanField(
        _l("Every file of this list was looked into: nothing in it names or shows somebody who must stay protected."),
        description=_l("Texts are searched for names. Pictures, recordings and PDF files are not: no search can."),
    )


class BundleForm(BagForm):
    """The exhibits of one dossier: the body is the dossier's."""

    recipient = None


class HandedOverForm(WatchedForm):
    """The bag reached its body."""

    watched = ("how",)

    how = StringField(
        _l("How and to whom"),
        [DataRequired(), Length(max=500)],
        description=_l("By function, not by name: to the registrar, on an encrypted disk, with a receipt. It goes into every chain of custody."),
    )  # fmt: skip

"""Shape and wording of what many files share."""

from collections.abc import Mapping

from wtforms import HiddenField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from casework.evidence.details import ExhibitDetails
from casework.evidence.forms import ExhibitForm
from casework.i18n import _, _l
from casework.i18n.labels import choices
from casework.vocabulary import EvidenceType

BY_NAME, NUMBERED = "name", "numbered"


class SeveralForm(ExhibitForm):
    """What is said about all of them at once. Each can be described by itself afterwards."""

    files = SelectMultipleField(
        _l("Files"),
        choices=[],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[InputRequired()],
        description=_l("Each becomes an exhibit of its own. What you leave out waits on."),
    )
    naming = SelectField(
        _l("Titles"),
        choices=lambda: [(BY_NAME, _("The name of the file")), (NUMBERED, _("One title, numbered"))],
        default=BY_NAME,
        description=_l("Titles stand in lists and in dossiers: choose one title where names of files name people."),
    )
    title = StringField(
        _l("Title of all"),
        validators=[Length(max=180)],
        description=_l("For numbered titles: “Market, morning” becomes “Market, morning (1)” and so on."),
    )
    kind = SelectField(
        _l("Type"),
        choices=lambda: choices(EvidenceType, blank=_("By each file's content")),
        validators=[MayBeEmpty()],
    )
    done = IntegerField(widget=HiddenInput(), default=0)
    going_on = HiddenField()  # the script presses the button again until all are in

    names: Mapping[str, str] = {}

    @property
    def is_by_content(self) -> bool:
        """Each file's content says its type."""
        return not self.kind.data

    def shared(self, zone: str) -> ExhibitDetails:
        """What all of them share; title and type stand for what each gets of its own."""
        by_content = self.is_by_content
        if by_content:
            self.kind.data = EvidenceType.OTHER.value
        details = self.details(zone)
        if by_content:
            self.kind.data = ""
        return details

    def validate(self, extra_validators: object = None) -> bool:
        """A numbered title needs its words."""
        good = super().validate(extra_validators)
        if self.naming.data == NUMBERED and not (self.title.data or "").strip():
            self.title.errors = [*self.title.errors, _("Give the title that all of them share.")]
            return False
        return good

    def other_texts(self) -> Mapping[str, str]:
        """Names of files are text, too: people write names into them."""
        return self.names

    def replace_other(self, name: str, text: str) -> None:
        """Name a file anew."""
        self.names = {**self.names, name: text}

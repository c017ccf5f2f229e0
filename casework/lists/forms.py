"""Forms of the import of lists: shape and wording."""

from collections.abc import Mapping

from wtforms import BooleanField, FileField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from casework.i18n import _, _l
from casework.i18n.labels import choices
from casework.leaks.watching import WatchedForm
from casework.lists.columns import Column
from casework.vocabulary import Harm
from casework.web import BaseForm, ReferenceField

ENCODINGS = (("utf-8", "UTF-8"), ("utf-16", "UTF-16"), ("cp1256", "Windows-1256"))


class ListForm(WatchedForm):
    """A list. The file stands last, so that the small fields arrive before it."""

    watched = ("source",)

    source = StringField(
        _l("Whose list it is"),
        validators=[DataRequired(), Length(max=200)],
        description=_l(
            "Who made it and when, as in: SNHR, list of 12 March 2025. It becomes the source of every line."
        ),
    )
    encoding = SelectField(
        _l("Encoding of a CSV file"),
        choices=lambda: [("", _("Find out")), *ENCODINGS],
        default="",
        description=_l("The next page shows what was found. Choose one only when letters looked wrong there."),
    )
    is_kept = BooleanField(
        _l("Keep the file as an exhibit"),
        description=_l(
            "Then it has a custody chain, and whoever may open the exhibits of this case can read its names."
        ),
    )
    file = FileField(_l("File"), description=_l("A CSV file or an .xlsx spreadsheet, with one person on each line."))

    arrived_name = ""  # the name of the file that came with it: it becomes the exhibit's

    def other_texts(self) -> Mapping[str, str]:
        """The name of a file that is kept is a text like any other."""
        return {"file": self.arrived_name} if self.is_kept.data else {}

    def replace_other(self, _name: str, text: str) -> None:
        """Put the code into the file's name."""
        self.arrived_name = text


class ColumnsForm(BaseForm):
    """Where the columns go; the fields of the columns are made for the list that is at hand (`form_for`)."""

    is_headed = BooleanField(_l("The first line holds the names of the columns"), default=True)
    harm = SelectField(
        _l("What happened to the people of this list"),
        choices=lambda: choices(Harm, blank=_("Each line says it")),
        default="",
        description=_l("For lines that do not say it themselves."),
    )
    incident = ReferenceField(_l("Incident"), description=_l("For lines that do not name one."))


def form_for(width: int) -> type[ColumnsForm]:
    """The form for a list with so many columns."""
    fields = {f"column_{at}": SelectField(str(at + 1), choices=lambda: choices(Column)) for at in range(width)}
    return type("ColumnsForm", (ColumnsForm,), fields)

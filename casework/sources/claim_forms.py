"""Forms of competing claims."""

from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from casework.i18n import _l
from casework.leaks.watching import WatchedForm
from casework.sources.claims import Claimed, Kind
from casework.sources.forms import SourceForm


class DatumForm(SourceForm):
    """What a source says of one datum."""

    watched = (*SourceForm.watched, "value", "value_ar", "note")

    datum = SelectField(_l("About what"))
    value = TextAreaField(
        _l("What the source says"),
        validators=[Length(max=5_000)],
        description=_l("This alone, as the source has it. A date as 2025-03-08, 2025-03 or 2025."),
    )
    value_ar = TextAreaField(_l("The same in Arabic"), validators=[Length(max=5_000)])
    note = StringField(_l("Note"), validators=[Length(max=2_000)])

    def offer(self, kind: Kind) -> None:
        """What can be claimed of this kind of record."""
        self.datum.choices = [(one.name, str(one.label)) for one in kind.data]

    def claimed(self) -> Claimed:
        """What was entered."""
        texts: dict[str, Any] = {name: self[name].data or "" for name in ("datum", "value", "value_ar", "note")}
        return Claimed(source=self.source(), **texts)


class WhyForm(WatchedForm):
    """A reason."""

    watched = ("reason",)

    reason = TextAreaField(
        _l("Reason"), validators=[DataRequired(), Length(max=2_000)], description=_l("It is shown beside the claim.")
    )

"""Forms of the compartments."""

from wtforms import SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from casework.i18n import _l
from casework.leaks.watching import WatchedForm

_LOGGED = _l("Written to the log beside your name.")


class RestrictForm(WatchedForm):
    """Who alone may see something."""

    watched = ("reason",)

    people = SelectMultipleField(
        _l("Who may see it"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l(
            "You stay among them. Everybody else in the case sees it nowhere: not in lists, search or counts."
        ),
    )
    reason = StringField(_l("Reason"), validators=[DataRequired(), Length(max=500)], description=_LOGGED)


class LiftForm(WatchedForm):
    """Open it to the whole case again."""

    watched = ("why",)

    why = StringField(_l("Reason"), validators=[DataRequired(), Length(max=500)], description=_LOGGED)

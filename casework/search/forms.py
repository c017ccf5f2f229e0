"""The search form, sent by GET."""

from wtforms import DateField, Form, SelectField, StringField
from wtforms.validators import Optional

from casework.i18n import _, _l
from casework.i18n.labels import choices
from casework.vocabulary import ReviewStatus

KINDS = {
    "testimony": _l("Testimonies"),
    "exhibit": _l("Evidence"),
    "incident": _l("Incidents"),
    "victim": _l("Victims"),
    "witness": _l("Witnesses"),
    "allegation": _l("Allegations"),
    "unit": _l("Units"),
    "individual": _l("Individuals"),
    "case": _l("Cases"),
}


class SearchForm(Form):
    """One box and what narrows it."""

    q = StringField(
        _l("Search"),
        description=_l("Words in English or Arabic, a reference such as T-0001, or a phrase in quotation marks."),
    )
    # The box at the top of every page sends `q` alone: what is not sent narrows nothing.
    case = SelectField(_l("Case"), default="", validate_choice=False)
    kind = SelectField(
        _l("Kind"), default="", choices=lambda: [("", _("All")), *((key, str(text)) for key, text in KINDS.items())]
    )
    status = SelectField(_l("Status"), default="", choices=lambda: choices(ReviewStatus, blank=_("All")))
    since = DateField(_l("From"), validators=[Optional()])
    until = DateField(_l("To"), validators=[Optional()])

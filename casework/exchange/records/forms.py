"""What is asked for when records are exported."""

from wtforms import BooleanField, SelectField

from casework.dossiers.states import DateDetail, PlaceDetail
from casework.exchange.records.services import Asked
from casework.i18n import _l
from casework.i18n.labels import choices
from casework.web import BaseForm


class RecordsForm(BaseForm):
    """For whom, in which language, and how closely places and dates are told."""

    recipient = SelectField(
        _l("Receiving body"),
        validate_choice=False,
        description=_l("Consent is asked for this body and for no other."),
    )
    language = SelectField(
        _l("Language of what people read in it"),
        choices=[("en", "English"), ("ar", "العربية")],
        description=_l("The page that explains it, the codebook, and the words of the entities. Names of columns stay English."),
    )  # fmt: skip
    places = SelectField(
        _l("Places are told by"),
        choices=lambda: choices(PlaceDetail),
        default=PlaceDetail.PRECISE.value,
        description=_l("In the fields of incidents. Narrative texts stay as they were written: read them."),
    )
    days = SelectField(
        _l("Dates are told by"),
        choices=lambda: choices(DateDetail),
        default=DateDetail.DAY.value,
        description=_l("A village, a day and an age together name a person."),
    )
    names_checked = BooleanField(
        _l("Somebody looked into these records for the names that only custodians hold."),
        description=_l("Needed where custodians hold names of this case: no search on this machine finds those."),
    )

    @property
    def asked(self) -> Asked:
        """What was chosen."""
        return Asked(self.language.data, PlaceDetail(self.places.data), DateDetail(self.days.data))

"""Forms around the vault. Field names begin with `sealed_`: nothing typed into them is ever kept as a draft."""

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from casework.i18n import _, _l
from casework.vault import IdentityField
from casework.web.forms import BaseForm
from casework.witnesses.forms import TickMany
from casework.witnesses.identity import REASON_AT_LEAST

LABELS = {
    IdentityField.NAME: _l("Full name"),
    IdentityField.NAME_LATIN: _l("Name in the other script"),
    IdentityField.KUNYA: _l("Kunya"),
    IdentityField.ALIASES: _l("Other names"),
    IdentityField.DATE_OF_BIRTH: _l("Date of birth"),
    IdentityField.ID_NUMBERS: _l("Identity documents and numbers"),
    IdentityField.PHONE: _l("Telephone"),
    IdentityField.CONTACT: _l("Other contact"),
    IdentityField.SAFE_CHANNEL: _l("Safe channel"),
    IdentityField.SAFE_HOURS: _l("Safe hours"),
    IdentityField.NEXT_OF_KIN: _l("Next of kin"),
    IdentityField.ADDRESS: _l("Address"),
}
_HELP = {
    IdentityField.NAME: _l("As in the person's documents."),
    IdentityField.NAME_LATIN: _l(
        "In Latin letters if the name above is Arabic, or the other way round. Exports are searched for both."
    ),
    IdentityField.ALIASES: _l("One on each line, with every spelling that might appear in a text."),
    IdentityField.ID_NUMBERS: _l("One on each line."),
    IdentityField.PHONE: _l("One on each line."),
    IdentityField.SAFE_CHANNEL: _l("How the person wants to be reached, and what must not be said there."),
}
_LONG = {
    IdentityField.ALIASES,
    IdentityField.ID_NUMBERS,
    IdentityField.PHONE,
    IdentityField.CONTACT,
    IdentityField.SAFE_CHANNEL,
    IdentityField.NEXT_OF_KIN,
    IdentityField.ADDRESS,
}
PREFIX = "sealed_"


class RevealForm(BaseForm):
    """Why the identity is needed."""

    reason = TextAreaField(
        _l("Why do you need this identity?"),
        validators=[DataRequired(), Length(min=REASON_AT_LEAST, max=500)],
        description=_l(
            "At least ten characters. It is kept in the log for good, with your account and the time, and supervisors of "
            "the case read it. Write no name and nothing that tells who the person is."
        ),
    )


class IdentityForm(BaseForm):
    """Write to the vault without reading it: what stays empty stays as it is."""

    erase = TickMany(
        _l("Erase"),
        description=_l("Remove what is stored under these headings."),
    )

    def offer_erasing(self, stored: frozenset[str]) -> None:
        """Only what is stored can be erased."""
        self.erase.choices = [(name.value, str(LABELS[name])) for name in IdentityField if name in stored]

    def sealed_fields(self) -> list[StringField]:
        """The fields of the identity, in order."""
        return [self[PREFIX + name] for name in IdentityField]

    def entered(self) -> dict[str, str]:
        """What was typed, by vault field."""
        return {name.value: (self[PREFIX + name].data or "").strip() for name in IdentityField}

    def validate(self, extra_validators: object = None) -> bool:
        """A heading cannot be filled and erased at once."""
        both = [name for name in self.erase.data or [] if self.entered().get(name)]
        if not super().validate(extra_validators):
            return False
        if both:
            self.erase.errors = [_("Fill a heading or erase it, not both.")]
        return not both


for _name in IdentityField:
    _kind = TextAreaField if _name in _LONG else StringField
    _field = _kind(LABELS[_name], validators=[Length(max=2_000)], description=_HELP.get(_name, ""))
    setattr(IdentityForm, PREFIX + _name, _field)

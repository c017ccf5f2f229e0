"""Forms of units and of what is said of them: shape and wording."""

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FloatField,
    Form,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from casework.i18n import _, _l, language_name
from casework.i18n.labels import choices
from casework.leaks.watching import WatchedForm
from casework.sources.forms import DATE_HELP, SourceForm
from casework.units.claims import Said
from casework.units.services import NAME_LANGUAGES, UnitFacts
from casework.vocabulary import (
    Confidence,
    PostingRole,
    RelationKind,
    UnitNameKind,
    UnitType,
)
from casework.web import BaseForm, ReferenceField, UncertainDateField

BLANK_AREAS = 2


class AreaForm(Form):
    """Where a unit operated, and when."""

    place = StringField(_l("Place"), validators=[Length(max=200)])
    place_ar = StringField(_l("Place in Arabic"), validators=[Length(max=200)])
    since = UncertainDateField(_l("From"), validators=[Length(max=40)])
    until = UncertainDateField(_l("Until"), validators=[Length(max=40)])
    latitude = FloatField(_l("Latitude"), validators=[Optional(), NumberRange(-90, 90)])
    longitude = FloatField(_l("Longitude"), validators=[Optional(), NumberRange(-180, 180)])
    radius_km = FloatField(_l("Within how many km"), validators=[Optional(), NumberRange(0.1, 500)])


class UnitForm(WatchedForm):
    """A unit itself."""

    watched = ("name", "name_ar", "aliases", "insignia", "vehicles", "areas", "note")

    version = HiddenField()
    name = StringField(
        _l("Name"),
        validators=[DataRequired(), Length(max=200)],
        description=_l("As the sources call it; a description in quotation marks when there is no name."),
    )
    name_ar = StringField(_l("Name in Arabic"), validators=[Length(max=200)])
    kind = SelectField(_l("Type of unit"), choices=lambda: choices(UnitType), default=UnitType.UNKNOWN.value)
    aliases = TextAreaField(
        _l("Other names"),
        validators=[Length(max=4_000)],
        description=_l("One on each line, in any script. Search finds the unit by all of them."),
    )
    insignia = TextAreaField(
        _l("Insignia and uniform"),
        validators=[Length(max=2_000)],
        description=_l("What witnesses could recognise it by."),
    )
    vehicles = TextAreaField(_l("Vehicles and markings"), validators=[Length(max=2_000)])
    areas = FieldList(
        FormField(AreaForm),
        label=_l("Areas of operation"),
        min_entries=BLANK_AREAS,
        max_entries=60,
        description=DATE_HELP,
    )
    note = TextAreaField(_l("Note"), validators=[Length(max=5_000)])
    is_synthetic = BooleanField(
        _l("Invented for a demonstration"), description=_l("Marked SYNTHETIC wherever it is shown.")
    )

    def facts(self) -> UnitFacts:
        """What was entered."""
        return UnitFacts(
            name=self.name.data or "",
            name_ar=self.name_ar.data or "",
            kind=UnitType(self.kind.data),
            insignia=self.insignia.data or "",
            vehicles=self.vehicles.data or "",
            note=self.note.data or "",
            aliases=(self.aliases.data or "").splitlines(),
            areas=[_area(row) for row in self.areas.data if row["place"] or row["place_ar"]],
            is_synthetic=bool(self.is_synthetic.data),
        )


class NameForm(BaseForm):
    """What kind of name one of a unit's further names is."""

    kind = SelectField(
        _l("Kind of name"), choices=lambda: choices(UnitNameKind),
        description=_l("A former name finds old documents; an abbreviation is how people wrote it."),
    )  # fmt: skip
    language = SelectField(_l("Language"), choices=lambda: [(code, language_name(code)) for code in NAME_LANGUAGES])


def _area(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "place": row["place"] or "",
        "place_ar": row["place_ar"] or "",
        "from": row["since"] or "",
        "to": row["until"] or "",
    } | {part: row[part] for part in ("latitude", "longitude", "radius_km") if row[part] is not None}


class ClaimForm(SourceForm):
    """What every claim about units carries beside its source."""

    watched = (*SourceForm.watched, "note")

    starts = UncertainDateField(_l("Since"), validators=[Length(max=40)], description=DATE_HELP)
    ends = UncertainDateField(
        _l("Until"),
        validators=[Length(max=40)],
        description=_l("If it was still so on a day, write that day and a slash: 2025-03-09/ for not before."),
    )
    confidence = SelectField(
        _l("Confidence"), choices=lambda: choices(Confidence), description=_l("The standard of proof that is reached.")
    )
    note = TextAreaField(_l("Note"), validators=[Length(max=2_000)])

    def said(self) -> Said:
        """What was entered."""
        return Said(
            source=self.source(),
            starts=self.starts.data or "",
            ends=self.ends.data or "",
            confidence=Confidence(self.confidence.data),
            note=self.note.data or "",
        )


class RelationForm(ClaimForm):
    """How a unit stood to another."""

    direction = SelectField(
        _l("This unit"),
        choices=lambda: [("under", _("stood under the other")), ("above", _("stood above the other"))],
    )
    other = ReferenceField(_l("Other unit"), validators=[DataRequired()])
    kind = SelectField(_l("Kind of relation"), choices=lambda: choices(RelationKind))


class PostingForm(ClaimForm):
    """An individual alleged to have served in a unit."""

    individual = ReferenceField(
        _l("Individual"),
        validators=[DataRequired()],
        description=_l("By code. Register the individual first when they are not in the list."),
    )
    role = SelectField(_l("Role"), choices=lambda: choices(PostingRole))
    rank = StringField(_l("Rank"), validators=[Length(max=100)])


class VacancyForm(ClaimForm):
    """A source says that nobody commanded the unit."""


class WithdrawForm(WatchedForm):
    """Take a claim back."""

    watched = ("reason",)

    reason = StringField(
        _l("Reason"),
        validators=[DataRequired(), Length(max=2_000)],
        description=_l("The claim stays readable beside this reason, and no longer answers who commanded."),
    )


class IdentityForm(WatchedForm):
    """What of an individual goes into the vault; never filled from it, nor kept as a draft (`sealed_`)."""

    name = StringField(
        _l("Name (vault)"),
        name="sealed_name",
        validators=[Length(max=200)],
        description=_l("Encrypted. Shown only to a supervisor who states a reason. An empty field changes nothing."),
    )
    name_latin = StringField(_l("Name in Latin script (vault)"), name="sealed_name_latin", validators=[Length(max=200)])
    aliases = TextAreaField(_l("Other names (vault)"), name="sealed_aliases", validators=[Length(max=1_000)])
    date_of_birth = StringField(_l("Date of birth (vault)"), name="sealed_date_of_birth", validators=[Length(max=40)])
    id_numbers = StringField(_l("ID numbers (vault)"), name="sealed_id_numbers", validators=[Length(max=200)])


class IndividualForm(IdentityForm):
    """An alleged individual."""

    watched = ("description",)

    version = HiddenField()
    description = TextAreaField(
        _l("Description"),
        validators=[Length(max=5_000)],
        description=_l("Without a name: role, appearance, place, how they were recognised. Everybody here is alleged."),
    )
    kunya = StringField(
        _l("Kunya or nom de guerre"), validators=[Length(max=100)], description=_l("As it was heard; not a legal name.")
    )
    is_synthetic = BooleanField(
        _l("Invented for a demonstration"), description=_l("Marked SYNTHETIC wherever it is shown.")
    )

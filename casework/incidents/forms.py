"""Forms of incidents, figures and victims: shape and wording."""

from wtforms import (
    BooleanField,
    FloatField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from casework.i18n import _l
from casework.i18n.labels import choices
from casework.incidents.figures import FigureGiven
from casework.incidents.services import IncidentFacts
from casework.incidents.victims import VictimFacts
from casework.leaks.watching import WatchedForm
from casework.vocabulary import (
    Act,
    AgeBand,
    CasualtyConfirmation,
    CivilianStatus,
    Confidence,
    FigureCategory,
    FindingState,
    Harm,
    SamePerson,
    SceneStatus,
    Sex,
    SourceGrade,
)
from casework.web import BaseForm, ReferenceField, UncertainDateField

DATE_HELP = _l(
    "A day 2025-03-08, a month 2025-03 or a year 2025. Add ~ for about. /2025-03 means not after, 2025-03/ not before, "
    "2025-03-01/2025-03-09 between. Leave empty when the source does not say."
)


class ManyField(SelectMultipleField):
    """Several answers, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class IncidentForm(WatchedForm):
    """An incident."""

    watched = (
        "title",
        "title_ar",
        "place",
        "place_ar",
        "summary",
        "summary_ar",
        "means",
        "targeting_indicators",
        "contrary",
    )

    version = HiddenField()
    title = StringField(
        _l("Title"), validators=[DataRequired(), Length(max=200)], description=_l("Without any name of a person.")
    )
    title_ar = StringField(_l("Title in Arabic"), validators=[Length(max=200)])
    acts = ManyField(
        _l("Types of act"), choices=lambda: choices(Act), description=_l("What is alleged to have been done.")
    )
    starts = UncertainDateField(_l("Began"), validators=[Length(max=40)], description=DATE_HELP)
    ends = UncertainDateField(
        _l("Ended"), validators=[Length(max=40)], description=_l("Leave empty when it was one day.")
    )
    governorate = StringField(_l("Governorate"), validators=[Length(max=100)])
    district = StringField(_l("District"), validators=[Length(max=100)])
    place = StringField(_l("Village or quarter"), validators=[Length(max=200)])
    place_ar = StringField(_l("Village or quarter in Arabic"), validators=[Length(max=200)])
    latitude = FloatField(_l("Latitude"), validators=[Optional()], description=_l("Degrees, WGS 84, as in 35.1822."))
    longitude = FloatField(_l("Longitude"), validators=[Optional()])
    precision_m = IntegerField(
        _l("Precision in metres"),
        validators=[Optional(), NumberRange(min=1, max=200_000)],
        description=_l("The radius within which the place lies; drawn on the map as a circle."),
    )
    summary = TextAreaField(
        _l("What is alleged to have happened"),
        validators=[Length(max=20_000)],
        description=_l("Facts with their source; no names. Where sources contradict each other, say so."),
    )
    summary_ar = TextAreaField(_l("The same in Arabic"), validators=[Length(max=20_000)])
    means = TextAreaField(_l("Means"), validators=[Length(max=2_000)], description=_l("Weapons, vehicles, methods."))
    targeting_indicators = TextAreaField(
        _l("Signs of targeting"),
        validators=[Length(max=5_000)],
        description=_l("Words, lists, selection or markings that point to why these people."),
    )
    contrary = TextAreaField(
        _l("What speaks against this account"),
        validators=[Length(max=10_000)],
        description=_l("Contradictions between sources are kept, not solved."),
    )
    scene_status = SelectField(
        _l("State of the scene"), choices=lambda: choices(SceneStatus), default=SceneStatus.UNKNOWN.value
    )
    finding = SelectField(_l("Finding"), choices=lambda: choices(FindingState))
    finding_standard = SelectField(
        _l("Standard of proof reached"),
        choices=lambda: choices(Confidence),
        description=_l("A finding needs at least reasonable grounds to believe."),
    )

    def facts(self) -> IncidentFacts:
        """What was entered."""
        texts = {
            name: self[name].data or ""
            for name in (
                "title", "title_ar", "starts", "ends", "governorate", "district", "place", "place_ar", "summary",
                "summary_ar", "means", "targeting_indicators", "contrary",
            )
        }  # fmt: skip
        return IncidentFacts(
            acts=self.acts.data or [],
            latitude=self.latitude.data,
            longitude=self.longitude.data,
            precision_m=self.precision_m.data,
            scene_status=SceneStatus(self.scene_status.data),
            finding=FindingState(self.finding.data),
            finding_standard=Confidence(self.finding_standard.data),
            **texts,
        )


class FigureForm(WatchedForm):
    """A source's figure."""

    watched = ("source", "source_ar", "counted_by", "note")

    incident = ReferenceField(_l("Incident"))
    source = StringField(
        _l("Source"), validators=[DataRequired(), Length(max=200)], description=_l("Whose figure it is.")
    )
    source_ar = StringField(_l("Source in Arabic"), validators=[Length(max=200)])
    as_of = UncertainDateField(_l("As of"), validators=[DataRequired(), Length(max=40)], description=DATE_HELP)
    category = SelectField(
        _l("Who is counted"),
        choices=lambda: choices(FigureCategory),
        description=_l("The category stays with the number: only like is compared with like."),
    )
    lowest = IntegerField(_l("Number"), validators=[Optional(), NumberRange(min=0, max=10_000_000)])
    highest = IntegerField(_l("Upper end, if a range"), validators=[Optional(), NumberRange(min=0, max=10_000_000)])
    is_at_least = BooleanField(_l("The source says: at least"))
    counted_by = StringField(
        _l("Counted by"), validators=[Length(max=200)], description=_l("Who counted, and how, if the source says so.")
    )
    url = StringField(_l("Web address"), validators=[Length(max=2_000)])
    source_grade = SelectField(
        _l("Reliability of the source"), choices=lambda: choices(SourceGrade), default=SourceGrade.F.value
    )
    note = TextAreaField(_l("Note"), validators=[Length(max=2_000)])

    def given(self) -> FigureGiven:
        """What was entered."""
        return FigureGiven(
            source=self.source.data or "",
            source_ar=self.source_ar.data or "",
            as_of=self.as_of.data or "",
            category=FigureCategory(self.category.data),
            lowest=self.lowest.data,
            highest=self.highest.data,
            is_at_least=bool(self.is_at_least.data),
            counted_by=self.counted_by.data or "",
            url=self.url.data or "",
            source_grade=SourceGrade(self.source_grade.data),
            note=self.note.data or "",
        )


class SubmitForm(BaseForm):
    """Send it to review."""


class ReasonForm(BaseForm):
    """Why a figure is taken back."""

    reason = StringField(
        _l("Reason"), validators=[DataRequired(), Length(max=500)], description=_l("Kept beside it for good.")
    )


class VictimForm(WatchedForm):
    """A victim; the identity goes into the vault and is never filled from it, nor kept as a draft (`sealed_`)."""

    watched = ("descriptors", "status_basis", "place", "cause", "body_location", "sources")

    version = HiddenField()
    incident = ReferenceField(_l("Incident"))
    is_identified = BooleanField(
        _l("The person is identified"), description=_l("Otherwise describe what could identify them.")
    )
    descriptors = TextAreaField(
        _l("Descriptors"),
        validators=[Length(max=2_000)],
        description=_l("Of an unidentified person: clothing, marks, position, tag number. Never a name."),
    )
    harms = ManyField(_l("Harm"), choices=lambda: choices(Harm))
    sex = SelectField(_l("Sex"), choices=lambda: choices(Sex), default=Sex.UNKNOWN.value)
    age_band = SelectField(_l("Age band"), choices=lambda: choices(AgeBand), default=AgeBand.UNKNOWN.value)
    civilian_status = SelectField(
        _l("Civilian status"), choices=lambda: choices(CivilianStatus), default=CivilianStatus.UNKNOWN.value
    )
    status_basis = StringField(
        _l("Basis of the status"),
        validators=[Length(max=500)],
        description=_l("What shows it: clothing, occupation, a statement, no weapon seen."),
    )
    harmed_on = UncertainDateField(_l("Date of the harm"), validators=[Length(max=40)], description=DATE_HELP)
    place = StringField(_l("Place"), validators=[Length(max=200)])
    cause = StringField(_l("Cause"), validators=[Length(max=500)], description=_l("As far as a source says so."))
    body_location = StringField(_l("Where the body is"), validators=[Length(max=500)])
    sources = TextAreaField(
        _l("Sources"),
        validators=[Length(max=4_000)],
        description=_l(
            "One on each line: T-0001 ¶ 9, EX-0003, S-0001 for a known source, or a citation. More can be added afterwards."
        ),
    )
    confirmation = SelectField(_l("Confirmation"), choices=lambda: choices(CasualtyConfirmation))
    name = StringField(
        _l("Name (vault)"),
        name="sealed_name",
        validators=[Length(max=200)],
        description=_l("Encrypted. Shown only to who states a reason. An empty field changes nothing."),
    )
    name_latin = StringField(_l("Name in Latin script (vault)"), name="sealed_name_latin", validators=[Length(max=200)])
    aliases = TextAreaField(_l("Other names (vault)"), name="sealed_aliases", validators=[Length(max=1_000)])
    date_of_birth = StringField(_l("Date of birth (vault)"), name="sealed_date_of_birth", validators=[Length(max=40)])
    id_numbers = StringField(_l("ID numbers (vault)"), name="sealed_id_numbers", validators=[Length(max=200)])
    next_of_kin = TextAreaField(_l("Next of kin (vault)"), name="sealed_next_of_kin", validators=[Length(max=1_000)])

    def facts(self) -> VictimFacts:
        """What was entered, without the vault's part."""
        texts = {
            name: self[name].data or ""
            for name in ("descriptors", "status_basis", "harmed_on", "place", "cause", "body_location")
        }
        return VictimFacts(
            is_identified=bool(self.is_identified.data),
            sex=Sex(self.sex.data),
            age_band=AgeBand(self.age_band.data),
            civilian_status=CivilianStatus(self.civilian_status.data),
            harms=self.harms.data or [],
            confirmation=CasualtyConfirmation(self.confirmation.data),
            **texts,
        )


class DuplicateForm(WatchedForm):
    """Whether another record is the same person."""

    watched = ("reason",)

    other = ReferenceField(_l("The other victim"), validators=[DataRequired()])
    answer = SelectField(
        _l("Are they one person?"), choices=lambda: choices(SamePerson), default=SamePerson.UNSURE.value
    )
    reason = StringField(
        _l("Reason"),
        validators=[DataRequired(), Length(max=1_000)],
        description=_l("Without a name. Both records stay as they are, and the answer can be changed."),
    )


class PairForm(WatchedForm):
    """The answer to a pair of the queue."""

    watched = ("reason",)

    pair = HiddenField()
    answer = RadioField(_l("Are they one person?"), choices=lambda: choices(SamePerson), validators=[DataRequired()])
    reason = StringField(
        _l("Reason"),
        validators=[DataRequired(), Length(max=1_000)],
        description=_l("Without a name. Both records stay as they are, and the answer can be changed."),
    )

"""Shape and wording of what is asked about an exhibit."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FileField,
    FloatField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from casework.evidence.details import DETAILS, ExhibitDetails
from casework.i18n import _, _l
from casework.i18n.labels import choices
from casework.leaks.watching import WatchedForm
from casework.vocabulary import CopyState, DerivativeKind, EvidenceType, SourceGrade
from casework.web import UncertainDateField

_UNCERTAIN = _l(
    "A day as 2025-03-08, a month as 2025-03, a year as 2025; “not after” as /2025-03-08, about as 2025-03~."
)
LOCAL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]


def _words(kind: Any, blank: bool = False) -> Any:
    return lambda: choices(kind, blank=_("Choose") if blank else None)


class ExhibitForm(WatchedForm):
    """What is said about an exhibit; claims apart from what was seen."""

    watched: ClassVar[tuple[str, ...]] = (
        "title",
        "claimed_content",
        "observed_content",
        "creator",
        "source",
        "acquired_how",
        "acquired_where",
        "acquired_by",
        "place_claimed",
        "place_verified",
        "original_location",
        "rights",
        "restriction",
    )

    version = HiddenField(default="1")
    title = StringField(
        _l("Title"),
        validators=[InputRequired(), Length(max=200)],
        description=_l("Short and neutral; no names of witnesses. It is shown in lists and in dossiers."),
    )
    kind = SelectField(
        _l("Type"),
        choices=_words(EvidenceType, blank=True),
        validators=[InputRequired()],
        description=_l("A physical item is registered here and kept elsewhere; everything else is a file."),
    )
    claimed_content = TextAreaField(
        _l("What it is said to show"),
        validators=[Length(max=10_000)],
        description=_l("In the words of whoever gave it, kept apart from what you see yourself (Berkeley Protocol)."),
    )
    observed_content = TextAreaField(
        _l("What can be seen or heard in it"),
        validators=[Length(max=10_000)],
        description=_l("Only what anybody who looks at it can see; no conclusions."),
    )
    is_graphic = BooleanField(
        _l("Graphic content"), description=_l("Its preview stays hidden until somebody asks for it.")
    )
    creator = StringField(
        _l("Made by"),
        validators=[Length(max=200)],
        description=_l("Who took or wrote it, as far as it may be written here."),
    )
    source = StringField(
        _l("Source"),
        validators=[Length(max=500)],
        description=_l("Where we have it from. Use a witness's code (W-0001), never a name."),
    )
    source_grade = SelectField(
        _l("Reliability of the source"),
        choices=_words(SourceGrade),
        default=SourceGrade.F.value,
        description=_l("Graded independently of what the exhibit says."),
    )
    acquired_how = TextAreaField(
        _l("How we got it"),
        validators=[Length(max=2_000)],
        description=_l("Handed over, downloaded, photographed by us: a court asks this first (ISO/IEC 27037)."),
    )
    acquired_at = DateTimeLocalField(
        _l("When we got it"), format=LOCAL, validators=[MayBeEmpty()], description=_l("In the time zone of the case.")
    )
    acquired_where = StringField(_l("Where we got it"), validators=[Length(max=200)])
    acquired_by = StringField(
        _l("Who took it over"), validators=[Length(max=200)], description=_l("The member of the team, or their code.")
    )
    captured_claimed = UncertainDateField(
        _l("Made on (as claimed)"), validators=[Length(max=40)], description=_UNCERTAIN
    )
    captured_verified = UncertainDateField(
        _l("Made on (as verified)"),
        validators=[Length(max=40)],
        description=_l("Only when checked by something else than the file itself, such as weather or shadows."),
    )
    place_claimed = StringField(
        _l("Place (as claimed)"),
        validators=[Length(max=200)],
        description=_l("District and village; no house of a witness."),
    )
    latitude = FloatField(
        _l("Latitude"), validators=[MayBeEmpty()], description=_l("Degrees, such as 35.182 (WGS 84).")
    )
    longitude = FloatField(_l("Longitude"), validators=[MayBeEmpty()], description=_l("Degrees, such as 35.949."))
    precision_m = IntegerField(
        _l("Within how many metres"),
        validators=[MayBeEmpty()],
        description=_l("The true place lies in this radius. Choose it wide where people are at risk."),
    )
    place_verified = StringField(
        _l("Place (as verified)"),
        validators=[Length(max=200)],
        description=_l("Only when found by something else than the claim, such as a comparison with satellite images."),
    )
    latitude_verified = FloatField(_l("Latitude (as verified)"), validators=[MayBeEmpty()])
    longitude_verified = FloatField(_l("Longitude (as verified)"), validators=[MayBeEmpty()])
    precision_verified_m = IntegerField(_l("Within how many metres (as verified)"), validators=[MayBeEmpty()])
    copy_state = SelectField(_l("Original or copy"), choices=_words(CopyState), default=CopyState.UNKNOWN.value)
    original_location = StringField(
        _l("Where the original is"),
        validators=[Length(max=500)],
        description=_l("For a copy, or an item kept elsewhere."),
    )
    is_edited = SelectField(
        _l("Edited before we got it"),
        choices=lambda: [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))],
        description=_l("Cut, cropped, blurred, subtitled or run through an app."),
    )
    url = StringField(
        _l("Address on the web"), validators=[Length(max=2_000)], description=_l("Where it was published, if it was.")
    )
    rights = StringField(
        _l("Rights"), validators=[Length(max=500)], description=_l("Who must be asked before it is shown.")
    )
    restriction = StringField(
        _l("Restriction"),
        validators=[Length(max=500)],
        description=_l("Conditions of whoever gave it, such as an embargo."),
    )

    def details(self, zone: str) -> ExhibitDetails:
        """What was typed; times are read in the zone of the case."""
        values = {name: self[name].data for name in DETAILS}
        for name, value in values.items():
            if isinstance(self[name], StringField):
                values[name] = (value or "").strip()
        values |= {
            "kind": EvidenceType(self.kind.data),
            "source_grade": SourceGrade(self.source_grade.data),
            "copy_state": CopyState(self.copy_state.data),
            "is_edited": {"yes": True, "no": False}.get(self.is_edited.data or ""),
            "acquired_at": to_utc(self.acquired_at.data, zone),
        }
        return ExhibitDetails(**values)


class NewExhibitForm(ExhibitForm):
    """The same with the file. The file stands last, so that the small fields arrive before it."""

    watched: ClassVar[tuple[str, ...]] = (*ExhibitForm.watched, "derivation")

    parent = HiddenField()  # the reference of the exhibit that it was made from
    derived_as = SelectField(
        _l("What it is to that exhibit"), choices=lambda: choices(DerivativeKind, blank=_("Choose")), default=""
    )
    derivation = StringField(
        _l("How it was made"),
        validators=[Length(max=500)],
        description=_l("By whom, with what, what was left out: so that somebody else could do it again."),
    )
    received = HiddenField()  # signed: a file that arrived with an earlier try of this form
    file = FileField(
        _l("File"),
        description=_l(
            "One file, as you got it: do not rename, convert or crop it. Its SHA-256 is taken while it arrives."
        ),
    )

    arrived_name = ""  # the name of the file that came with it

    @property
    def derived(self) -> DerivativeKind | None:
        """What it is to the exhibit that it was made from; None when nothing was chosen."""
        return DerivativeKind(self.derived_as.data) if self.derived_as.data else None

    def other_texts(self) -> Mapping[str, str]:
        """The file's name is text, too: people write names into it."""
        return {"file": self.arrived_name} if self.arrived_name else {}

    def replace_other(self, _name: str, text: str) -> None:
        """Name the file anew."""
        self.arrived_name = text


def values_for(details: ExhibitDetails, version: int, zone: str) -> dict[str, Any]:
    """A stored description as the form shows it."""
    values = {name: getattr(details, name) for name in DETAILS}
    values["is_edited"] = {True: "yes", False: "no", None: ""}[details.is_edited]
    if details.acquired_at is not None:
        values["acquired_at"] = details.acquired_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return values | {"version": str(version)}


def to_utc(value: datetime | None, zone: str) -> datetime | None:
    """A time as it was typed in the zone of the case."""
    return value.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if value else None

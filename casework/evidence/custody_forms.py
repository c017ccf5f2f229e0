"""Shape and wording of what is asked about custody: events, handovers, answers, physical items."""

from typing import Any, ClassVar

from wtforms import (
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as MayBeEmpty

from casework.evidence.custody import BY_HAND, Handling
from casework.evidence.details import ExhibitDetails
from casework.evidence.forms import LOCAL, to_utc
from casework.evidence.handovers import HANDOVERS, Answer, Handover
from casework.evidence.items import ItemDetails
from casework.evidence.models import Exhibit, PhysicalItem
from casework.i18n import _, _l
from casework.i18n.labels import choices, label
from casework.leaks.watching import WatchedForm
from casework.vocabulary import CustodyKind, EvidenceType, SealState, SourceGrade
from casework.web import BaseForm

MEDIUM_HELP = _l("What it is carried on or in: an evidence bag, a disk with its serial number.")


def _words(form: Any, *names: str) -> dict[str, str]:
    return {name: (form[name].data or "").strip() for name in names}


class HandlingForm(WatchedForm):
    """One more link of the chain of custody."""

    watched = ("given_by", "given_to", "place", "medium", "purpose", "outcome", "note")

    kind = SelectField(
        _l("What happened"),
        choices=lambda: [(kind.value, label(kind)) for kind in BY_HAND],
        validators=[InputRequired()],
    )
    at = DateTimeLocalField(
        _l("When"), format=LOCAL, validators=[InputRequired()], description=_l("In the time zone of the case.")
    )
    given_by = StringField(_l("From"), validators=[Length(max=200)], description=_l("Who had it before."))
    given_to = StringField(_l("To"), validators=[Length(max=200)], description=_l("Who has it now."))
    place = StringField(_l("Place"), validators=[Length(max=200)])
    medium = StringField(_l("Carrier"), validators=[Length(max=200)], description=MEDIUM_HELP)
    seal = StringField(_l("Number of the seal"), validators=[Length(max=100)])
    purpose = StringField(
        _l("What for"),
        validators=[InputRequired(), Length(max=500)],
        description=_l("A link without a purpose proves little."),
    )
    outcome = StringField(_l("Outcome"), validators=[Length(max=200)], description=_l("What came of it."))
    note = TextAreaField(_l("Note"), validators=[Length(max=2_000)])

    def handling(self, zone: str) -> Handling:
        """What was typed; the time is read in the zone of the case."""
        words = _words(self, "given_by", "given_to", "place", "medium", "seal", "purpose", "outcome", "note")
        at = to_utc(self.at.data, zone)
        assert at is not None  # noqa: S101 - InputRequired has seen to it
        return Handling(kind=CustodyKind(self.kind.data), at=at, zone=zone, **words)


class ReleaseForm(WatchedForm):
    """End a quarantine."""

    watched = ("reason",)

    reason = StringField(
        _l("Why"),
        validators=[InputRequired(), Length(max=500)],
        description=_l("For example: restored from the backup of 3 May. It stays in the chain of custody."),
    )


class HandoverForm(WatchedForm):
    """The giver's side of a handover."""

    watched = ("given_by", "given_to", "place", "medium", "purpose", "note")

    kind = SelectField(
        _l("What happens"),
        choices=lambda: [(kind.value, label(kind)) for kind in HANDOVERS],
        validators=[InputRequired()],
    )
    at = DateTimeLocalField(
        _l("When"), format=LOCAL, validators=[InputRequired()], description=_l("In the time zone of the case.")
    )
    receiver = SelectField(
        _l("To a member of the case"),
        validators=[MayBeEmpty()],
        description=_l("They find it on their first page and confirm or refuse it there."),
    )
    given_to = StringField(
        _l("Or to a person outside"),
        validators=[Length(max=200)],
        description=_l("Name or function, and organisation. They confirm by signing the printed custody form."),
    )
    given_by = StringField(
        _l("From"), validators=[Length(max=200)], description=_l("Who had it before. Empty: you yourself.")
    )
    place = StringField(_l("Place"), validators=[Length(max=200)], description=_l("Where it changes hands."))
    medium = StringField(_l("Carrier"), validators=[Length(max=200)], description=MEDIUM_HELP)
    seal = StringField(
        _l("Number of the seal"),
        validators=[Length(max=100)],
        description=_l("The receiver is asked how they found it."),
    )
    purpose = StringField(
        _l("What for"),
        validators=[InputRequired(), Length(max=500)],
        description=_l("A link without a purpose proves little."),
    )
    note = TextAreaField(_l("Note"), validators=[Length(max=2_000)])

    def handover(self, zone: str) -> Handover:
        """What was typed; the time is read in the zone of the case."""
        at = to_utc(self.at.data, zone)
        assert at is not None  # noqa: S101 - InputRequired has seen to it
        receiver = int(self.receiver.data) if self.receiver.data else None
        words = _words(self, "given_by", "given_to", "place", "medium", "seal", "purpose", "note")
        return Handover(kind=CustodyKind(self.kind.data), at=at, zone=zone, receiver_id=receiver, **words)


class AnswerForm(WatchedForm):
    """The receiver's side of a handover."""

    watched = ("place", "note")

    kind = RadioField(
        _l("Your answer"),
        choices=lambda: [
            (CustodyKind.RECEIVED.value, _("Received: I have it now")),
            (CustodyKind.DECLINED.value, _("Refused: I have not taken it")),
        ],
        validators=[InputRequired()],
    )
    at = DateTimeLocalField(
        _l("When"), format=LOCAL, validators=[InputRequired()], description=_l("In the time zone of the case.")
    )
    place = StringField(_l("Place"), validators=[Length(max=200)], description=_l("Where it is now."))
    seal_state = SelectField(
        _l("The seal, as you found it"),
        choices=lambda: choices(SealState, blank=_("Choose")),
        validators=[MayBeEmpty()],
    )
    form_number = StringField(
        _l("Number of the signed form"),
        validators=[Length(max=60)],
        description=_l(
            "It stands at the top of the printed custody form. A person outside confirms with their signature."
        ),
    )
    paper = StringField(
        _l("Scan of the signed form"),
        validators=[Length(max=12)],
        description=_l("Its reference (EX-0001), when it was added as an exhibit."),
    )
    note = TextAreaField(
        _l("Note, or why you refuse"), validators=[Length(max=2_000)], description=_l("Damage, what is missing.")
    )

    def answer(self, zone: str, paper: Exhibit | None) -> Answer:
        """What was typed; the time is read in the zone of the case."""
        at = to_utc(self.at.data, zone)
        assert at is not None  # noqa: S101 - InputRequired has seen to it
        state = SealState(self.seal_state.data) if self.seal_state.data else None
        words = _words(self, "place", "note", "form_number")
        return Answer(CustodyKind(self.kind.data), at, zone=zone, seal_state=state, paper=paper, **words)


class CallOffForm(WatchedForm):
    """The handover does not take place."""

    watched = ("reason",)

    reason = StringField(
        _l("Why"), validators=[InputRequired(), Length(max=500)], description=_l("It stays in the chain of custody.")
    )


class ItemForm(WatchedForm):
    """How a physical item is kept."""

    watched: ClassVar[tuple[str, ...]] = ("storage_place", "condition")

    version = HiddenField(default="0")
    label_number = StringField(
        _l("Number on its label"),
        validators=[Length(max=60)],
        description=_l("If it has one besides its reference; no two items of a case have the same."),
    )
    seal = StringField(
        _l("Number of the seal"), validators=[Length(max=100)], description=_l("Empty: it is not sealed.")
    )
    storage_place = StringField(
        _l("Where it is kept"),
        validators=[Length(max=200)],
        description=_l("Room, safe, shelf. A change becomes an event of the chain of custody."),
    )
    condition = TextAreaField(
        _l("Physical condition"),
        validators=[Length(max=1_000)],
        description=_l("What anybody who looks at it can see: damage, stains, what is missing."),
    )

    def kept(self) -> ItemDetails:
        """What was typed."""
        return ItemDetails(**_words(self, "label_number", "seal", "storage_place", "condition"))


class NewItemForm(ItemForm):
    """Register a thing that is kept elsewhere: what it is, where it comes from, how it is kept."""

    watched = (*ItemForm.watched, "title", "claimed_content", "observed_content", "source", "acquired_how",
               "acquired_where", "acquired_by")  # fmt: skip

    title = StringField(
        _l("Title"),
        validators=[InputRequired(), Length(max=200)],
        description=_l("Short and neutral; no names of witnesses. It is shown in lists and in dossiers."),
    )
    claimed_content = TextAreaField(
        _l("What it is said to be"),
        validators=[Length(max=10_000)],
        description=_l("In the words of whoever gave it, kept apart from what you see yourself (Berkeley Protocol)."),
    )
    observed_content = TextAreaField(
        _l("What can be seen of it"),
        validators=[Length(max=10_000)],
        description=_l("Only what anybody who looks at it can see; no conclusions."),
    )
    source = StringField(
        _l("Source"),
        validators=[Length(max=500)],
        description=_l("Where we have it from. Use a witness's code (W-0001), never a name."),
    )
    source_grade = SelectField(
        _l("Reliability of the source"), choices=lambda: choices(SourceGrade), default=SourceGrade.F.value
    )
    acquired_how = TextAreaField(_l("How we got it"), validators=[Length(max=2_000)])
    acquired_at = DateTimeLocalField(
        _l("When we got it"), format=LOCAL, validators=[MayBeEmpty()], description=_l("In the time zone of the case.")
    )
    acquired_where = StringField(_l("Where we got it"), validators=[Length(max=200)])
    acquired_by = StringField(
        _l("Who took it over"), validators=[Length(max=200)], description=_l("The member of the team, or their code.")
    )

    def details(self, zone: str) -> ExhibitDetails:
        """What was typed about the exhibit."""
        words: dict[str, Any] = _words(self, "title", "claimed_content", "observed_content", "source",
                                       "acquired_how", "acquired_where", "acquired_by")  # fmt: skip
        grade, at = SourceGrade(self.source_grade.data), to_utc(self.acquired_at.data, zone)
        return ExhibitDetails(kind=EvidenceType.PHYSICAL_ITEM, source_grade=grade, acquired_at=at, **words)


def item_values(item: PhysicalItem | None) -> dict[str, Any]:
    """A stored item as the form shows it."""
    if item is None:
        return {"version": "0"}
    names = ("label_number", "seal", "storage_place", "condition")
    return {name: getattr(item, name) or "" for name in names} | {"version": str(item.version)}


class LabelForm(BaseForm):
    """Which labels, on which paper."""

    first = StringField(
        _l("From"), validators=[InputRequired(), Length(max=12)], description=_l("A reference such as EX-0001.")
    )
    last = StringField(_l("Up to"), validators=[Length(max=12)], description=_l("Empty: one label only."))
    sheet = SelectField(
        _l("Paper"),
        choices=lambda: [
            ("62x29", _("Label printer, 62 × 29 mm")),
            ("102x51", _("Label printer, 102 × 51 mm")),
            ("a4-24", _("A4 sheet with 24 labels, 70 × 37 mm")),
            ("a4-40", _("A4 sheet with 40 labels, 52.5 × 29.7 mm")),
        ],
        validators=[InputRequired()],
    )
    start = IntegerField(
        _l("First free label of the sheet"),
        default=1,
        validators=[MayBeEmpty(), NumberRange(1, 40)],
        description=_l("Counted from the upper left corner, when some are used already."),
    )

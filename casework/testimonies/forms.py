"""Forms of the testimonies: shape and wording. Each says what its answer is used for."""

from collections.abc import Callable
from typing import Any
from zoneinfo import available_timezones

from wtforms import (
    DateTimeLocalField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from casework.i18n import _, _l
from casework.i18n.labels import choices
from casework.leaks.watching import WatchedForm
from casework.testimonies.languages import language_choices
from casework.vocabulary import (
    KnowledgeBasis,
    Modality,
    PlaceType,
    Preliminary,
    PresentRole,
    ReadBack,
    Signature,
    Term,
    TestimonyKind,
)
from casework.web import BaseForm
from casework.web.forms import FormTranslations
from casework.witnesses.forms import TickMany


def _one_of(terms: type[Term]) -> Callable[[], list[tuple[str, str]]]:
    return lambda: choices(terms, blank=_("not recorded"))


class RowForm(Form):
    """A row inside a form: no token of its own, our messages."""

    class Meta:
        """WTForms' options."""

        def get_translations(self, _form: Any) -> FormTranslations:
            """Our catalogue."""
            return FormTranslations()


class StartForm(WatchedForm):
    """Whose statement it is, and why it is taken."""

    watched = ("why_needed",)

    witness = StringField(
        _l("Witness"),
        validators=[DataRequired(), Length(max=12)],
        description=_l("The code, for example W-0001. A name is never written here."),
    )
    kind = SelectField(
        _l("Kind of account"),
        choices=lambda: choices(TestimonyKind),
        description=_l("Each further account burdens the witness and can differ from the first."),
    )
    why_needed = TextAreaField(
        _l("Why this account is needed"),
        validators=[Length(max=2_000)],
        description=_l("Required for every account after the first."),
    )
    language = SelectField(
        _l("Language of the account"),
        choices=language_choices,
        default="ar",
        description=_l("The language in which it was given. The original governs, the translation helps."),
    )
    translation_language = SelectField(
        _l("Language of the translation"), choices=lambda: language_choices(_("no translation")), default="en"
    )


class CorrectionForm(WatchedForm):
    """Why a new version is needed."""

    watched = ("reason",)

    version = HiddenField()
    reason = TextAreaField(
        _l("What has to be corrected, and why"),
        validators=[DataRequired(), Length(max=2_000)],
        description=_l("Printed beside the new version. The old one stays as it is."),
    )


class PresentForm(RowForm):
    """Somebody who was in the room."""

    role = SelectField(_l("Role"), choices=lambda: choices(PresentRole, blank="–"))
    who = StringField(_l("Who"), validators=[Length(max=200)])


class CircumstancesForm(WatchedForm):
    """When, where and with whom the account was given."""

    watched = ("why_needed", "prior_accounts", "interviewer", "interpreter", "present", "spoken")

    version = HiddenField()
    kind = SelectField(_l("Kind of account"), choices=lambda: choices(TestimonyKind))
    why_needed = TextAreaField(
        _l("Why this account is needed"),
        validators=[Length(max=2_000)],
        description=_l("Required for every account after the first."),
    )
    prior_accounts = TextAreaField(
        _l("Accounts given to others before"),
        validators=[Length(max=5_000)],
        description=_l("To whom, when, and whether a record exists: a court will ask."),
    )
    started = DateTimeLocalField(_l("Began"), validators=[MayBeEmpty()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
    ended = DateTimeLocalField(_l("Ended"), validators=[MayBeEmpty()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
    time_zone = StringField(
        _l("Time zone"),
        validators=[DataRequired(), Length(max=60)],
        description=_l("The clock of the place of the interview, for example Asia/Damascus."),
    )
    place_type = SelectField(
        _l("Kind of place"), choices=_one_of(PlaceType), description=_l("A kind only: an address endangers.")
    )
    modality = SelectField(
        _l("How it was taken"),
        choices=_one_of(Modality),
        description=_l("Group accounts influence one another (Méndez Principles)."),
    )
    interviewer = StringField(
        _l("Interviewer"), validators=[Length(max=200)], description=_l("A function or staff code is enough.")
    )
    interpreter = StringField(
        _l("Interpreter"), validators=[Length(max=200)], description=_l("A code, and whether they were vetted.")
    )
    present = FieldList(FormField(PresentForm), label=_l("Who else was present"), max_entries=20)
    language = SelectField(_l("Language of the account"), choices=language_choices)
    translation_language = SelectField(
        _l("Language of the translation"), choices=lambda: language_choices(_("no translation"))
    )
    spoken = StringField(
        _l("Languages spoken in the interview"),
        validators=[Length(max=200)],
        description=_l("Where they differ from the language of the record."),
    )
    bases = TickMany(
        _l("How the witness knows"),
        choices=lambda: choices(KnowledgeBasis),
        description=_l("For the whole account; a paragraph can say its own."),
    )

    def validate_time_zone(self, field: StringField) -> None:
        """An IANA zone."""
        if field.data not in available_timezones():
            raise ValidationError(_("This is not a time zone of the IANA database."))


class ParagraphForm(RowForm):
    """One paragraph and its translation."""

    number = HiddenField()
    original = TextAreaField(_l("Original text"), validators=[Length(max=20_000)])
    translation = TextAreaField(_l("Translation"), validators=[Length(max=20_000)])
    kind = SelectField(_l("Kind of paragraph"))
    basis = SelectField(_l("How the witness knows"), choices=lambda: choices(KnowledgeBasis, blank=_("as the whole")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [
            ("answer", _("Account of the witness")),
            ("question", _("Question, word for word")),
            ("withdrawn", _("Withdrawn")),
        ]


class AccountForm(WatchedForm):
    """The account itself, paragraph by paragraph."""

    watched = ("paragraphs", "paste_original", "paste_translation")

    version = HiddenField()
    paragraphs = FieldList(FormField(ParagraphForm), label=_l("Paragraphs"), max_entries=1_000)
    paste_original = TextAreaField(
        _l("Paste the original"),
        validators=[Length(max=400_000)],
        description=_l("It is cut into paragraphs at its blank lines and added at the end."),
    )
    paste_translation = TextAreaField(
        _l("Paste its translation"),
        validators=[Length(max=400_000)],
        description=_l("Its paragraphs are put beside those of the original, in their order."),
    )


class ClosingForm(WatchedForm):
    """What was explained before, how the record was closed, and what the interviewer noticed."""

    watched = ("closing_note", "observations")

    version = HiddenField()
    preliminaries = TickMany(
        _l("Explained before the account began"),
        choices=lambda: choices(Preliminary),
        description=_l("What the Méndez Principles and the Murad Code ask for; tick what was really said."),
    )
    exhibits_shown = StringField(
        _l("Exhibits shown to the witness"),
        validators=[Length(max=2_000)],
        description=_l("Their codes, for example EX-0001, EX-0002."),
    )
    read_back = SelectField(_l("Reading back"), choices=_one_of(ReadBack))
    signature = SelectField(_l("How the witness confirmed it"), choices=_one_of(Signature))
    closing_note = TextAreaField(
        _l("Notes on the closing"),
        validators=[Length(max=5_000)],
        description=_l("In which language it was read back, what the witness changed, why it was not signed."),
    )
    observations = TextAreaField(
        _l("Interviewer's observations"),
        validators=[Length(max=10_000)],
        description=_l("Kept apart from the account: they are not evidence and are never printed with it."),
    )


class SubmitForm(BaseForm):
    """Submit what is shown."""

    version = HiddenField()


class ExhibitForm(WatchedForm):
    """Link an exhibit to a paragraph."""

    watched = ("note",)

    paragraph = SelectField(_l("Paragraph"), validate_choice=False)
    exhibit = StringField(
        _l("Exhibit"), validators=[DataRequired(), Length(max=12)], description=_l("Its code, for example EX-0001.")
    )
    note = StringField(
        _l("Note"), validators=[Length(max=500)], description=_l("What the exhibit has to do with the paragraph.")
    )

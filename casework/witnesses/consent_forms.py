"""Record consent as a matrix of uses, and take it back."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from wtforms import (
    BooleanField,
    DateField,
    Field,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from casework.i18n import _, _l
from casework.i18n.labels import choices, label
from casework.leaks.watching import WatchedForm
from casework.vocabulary import ConsentForm, ConsentGiver, ConsentScope, RecipientKind
from casework.witnesses.consent import Decision, RecipientList
from casework.witnesses.consents import BODY, KIND
from casework.witnesses.forms import TickMany
from casework.witnesses.given import GivenConsent
from casework.witnesses.models import Consent
from casework.witnesses.shredding_forms import is_the_code

UNCHANGED = ""
LANGUAGES = (("ar", _l("Arabic")), ("ku", _l("Kurdish")), ("en", _l("English")), ("other", _l("Another language")))
DECISIONS = (
    (Decision.YES, _l("Yes")),
    (Decision.CONDITION, _l("On condition")),
    (Decision.NO, _l("No")),
    (Decision.NOT_ASKED, _l("Not asked (counts as no)")),
)


class TickRecipients(TickMany):
    """Kinds of bodies and single bodies, as check boxes."""

    def chosen(self) -> RecipientList:
        """What was ticked."""
        entries = list(self.data or [])
        kinds = frozenset(entry.removeprefix(KIND) for entry in entries if entry.startswith(KIND))
        return RecipientList(kinds, frozenset(entry.removeprefix(BODY) for entry in entries if entry.startswith(BODY)))


class RecordConsentForm(WatchedForm):
    """One dated record. It is never edited afterwards; a change of mind is a new record."""

    watched: ClassVar[tuple[str, ...]] = ("how_explained",)

    given_on = DateField(_l("Given on"), validators=[DataRequired()], description=_l("The day the person said so."))
    given_by = RadioField(
        _l("Given by"), choices=lambda: choices(ConsentGiver), default=lambda: next(iter(ConsentGiver)).value
    )
    child_assented = BooleanField(
        _l("The child was asked, too, and agrees"), description=_l("For a child a guardian's yes is not enough.")
    )
    form = RadioField(_l("Form"), choices=lambda: choices(ConsentForm), default=lambda: next(iter(ConsentForm)).value)
    language = SelectField(_l("Language"), choices=lambda: [(code, str(text)) for code, text in LANGUAGES])
    how_explained = TextAreaField(
        _l("How it was explained"),
        validators=[DataRequired(), Length(max=2_000)],
        description=_l(
            "What the person was told about uses, recipients, risks and withdrawal, and how you know it was understood."
        ),
    )
    allowed = TickRecipients(
        _l("Only these may receive it"), description=_l("Nothing ticked: any recipient for whom the use is allowed.")
    )
    excluded = TickRecipients(_l("These must never receive it"), description=_l("Counts before everything else."))
    expires_on = DateField(
        _l("Last day it holds"),
        validators=[MayBeEmpty()],
        description=_l("For the answers of this record. Empty: until they are withdrawn."),
    )

    def prepare(self, bodies: Iterable[tuple[str, str]], *, first: bool) -> None:
        """Fill in what depends on the installation and the witness; `bodies` are (slug, name)."""
        options = [(KIND + kind, text) for kind, text in choices(RecipientKind)]
        options += [(BODY + slug, name) for slug, name in bodies]
        self.allowed.choices = self.excluded.choices = options
        answers = [(decision.value, str(text)) for decision, text in DECISIONS]
        for _scope, answer, _condition in self.matrix():
            answer.choices = answers if first else [(UNCHANGED, str(_l("As before"))), *answers]
            if answer.data is None:
                answer.data = Decision.NOT_ASKED.value if first else UNCHANGED
            answer.label.text = str(_l("Answer"))

    def repeat(self, before: Iterable[Consent]) -> None:
        """Fill in what was said last (`before`: newest first), to be asked again: a renewal says every answer anew, so
        that its last day counts. What was withdrawn is not filled in."""
        said: dict[str, Mapping[str, str]] = {}
        for row in before:
            said = row.answers | said
        for scope, answer, condition in self.matrix():
            last = said.get(scope, {})
            if last.get("answer") in {decision.value for decision, _text in DECISIONS}:
                answer.data, condition.data = last["answer"], last.get("condition", "")
            else:
                answer.data = Decision.NOT_ASKED.value

    def matrix(self) -> list[tuple[ConsentScope, Field, Field]]:
        """Each use with its answer and its condition."""
        return [(scope, self[f"answer_{scope}"], self[f"condition_{scope}"]) for scope in ConsentScope]

    def given(self) -> GivenConsent:
        """What was entered."""
        answers = {str(scope): answer.data for scope, answer, _condition in self.matrix()}
        by = ConsentGiver(self.given_by.data)
        return GivenConsent(
            given_on=self.given_on.data,
            decisions={scope: Decision(word) for scope, word in answers.items() if word != UNCHANGED},
            conditions={str(scope): condition.data or "" for scope, _answer, condition in self.matrix()},
            given_by=by,
            child_assented=bool(self.child_assented.data) if by is ConsentGiver.GUARDIAN else None,
            form=ConsentForm(self.form.data),
            language=self.language.data,
            how_explained=self.how_explained.data or "",
            allowed=self.allowed.chosen(),
            excluded=self.excluded.chosen(),
            expires_on=self.expires_on.data,
        )


for _one in ConsentScope:
    setattr(RecordConsentForm, f"answer_{_one}", SelectField(_l("Answer"), default=None))
    RecordConsentForm.watched += (f"condition_{_one}",)
    setattr(RecordConsentForm, f"condition_{_one}", StringField(_l("Condition"), validators=[Length(max=500)]))


class WithdrawForm(WatchedForm):
    """The person takes consent back; it holds at once, everywhere."""

    watched = ("not_recallable",)

    withdrawn_on = DateField(
        _l("Withdrawn on"), validators=[DataRequired()], description=_l("The day the person said so.")
    )
    scopes = TickMany(
        _l("No longer allowed"),
        choices=lambda: [(scope.value, label(scope)) for scope in ConsentScope],
        default=lambda: [scope.value for scope in ConsentScope],
        description=_l("Everything is ticked. Untick only what the person expressly still allows."),
    )
    not_recallable = TextAreaField(
        _l("What can no longer be called back"),
        validators=[Length(max=2_000)],
        description=_l("Dossiers already delivered, names already known to others. The person was told so."),
    )
    code = StringField(
        _l("Type the witness's code, if the identity may no longer be stored"),
        validators=[Length(max=20)],
        description=_l(
            "“Store” among the uses above destroys the identity at once, for good; the code and the account stay. "
            "Untick it if the person still allows it to be stored."
        ),
    )

    def confirms(self, code: str) -> bool:
        """True when nothing is destroyed or the code was typed; else the error stands beside the field."""
        if ConsentScope.STORE not in (self.scopes.data or []) or is_the_code(self.code.data, code):
            return True
        self.code.errors = [*self.code.errors, _("Type the code of this witness: the identity is destroyed for good.")]
        return False

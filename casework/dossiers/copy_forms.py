"""Forms about copies: whose one is that turned up, who may have theirs until when, and who has it."""

from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from casework.dossiers import copy_marks
from casework.dossiers.states import AccessDecision
from casework.i18n import _, _l
from casework.i18n.labels import label
from casework.leaks.watching import WatchedForm
from casework.web import BaseForm


class AccessForm(WatchedForm):
    """Take access away, give it back, or give more time."""

    watched = ("reason",)

    copy = SelectField(_l("Which copy"), validate_choice=False)
    decision = SelectField(_l("Decision"), validate_choice=False)
    until = DateField(
        _l("Until"), [Optional()], description=_l("For more time alone: the last day on which the copy can be fetched.")
    )
    reason = StringField(
        _l("Reason"),
        [Length(max=500)],
        description=_l("The body reads it when access is taken away. No names of witnesses."),
    )

    def offer(self, copies: list[tuple[str, str]]) -> None:
        """The copies of the version; and what can be decided."""
        self.copy.choices = [("", _("all copies of the body")), *copies]
        self.decision.choices = [(one.value, label(one)) for one in AccessDecision if one is not AccessDecision.EXPIRED]

    def validate_copy(self, field: SelectField) -> None:
        """One of those that there are."""
        if field.data not in {key for key, _words in self.copy.choices}:
            raise ValidationError(_("Choose one of the copies."))

    def validate_decision(self, field: SelectField) -> None:
        """One of those that can be made."""
        if field.data not in {key for key, _words in self.decision.choices}:
            raise ValidationError(_("Choose what is decided."))


class DaysForm(BaseForm):
    """How long copies may be fetched."""

    days = IntegerField(
        _l("Days"),
        [Optional()],
        description=_l(
            "From the first download on. It is printed on the cover. Empty: as it is set for the body. 0: as long as the "
            "version stands."
        ),
    )


class ConfirmForm(BaseForm):
    """A member of the body says that they have a copy."""

    copy = HiddenField()
    code = StringField(
        _l("Code on the cover"),
        [Length(max=20)],
        description=_l("For a copy that came another way, or encrypted: the code is printed inside, on the cover."),
    )


class WhichCopyForm(BaseForm):
    """Something that turned up: a file, a picture of a page, or the word beside the mark in its margin."""

    file = FileField(
        _l("PDF, or a picture of a page"),
        description=_l(
            "A photograph, a scan or a screenshot: of any piece of a page with a mark of the margin, or of a whole page "
            "or half of one. It is not stored."
        ),
    )
    code = StringField(
        _l("Code beside the mark"),
        [Length(max=20)],
        description=_l("When the small square cannot be read from the picture, but you can read the letters under it."),
    )
    edition = SelectField(
        _l("Edition"),
        validate_choice=False,
        description=_l("When every mark is gone: where to look. Else a picture is looked for in the newest ones."),
    )
    page = StringField(
        _l("Number of the page"),
        [Length(max=8)],
        description=_l("When it was not found by itself, and you know it: the number printed on it."),
    )

    def offer(self, editions: list[tuple[str, str]]) -> None:
        """The issued editions of the case."""
        self.edition.choices = [("", _("as the file says, or the newest ones")), *editions]

    def validate_code(self, field: StringField) -> None:
        """One of this form; and there is something to look at."""
        if field.data and not copy_marks.typed(field.data):
            raise ValidationError(_("A code has eight letters and digits, such as K7QM-4XTP."))

    def validate_file(self, field: FileField) -> None:
        """A file, unless a code was typed."""
        if not field.data and not self.code.data:
            raise ValidationError(_("Choose a file, or type the code beside the mark."))

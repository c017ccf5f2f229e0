"""Forms about copies: whose one is that turned up, who may have theirs until when, and who has it."""

from flask_wtf.file import FileField
from wtforms import SelectField, StringField
from wtforms.validators import Length, ValidationError

from casework.dossiers import copy_marks
from casework.i18n import _, _l
from casework.web import BaseForm


class WhichCopyForm(BaseForm):
    """Something that turned up: a file, a picture of a page, or the word beside the mark in its margin."""

    file = FileField(
        _l("PDF, or a picture of a page"),
        description=_l(
            "A photograph, a scan or a screenshot, in which a mark of the margin is seen. It is not stored."
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
        description=_l("When every mark is gone: the places of the lines are compared with this edition."),
    )
    page = StringField(
        _l("Number of the page"),
        [Length(max=8)],
        description=_l("For a picture of a whole page: the number printed on it."),
    )

    def offer(self, editions: list[tuple[str, str]]) -> None:
        """The issued editions of the case."""
        self.edition.choices = [("", _("as the file says")), *editions]

    def validate_code(self, field: StringField) -> None:
        """One of this form; and there is something to look at."""
        if field.data and not copy_marks.typed(field.data):
            raise ValidationError(_("A code has eight letters and digits, such as K7QM-4XTP."))

    def validate_file(self, field: FileField) -> None:
        """A file, unless a code was typed."""
        if not field.data and not self.code.data:
            raise ValidationError(_("Choose a file, or type the code beside the mark."))

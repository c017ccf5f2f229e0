"""The base of all forms: CSRF, the reader's language, and the error beside the field."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.form import BaseForm as WTForm

from casework.errors import Invalid
from casework.i18n import current_language, gettext, translations
from casework.web.submits import new_submit_key


class FormTranslations:
    """WTForms' own messages through our catalogue: its Arabic lacks the length errors."""

    def gettext(self, text: str) -> str:
        """Translate one message."""
        return gettext(text)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Translate a plural message; WTForms fills the placeholders itself."""
        return translations(current_language()).ungettext(singular, plural, count) if count is not None else singular


class BaseForm(FlaskForm):
    """Shape and wording of what is asked for. `submit_key` makes a double click one record."""

    submit_key = HiddenField(default=new_submit_key)
    only_checks = False  # nothing is saved by it

    class Meta(FlaskForm.Meta):
        """WTForms' options."""

        def get_translations(self, _form: WTForm) -> FormTranslations:
            """Our catalogue."""
            return FormTranslations()


def apply_errors(form: WTForm, problem: Invalid) -> None:
    """Put a service's complaints beside the fields they are about; what has no field stands above the form."""
    left: list[str] = [str(problem.message)] if problem.message else []
    fields: Mapping[str, Any] = form._fields
    for name, text in problem.fields.items():
        if name in fields:
            fields[name].errors = [*fields[name].errors, str(text)]
        else:
            left.append(str(text))
    if left:
        form.form_errors.extend(left)

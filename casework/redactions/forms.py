"""Shape and wording of the marks: a row for each, in per cent and in minutes and seconds."""

from typing import Any

from wtforms import FieldList, FloatField, FormField, IntegerField, SelectField, StringField
from wtforms.form import Form
from wtforms.validators import Length, NumberRange
from wtforms.validators import Optional as MayBeEmpty

from casework.i18n import _, _l
from casework.i18n.labels import choices, label
from casework.leaks.watching import WatchedForm
from casework.redactions.marks import ACTS, MOST_MARKS, Act, Mark, Medium, seconds
from casework.vocabulary import RedactionCode
from casework.web.forms import FormTranslations

BLANK_ROWS = 3
_BOX = ("left", "top", "width", "height")


def _percent(text: Any) -> FloatField:
    return FloatField(text, validators=[MayBeEmpty(), NumberRange(0, 100)])


class MarkForm(Form):
    """One place. A row without a code is no row."""

    class Meta:
        """WTForms' options."""

        def get_translations(self, _form: Any) -> FormTranslations:
            """Our catalogue."""
            return FormTranslations()

    act = SelectField(_l("What is done"), choices=[], validate_choice=False)
    code = SelectField(
        _l("Code"), choices=lambda: choices(RedactionCode, blank=_("no mark in this row")), validators=[MayBeEmpty()]
    )
    page = IntegerField(_l("Page"), validators=[MayBeEmpty(), NumberRange(1, 10_000)])
    left = _percent(_l("From the left, in per cent"))
    top = _percent(_l("From the top, in per cent"))
    width = _percent(_l("Width, in per cent"))
    height = _percent(_l("Height, in per cent"))
    start = StringField(_l("From (mm:ss)"), validators=[Length(max=16)])
    end = StringField(_l("To (mm:ss)"), validators=[Length(max=16)])
    reason = StringField(_l("Why"), validators=[Length(max=200)])

    def is_blank(self) -> bool:
        """Nobody has filled this row."""
        return not self.code.data and all(self[name].data in (None, "") for name in (*_BOX, "start", "end", "reason"))

    def check(self, medium: Medium) -> bool:
        """Complain beside the fields; True when the row is a mark or blank."""
        if self.is_blank():
            return True
        if not self.code.data:
            self.code.errors = [_("Say why it is taken out: choose a code.")]
        try:
            act = Act(self.act.data or "box")
        except ValueError:
            act = Act.BOX
        if act is Act.BOX:
            self._check_box()
        if medium in (Medium.FILM, Medium.SOUND):
            self._check_times(act)
        return not any(field.errors for field in self)

    def _check_box(self) -> None:
        for name in _BOX:
            if self[name].data is None and not self[name].errors:
                self[name].errors = [_("Give a number from 0 to 100.")]
        if self.errors_in(_BOX):
            return
        for start, size in (("left", "width"), ("top", "height")):
            if not self[size].data:
                self[size].errors = [_("A box without a size covers nothing.")]
            elif self[start].data + self[size].data > 100.5:
                self[size].errors = [_("The box goes over the edge.")]

    def _check_times(self, act: Act) -> None:
        times = {name: seconds(self[name].data or "") for name in ("start", "end")}
        for name, value in times.items():
            if value is None and (self[name].data or act is not Act.BOX):
                self[name].errors = [_("A time looks like 01:23 or 01:23.500.")]
        start, end = times["start"], times["end"]
        if start is not None and end is not None and end <= start:
            self.end.errors = [_("This is not after the beginning.")]

    def errors_in(self, names: tuple[str, ...]) -> bool:
        """Whether any of these fields has a complaint."""
        return any(self[name].errors for name in names)

    def mark(self) -> Mark:
        """What was typed."""
        numbers = {name: float(self[name].data or 0) for name in _BOX}
        return Mark(
            Act(self.act.data or "box"), RedactionCode(self.code.data), page=self.page.data or 1,
            start=seconds(self.start.data or "") or 0.0, end=seconds(self.end.data or "") or 0.0,
            reason=(self.reason.data or "").strip(), **numbers,
        )  # fmt: skip


class RedactionForm(WatchedForm):
    """All marks of one copy."""

    watched = ("marks",)
    marks = FieldList(FormField(MarkForm), _l("Places"), min_entries=BLANK_ROWS, max_entries=MOST_MARKS)

    def prepare(self, medium: Medium) -> None:
        """Offer what can be done with this kind of thing."""
        self.medium = medium
        for entry in self.marks.entries:
            entry.act.choices = [(act.value, label(act)) for act in ACTS[medium]]
            if entry.act.data not in ACTS[medium]:
                entry.act.data = ACTS[medium][0].value

    def validate(self, extra_validators: Any = None) -> bool:
        """As every form, and each row by the rules of its kind."""
        good = super().validate(extra_validators)
        checked = [
            entry.form.check(self.medium) for entry in self.marks.entries
        ]  # every row, not up to the first wrong
        if not all(checked):
            self.marks.errors = [entry.form.errors for entry in self.marks.entries if entry.form.errors]
        return all(checked) and bool(good)

    def chosen(self) -> list[Mark]:
        """The marks that were filled in."""
        return [entry.form.mark() for entry in self.marks.entries if not entry.form.is_blank()]

"""Forms in which points that have to be shown are answered one by one."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import FieldList, Form, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from casework.allegations.points import PointGiven, PointShown, as_text
from casework.errors import Invalid
from casework.i18n import _, _l
from casework.i18n.labels import choices
from casework.leaks.watching import WatchedForm
from casework.vocabulary import Leaning
from casework.web import BaseForm


class PointRow(Form):  # type: ignore[misc]
    """One point: which way the evidence leans, why, and on what."""

    key = HiddenField(validators=[Length(max=60)])
    leaning = SelectField(
        _l("Which way the evidence leans"), choices=lambda: choices(Leaning, blank=_("Not answered yet"))
    )
    note = TextAreaField(_l("Why"), validators=[Length(max=4_000)])
    supports = StringField(_l("Evidence for it"), validators=[Length(max=1_000)])
    against = StringField(_l("Evidence against it"), validators=[Length(max=1_000)])
    missing = TextAreaField(_l("What is missing"), validators=[Length(max=2_000)])

    def given(self) -> PointGiven:
        """What was entered."""
        word = self.leaning.data or ""
        return PointGiven(
            self.key.data or "",
            Leaning(word) if word in set(Leaning) else None,
            self.note.data or "",
            self.missing.data or "",
            (self.supports.data or "").strip(),
            (self.against.data or "").strip(),
        )


class PointsForm(WatchedForm):
    """All points of one topic."""

    watched = ("points",)
    version = HiddenField()
    points = FieldList(FormField(PointRow), max_entries=20)

    def given(self) -> list[PointGiven]:
        """The points as entered."""
        return [row.given() for row in self.points]

    def put(self, problem: Invalid) -> None:
        """Each complaint beside its field."""
        for name, text in problem.fields.items():
            _head, place, part = name.split("-")
            field = self.points[int(place)][part]
            field.errors = [*field.errors, str(text)]


class ConfirmLabelForm(BaseForm):
    """Another supervisor's word; the page sends the version of the table that was read."""


def stored(keys: Iterable[str], points: Mapping[str, PointShown], version: int) -> dict[str, Any]:
    """The form's values for these points as they are stored."""
    return {"version": version, "points": [_row(key, points.get(key)) for key in keys]}


def _row(key: str, shown: PointShown | None) -> dict[str, Any]:
    if shown is None:
        return {"key": key}
    return {
        "key": key,
        "leaning": shown.row.leaning.value,
        "note": shown.row.note,
        "missing": shown.row.missing,
        "supports": as_text(shown.supporting),
        "against": as_text(shown.against),
    }

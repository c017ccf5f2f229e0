"""A field in which one object is chosen by its reference: from a list while the list is short, typed when it is long."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from markupsafe import Markup
from wtforms import SelectField
from wtforms.widgets import Select, TextInput

from casework.errors import Invalid, NotFound
from casework.i18n import _

Found = TypeVar("Found")
MOST_OFFERED = 200  # what a field offers; a service that fills it asks for one more and so learns whether that is all
_APART = " · "


class OfferedText(TextInput):  # type: ignore[misc]
    """A text field that suggests the newest objects; any other reference can be typed."""

    def __call__(self, field: "ReferenceField", **attributes: Any) -> Markup:
        """The field and its suggestions."""
        option = Markup('<option value="{}"></option>')
        options = Markup("").join(option.format(text) for _code, text in field.offered)
        text = super().__call__(field, list=f"{field.id}-offered", autocomplete="off", **attributes)
        return Markup('{}<datalist id="{}-offered">{}</datalist>').format(text, field.id, options)


class ReferenceField(SelectField):  # type: ignore[misc]
    """The reference of an object, empty for none. The view fills it by `offer` and finds the object by `resolve`."""

    offered: Sequence[tuple[str, str]] = ()

    def __init__(self, label: str | None = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, validate_choice=False, choices=[], **options)

    def offer(self, nothing: str, pairs: Sequence[tuple[str, str]]) -> None:
        """Offer these pairs (reference, words), oldest first; `nothing` is what the empty choice says.

        Up to MOST_OFFERED make a list to choose from. Of more, the newest are suggested under a text field.
        """
        self.offered = [pair if pair[1].startswith(pair[0]) else (pair[0], _APART.join(pair)) for pair in pairs]
        self.choices = [("", nothing), *self.offered]
        self.widget = Select() if len(self.offered) <= MOST_OFFERED else OfferedText()
        if len(self.offered) > MOST_OFFERED:
            self.offered = self.offered[: -MOST_OFFERED - 1 : -1]

    def process_formdata(self, valuelist: list[str]) -> None:
        """`U-0001`, or what was suggested for it: `U-0001 · 25th Division`."""
        if valuelist:
            self.data = valuelist[0].partition(_APART.strip())[0].strip().upper()

    def _value(self) -> str:
        """What the text field shows: the reference, with its words when they are known."""
        return dict(self.offered).get(self.data, self.data) or ""

    def resolve(self, find: Callable[[str], Found]) -> Found | None:
        """What was chosen, if anything was. Raises Invalid as `found` does."""
        return self.found(find) if self.data else None

    def found(self, find: Callable[[str], Found]) -> Found:
        """What was chosen. Raises Invalid beside the field when there is no such object, or none for this reader."""
        try:
            return find(self.data or "")
        except NotFound:
            text = _("There is nothing here with the reference %(reference)s.", reference=(self.data or "")[:40])
            raise Invalid(fields={self.name: text}) from None

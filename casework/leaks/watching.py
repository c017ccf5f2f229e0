"""Forms whose texts are searched for protected names before they are saved: the warning beside the field."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from flask import flash, g, request
from wtforms import Field, FieldList, FormField, StringField, TextAreaField
from wtforms.validators import Length

from casework.errors import Invalid
from casework.i18n import _, _l, ngettext
from casework.leaks import services
from casework.leaks.matching import replaced
from casework.leaks.outcomes import LeakOutcome
from casework.leaks.services import Found, Place
from casework.vault import Tampered, VaultSealed, vault_of
from casework.web import BaseForm, apply_errors, current_actor, get_session, settings

REPLACE, KEEP = "replace", "keep"


class WatchedForm(BaseForm):
    """A form with free text. `watched` names the fields that are searched (rows of a list: all their texts).

    Two buttons come with a warning, both without script: one puts the code in the name's place and shows the form
    again, one saves anyway, with a reason that the log keeps.
    """

    watched: ClassVar[tuple[str, ...]] = ()
    leak_choice = StringField(validators=[Length(max=200)])
    leak_reason = StringField(
        _l("Why this is not the protected person"),
        validators=[Length(max=300)],
        description=_l("Your reason goes into the log; the supervisor sees it. Do not write the name here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaks: list[tuple[str, str, list[str]]] = []
        self.leak_replaced: list[str] = []

    def validate(self, extra_validators: Any = None) -> bool:
        """As every form, then the search; False while a name stands and nobody said what to do about it."""
        return bool(super().validate(extra_validators)) and self._may_be_saved()

    def other_texts(self) -> Mapping[str, str]:
        """Texts beside the fields (the name of a file), by a name that the warning can use."""
        return {}

    def replace_other(self, _name: str, _text: str) -> None:
        """Put the text in the place of another one of `other_texts`."""

    def _texts(self) -> Iterator[tuple[Field, str]]:
        for name in self.watched:
            for field in _within(self._fields[name]):
                if isinstance(field.data, str) and field.data.strip():
                    yield field, field.data

    def _may_be_saved(self) -> bool:
        case = g.get("case")
        if case is None:
            return True
        texts = {field.name: text for field, text in self._texts()} | dict(self.other_texts())
        place = Place(case.subject, request.path)
        session, actor, vault = get_session(), current_actor(), vault_of(settings())
        try:
            found = services.search(session, actor, vault=vault, place=place, texts=texts)
        except (VaultSealed, Tampered):
            flash(
                _("The search for names could not run: the vault is sealed. Read the text once more yourself."), "bad"
            )
            return True
        if found.out_of_reach:
            text = ngettext(
                "The text was not searched for the name of %(num)s person: offline custodians hold it.",
                "The text was not searched for the names of %(num)s people: offline custodians hold them.",
                found.out_of_reach,
            )
            flash(text, "warning")
        settled = not found.shown or self._settle(found, place)
        if found.shown and not settled:
            session.commit()  # the warning was shown: that stays, whatever becomes of the text
        return settled

    def _settle(self, found: Found, place: Place) -> bool:
        choice, session, actor = self.leak_choice.data or "", get_session(), current_actor()
        if choice.split(":")[0] == REPLACE:
            done = self._replace(found, choice.partition(":")[2])
            services.record_step(session, actor, place=place, found=done, outcome=LeakOutcome.REPLACED)
            return False
        if choice == KEEP:
            try:
                reason = self.leak_reason.data or ""
                services.record_step(session, actor, place=place, found=found, outcome=LeakOutcome.KEPT, reason=reason)
                return True
            except Invalid as problem:
                apply_errors(self, problem)
        self._warn(found)
        return False

    def _warn(self, found: Found) -> None:
        beside = {field.name: field for field, _text in self._texts()}
        for name, codes in found.shown.items():
            field = beside.get(name) or self._fields.get(name)
            label = str(field.label.text) if field else name
            self.leaks.append((field.id if field else name, label, codes))
            if field is not None:
                told = _("This text seems to name a protected person: %(codes)s.", codes=", ".join(codes))
                field.errors = [*field.errors, told]
                field.leak_codes = codes

    def _replace(self, found: Found, only: str) -> Found:
        """Put codes into all texts, or one of them; returns what was replaced."""
        put, done = {code: code for code in found.people}, set()
        for field, text in self._texts():
            if field.name in found.shown and only in ("", field.id):
                field.data = replaced(text, found.looked_for, put)
                done.add(field.name)
        for name, text in self.other_texts().items():
            if name in found.shown and only in ("", name):
                self.replace_other(name, replaced(text, found.looked_for, put))
                done.add(name)
        settled = Found({name: codes for name, codes in found.shown.items() if name in done})
        self.leak_replaced = settled.people
        return settled


def _within(field: Field) -> Iterator[Field]:
    """The texts of a field: itself, or all of its rows."""
    if isinstance(field, FieldList):
        for entry in field.entries:
            yield from _within(entry)
    elif isinstance(field, FormField):
        for inner in field:
            yield from _within(inner)
    elif isinstance(field, StringField | TextAreaField):
        yield field

"""Forms whose texts are searched for protected names before they are saved: the warning beside the field."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from flask import flash, g, request
from wtforms import Field, FieldList, FormField, StringField, TextAreaField
from wtforms.validators import Length

from casework.errors import Invalid
from casework.i18n import _, _l, ngettext
from casework.leaks import services
from casework.leaks.matching import replaced
from casework.leaks.outcomes import LeakOutcome
from casework.leaks.people import cases_to_search
from casework.leaks.services import Found, Place
from casework.vault import Tampered, VaultSealed, vault_of
from casework.web import BaseForm, apply_errors, current_actor, get_session, settings

REPLACE, KEEP = "replace", "keep"
TAKEN_OUT = "[…]"
Warnings = Sequence[tuple[Place, Found]]


class WatchedForm(BaseForm):
    """A form with free text. `watched` names the fields that are searched (rows of a list: all their texts).

    A text inside a case is searched for the people of the case; one that belongs to no case (a unit, an alleged
    individual) for the people of the writer's own cases.

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

    @property
    def leak_takes_out(self) -> bool:
        """True where the text belongs to no case: a code there would tell others of the case, so nothing is put in."""
        return g.get("case") is None

    def _may_be_saved(self) -> bool:
        texts = {field.name: text for field, text in self._texts()} | dict(self.other_texts())
        if not any(text.strip() for text in texts.values()):
            return True
        session, actor, vault = get_session(), current_actor(), vault_of(settings())
        left_out = 0
        if self.leak_takes_out:
            cases, left_out = cases_to_search(session, actor)
        else:
            cases = [g.case.subject]
        places = [Place(case, request.path) for case in cases]
        try:
            found = [
                (place, services.search(session, actor, vault=vault, place=place, texts=texts)) for place in places
            ]
        except (VaultSealed, Tampered):
            flash(
                _("The search for names could not run: the vault is sealed. Read the text once more yourself."), "bad"
            )
            return True
        _say_what_was_not_searched(sum(one.out_of_reach for _place, one in found), left_out)
        shown = [(place, one) for place, one in found if one.shown]
        settled = not shown or self._settle(shown)
        if shown and not settled:
            session.commit()  # the warning was shown: that stays, whatever becomes of the text
        return settled

    def _settle(self, found: Warnings) -> bool:
        choice, session, actor = self.leak_choice.data or "", get_session(), current_actor()
        if choice.split(":")[0] == REPLACE:
            for place, one in found:
                done = self._replace(place, one, choice.partition(":")[2])
                services.record_step(session, actor, place=place, found=done, outcome=LeakOutcome.REPLACED)
            return False
        if choice == KEEP:
            try:
                for place, one in found:
                    reason = self.leak_reason.data or ""
                    services.record_step(
                        session, actor, place=place, found=one, outcome=LeakOutcome.KEPT, reason=reason
                    )
                return True
            except Invalid as problem:
                apply_errors(self, problem)
        self._warn(found)
        return False

    def _warn(self, found: Warnings) -> None:
        beside = {field.name: field for field, _text in self._texts()}
        by_field: dict[str, list[str]] = {}
        for place, one in found:
            for name, codes in one.shown.items():
                by_field.setdefault(name, []).extend(self._told(place, codes))
        for name, codes in by_field.items():
            field = beside.get(name) or self._fields.get(name)
            label = str(field.label.text) if field else name
            self.leaks.append((field.id if field else name, label, codes))
            if field is not None:
                told = _("This text seems to name a protected person: %(codes)s.", codes=", ".join(codes))
                field.errors = [*field.errors, told]
                field.leak_codes, field.leak_takes_out = codes, self.leak_takes_out

    def _told(self, place: Place, codes: list[str]) -> list[str]:
        return [f"{place.case.label} {code}" for code in codes] if self.leak_takes_out else codes

    def _replace(self, place: Place, found: Found, only: str) -> Found:
        """Put codes into all texts, or one of them; returns what was replaced."""
        put, done = {code: TAKEN_OUT if self.leak_takes_out else code for code in found.people}, set()
        for field, text in self._texts():
            if field.name in found.shown and only in ("", field.id):
                field.data = replaced(text, found.looked_for, put)
                done.add(field.name)
        for name, text in self.other_texts().items():
            if name in found.shown and only in ("", name):
                self.replace_other(name, replaced(text, found.looked_for, put))
                done.add(name)
        settled = Found({name: codes for name, codes in found.shown.items() if name in done})
        self.leak_replaced += self._told(place, settled.people)
        return settled


def _say_what_was_not_searched(out_of_reach: int, left_out: int) -> None:
    if out_of_reach:
        text = ngettext(
            "The text was not searched for the name of %(num)s person: offline custodians hold it.",
            "The text was not searched for the names of %(num)s people: offline custodians hold them.",
            out_of_reach,
        )
        flash(text, "warning")
    if left_out:
        text = ngettext(
            "The text was not searched for the people of %(num)s of your older cases: there are too many of them.",
            "The text was not searched for the people of %(num)s of your older cases: there are too many of them.",
            left_out,
        )
        flash(text, "warning")


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

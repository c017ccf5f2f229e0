"""The field in which one object is chosen by its reference."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from casework.errors import Invalid, NotFound
from casework.web import MOST_OFFERED, BaseForm, ReferenceField


class ChoosingForm(BaseForm):
    """A form with one such field."""

    unit = ReferenceField("Unit")


def form(app: Flask, count: int, typed: str | None = None, stored: str = "") -> ChoosingForm:
    with app.test_request_context(method="POST"):
        made = ChoosingForm(formdata=None if typed is None else MultiDict({"unit": typed}), data={"unit": stored})
        made.unit.offer("no unit", [(f"U-{n:04d}", f"U-{n:04d} · Unit {n}") for n in range(1, count + 1)])
    return made


def nobody(reference: str) -> str:
    raise NotFound(reference)


def test_few_are_a_list_with_an_empty_choice(app: Flask) -> None:
    html = form(app, MOST_OFFERED, stored="U-0002").unit()
    assert html.startswith("<select")
    assert '<option value="">no unit</option>' in html
    assert '<option selected value="U-0002">' in html


def test_of_many_the_newest_are_suggested_and_any_other_can_be_typed(app: Flask) -> None:
    made = form(app, MOST_OFFERED + 300, typed=" u-0001 ")
    html = made.unit()
    assert html.count("<option") == MOST_OFFERED
    assert '<option value="U-0500 · Unit 500">' in html
    assert made.unit.resolve(lambda reference: reference) == "U-0001"


def test_a_suggestion_that_was_taken_is_its_reference(app: Flask) -> None:
    made = form(app, MOST_OFFERED + 1, typed="U-0200 · Unit 200")
    assert made.unit.data == "U-0200"
    assert 'value="U-0200 · Unit 200"' in made.unit().partition("<datalist")[0]


def test_what_is_stored_stays_though_it_is_not_suggested(app: Flask) -> None:
    made = form(app, MOST_OFFERED + 300, stored="U-0003")
    assert 'value="U-0003"' in made.unit().partition("<datalist")[0]


def test_an_unknown_reference_is_said_beside_the_field_and_kept(app: Flask) -> None:
    made = form(app, 3, typed="U-9999")
    with pytest.raises(Invalid) as problem:
        made.unit.resolve(nobody)
    assert "U-9999" in problem.value.fields["unit"]
    assert made.unit.data == "U-9999"


def test_nothing_chosen_is_none(app: Flask) -> None:
    assert form(app, 3, typed="").unit.resolve(nobody) is None


def test_a_name_cannot_leave_its_attribute(app: Flask) -> None:
    with app.test_request_context():
        made = ChoosingForm(formdata=None)
        made.unit.offer("", [(f"U-{n:04d}", '"><script>') for n in range(MOST_OFFERED + 1)])
        assert "<script" not in made.unit()

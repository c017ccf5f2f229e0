"""Whatever is on its way into the vault carries the name that keeps it out of the drafts."""

import pytest
from flask import Flask

from casework.incidents.forms import VictimForm
from casework.units.forms import IndividualForm
from casework.vault import IdentityField
from casework.web.forms import BaseForm
from casework.witnesses.identity_forms import IdentityForm

DESCRIBED = {"kunya"}  # of an alleged individual: as heard, part of the record


@pytest.mark.parametrize("form", [IdentityForm, IndividualForm, VictimForm])
def test_fields_of_an_identity_are_never_kept_as_a_draft(app: Flask, form: type[BaseForm]) -> None:
    with app.test_request_context():
        fields = form()._fields
    sealed = {name.removeprefix("sealed_"): field.name for name, field in fields.items()}
    found = {sealed[name] for name in IdentityField if name in sealed and name not in DESCRIBED}
    assert len(found) > 4
    assert all(name.startswith("sealed_") for name in found)

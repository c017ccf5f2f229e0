"""What all pages of a witness share: the blueprint, the case and the witness of the address, the vault."""

from typing import cast

from flask import Blueprint, g

from casework.cases.models import Case
from casework.vault import Vault, vault_of
from casework.web import current_actor, get_session, settings
from casework.witnesses import services
from casework.witnesses.models import Witness

bp = Blueprint("witnesses", __name__, url_prefix="/cases/<case_ref>/witnesses")


def this_case() -> Case:
    """The case of the address; the default-deny hook has loaded it and checked membership."""
    return cast(Case, g.case)


def this_vault() -> Vault:
    """The installation's vault."""
    return vault_of(settings())


def find(ref: str) -> Witness:
    """The witness of the address. Raises NotFound."""
    return services.get_witness(get_session(), current_actor(), case=this_case(), reference=ref)

"""An opened identity as a page shows it, once."""

from collections.abc import Mapping

from casework.vault import IdentityField
from casework.witnesses.identity_forms import LABELS


def identity_rows(identity: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs (label, value) of the fields that are filled, in the order of the vault's fields."""
    return [(str(LABELS[name]), identity[name]) for name in IdentityField if identity.get(name)]

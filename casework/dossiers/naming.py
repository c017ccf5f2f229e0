"""Whose names must not stand in a dossier: opened for redaction and search alone, never shown."""

from sqlmodel import Session

from casework.dossiers.gathering import Material
from casework.errors import Cause, Refused
from casework.i18n import _
from casework.leaks.matching import Name
from casework.leaks.people import Protected, names_of_case
from casework.vault import Tampered, Vault, VaultSealed


def names_of(session: Session, vault: Vault, material: Material) -> list[Name]:
    """Every name-like value of the people of the case, with the code of its owner: for redaction and scan alone.

    Raises Refused when the vault is sealed: what could not be searched does not leave. Names that custodians hold are
    not among them; who issues then vouches for the file (`unsearchable.vouch_for_names`).
    """
    beyond = [Protected(row.reference, row.identity_owner) for row in material.individuals.values()]
    try:
        names = names_of_case(session, vault, material.case.key, beyond)
    except (VaultSealed, Tampered):
        raise Refused(
            [Cause(_("The search for names could not run: the vault is sealed. Nothing leaves unsearched."))]
        ) from None
    return [Name(_whose(material, name.owner), name.text) for name in names]


def _whose(material: Material, owner: str) -> str:
    """Who builds the dossier is not told the code of a person whom they may not see."""
    return "–" if owner in material.hidden.of_case(material.case.key) else owner

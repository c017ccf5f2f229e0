"""What makes an allegation complete, and what is to be said beside it. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from casework.vocabulary import N_, LiabilityMode, LinkBasis


@dataclass(frozen=True)
class Claimed:
    """The parts of an allegation that the rules ask about."""

    names_unit: bool
    names_individual: bool
    mode: LiabilityMode
    bases: Collection[LinkBasis]
    contrary: str
    contrary_searched: bool
    supporting: int


def problems(claim: Claimed) -> dict[str, str]:
    """What is missing, by field; the texts are msgids."""
    found = {}
    if not (claim.names_unit or claim.names_individual):
        found["unit"] = N_("Choose a unit or an individual: an allegation says by whom.")
    if not claim.bases:
        found["bases"] = N_("Say what the link rests on.")
    if not claim.contrary.strip():
        found["contrary"] = (
            N_("Say where you looked for what speaks against this.")
            if claim.contrary_searched
            else N_("Say what speaks against this, or that you looked, where, and found nothing.")
        )
    if not claim.supporting:
        found["sources"] = N_("Name at least one paragraph or exhibit on which this rests.")
    if claim.mode.is_command_responsibility and not claim.names_individual:
        found["individual"] = N_("Article 28 speaks of a person: choose the individual.")
    return found


def rests_on_weak_basis_alone(bases: Collection[LinkBasis]) -> bool:
    """Speech, dialect, appearance, hearsay or inference only: warned of wherever the allegation is shown."""
    return bool(bases) and all(basis.is_weak for basis in bases)

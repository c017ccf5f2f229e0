"""What an allegation needs, tried over every combination."""

from itertools import product

import pytest

from casework.allegations.rules import Claimed, problems, rests_on_weak_basis_alone
from casework.vocabulary import LiabilityMode, LinkBasis


@pytest.mark.parametrize("mode", list(LiabilityMode))
def test_each_missing_part_is_named_and_nothing_else(mode: LiabilityMode) -> None:
    for unit, person, based, contrary, supported in product([False, True], repeat=5):
        claim = Claimed(
            names_unit=unit,
            names_individual=person,
            mode=mode,
            bases=[LinkBasis.INSIDER] if based else [],
            contrary="an alibi" if contrary else " ",
            contrary_searched=False,
            supporting=int(supported),
        )
        command = mode in ("military_commander", "superior")
        expected = {
            "unit": not (unit or person),
            "bases": not based,
            "contrary": not contrary,
            "sources": not supported,
            "individual": command and not person,
        }
        assert set(problems(claim)) == {name for name, missing in expected.items() if missing}


def test_weak_bases_alone_are_warned_of_and_a_stronger_one_lifts_the_warning() -> None:
    weak = [basis for basis in LinkBasis if basis.is_weak]
    assert rests_on_weak_basis_alone(weak)
    assert not rests_on_weak_basis_alone([*weak, LinkBasis.VERIFIED_IMAGERY])
    assert not rests_on_weak_basis_alone([])

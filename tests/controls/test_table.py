"""The table of safeguards names what there is: a renamed function is noticed here, in a moment."""

import pytest

from tests.controls.off import resolve
from tests.controls.table import CONTROLS


@pytest.mark.parametrize("target", sorted({target for control in CONTROLS for target in control.off}))
def test_each_safeguard_is_where_the_table_says(target: str) -> None:
    _module, owner, attribute = resolve(target)
    assert callable(getattr(owner, attribute))

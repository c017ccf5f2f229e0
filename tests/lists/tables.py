"""Lists to test with."""

from collections.abc import Sequence

from casework.lists import services
from casework.lists.columns import Column, guessed
from casework.lists.models import VictimList
from casework.lists.table import Line, Table
from casework.vocabulary import Harm
from tests.units.world import World

HEAD = ("No", "Name", "Sex", "Age", "Date", "Place", "Notes")
GOOD = ("1", "سلمى المخترعة", "أنثى", "34", "8/3/2025", "Baniyas", "grey coat")


def table(*rows: Sequence[str], head: Sequence[str] = HEAD) -> Table:
    """A list as the confined child would give it."""
    return Table(tuple(Line(number, tuple(cells)) for number, cells in enumerate([head, *rows], 1)), encoding="utf-8")


def give(world: World, given: Table, *, source: str = "SNHR, 12 March", sha256: str = "a" * 64) -> VictimList:
    """A list whose columns are said."""
    row = services.begin(
        world.session, world.actor, world.case, given, vault=world.vault, source=source, sha256=sha256, size=100
    )
    services.say_columns(
        world.session, world.actor, world.case, row, columns=guessed(given.lines[0].cells), is_headed=True,
        harm=Harm.KILLED, incident=None,
    )  # fmt: skip
    return row


def columns(*names: Column) -> dict[int, Column]:
    return dict(enumerate(names))

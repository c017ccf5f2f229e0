"""Search: one box over everything the reader may see, the same results on both databases."""

from casework.search.documents import Doc, follow_compartment, put, put_new, rebuild, remove
from casework.search.find import Filters, Hit, Result, find
from casework.search.fold import fold

__all__ = [
    "Doc",
    "Filters",
    "Hit",
    "Result",
    "find",
    "fold",
    "follow_compartment",
    "put",
    "put_new",
    "rebuild",
    "remove",
]

"""Reading what a graph's address asks for. Whatever is no reference is left out; nothing in it can be mistyped into harm."""

import re

from casework.analysis.filters import Arguments
from casework.analysis.graph import NodeKind
from casework.analysis.links import MOST_OPEN, MOST_STEPS, Asked
from casework.vocabulary import Confidence

_OPENED = re.compile(r"([A-Z]{1,2}-\d{4,9})(?:\*(\d{1,2}))?")


def parse_graph(arguments: Arguments) -> Asked:
    """Where it begins, what was opened and how far, which kinds are left out, how well founded allegations must be."""
    opened = {}
    for text in arguments.getlist("open"):
        if found := _OPENED.fullmatch(text):
            opened[found[1]] = min(max(int(found[2] or 1), 1), MOST_STEPS)
    least = arguments.get("least", "")
    return Asked(
        start=arguments.get("from", "").strip().upper()[:12],
        opened=tuple(opened.items())[-MOST_OPEN:],
        hidden=frozenset(arguments.getlist("hide")) & set(NodeKind),
        least=Confidence(least) if least in set(Confidence) else None,
    )

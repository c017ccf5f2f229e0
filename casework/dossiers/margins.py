"""What stands in the margin beside a factual paragraph: the codes of the witnesses and exhibits that it rests on (pure).

The note at the foot of the page says the same with places and grades; the margin lets a reader with the page on paper see
at a glance whose word it is, and find every paragraph that rests on one witness.
"""

import re

from casework.dossiers.content import Fact

CODE = re.compile(r"[A-Z]{1,2}-\d{4,}")
ROOM = 3  # lines, from the last line of a paragraph up to that of the one before


def beside(fact: Fact) -> list[str]:
    """Codes in the order of the sources, each once; of more than there is room for, how many more."""
    named = [one.witness or one.ref for one in fact.sources]
    codes = [code for code in dict.fromkeys(named) if CODE.fullmatch(code)]
    if len(codes) <= ROOM:
        return codes
    return [*codes[: ROOM - 1], f"+{len(codes) - ROOM + 1}"]

"""What a question or an answer may name: only what stands in the dossier that the body has. Pure.

Everything is looked up in what the frozen text prints (`dossiers.printed`) and nowhere else: whoever asks about a code that
is not printed there gets the same answer whether there is such a thing in the case or not.
"""

import re

from casework.dossiers.printed import Printed, plain

_PARAGRAPH = re.compile(r"¶?\s*(\d{1,6}[A-Z]{0,3})")
_OF_STATEMENT = re.compile(r"(T-\d{4,9})\s*¶?\s*(\d{1,5}[a-zA-Z]?)")
_BETWEEN = re.compile(r"[,;\n،؛]+")
MOST_CITED = 20


def cited(text: str, printed: Printed) -> tuple[list[str], list[str]]:
    """What was typed as "about what": the references found in the version, and the pieces that are not in it."""
    found: list[str] = []
    strange: list[str] = []
    for piece in (one.strip() for one in _BETWEEN.split(text)):
        if piece:
            reference = _reference(plain(piece), printed)
            (found if reference else strange).append(reference or piece)
    return list(dict.fromkeys(found)), strange


def _reference(piece: str, printed: Printed) -> str:
    if piece in printed.codes:
        return piece
    if of_statement := _OF_STATEMENT.fullmatch(piece):
        whole = f"{of_statement[1]} ¶{of_statement[2]}"
        return whole if whole in printed.rests_on else ""
    numbered = _PARAGRAPH.fullmatch(piece)
    return f"¶{numbered[1]}" if numbered and f"¶{numbered[1]}" in printed.rests_on else ""

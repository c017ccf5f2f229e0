"""What a question or an answer may name: only what stands in the dossier that the body has. Pure.

Everything is looked up in the frozen snapshot and nowhere else: whoever asks about a code that is not printed there gets
the same answer whether there is such a thing in the case or not.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from casework.dossiers.content import Snapshot
from casework.dossiers.numbering import facts_of
from casework.evidence.leaving import givers_in

_CODE = re.compile(r"(?<![\w-])([A-Z]{1,3})-(\d{4,9})(?![\w-])")
_PARAGRAPH = re.compile(r"¶?\s*(\d{1,6}[A-Z]{0,3})")
_OF_STATEMENT = re.compile(r"(T-\d{4,9})\s*¶?\s*(\d{1,5}[a-zA-Z]?)")
_BETWEEN = re.compile(r"[,;\n،؛]+")
MOST_CITED = 20


def plain(text: str) -> str:
    """Digits of every script as 0-9, compatibility forms as letters, dashes as one: how codes are compared."""
    folded = unicodedata.normalize("NFKC", text).upper()
    folded = "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in folded)
    return re.sub(r"[\u2010-\u2015\u2212]", "-", folded)


def codes_in(text: str) -> set[str]:
    """Every code that a text names: W-0003, EX-0042, T-0016."""
    return {f"{kind}-{number}" for kind, number in _CODE.findall(plain(text))}


@dataclass(frozen=True)
class Printed:
    """What one version prints: codes, numbered paragraphs, and the witnesses on whom each rests."""

    codes: frozenset[str]
    rests_on: dict[str, frozenset[str]] = field(default_factory=dict)
    # Named in the redaction log because consent or protection keeps it out.
    withheld: frozenset[str] = frozenset()

    def witnesses_of(self, mentions: Iterable[str]) -> set[str]:
        """Everybody on whose word or file something rests that is mentioned."""
        return {code for one in mentions for code in self.rests_on.get(one, ())}


def printed_in(snapshot: Snapshot, text: str) -> Printed:
    """Read a snapshot; `text` is the same as it is stored, in which every printed code stands."""
    rests: dict[str, frozenset[str]] = {one.code: frozenset([one.code]) for one in snapshot.witnesses}
    for told in snapshot.statements:
        rests[told.ref] = frozenset([told.witness])
        rests |= {f"{told.ref} ¶{one.number}": frozenset([told.witness]) for one in told.paragraphs}
    for shown in snapshot.exhibits:
        rests[shown.ref] = frozenset(givers_in(shown.source))
    for fact in facts_of(snapshot):
        rests[f"¶{fact.number}"] = frozenset(one.witness for one in fact.sources if one.witness)
    named = {code for row in snapshot.redactions if row.code != "–" for code in codes_in(row.place)}
    there = (
        {one.ref for one in snapshot.statements}
        | {one.ref for one in snapshot.exhibits}
        | {one.code for one in snapshot.witnesses}
    )
    kept = frozenset(
        named - there - {one.ref for one in snapshot.incidents} - {one.ref for one in snapshot.allegations}
    )
    return Printed(frozenset(codes_in(text)) | {snapshot.cover.dossier_ref}, rests, kept)


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

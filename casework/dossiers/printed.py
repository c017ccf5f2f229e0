"""What a version prints, without its words: codes, numbered paragraphs and on whom each rests, exhibits with their hashes.

Requests for information and bundles of exhibits ask for it. It is made from the snapshots whenever they are kept, so that
nobody reads a frozen text of many megabytes for a few codes, and says nothing that the text does not say.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from casework.dossiers.content import Snapshot
from casework.dossiers.models import DossierVersion
from casework.dossiers.numbering import facts_of
from casework.evidence.leaving import givers_in

_CODE = re.compile(r"(?<![\w-])([A-Z]{1,3})-(\d{4,9})(?![\w-])")
# How JSON writes a line's end and the like: a letter that would stand before the next code.
_ESCAPED = re.compile(r"\\(?:[bfnrt]|u[0-9a-fA-F]{4})")


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
    # The SHA-256 of each exhibit that supports something: what was quarantined then is not among them.
    exhibits: Mapping[str, str] = field(default_factory=dict)
    is_summary: bool = False

    def witnesses_of(self, mentions: Iterable[str]) -> set[str]:
        """Everybody on whose word or file something rests that is mentioned."""
        return {code for one in mentions for code in self.rests_on.get(one, ())}

    @property
    def as_json(self) -> dict[str, Any]:
        """For `DossierVersion.printed`."""
        return {
            "codes": sorted(self.codes),
            "rests_on": {key: sorted(people) for key, people in self.rests_on.items()},
            "withheld": sorted(self.withheld),
            "exhibits": dict(self.exhibits),
            "is_summary": self.is_summary,
        }


def printed_by(version: DossierVersion) -> Printed:
    """What a version prints, in all its editions."""
    kept = version.printed
    return Printed(
        frozenset(kept["codes"]),
        {reference: frozenset(people) for reference, people in kept["rests_on"].items()},
        frozenset(kept["withheld"]),
        kept["exhibits"],
        kept["is_summary"],
    )


def printed_in(snapshot: Snapshot, text: str) -> Printed:
    """Read a snapshot; `text` is all editions as they are stored, in which every printed code stands."""
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
        | {one.ref for one in snapshot.incidents}
        | {one.ref for one in snapshot.allegations}
    )
    return Printed(
        frozenset(codes_in(_ESCAPED.sub(" ", text))) | {snapshot.cover.dossier_ref},
        rests,
        frozenset(named - there),
        {one.ref: one.sha256 for one in snapshot.exhibits if not one.is_quarantined},
        snapshot.profile.is_summary,
    )

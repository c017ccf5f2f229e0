"""Where an exhibit comes from: what it was made from, and who gave that. Pure.

A transcript or a redacted copy says less than its original, but it was given by the same people on the same terms.
"""

from casework.dossiers.gathering import Material
from casework.evidence.leaving import givers_in
from casework.evidence.models import Exhibit
from casework.witnesses.models import Witness


def lineage(material: Material, exhibit: Exhibit) -> list[Exhibit]:
    """The exhibit and everything that it was made from, the nearest first; each once."""
    found = [exhibit]
    if exhibit.parent_id is None:
        return found
    by_id = {row.key: row for row in material.exhibits.values()}
    while (parent := by_id.get(found[-1].parent_id or 0)) is not None and parent not in found:
        found.append(parent)
    return found


def givers_of(material: Material, exhibit: Exhibit) -> list[Witness]:
    """The witnesses who gave the exhibit, or what it was made from, by their codes in the sources."""
    codes = {code for one in lineage(material, exhibit) for code in givers_in(one.source)}
    return [material.witnesses[code] for code in sorted(codes) if code in material.witnesses]

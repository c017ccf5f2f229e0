"""A bundle: a bag of exactly the exhibits that one issued dossier prints, each beside the hash that annex D prints.

Where a file may not go as it is, its redacted copy goes in its place and never the original. What the dossier printed and
the bundle lacks is said, with the reason of today.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework.dossiers.gathering import Material
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.printed import printed_by
from casework.dossiers.selection import Left
from casework.exchange.choosing import REDACTED, Choice, Kept
from casework.i18n import _

DOSSIER = "metadata/dossier.json"


@dataclass(frozen=True)
class Bundle:
    """Of which version: its reference and number, and every exhibit that it prints with the hash printed there."""

    dossier: str
    version: int
    printed: Mapping[str, str]

    @property
    def title(self) -> str:
        """As people cite it."""
        return f"{self.dossier} v{self.version}"


def bundle_of(dossier: Dossier, version: DossierVersion) -> Bundle:
    """The exhibits that a version prints, with their hashes; they are the same in every edition."""
    return Bundle(dossier.reference, version.number, printed_by(version).exhibits)


def narrowed(choice: Choice, material: Material, bundle: Bundle) -> Choice:
    """Of what may go to this body, what the dossier prints, and the redacted copies of that."""
    made = Choice()
    for ref, going in choice.going.items():
        printed = bundle.printed.get(ref)
        if printed is not None and printed != going.row.sha256:
            made.kept.append(Kept(Left(ref, "–", _("Its file is not the one that the dossier names.")), "changed"))
        elif printed is not None or stands_for(material, ref, bundle):
            made.going[ref] = going
    made.kept += [kept for kept in choice.kept if kept.left.ref in bundle.printed]
    return made


def stands_for(material: Material, ref: str, bundle: Bundle) -> str:
    """The printed exhibit of which this is a redacted copy; empty when it is none."""
    row = material.exhibits[ref]
    if row.derived_as is not REDACTED:
        return ""
    return next((one.reference for one in material.exhibits.values() if one.key == row.parent_id and one.reference in bundle.printed), "")  # fmt: skip


def compared(bundle: Bundle, choice: Choice, material: Material) -> list[dict[str, Any]]:
    """Every printed exhibit: the same file, a redacted copy in its place, or not here and why."""
    copies = {stands_for(material, ref, bundle): ref for ref in choice.going if ref not in bundle.printed}
    why = {kept.left.ref: kept.left for kept in choice.kept}
    return [_one(ref, sha256, choice, copies.get(ref), why.get(ref)) for ref, sha256 in sorted(bundle.printed.items())]


def _one(ref: str, sha256: str, choice: Choice, copy: str | None, left: Left | None) -> dict[str, Any]:
    row: dict[str, Any] = {"exhibit": ref, "sha256_in_annex_d": sha256}
    if ref in choice.going:
        return row | {"here": "the same file" if sha256 else "registered, not held"}
    if copy is not None:
        return row | {"here": "a redacted copy", "copy": copy, "sha256_of_copy": choice.going[copy].row.sha256}
    return row | {"here": "left out", "code": left.code if left else "–", "why": left.why if left else ""}

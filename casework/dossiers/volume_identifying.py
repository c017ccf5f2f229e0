"""Whose copy of a sealed volume is this? Asked as of a dossier's copies (`identifying`), of what its receipts say.

Each time a volume leaves is a copy of its own, so the answer is one download. Where its lines stand is not asked: the
typeset pages are kept nowhere, and without them there is nothing to measure against.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from casework.cases.models import Case
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.volume_models import SealedVolume, SealedVolumeReceipt

MOST_COPIES = 50
REFERENCE = re.compile(r"(?<![\w-])S-D-\d{4,9}-\d{1,9}-\d{1,9}(?![\w-])")
IDENTIFIER = re.compile(rb"<dc:identifier>(S-D-\d{4,9}-\d{1,9}-\d{1,9}) v\d{1,9} ([a-z]{2}) (\d{1,9})</dc:identifier>")
Told = tuple[str, str, int]  # volume, language, number of the copy


@dataclass(frozen=True)
class FoundVolume:
    """One copy of a sealed volume: of which version, and who fetched it when."""

    dossier: Dossier
    version: DossierVersion
    volume: SealedVolume
    receipt: SealedVolumeReceipt

    @property
    def words(self) -> str:
        """For the log."""
        return f"{self.volume.reference} {self.receipt.copy_number}"


def identifiers_in(data: bytes) -> set[Told]:
    """What the metadata of a PDF say that it is."""
    return {(one[1].decode(), one[2].decode(), int(one[3])) for one in IDENTIFIER.finditer(data)}


def by_bytes(session: Session, case: Case, sha256: str) -> list[FoundVolume]:
    """The PDF that was inside, or the encrypted file as it left."""
    same = or_(col(SealedVolumeReceipt.sha256) == sha256, col(SealedVolumeReceipt.file_sha256) == sha256)
    return _found(session, case, [same]) if sha256 else []


def by_identifiers(session: Session, case: Case, told: Collection[Told]) -> list[FoundVolume]:
    rows = by_numbers(session, case, {one[0] for one in told}, {one[2] for one in told})
    return [one for one in rows if (one.volume.reference, one.receipt.language, one.receipt.copy_number) in told]


def by_codes(session: Session, case: Case, codes: Collection[str]) -> list[FoundVolume]:
    wanted = set(codes) - {""}
    return _found(session, case, [col(SealedVolumeReceipt.mark_code).in_(wanted)]) if wanted else []


def by_numbers(
    session: Session, case: Case, references: Collection[str], numbers: Collection[int]
) -> list[FoundVolume]:
    """Those of these numbers, of the volumes that are named; a number alone names no volume."""
    if not references or not numbers:
        return []
    named = col(SealedVolume.reference).in_(references), col(SealedVolumeReceipt.copy_number).in_(numbers)
    return _found(session, case, named)


def _found(session: Session, case: Case, wanted: Sequence[ColumnElement[bool]]) -> list[FoundVolume]:
    statement = (
        select(Dossier, DossierVersion, SealedVolume, SealedVolumeReceipt)
        .join(DossierVersion, col(DossierVersion.dossier_id) == Dossier.id)
        .join(SealedVolume, col(SealedVolume.dossier_version_id) == DossierVersion.id)
        .join(SealedVolumeReceipt, col(SealedVolumeReceipt.sealed_volume_id) == SealedVolume.id)
        .where(Dossier.case_id == case.key, *wanted)
        .order_by(col(SealedVolumeReceipt.id))
        .limit(MOST_COPIES)
    )
    return [FoundVolume(*row) for row in session.exec(statement).all()]

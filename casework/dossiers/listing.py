"""What became of a version, in lists that pages cut (`web.paging.page`): copies, decisions, what was recalled, who was told.

None of them is asked for a decision: what holds is asked of `holding` and `recalls`, however long a list is.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from casework.dossiers.models import (
    DossierAccess,
    DossierCopy,
    DossierNotice,
    DossierRecall,
    DossierReceipt,
    DossierVersion,
)
from casework.dossiers.volume_models import SealedVolume, SealedVolumeRecall

FIRST = 20


@dataclass(frozen=True)
class Fetched:
    """How often a copy was fetched, and the last time."""

    times: int
    last: DossierReceipt


def copies(version: DossierVersion) -> SelectOfScalar[DossierCopy]:
    """The copies that were made of a version, to be paged by `DossierCopy.copy_number`."""
    return select(DossierCopy).where(DossierCopy.dossier_version_id == version.key)


def decisions(version: DossierVersion) -> SelectOfScalar[DossierAccess]:
    """What was decided over access to them, to be paged by `DossierAccess.id`."""
    return select(DossierAccess).where(DossierAccess.dossier_version_id == version.key)


def recalls(version: DossierVersion) -> SelectOfScalar[DossierRecall]:
    """Why a version may not be used any more since it went out, to be paged by `DossierRecall.id`."""
    return select(DossierRecall).where(DossierRecall.dossier_version_id == version.key)


def volume_recalls(version: DossierVersion) -> SelectOfScalar[SealedVolumeRecall]:
    """The same of its sealed volumes, to be paged by `SealedVolumeRecall.id`."""
    of_version = select(SealedVolume.id).where(SealedVolume.dossier_version_id == version.key)
    return select(SealedVolumeRecall).where(col(SealedVolumeRecall.sealed_volume_id).in_(of_version))


def notices(version: DossierVersion) -> SelectOfScalar[DossierNotice]:
    """Every note that somebody was told, to be paged by `DossierNotice.id`."""
    return select(DossierNotice).where(DossierNotice.dossier_version_id == version.key)


def volumes_by_id(session: Session, rows: Iterable[SealedVolumeRecall]) -> dict[int, SealedVolume]:
    """The volumes that these rows are about."""
    ids = {row.sealed_volume_id for row in rows}
    return {row.key: row for row in session.exec(select(SealedVolume).where(col(SealedVolume.id).in_(ids)))}


def first_copies(session: Session, versions: Collection[int], most: int = FIRST) -> dict[int, list[DossierCopy]]:
    """The first copies of each version, and one more where there are more."""
    place = func.row_number().over(
        partition_by=col(DossierCopy.dossier_version_id), order_by=col(DossierCopy.copy_number)
    )
    placed: Select[*tuple[Any, ...]] = sql_select(col(DossierCopy.id).label("id"), place.label("place"))
    ranked = placed.where(col(DossierCopy.dossier_version_id).in_(versions)).subquery()
    wanted = select(DossierCopy).join(ranked, ranked.c.id == DossierCopy.id).where(ranked.c.place <= most + 1)
    found: dict[int, list[DossierCopy]] = {key: [] for key in versions}
    for row in session.exec(wanted.order_by(col(DossierCopy.copy_number))):
        found[row.dossier_version_id].append(row)
    return found


def fetched(session: Session, copies: Sequence[DossierCopy]) -> dict[int, Fetched]:
    """How often each of these copies was fetched, and the last receipt; nothing of those that nobody fetched."""
    ids = [copy.key for copy in copies]
    counted = (
        select(func.count(col(DossierReceipt.id)), func.max(col(DossierReceipt.id)))
        .where(col(DossierReceipt.dossier_copy_id).in_(ids))
        .group_by(col(DossierReceipt.dossier_copy_id))
    )
    times = {last: number for number, last in session.exec(counted)}
    rows = session.exec(select(DossierReceipt).where(col(DossierReceipt.id).in_(times)))
    return {row.dossier_copy_id: Fetched(times[row.key], row) for row in rows}

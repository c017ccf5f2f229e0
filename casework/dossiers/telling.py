"""Who has to be told that something they have may not be used any more, over all cases of a supervisor.

Somebody waits when anything happened that concerns them, and nobody noted since that they were told: what happened to a
version concerns all who have anything of it, what happened to one copy or one sealed volume those who have that.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, Subquery, case, func, literal, or_, select, union_all
from sqlalchemy import and_ as both
from sqlmodel import Session, col

from casework.access import visible_cases
from casework.dossiers import holding
from casework.dossiers.models import (
    DossierAccess,
    DossierCopy,
    DossierNotice,
    DossierRecall,
    DossierReceipt,
)
from casework.dossiers.volume_models import SealedVolume, SealedVolumeRecall, SealedVolumeReceipt
from casework.subjects import Actor

ALL, COPY, VOLUME = "all", "copy", "volume"


def waiting(session: Session, actor: Actor, limit: int) -> list[tuple[int, datetime]]:
    """Versions of the actor's cases with somebody who waits, by primary key, and when the newest of it happened."""
    happened, held = _happened(actor), _held(actor)
    concerns = or_(happened.c.kind == ALL, both(happened.c.kind == held.c.kind, happened.c.about == held.c.about))
    told = (
        select(col(DossierNotice.id))
        .where(
            col(DossierNotice.dossier_version_id) == happened.c.version,
            col(DossierNotice.account_id) == held.c.account,
            col(DossierNotice.created_at) >= happened.c.at,
        )
        .exists()
    )
    newest = func.max(happened.c.at).label("newest")
    statement: Select[tuple[int, datetime]] = (
        select(happened.c.version, newest)
        .join(held, both(held.c.version == happened.c.version, concerns))
        .where(~told)
        .group_by(happened.c.version)
        .order_by(newest.desc(), happened.c.version.desc())
        .limit(limit)
    )
    return [(version, at) for version, at in session.execute(statement)]


def _happened(actor: Actor) -> Subquery:
    """Everything that has to be told: of which version, when, and what it concerns."""
    cases = visible_cases(actor)
    recalled: Select[*tuple[Any, ...]] = select(
        col(DossierRecall.dossier_version_id).label("version"), col(DossierRecall.created_at).label("at"),
        literal(ALL).label("kind"), literal(0).label("about"),
    ).where(col(DossierRecall.case_id).in_(cases))  # fmt: skip
    of_copy = col(DossierAccess.dossier_copy_id)
    taken = select(
        col(DossierAccess.dossier_version_id), col(DossierAccess.created_at),
        case((of_copy.is_(None), ALL), else_=COPY), func.coalesce(of_copy, 0),
    ).where(
        col(DossierAccess.case_id).in_(cases), col(DossierAccess.decision).in_(holding.TO_BE_TOLD)
    )  # fmt: skip
    named = (
        select(
            col(SealedVolume.dossier_version_id),
            col(SealedVolumeRecall.created_at),
            literal(VOLUME),
            col(SealedVolume.id),
        )
        .join(SealedVolume, col(SealedVolume.id) == SealedVolumeRecall.sealed_volume_id)
        .where(col(SealedVolumeRecall.case_id).in_(cases))
    )
    return union_all(recalled, taken, named).subquery("happened")


def _held(actor: Actor) -> Subquery:
    """Who has what of which version."""
    cases = visible_cases(actor)
    copies: Select[*tuple[Any, ...]] = (
        select(
            col(DossierCopy.dossier_version_id).label("version"), col(DossierReceipt.account_id).label("account"),
            literal(COPY).label("kind"), col(DossierCopy.id).label("about"),
        )
        .join(DossierReceipt, col(DossierReceipt.dossier_copy_id) == DossierCopy.id)
        .where(col(DossierCopy.case_id).in_(cases))
    )  # fmt: skip
    volumes = (
        select(
            col(SealedVolume.dossier_version_id),
            col(SealedVolumeReceipt.account_id),
            literal(VOLUME),
            col(SealedVolume.id),
        )
        .join(SealedVolumeReceipt, col(SealedVolumeReceipt.sealed_volume_id) == SealedVolume.id)
        .where(col(SealedVolume.case_id).in_(cases))
    )
    return union_all(copies, volumes).subquery("held")

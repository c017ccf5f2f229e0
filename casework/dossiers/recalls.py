"""Consent that ended after a dossier went out: name who has a copy, write down who was told (marking: `marking`).

What was handed out cannot be called back by software. What can be done is to stop using it, and to be able to show that
everybody who has it was told (Murad Code, principle 5).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require, visible_cases
from casework.accounts.models import Account
from casework.dossiers import holding, services
from casework.dossiers.models import Dossier, DossierAccess, DossierCopy, DossierNotice, DossierRecall, DossierVersion
from casework.dossiers.states import NoticeWay
from casework.errors import Invalid
from casework.i18n import _
from casework.subjects import Actor

MOST = 200


@dataclass(frozen=True)
class Holder:
    """Somebody who downloaded copies of a version, and when they were told (None: not yet since what happened last).

    `is_due`: something happened of which they have to be told."""

    account: Account
    copies: list[int]
    told: DossierNotice | None = None
    is_due: bool = True


def recalls_of(session: Session, version: DossierVersion) -> Sequence[DossierRecall]:
    """Every consent that ended after a version went out, in order."""
    statement = select(DossierRecall).where(DossierRecall.dossier_version_id == version.key)
    return session.exec(statement.order_by(col(DossierRecall.id)).limit(MOST)).all()


def holders(session: Session, version: DossierVersion) -> list[Holder]:
    """Everybody who has a copy, with the newest note that they were told, if it is newer than what happened last.

    A recall and an access taken away from the body concern all; what happened to one copy, those who have it."""
    last = max((row.created_at for row in recalls_of(session, version)), default=None)
    taken = [row for row in holding.decisions_of(session, [version.key]) if row.decision in holding.TO_BE_TOLD]
    told = {row.account_id: row for row in notices_of(session, version)}
    had: dict[int, tuple[Account, list[DossierCopy]]] = {}
    for account, copy in services.whom_to_notify(session, version):
        had.setdefault(account.key, (account, []))[1].append(copy)
    found = []
    for key, (account, copies) in had.items():
        keys = {copy.key for copy in copies}
        happened = [row.created_at for row in taken if row.dossier_copy_id is None or row.dossier_copy_id in keys]
        since = max([*happened, *([last] if last else [])], default=None)
        note = told.get(key)
        is_told = note is not None and (since is None or note.created_at >= since)
        numbers = list(dict.fromkeys(copy.copy_number for copy in copies))
        found.append(Holder(account, numbers, note if is_told else None, since is not None))
    return found


def notices_of(session: Session, version: DossierVersion) -> Sequence[DossierNotice]:
    """Every note that somebody was told, in order."""
    statement = select(DossierNotice).where(DossierNotice.dossier_version_id == version.key)
    return session.exec(statement.order_by(col(DossierNotice.id)).limit(MOST)).all()


def record_notice(
    session: Session, actor: Actor, *, dossier: Dossier, version: DossierVersion, account_id: int, told_on: date,
    how: NoticeWay, note: str, today: date,
) -> DossierNotice:  # fmt: skip
    """Write down that somebody who has a copy was told. Raises Invalid for anybody else, or a day in the future."""
    require(session, actor, Permission.DOSSIER_ISSUE, dossier.subject)
    if account_id not in {account.key for account, _copy in services.whom_to_notify(session, version)}:
        raise Invalid(fields={"account": _("This person has no copy.")})
    if told_on > today:
        raise Invalid(fields={"told_on": _("This day is in the future.")})
    notice = DossierNotice(
        case_id=version.case_id, dossier_version_id=version.key, account_id=account_id, told_on=told_on, how=how,
        note=note.strip(), recorded_by=actor.id,
    )  # fmt: skip
    session.add(notice)
    session.flush()
    facts = {"version": version.number, "account": account_id, "how": str(how), "on": told_on.isoformat()}
    audit.record(session, actor, "dossier.recipient_notified", dossier.subject, **facts)
    return notice


def marked(session: Session, versions: Iterable[DossierVersion], dossiers: dict[int, Dossier]) -> set[int]:
    """Of these versions, those that must not be used: recalled, and consent was not given anew since."""
    listed = {row.key: row for row in versions}
    recalled = select(DossierRecall.dossier_version_id).where(col(DossierRecall.dossier_version_id).in_(listed))
    return {
        key
        for key in set(session.exec(recalled).all())
        if services.consent_gone(session, dossiers[listed[key].dossier_id], listed[key])
    }


def to_tell(session: Session, actor: Actor, limit: int = 20) -> list[tuple[Dossier, DossierVersion, int, datetime]]:
    """Versions of the actor's cases with people who were not told yet: dossier, version, how many, since when."""
    found: dict[int, tuple[Dossier, DossierVersion, int, datetime]] = {}
    for happened_at, version, dossier in [*_recalled(session, actor), *_taken(session, actor)]:
        if version.key in found or len(found) >= limit:
            continue
        waiting = sum(holder.told is None and holder.is_due for holder in holders(session, version))
        if waiting:
            found[version.key] = (dossier, version, waiting, happened_at)
    return list(found.values())


def _recalled(session: Session, actor: Actor) -> list[tuple[datetime, DossierVersion, Dossier]]:
    statement = (
        select(DossierRecall, DossierVersion, Dossier)
        .join(DossierVersion, col(DossierVersion.id) == DossierRecall.dossier_version_id)
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .where(col(DossierRecall.case_id).in_(visible_cases(actor)))
        .order_by(col(DossierRecall.id).desc())
        .limit(MOST)
    )
    return [(recall.created_at, version, dossier) for recall, version, dossier in session.exec(statement).all()]


def _taken(session: Session, actor: Actor) -> list[tuple[datetime, DossierVersion, Dossier]]:
    statement = (
        select(DossierAccess, DossierVersion, Dossier)
        .join(DossierVersion, col(DossierVersion.id) == DossierAccess.dossier_version_id)
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .where(col(DossierAccess.case_id).in_(visible_cases(actor)))
        .where(col(DossierAccess.decision).in_(holding.TO_BE_TOLD))
        .order_by(col(DossierAccess.id).desc())
        .limit(MOST)
    )
    return [(row.created_at, version, dossier) for row, version, dossier in session.exec(statement).all()]

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
from casework.dossiers import services
from casework.dossiers.models import Dossier, DossierNotice, DossierRecall, DossierVersion
from casework.dossiers.states import NoticeWay
from casework.errors import Invalid
from casework.i18n import _
from casework.subjects import Actor

MOST = 200


@dataclass(frozen=True)
class Holder:
    """Somebody who downloaded copies of a version, and when they were told (None: not yet since the last recall)."""

    account: Account
    copies: list[int]
    told: DossierNotice | None = None


def recalls_of(session: Session, version: DossierVersion) -> Sequence[DossierRecall]:
    """Every consent that ended after a version went out, in order."""
    statement = select(DossierRecall).where(DossierRecall.dossier_version_id == version.key)
    return session.exec(statement.order_by(col(DossierRecall.id)).limit(MOST)).all()


def holders(session: Session, version: DossierVersion) -> list[Holder]:
    """Everybody who has a copy, with the newest note that they were told, if it is newer than the last recall."""
    last = max((row.created_at for row in recalls_of(session, version)), default=None)
    told = _told(session, version, last)
    people: dict[int, Holder] = {}
    for account, copy in services.whom_to_notify(session, version):
        found = people.setdefault(account.key, Holder(account, [], told.get(account.key)))
        if copy.copy_number not in found.copies:
            found.copies.append(copy.copy_number)
    return list(people.values())


def _told(session: Session, version: DossierVersion, since: datetime | None) -> dict[int, DossierNotice]:
    statement = select(DossierNotice).where(DossierNotice.dossier_version_id == version.key)
    if since is not None:
        statement = statement.where(DossierNotice.created_at >= since)
    return {row.account_id: row for row in session.exec(statement.order_by(col(DossierNotice.id)).limit(MOST))}


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
    statement = (
        select(DossierRecall, DossierVersion, Dossier)
        .join(DossierVersion, col(DossierVersion.id) == DossierRecall.dossier_version_id)
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .where(col(DossierRecall.case_id).in_(visible_cases(actor)))
        .order_by(col(DossierRecall.id).desc())
        .limit(MOST)
    )
    found: dict[int, tuple[Dossier, DossierVersion, int, datetime]] = {}
    for recall, version, dossier in session.exec(statement).all():
        if version.key in found or len(found) >= limit:
            continue
        waiting = sum(holder.told is None for holder in holders(session, version))
        if waiting:
            found[version.key] = (dossier, version, waiting, recall.created_at)
    return list(found.values())

"""What may not be used any more since it went out: name who has a copy, write down who was told (marking: `marking`).

What was handed out cannot be called back by software. What can be done is to stop using it, and to be able to show that
everybody who has it was told (Murad Code, principle 5).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.accounts.models import Account
from casework.dossiers import delivery, holding, services, telling, volume_recalls
from casework.dossiers.models import Dossier, DossierAccess, DossierCopy, DossierNotice, DossierRecall, DossierVersion
from casework.dossiers.states import NoticeWay
from casework.dossiers.volume_models import SealedVolume
from casework.errors import Invalid
from casework.i18n import _
from casework.subjects import Actor


@dataclass
class Holder:
    """Somebody who has copies of a version or its sealed volume, and when they were told (None: not since what happened
    last). `is_due`: something happened of which they have to be told."""

    account: Account
    files: list[DossierCopy] = field(default_factory=list)
    named: list[tuple[SealedVolume, int]] = field(default_factory=list)
    told: DossierNotice | None = None
    is_due: bool = True

    @property
    def copies(self) -> list[int]:
        """The numbers of their copies of the dossier, each once."""
        return list(dict.fromkeys(copy.copy_number for copy in self.files))

    @property
    def volumes(self) -> list[str]:
        """Their files of sealed volumes."""
        return [f"{volume.reference} ({number})" for volume, number in self.named]


def holders(session: Session, version: DossierVersion) -> list[Holder]:
    """Everybody who has a copy, with the newest note that they were told, if it is newer than what happened last.

    A recall and an access taken away from the body concern all; what happened to one copy, or to somebody who is named
    in a sealed volume, those who have it."""
    found: dict[int, Holder] = {}
    for account, copy in services.whom_to_notify(session, version):
        found.setdefault(account.key, Holder(account)).files.append(copy)
    for account, volume, number in volume_recalls.had(session, version):
        found.setdefault(account.key, Holder(account)).named.append((volume, number))
    told, happened = _told(session, version), _happened(session, version)
    for key, holder in found.items():
        keys = {
            ("", 0),
            *(("copy", one.key) for one in holder.files),
            *(("volume", one.key) for one, _no in holder.named),
        }
        since = max((happened[what] for what in keys if what in happened), default=None)
        note = told.get(key)
        holder.told = note if note is not None and (since is None or note.created_at >= since) else None
        holder.is_due = since is not None
    return list(found.values())


def _told(session: Session, version: DossierVersion) -> dict[int, DossierNotice]:
    """The newest note of each person."""
    newest = (
        select(func.max(col(DossierNotice.id)))
        .where(DossierNotice.dossier_version_id == version.key)
        .group_by(col(DossierNotice.account_id))
    )
    return {row.account_id: row for row in session.exec(select(DossierNotice).where(col(DossierNotice.id).in_(newest)))}


def _happened(session: Session, version: DossierVersion) -> dict[tuple[str, int], datetime]:
    """When something last happened that has to be told, by what it concerns: everybody ("", 0), a copy, a sealed volume."""
    about = func.coalesce(col(DossierAccess.dossier_copy_id), 0)
    taken = (
        select(about, func.max(col(DossierAccess.created_at)))
        .where(DossierAccess.dossier_version_id == version.key, col(DossierAccess.decision).in_(holding.TO_BE_TOLD))
        .group_by(about)
    )
    found = {("copy" if key else "", int(key)): when for key, when in session.exec(taken)}
    for key, when in volume_recalls.last_of(session, version).items():
        found["volume", key] = when
    recalled = select(func.max(col(DossierRecall.created_at))).where(DossierRecall.dossier_version_id == version.key)
    if (last := session.exec(recalled).one()) is not None:
        found["", 0] = max(last, found.get(("", 0), last))
    return found


def record_notice(
    session: Session, actor: Actor, *, dossier: Dossier, version: DossierVersion, account_id: int, told_on: date,
    how: NoticeWay, note: str, today: date,
) -> DossierNotice:  # fmt: skip
    """Write down that somebody who has a copy was told. Raises Invalid for anybody else, or a day in the future."""
    require(session, actor, Permission.DOSSIER_ISSUE, dossier.subject)
    if account_id not in {one.account.key for one in holders(session, version)}:
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
    since = dict(telling.waiting(session, actor, limit))
    statement = (
        select(DossierVersion, Dossier)
        .options(delivery.WITHOUT_TEXT)
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .where(col(DossierVersion.id).in_(since))
    )
    rows = {version.key: (dossier, version) for version, dossier in session.exec(statement)}
    found = []
    for key, when in since.items():
        if key in rows:
            dossier, version = rows[key]
            count = sum(holder.told is None and holder.is_due for holder in holders(session, version))
            found.append((dossier, version, count, when))
    return found

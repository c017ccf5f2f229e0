"""Consent that ended after a dossier went out: name who has a copy, write down who was told (marking: `marking`).

What was handed out cannot be called back by software. What can be done is to stop using it, and to be able to show that
everybody who has it was told (Murad Code, principle 5).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require, visible_cases
from casework.accounts.models import Account
from casework.dossiers import holding, services, volume_recalls
from casework.dossiers.models import Dossier, DossierAccess, DossierCopy, DossierNotice, DossierRecall, DossierVersion
from casework.dossiers.states import NoticeWay
from casework.dossiers.volume_models import SealedVolume
from casework.errors import Invalid
from casework.i18n import _
from casework.subjects import Actor

MOST = 200


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


def recalls_of(session: Session, version: DossierVersion) -> Sequence[DossierRecall]:
    """Every consent that ended after a version went out, in order."""
    statement = select(DossierRecall).where(DossierRecall.dossier_version_id == version.key)
    return session.exec(statement.order_by(col(DossierRecall.id)).limit(MOST)).all()


def holders(session: Session, version: DossierVersion) -> list[Holder]:
    """Everybody who has a copy, with the newest note that they were told, if it is newer than what happened last.

    A recall and an access taken away from the body concern all; what happened to one copy, or to somebody who is named
    in a sealed volume, those who have it."""
    found: dict[int, Holder] = {}
    for account, copy in services.whom_to_notify(session, version):
        found.setdefault(account.key, Holder(account)).files.append(copy)
    for account, volume, number in volume_recalls.had(session, version):
        found.setdefault(account.key, Holder(account)).named.append((volume, number))
    told = {row.account_id: row for row in notices_of(session, version)}
    happened = _happened(session, version)
    for key, holder in found.items():
        keys = {
            ("", 0),
            *(("copy", one.key) for one in holder.files),
            *(("volume", one.key) for one, _no in holder.named),
        }
        since = max((when for what, when in happened if what in keys), default=None)
        note = told.get(key)
        holder.told = note if note is not None and (since is None or note.created_at >= since) else None
        holder.is_due = since is not None
    return list(found.values())


def _happened(session: Session, version: DossierVersion) -> list[tuple[tuple[str, int], datetime]]:
    """What has to be told, by what it concerns: everybody ("", 0), a copy, a sealed volume."""
    taken = [row for row in holding.decisions_of(session, [version.key]) if row.decision in holding.TO_BE_TOLD]
    return [
        *((("", 0), row.created_at) for row in recalls_of(session, version)),
        *((("copy", row.dossier_copy_id) if row.dossier_copy_id else ("", 0), row.created_at) for row in taken),
        *((("volume", volume.key), row.created_at) for volume, row in volume_recalls.recalls_of(session, version)),
    ]


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
    found: dict[int, tuple[Dossier, DossierVersion, int, datetime]] = {}
    named = [(row.created_at, version, dossier) for row, version, dossier in volume_recalls.newest(session, actor)]
    for happened_at, version, dossier in [*_recalled(session, actor), *_taken(session, actor), *named]:
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

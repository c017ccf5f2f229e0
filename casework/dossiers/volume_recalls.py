"""A sealed volume as something that went out (`marking`): it is marked when somebody in it may no longer be named.

Naming is a use of its own: who withdraws it may still let their statement stand, so that the dossier is not marked. What
was said of `marking` and `recalls` holds here: what is out cannot be called back; that everybody was told can be shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import String, cast, func, or_
from sqlmodel import Session, col, select

from casework import audit
from casework.accounts.models import Account, Recipient
from casework.db import UNFILTERED
from casework.dossiers import delivery, marking, volumes
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.selection import consent_for_records
from casework.dossiers.volume_models import SealedVolume, SealedVolumeRecall, SealedVolumeReceipt
from casework.subjects import Actor
from casework.vault import Vault
from casework.witnesses.consent import ConsentRecord


@dataclass(frozen=True)
class SentVolume:
    """One of them, and to whom it went."""

    volume: SealedVolume
    version: DossierVersion
    dossier: Dossier
    recipient: Recipient
    tells_names: bool = True

    @property
    def issued_at(self) -> datetime | None:
        return self.volume.issued_at

    def consented(self, records: Sequence[ConsentRecord], on: date) -> bool:
        may_go = consent_for_records(records, self.recipient, on).allowed
        return may_go and volumes.consent_to_naming(records, self.recipient, on).allowed

    def is_marked(self, session: Session, code: str, record: str) -> bool:
        known = select(SealedVolumeRecall.id).where(
            SealedVolumeRecall.sealed_volume_id == self.volume.key,
            SealedVolumeRecall.witness == code,
            SealedVolumeRecall.consent_record == record,
        )
        return session.exec(known, execution_options=UNFILTERED).first() is not None

    def mark(self, session: Session, actor: Actor, ended: marking.Ended) -> None:
        numbers = sorted({receipt.copy_number for _account, receipt in _receipts(session, [self.volume.key])})
        row = SealedVolumeRecall(case_id=self.volume.case_id, sealed_volume_id=self.volume.key, **ended.as_recall)
        row.copies_out = numbers
        session.add(row)
        session.flush()
        audit.record(
            session, actor, "volume.recalled", self.dossier.subject, version=self.version.number,
            volume=self.volume.reference, witness=ended.code, copies_out=numbers, cause=str(ended.cause),
        )  # fmt: skip


@marking.goes_out
def naming(session: Session, case_id: int | None, code: str) -> list[SentVolume]:
    """What went out and names somebody; whoever writes the record may not see others who are named in it."""
    lists = [cast(col(one), String).like(f'%"{code}"%') for one in (SealedVolume.witnesses, SealedVolume.individuals)]
    statement = (
        select(SealedVolume, DossierVersion, Dossier, Recipient)
        .options(delivery.WITHOUT_TEXT)
        .join(DossierVersion, col(DossierVersion.id) == SealedVolume.dossier_version_id)
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .join(Recipient, col(Recipient.id) == Dossier.recipient_id)
        .where(col(SealedVolume.state).in_(delivery.SENT), or_(*lists))
    )
    if case_id is not None:
        statement = statement.where(SealedVolume.case_id == case_id)
    rows = session.exec(statement, execution_options=UNFILTERED).all()
    return [SentVolume(*row) for row in rows]


def _receipts(session: Session, ids: Iterable[int]) -> Sequence[tuple[Account, SealedVolumeReceipt]]:
    statement = (
        select(Account, SealedVolumeReceipt)
        .join(SealedVolumeReceipt, col(SealedVolumeReceipt.account_id) == Account.id)
        .where(col(SealedVolumeReceipt.sealed_volume_id).in_(list(ids)))
        .order_by(col(SealedVolumeReceipt.sealed_volume_id), col(SealedVolumeReceipt.copy_number))
    )
    return session.exec(statement).all()


def had(session: Session, version: DossierVersion) -> list[tuple[Account, SealedVolume, int]]:
    """Everybody who fetched a sealed volume of a version, with the volume and the number of each file."""
    rows = {
        row.key: row for row in session.exec(select(SealedVolume).where(SealedVolume.dossier_version_id == version.key))
    }
    return [(account, rows[one.sealed_volume_id], one.copy_number) for account, one in _receipts(session, rows)]


def last_of(session: Session, version: DossierVersion) -> dict[int, datetime]:
    """When each volume of a version was last marked; nothing of one that still may be used."""
    statement = (
        select(SealedVolumeRecall.sealed_volume_id, func.max(col(SealedVolumeRecall.created_at)))
        .join(SealedVolume, col(SealedVolume.id) == SealedVolumeRecall.sealed_volume_id)
        .where(SealedVolume.dossier_version_id == version.key)
        .group_by(col(SealedVolumeRecall.sealed_volume_id))
    )
    return {int(key): when for key, when in session.exec(statement)}


def must_go(session: Session, vault: Vault, dossier: Dossier, version: DossierVersion) -> list[SealedVolume]:
    """The volumes of a version that went out and name somebody who may no longer be named: to be destroyed."""
    statement = select(SealedVolume).where(
        SealedVolume.dossier_version_id == version.key, col(SealedVolume.state).in_(delivery.SENT)
    )
    rows = session.exec(statement.order_by(col(SealedVolume.number)), execution_options=UNFILTERED).all()
    return [row for row in rows if volumes.objections(session, vault, dossier, row)]

"""Somebody who is named in a sealed volume takes that back after it went out: mark it, and know who has it.

Naming is a use of its own: who withdraws it may still let their statement stand, so that the dossier is not marked. What
was said of `marking` and `recalls` holds here: what is out cannot be called back; that everybody was told can be shown.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Engine, String, cast
from sqlmodel import Session, col, select

from casework import audit
from casework.access import visible_cases
from casework.accounts.models import Account, Recipient
from casework.cases.models import Case
from casework.config import Settings
from casework.db import UNFILTERED
from casework.dossiers import volumes
from casework.dossiers.marking import SENT, as_recall, mark_once, run_out
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.states import RecallCause
from casework.dossiers.volume_models import SealedVolume, SealedVolumeRecall, SealedVolumeReceipt
from casework.jobs import housekeeping
from casework.subjects import SYSTEM, Actor
from casework.witnesses.consent import ConsentRecord
from casework.witnesses.consents import after_record, history, today_in
from casework.witnesses.models import Consent, Witness

MOST = 200
Sent = tuple[SealedVolume, DossierVersion, Dossier, Recipient]


@after_record
def mark_volumes(session: Session, actor: Actor, witness: Witness, row: Consent) -> None:
    """Mark every issued volume that names a witness who may no longer be named to its body.

    A withdrawal marks anew what was marked before; a newer consent marks what it is the first to forbid.
    """
    records = history(session, [witness.key])[witness.key]
    before = [record for record in records if record.ref != f"C{row.sequence}"]
    today = today_in(session.get_one(Case, witness.case_id).time_zone)
    for sent in _naming(session, witness):
        stood = row.is_withdrawal or _may_be_named(witness, before, sent, today)
        if stood and not _may_be_named(witness, records, sent, today):
            cause = RecallCause.WITHDRAWN if row.is_withdrawal else RecallCause.NARROWED
            _mark(session, actor, sent, witness, row, cause)


def mark_expired(session: Session) -> int:
    """Mark every issued volume of which a consent has run out since, each once; how many. The caller commits."""
    sent = select(SealedVolume.case_id).where(col(SealedVolume.state).in_(SENT))
    return sum(_mark_ended(session, witness, row) for witness, row in run_out(session, sent))


def _mark_ended(session: Session, witness: Witness, row: Consent) -> int:
    """It is this record that ran out when they could be named on its last day, and can no more."""
    today, last = today_in(session.get_one(Case, witness.case_id).time_zone), row.expires_on
    if last is None or last >= today:
        return 0
    records = history(session, [witness.key])[witness.key]
    known = select(SealedVolumeRecall.sealed_volume_id).where(
        SealedVolumeRecall.case_id == witness.case_id,
        SealedVolumeRecall.witness == witness.reference,
        SealedVolumeRecall.consent_record == f"C{row.sequence}",
    )
    done = set(session.exec(known, execution_options=UNFILTERED).all())
    over = [
        sent
        for sent in _naming(session, witness)
        if sent[0].key not in done
        and _may_be_named(witness, records, sent, last)
        and not _may_be_named(witness, records, sent, today)
    ]
    for sent in over:
        _mark(session, SYSTEM, sent, witness, row, RecallCause.EXPIRED)
    return len(over)


def _may_be_named(witness: Witness, records: Sequence[ConsentRecord], sent: Sent, on: date) -> bool:
    return not volumes.naming(witness, records, sent[3], on)[0]


def _naming(session: Session, witness: Witness) -> list[Sent]:
    """What went out and names a witness; whoever writes the record may not see others who are named in it."""
    statement = (
        select(SealedVolume, DossierVersion, Dossier, Recipient)
        .join(DossierVersion, col(DossierVersion.id) == SealedVolume.dossier_version_id)
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .join(Recipient, col(Recipient.id) == Dossier.recipient_id)
        .where(SealedVolume.case_id == witness.case_id, col(SealedVolume.state).in_(SENT))
        .where(cast(col(SealedVolume.witnesses), String).like(f"%{witness.reference}%"))
    )
    rows = session.exec(statement, execution_options=UNFILTERED).all()
    return [row for row in rows if witness.reference in row[0].witnesses]


def _mark(
    session: Session, actor: Actor, sent: Sent, witness: Witness, row: Consent, cause: RecallCause
) -> SealedVolumeRecall:
    volume, version, dossier, _recipient = sent
    numbers = sorted({receipt.copy_number for _account, receipt in _receipts(session, [volume.key])})
    recall = SealedVolumeRecall(
        case_id=volume.case_id, sealed_volume_id=volume.key, copies_out=numbers, **as_recall(witness, row, cause)
    )
    session.add(recall)
    session.flush()
    facts = {"version": version.number, "volume": volume.reference, "witness": witness.reference}
    audit.record(
        session, actor, "volume.recalled", dossier.subject, **facts, copies_out=numbers, cause=str(cause)
    )  # fmt: skip
    return recall


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


def recalls_of(session: Session, version: DossierVersion) -> list[tuple[SealedVolume, SealedVolumeRecall]]:
    """Every consent to naming that ended after a volume of this version went out, in order."""
    statement = (
        select(SealedVolume, SealedVolumeRecall)
        .join(SealedVolumeRecall, col(SealedVolumeRecall.sealed_volume_id) == SealedVolume.id)
        .where(SealedVolume.dossier_version_id == version.key)
        .order_by(col(SealedVolumeRecall.id))
        .limit(MOST)
    )
    return list(session.exec(statement).all())


def newest(session: Session, actor: Actor) -> list[tuple[SealedVolumeRecall, DossierVersion, Dossier]]:
    """The newest of the actor's cases."""
    statement = (
        select(SealedVolumeRecall, DossierVersion, Dossier)
        .join(SealedVolume, col(SealedVolume.id) == SealedVolumeRecall.sealed_volume_id)
        .join(DossierVersion, col(DossierVersion.id) == SealedVolume.dossier_version_id)
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .where(col(SealedVolumeRecall.case_id).in_(visible_cases(actor)))
        .order_by(col(SealedVolumeRecall.id).desc())
        .limit(MOST)
    )
    return list(session.exec(statement).all())


def must_go(session: Session, dossier: Dossier, version: DossierVersion) -> list[SealedVolume]:
    """The volumes of a version that went out and name somebody who may no longer be named: to be destroyed."""
    statement = select(SealedVolume).where(
        SealedVolume.dossier_version_id == version.key, col(SealedVolume.state).in_(SENT)
    )
    rows = session.exec(statement.order_by(col(SealedVolume.number)), execution_options=UNFILTERED).all()
    return [row for row in rows if volumes.objections(session, dossier, row)]


@housekeeping
def mark_expired_volumes(engine: Engine, _settings: Settings) -> None:
    """As days pass."""
    mark_once(engine, mark_expired)

"""A version of a dossier as something that went out (`marking`): what it asks of a witness, and how it is marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import String, cast
from sqlmodel import Session, col, select

from casework import audit
from casework.accounts.models import Recipient
from casework.db import UNFILTERED
from casework.dossiers import delivery, marking, services
from casework.dossiers.gist import further_scopes, rests_on
from casework.dossiers.models import Dossier, DossierRecall, DossierVersion
from casework.dossiers.selection import consent_for_records
from casework.subjects import Actor
from casework.witnesses.consent import ConsentRecord


@dataclass(frozen=True)
class SentVersion:
    """One of them, and to whom it went."""

    version: DossierVersion
    dossier: Dossier
    recipient: Recipient
    tells_names: bool = False  # codes alone

    @property
    def issued_at(self) -> datetime | None:
        return self.version.issued_at

    def consented(self, records: Sequence[ConsentRecord], on: date) -> bool:
        return consent_for_records(records, self.recipient, on, further_scopes(self.version)).allowed

    def is_marked(self, session: Session, code: str, record: str) -> bool:
        known = select(DossierRecall.id).where(
            DossierRecall.dossier_version_id == self.version.key,
            DossierRecall.witness == code,
            DossierRecall.consent_record == record,
        )
        return session.exec(known, execution_options=UNFILTERED).first() is not None

    def mark(self, session: Session, actor: Actor, ended: marking.Ended) -> None:
        copies = sorted({copy.copy_number for _account, copy in services.whom_to_notify(session, self.version)})
        row = DossierRecall(case_id=self.version.case_id, dossier_version_id=self.version.key, **ended.as_recall)
        row.copies_out = copies
        session.add(row)
        session.flush()
        audit.record(
            session, actor, "dossier.recalled", self.dossier.subject, version=self.version.number, witness=ended.code,
            copies_out=copies, cause=str(ended.cause),
        )  # fmt: skip


@marking.goes_out
def printing(session: Session, case_id: int | None, code: str) -> list[SentVersion]:
    """What went out and prints something of a witness; their codes are of one case."""
    if case_id is None:
        return []
    statement = (
        select(DossierVersion, Dossier, Recipient)
        .options(delivery.WITHOUT_TEXT)
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .join(Recipient, col(Recipient.id) == Dossier.recipient_id)
        .where(DossierVersion.case_id == case_id, col(DossierVersion.state).in_(delivery.SENT))
        .where(cast(col(DossierVersion.gist), String).like(f'%"{code}"%'))
    )
    rows = session.exec(statement, execution_options=UNFILTERED).all()
    return [SentVersion(*row) for row in rows if code in rests_on(row[0])]

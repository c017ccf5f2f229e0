"""Mark what went out when consent for it ends: taken back, narrowed by a newer record, or run out as days pass.

Whoever writes the record may not see every compartment that a dossier prints; every version is looked at all the same.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, String, cast
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from casework import audit
from casework.accounts.models import Recipient
from casework.cases.models import Case
from casework.config import Settings
from casework.db import UNFILTERED, now, write_session
from casework.dossiers import services
from casework.dossiers.gist import further_scopes, rests_on
from casework.dossiers.models import Dossier, DossierRecall, DossierVersion
from casework.dossiers.selection import consent_for_records, objection
from casework.dossiers.states import DossierState, RecallCause
from casework.jobs import housekeeping
from casework.subjects import SYSTEM, Actor
from casework.witnesses.consent import Reason
from casework.witnesses.consents import after_record, history, today_in
from casework.witnesses.models import Consent, Witness

SENT = (DossierState.ISSUED, DossierState.SUPERSEDED)
Sent = tuple[DossierVersion, Dossier, Recipient]


@after_record
def mark_issued(session: Session, actor: Actor, witness: Witness, row: Consent) -> None:
    """Mark every issued version that prints something of a witness who no longer allows it for its recipient.

    A withdrawal marks anew what was marked before; a newer consent marks what it is the first to forbid.
    """
    records = history(session, [witness.key])[witness.key]
    before = [record for record in records if record.ref != f"C{row.sequence}"]
    today = today_in(session.get_one(Case, witness.case_id).time_zone)
    for version, dossier, recipient in _printing(session, witness):
        further = further_scopes(version)
        stood = row.is_withdrawal or objection(witness, before, recipient, today, further) is None
        if stood and objection(witness, records, recipient, today, further):
            cause = RecallCause.WITHDRAWN if row.is_withdrawal else RecallCause.NARROWED
            _mark(session, actor, dossier, version, witness, _recall(witness, version, row, cause))


def mark_expired(session: Session) -> int:
    """Mark every issued version of which a consent has run out since, each once; how many. The caller commits."""
    sent = select(DossierVersion.case_id).where(col(DossierVersion.state).in_(SENT))
    return sum(_mark_one(session, witness, row) for witness, row in run_out(session, sent))


def run_out(session: Session, cases: SelectOfScalar[int]) -> Sequence[tuple[Witness, Consent]]:
    """Consents whose last day is over somewhere on earth, in these cases; the newest first."""
    statement = (
        select(Witness, Consent)
        .join(Consent, col(Consent.witness_id) == Witness.id)
        .where(col(Consent.expires_on) <= now().date() + timedelta(days=1), col(Consent.case_id).in_(cases))
        .order_by(col(Consent.id).desc())
    )
    return [(witness, row) for witness, row in session.exec(statement, execution_options=UNFILTERED)]


def _mark_one(session: Session, witness: Witness, row: Consent) -> int:
    today = today_in(session.get_one(Case, witness.case_id).time_zone)
    if row.expires_on is None or row.expires_on >= today:
        return 0
    record, marked = f"C{row.sequence}", 0
    known = select(DossierRecall.dossier_version_id).where(
        DossierRecall.case_id == witness.case_id,
        DossierRecall.witness == witness.reference,
        DossierRecall.consent_record == record,
    )
    done = set(session.exec(known, execution_options=UNFILTERED).all())
    for version, dossier, recipient in _printing(session, witness, without=done):
        further = further_scopes(version)
        answer = consent_for_records(history(session, [witness.key])[witness.key], recipient, today, further)
        if answer.reason is Reason.EXPIRED and answer.consent == record:
            _mark(session, SYSTEM, dossier, version, witness, _recall(witness, version, row, RecallCause.EXPIRED))
            marked += 1
    return marked


def _printing(session: Session, witness: Witness, without: Iterable[int] = ()) -> Sequence[Sent]:
    """What went out and prints something of a witness."""
    statement = (
        select(DossierVersion, Dossier, Recipient)
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .join(Recipient, col(Recipient.id) == Dossier.recipient_id)
        .where(DossierVersion.case_id == witness.case_id, col(DossierVersion.state).in_(SENT))
        .where(cast(col(DossierVersion.gist), String).like(f'%"{witness.reference}"%'))
        .where(col(DossierVersion.id).not_in(list(without)))
    )
    rows = session.exec(statement, execution_options=UNFILTERED).all()
    return [row for row in rows if witness.reference in rests_on(row[0])]


def _recall(witness: Witness, version: DossierVersion, row: Consent, cause: RecallCause) -> DossierRecall:
    return DossierRecall(case_id=version.case_id, dossier_version_id=version.key, **as_recall(witness, row, cause))


def as_recall(witness: Witness, row: Consent, cause: RecallCause) -> dict[str, Any]:
    """What a recall says of the record that ended it."""
    return {
        "witness": witness.reference,
        "consent_record": f"C{row.sequence}",
        "not_recallable": row.not_recallable,
        "cause": cause,
        "withdrawn_on": row.expires_on if cause is RecallCause.EXPIRED and row.expires_on else row.given_on,
    }


def _mark(
    session: Session, actor: Actor, dossier: Dossier, version: DossierVersion, witness: Witness, recall: DossierRecall
) -> None:
    copies = sorted({copy.copy_number for _account, copy in services.whom_to_notify(session, version)})
    recall.copies_out = copies
    session.add(recall)
    session.flush()
    facts = {"version": version.number, "witness": witness.reference, "copies_out": copies, "cause": str(recall.cause)}
    audit.record(session, actor, "dossier.recalled", dossier.subject, **facts)


@housekeeping
def mark_expired_dossiers(engine: Engine, _settings: Settings) -> None:
    """As days pass."""
    mark_once(engine, mark_expired)


def mark_once(engine: Engine, mark: Callable[[Session], int]) -> None:
    """Two workers at once mark once: the later one begins anew an hour after."""
    with write_session(engine) as session:
        try:
            mark(session)
            session.commit()
        except IntegrityError:
            session.rollback()

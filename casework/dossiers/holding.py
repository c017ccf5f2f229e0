"""Who may still fetch an issued copy and until when, what a supervisor decides over it, and who confirmed to have one.

What was fetched cannot be called back. What ends is fetching it again: by time, or by decision, for one copy or for all
copies of the body. Its reader is told in clear words what happened and whom to ask, and is never answered "not found".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Engine, func, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.accounts.services import LONGEST_COPY_DAYS
from casework.cases.models import Case
from casework.config import Settings
from casework.db import UNFILTERED, now, write_session
from casework.dossiers import copy_marks
from casework.dossiers.models import (
    Dossier,
    DossierAccess,
    DossierConfirmation,
    DossierCopy,
    DossierReceipt,
    DossierVersion,
)
from casework.dossiers.states import AccessDecision
from casework.errors import Invalid, Refused
from casework.i18n import _, format_date, isolated
from casework.jobs import housekeeping
from casework.subjects import SYSTEM, Actor
from casework.witnesses.consents import today_in

BATCH = 200
TO_BE_TOLD = (AccessDecision.REVOKED, AccessDecision.EXPIRED)


@dataclass(frozen=True)
class Ended:
    """Why something is not handed out any more."""

    decision: AccessDecision
    reason: str = ""
    on: date | None = None
    is_for_all: bool = False  # every copy of the body, not one alone

    @property
    def words(self) -> str:
        """For its reader: what happened, and whom to ask."""
        if self.decision is AccessDecision.EXPIRED:
            return _("The time for which you were given this copy ended on %(day)s. It is not handed out any more. "
                     "If you still need it, ask the issuer for more time; else destroy what you have.",
                     day=format_date(self.on) if self.on else "")  # fmt: skip
        values = {"day": format_date(self.on) if self.on else "", "reason": isolated(self.reason)}
        if self.is_for_all:
            return _("The issuer took back the access to this version on %(day)s, and gave this reason: %(reason)s "
                     "Stop using the copies you have, and ask the issuer what to do with them.", **values)  # fmt: skip
        return _("The issuer took back the access to this copy on %(day)s, and gave this reason: %(reason)s "
                 "Stop using it, and ask the issuer what to do with it.", **values)  # fmt: skip


def standing(session: Session, version: DossierVersion, copies: Iterable[int]) -> Sequence[DossierAccess]:
    """The newest decision to take or give back access to the whole version, and to each of these copies: what holds.

    Never a list that could stop before the newest one."""
    about = col(DossierAccess.dossier_copy_id)
    newest = (
        select(func.max(col(DossierAccess.id)))
        .where(DossierAccess.dossier_version_id == version.key, or_(about.is_(None), about.in_(list(copies))))
        .where(col(DossierAccess.decision).in_((AccessDecision.REVOKED, AccessDecision.GIVEN_BACK)))
        .group_by(about)
    )
    return session.exec(select(DossierAccess).where(col(DossierAccess.id).in_(newest))).all()


def ended(decisions: Iterable[DossierAccess], copy: DossierCopy | None, today: date) -> Ended | None:
    """Why a copy (None: one that is not made yet) is not handed out today, by what is `standing`; None when it is."""
    about = {row.dossier_copy_id: row for row in decisions}
    for key in (None, copy.key if copy else None):
        row = about.get(key)
        if row is not None and row.decision is AccessDecision.REVOKED:
            return Ended(AccessDecision.REVOKED, row.reason, row.created_at.date(), key is None)
    if copy is not None and copy.expires_on is not None and copy.expires_on < today:
        return Ended(AccessDecision.EXPIRED, on=copy.expires_on)
    return None


def ended_now(session: Session, version: DossierVersion, copy: DossierCopy | None) -> Ended | None:
    """The same, looked up."""
    return ended(standing(session, version, [copy.key] if copy else []), copy, today_of(session, version))


def refuse_ended(session: Session, version: DossierVersion, copy: DossierCopy | None = None) -> None:
    """Raise Refused, in clear words, when this copy is not handed out any more."""
    why = ended_now(session, version, copy)
    if why is not None:
        raise Refused(why.words, title=_("It is not handed out any more"))


def today_of(session: Session, version: DossierVersion) -> date:
    """The day where the case is worked on."""
    return today_in(session.get_one(Case, version.case_id).time_zone)


def set_days(session: Session, actor: Actor, *, dossier: Dossier, days: int | None) -> None:
    """For how many days copies made from now on may be fetched: None as the body has it, 0 without a limit. Raises Invalid."""
    require(session, actor, Permission.DOSSIER_ISSUE, dossier.subject)
    if days is not None and not 0 <= days <= LONGEST_COPY_DAYS:
        raise Invalid(fields={"days": _("Between 0 and %(most)s days, or nothing.", most=LONGEST_COPY_DAYS)})
    before, dossier.copy_days = dossier.copy_days, days
    session.flush()
    said = {"before": "body" if before is None else before, "after": "body" if days is None else days}
    audit.record(session, actor, "dossier.copy_days_set", dossier.subject, **said)


def decide(
    session: Session, actor: Actor, *, dossier: Dossier, version: DossierVersion, copy: DossierCopy | None,
    decision: AccessDecision, reason: str, until: date | None = None,
) -> DossierAccess:  # fmt: skip
    """Take access away, give it back, or give one copy more time. Raises Invalid."""
    require(session, actor, Permission.DOSSIER_ISSUE, dossier.subject)
    today, about = today_of(session, version), copy.key if copy else None
    holds = {row.dossier_copy_id: row.decision for row in standing(session, version, [about] if about else [])}
    is_revoked = holds.get(about) is AccessDecision.REVOKED
    if len(reason.strip()) < 10:
        raise Invalid(fields={"reason": _("Say why, in ten characters or more.")})
    if decision is AccessDecision.EXTENDED and (copy is None or until is None or until < today):
        raise Invalid(fields={"until": _("Choose one copy, and a day that is not over.")})
    if (decision is AccessDecision.REVOKED) is is_revoked and decision is not AccessDecision.EXTENDED:
        raise Invalid(fields={"decision": _("That is so already.")})
    if copy is not None and decision is AccessDecision.EXTENDED:
        copy.expires_on = until
    return _record(session, actor, dossier, version, copy, decision, reason.strip(), until)


def _record(
    session: Session, actor: Actor, dossier: Dossier, version: DossierVersion, copy: DossierCopy | None,
    decision: AccessDecision, reason: str = "", until: date | None = None,
) -> DossierAccess:  # fmt: skip
    row = DossierAccess(
        case_id=version.case_id, dossier_version_id=version.key, dossier_copy_id=copy.key if copy else None,
        decision=decision, reason=reason, until=until, decided_by=actor.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(
        session, actor, f"dossier.access_{decision.value}", dossier.subject, version=version.number,
        copy=copy.copy_number if copy else "all", until=until.isoformat() if until else "",
    )  # fmt: skip
    return row


def confirmations_of(session: Session, copies: Iterable[DossierCopy]) -> dict[int, list[DossierConfirmation]]:
    """Who said that they have a copy, by copy: each person once."""
    found: dict[int, list[DossierConfirmation]] = {copy.key: [] for copy in copies}
    statement = select(DossierConfirmation).where(col(DossierConfirmation.dossier_copy_id).in_(found))
    for row in session.exec(statement.order_by(col(DossierConfirmation.id))):
        found[row.dossier_copy_id].append(row)
    return found


def confirm(
    session: Session, actor: Actor, *, dossier: Dossier, version: DossierVersion, copy_id: int | None, code: str = ""
) -> DossierConfirmation:
    """A member of the body says that they have a copy: their own that they fetched, or any whose code they type in.

    The caller has asked whether they may receive the version. Raises Invalid. Said twice, it is written once."""
    copy = _by_code(session, version, code) if code else _fetched(session, actor, version, copy_id)
    statement = select(DossierConfirmation).where(
        DossierConfirmation.dossier_copy_id == copy.key, DossierConfirmation.account_id == actor.key
    )
    known = session.exec(statement).first()
    if known is not None:
        return known
    row = DossierConfirmation(case_id=copy.case_id, dossier_copy_id=copy.key, account_id=actor.key, by_code=bool(code))
    session.add(row)
    session.flush()
    audit.record(
        session, actor, "dossier.receipt_confirmed", dossier.subject, version=version.number, copy=copy.copy_number,
        by_code=bool(code),
    )  # fmt: skip
    return row


def _by_code(session: Session, version: DossierVersion, code: str) -> DossierCopy:
    typed = copy_marks.typed(code)
    statement = select(DossierCopy).where(
        DossierCopy.dossier_version_id == version.key, DossierCopy.receipt_code == typed, DossierCopy.receipt_code != ""
    )
    found = session.exec(statement).first()
    if found is None:
        raise Invalid(fields={"code": _("No copy of this version bears this code. It stands on the cover.")})
    return found


def _fetched(session: Session, actor: Actor, version: DossierVersion, copy_id: int | None) -> DossierCopy:
    statement = (
        select(DossierCopy)
        .join(DossierReceipt, col(DossierReceipt.dossier_copy_id) == DossierCopy.id)
        .where(DossierCopy.id == copy_id, DossierCopy.dossier_version_id == version.key)
        .where(DossierCopy.made_for == actor.key)
    )
    found = session.exec(statement).first()
    if found is None:
        raise Invalid(fields={"code": _("You have not fetched this copy yet.")})
    return found


def mark_expired_copies(session: Session) -> int:
    """Write down once for each copy that its time ran out; how many. The caller commits."""
    statement = (
        select(DossierCopy, DossierVersion, Dossier)
        .join(DossierVersion, col(DossierVersion.id) == DossierCopy.dossier_version_id)
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .where(col(DossierCopy.expires_on) < now().date() + timedelta(days=1))
        .where(~_marked_since())
        .order_by(col(DossierCopy.id))
        .limit(BATCH)
    )
    marked = 0
    for copy, version, dossier in session.exec(statement, execution_options=UNFILTERED).all():
        if copy.expires_on is not None and copy.expires_on < today_of(session, version):
            _record(session, SYSTEM, dossier, version, copy, AccessDecision.EXPIRED, until=copy.expires_on)
            marked += 1
    return marked


def _marked_since() -> ColumnElement[bool]:
    """It was written down for this very day already."""
    return (
        select(DossierAccess.id)
        .where(
            DossierAccess.dossier_copy_id == DossierCopy.id,
            DossierAccess.decision == AccessDecision.EXPIRED,
            DossierAccess.until == DossierCopy.expires_on,
        )
        .exists()
    )


@housekeeping
def mark_what_expired(engine: Engine, _settings: Settings) -> None:
    """As days pass."""
    with write_session(engine) as session:
        try:
            mark_expired_copies(session)
            session.commit()
        except IntegrityError:
            session.rollback()

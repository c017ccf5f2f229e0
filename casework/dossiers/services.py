"""Building, issuing and withdrawing versions of a dossier. Issuing needs two people; consent is asked every time."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.accounts.models import Account, Recipient
from casework.cases.models import Case
from casework.db import UNFILTERED, now
from casework.dossiers import snapshot as snapshots
from casework.dossiers.composing import versions_of
from casework.dossiers.content import Snapshot
from casework.dossiers.gist import further_scopes, gist_of, rests_on
from casework.dossiers.models import Dossier, DossierCopy, DossierReceipt, DossierVersion
from casework.dossiers.printed import printed_in
from casework.dossiers.producing import Produced
from casework.dossiers.selection import consent_for_records, objection
from casework.dossiers.states import DossierState
from casework.dossiers.unsearchable import require_vouched, vouch_for_names
from casework.errors import Cause, NotFound, Refused
from casework.i18n import _
from casework.jobs import enqueue
from casework.jobs.models import Job
from casework.subjects import Actor
from casework.vault import Vault
from casework.vocabulary import ConsentScope
from casework.witnesses.consents import history, today_in
from casework.witnesses.models import Witness

LANGUAGES = ("en", "ar")


def start_build(session: Session, actor: Actor, *, dossier: Dossier) -> Job:
    """Ask the worker for a new draft in both languages. Raises Refused while one is under way."""
    require(session, actor, Permission.DOSSIER_BUILD, dossier.subject)
    refuse_while_working(session, dossier)
    job = enqueue(session, actor, "dossier.build", dossier.case_id, {"dossier": dossier.key})
    dossier.job_id = job.key
    session.flush()
    audit.record(session, actor, "dossier.build_started", dossier.subject, job=job.key)
    return job


def refuse_while_working(session: Session, dossier: Dossier) -> None:
    job = session.get(Job, dossier.job_id) if dossier.job_id else None
    if job is not None and job.state.is_under_way:
        raise Refused(_("This dossier is being worked on already. Wait until that is done."))


def job_of(session: Session, actor: Actor, dossier: Dossier) -> Job | None:
    """The last build or issue of a dossier, whoever started it."""
    require(session, actor, Permission.DOSSIER_VIEW, dossier.subject)
    return session.get(Job, dossier.job_id) if dossier.job_id else None


def record_build(
    session: Session, actor: Actor, *, dossier: Dossier, produced: Produced, bodies: dict[str, str]
) -> DossierVersion:
    """Keep what was built as the draft of the next version; an earlier draft that was never issued makes way for it."""
    require(session, actor, Permission.DOSSIER_BUILD, dossier.subject)
    texts = {language: snapshots.dumps(one) for language, one in produced.frozen.snapshots.items()}
    first = next(iter(produced.frozen.snapshots.values()))
    version = session.exec(
        select(DossierVersion).where(
            DossierVersion.dossier_id == dossier.key, DossierVersion.state == DossierState.BUILT
        )
    ).first() or DossierVersion(case_id=dossier.case_id, dossier_id=dossier.key, number=0, snapshot_hash="")
    version.number, version.built_by = produced.plan.version, actor.id
    version.snapshots, version.gist = texts, gist_of(produced.frozen.snapshots)
    version.printed = printed_in(first, "\n".join(texts.values())).as_json
    version.snapshot_hash = snapshots.digest(snapshots.canonical(texts))
    version.bodies = {
        language: {"sha256": digest, "pages": produced.pages(language)} for language, digest in bodies.items()
    }
    version.log_seq, version.log_hash, version.created_at = first.log_sequence, first.log_head, now()
    session.add(version)
    session.flush()
    audit.record(
        session, actor, "dossier.built", dossier.subject, version=version.number, snapshot=version.snapshot_hash,
        log_head=version.log_hash, left_out=[row.place for row in first.redactions],
    )  # fmt: skip
    return version


def find_version(session: Session, actor: Actor, *, dossier: Dossier, number: int) -> DossierVersion:
    """One version of a dossier. Raises NotFound."""
    require(session, actor, Permission.DOSSIER_VIEW, dossier.subject)
    statement = select(DossierVersion).where(DossierVersion.dossier_id == dossier.key, DossierVersion.number == number)
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def snapshot_of(version: DossierVersion, language: str) -> Snapshot:
    """What a version printed in one language. Raises NotFound when there is no such edition."""
    if language not in version.snapshots:
        raise NotFound
    return snapshots.loads(version.snapshots[language])


def check_issue(session: Session, actor: Actor, *, dossier: Dossier, version: DossierVersion) -> None:
    """Raise Refused with every reason why this person cannot issue this version now."""
    require(session, actor, Permission.DOSSIER_ISSUE, dossier.subject)
    causes = []
    fix = {"case_ref": session.get_one(Case, dossier.case_id).reference, "ref": dossier.reference}
    if version.state is not DossierState.BUILT:
        causes.append(Cause(_("This version was issued already."), dossier.subject, "dossiers.show", fix))
    if actor.id is not None and actor.id in (version.built_by, dossier.author_id):
        text = _("You prepared this dossier: somebody else has to issue it.")
        causes.append(Cause(text, dossier.subject, "dossiers.show", fix))
    if actor.id is None:
        causes.append(Cause(_("A dossier is issued by a person, who answers for it."), dossier.subject))
    for code, why in consent_gone(session, dossier, version):
        text = _("%(witness)s: %(why)s Build the dossier again.", witness=code, why=why)
        causes.append(Cause(text, None, "witnesses.show", {"case_ref": fix["case_ref"], "ref": code}))
    if causes:
        raise Refused(causes)


def start_issue(
    session: Session,
    actor: Actor,
    *,
    vault: Vault,
    dossier: Dossier,
    version: DossierVersion,
    names_checked: bool = False,
) -> Job:
    """Ask the worker to issue a draft in the actor's name. Raises Refused with every cause.

    `names_checked`: the actor vouches that no name is in it which this machine cannot look for.
    """
    check_issue(session, actor, dossier=dossier, version=version)
    refuse_while_working(session, dossier)
    vouch_for_names(session, actor, vault=vault, dossier=dossier, version=version, is_vouched=names_checked)
    payload = {"dossier": dossier.key, "version": version.key, "snapshot": version.snapshot_hash}
    job = enqueue(session, actor, "dossier.issue", dossier.case_id, payload)
    dossier.job_id = job.key
    session.flush()
    audit.record(session, actor, "dossier.issue_started", dossier.subject, version=version.number, job=job.key)
    return job


def record_issue(
    session: Session,
    actor: Actor,
    *,
    vault: Vault,
    dossier: Dossier,
    version: DossierVersion,
    final: dict[str, Snapshot],
    bodies: dict[str, Any],
) -> DossierVersion:
    """Make the version final. The version before it is superseded, never removed. Raises Refused."""
    check_issue(session, actor, dossier=dossier, version=version)
    require_vouched(session, actor, vault=vault, dossier=dossier, version=version)
    version.snapshots = {language: snapshots.dumps(one) for language, one in final.items()}
    version.gist = gist_of(final)
    version.printed = printed_in(final[version.languages[0]], "\n".join(version.snapshots.values())).as_json
    version.snapshot_hash = snapshots.digest(snapshots.canonical(version.snapshots))
    version.bodies = bodies
    version.state, version.issued_by, version.issued_at = DossierState.ISSUED, actor.id, now()
    for older in versions_of(session, dossier):
        if older.key != version.key and older.state is DossierState.ISSUED:
            supersede(session, actor, dossier, older, _("Version %(number)s was issued.", number=version.number))
    session.flush()
    editions = {language: snapshots.digest(text) for language, text in version.snapshots.items()}
    audit.record(
        session, actor, "dossier.issued", dossier.subject,
        version=version.number, snapshot=version.snapshot_hash, editions=editions,
    )  # fmt: skip
    return version


def supersede(session: Session, actor: Actor, dossier: Dossier, version: DossierVersion, reason: str) -> None:
    """Mark a version as no longer to be used; it stays readable for the record."""
    version.state, version.superseded_at = DossierState.SUPERSEDED, now()
    version.superseded_reason = reason[:1000]
    session.flush()
    audit.record(session, actor, "dossier.superseded", dossier.subject, version=version.number)


def consent_gone(session: Session, dossier: Dossier, version: DossierVersion) -> list[tuple[str, str]]:
    """Witnesses of whom a version prints something (a statement, an exhibit they gave) and nothing may go to its
    recipient today: code and reason. Protection measures agreed since count as well."""
    codes, further = rests_on(version), further_scopes(version)
    statement = select(Witness).where(Witness.case_id == dossier.case_id, col(Witness.reference).in_(codes))
    people = {row.key: row for row in session.exec(statement, execution_options=UNFILTERED)}
    case, recipient = session.get_one(Case, dossier.case_id), session.get_one(Recipient, dossier.recipient_id)
    today, records = today_in(case.time_zone), history(session, people)
    found = {row.reference: objection(row, records[key], recipient, today, further) for key, row in people.items()}
    return [(code, why[1]) for code, why in sorted(found.items()) if why]


def said_of_recipient(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    recipient: Recipient,
    further: Sequence[ConsentScope] = (),
    limit: int = 500,
) -> list[tuple[str, str, str]]:
    """What each witness of the case says of this body (and of the `further` uses) today: code, condition, why not; both
    empty for a plain yes."""
    require(session, actor, Permission.DOSSIER_VIEW, case.subject)
    statement = select(Witness).where(Witness.case_id == case.key).order_by(col(Witness.number)).limit(limit)
    people, today = session.exec(statement).all(), today_in(case.time_zone)
    records = history(session, [row.key for row in people])
    found = []
    for row in people:
        why = objection(row, records[row.key], recipient, today, further)
        condition = "" if why else consent_for_records(records[row.key], recipient, today).condition or ""
        found.append((row.reference, condition, why[1] if why else ""))
    return found


def whom_to_notify(session: Session, version: DossierVersion) -> list[tuple[Account, DossierCopy]]:
    """Everybody who downloaded a copy of the version, with the copy."""
    statement = (
        select(Account, DossierCopy)
        .join(DossierReceipt, col(DossierReceipt.account_id) == Account.id)
        .join(DossierCopy, col(DossierCopy.id) == DossierReceipt.dossier_copy_id)
        .where(DossierCopy.dossier_version_id == version.key)
        .order_by(col(DossierCopy.copy_number))
        .distinct()
    )
    return [(account, copy) for account, copy in session.exec(statement)]


def own_copies(session: Session, actor: Actor, version: DossierVersion) -> Sequence[DossierCopy]:
    """The copies of a version that were made for somebody: one for each language in which they fetched it."""
    statement = select(DossierCopy).where(
        DossierCopy.dossier_version_id == version.key, DossierCopy.made_for == actor.id
    )
    return session.exec(statement.order_by(col(DossierCopy.copy_number))).all() if actor.id else []


def numbers_of(session: Session, copies: Collection[int]) -> dict[int, int]:
    """The numbers of copies, by primary key."""
    statement = select(DossierCopy.id, DossierCopy.copy_number).where(col(DossierCopy.id).in_(copies))
    return {int(key): number for key, number in session.exec(statement) if key is not None}

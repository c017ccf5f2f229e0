"""D-0001 in two issued versions: prepared by one supervisor, issued by the other, built by the real builder.

Typesetting takes about a minute, so it is a job: the worker does it while somebody looks around. Each version is typeset
once, with the issuer on it, where people would first read a draft.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from casework.accounts.services import find_account, get_recipient
from casework.cases.models import Case
from casework.config import Settings
from casework.db import read_session, write_session
from casework.demo import content
from casework.demo.asked import ask_and_answer
from casework.demo.stage import REFERENCE
from casework.dossiers import building, composing, freezing, logged, planning, producing, services
from casework.dossiers.cache import FragmentCache
from casework.dossiers.composing import DossierDetails
from casework.dossiers.content import Snapshot
from casework.dossiers.jobs import signed
from casework.dossiers.models import Dossier
from casework.dossiers.producing import Produced
from casework.i18n import _
from casework.jobs import Job, JobContext, enqueue, handler
from casework.jobs.models import UNDER_WAY
from casework.storage import open_store
from casework.subjects import Actor
from casework.vault import vault_of

KIND = "demo.dossiers"
Told = Callable[[int, int, str], None]


def ask_for_dossiers(engine: Engine) -> bool:
    """Put the work into the queue, unless it is done or waits there; returns whether it has to wait."""
    with write_session(engine) as session:
        if _issued(session) == len(_versions()):
            return False
        waiting = select(Job.id).where(Job.kind == KIND, col(Job.state).in_(UNDER_WAY))
        if session.exec(waiting).first() is None:
            enqueue(session, _actor(session, "supervisor"), KIND, _case(session).key, {})
            session.commit()
        return True


@handler(KIND)
def build_in_background(job: JobContext) -> dict[str, Any]:
    """Make what is missing of the two versions."""
    return {"versions": make_dossiers(job.engine, job.settings, job.progress)}


def make_dossiers(engine: Engine, settings: Settings, told: Told = producing.quiet) -> int:
    """Build and issue the versions that are not issued yet; returns how many there are then."""
    with read_session(engine) as session:
        done = _issued(session)
    for number, row in enumerate(_versions()[done:], start=done + 1):
        with write_session(engine) as session:
            dossier = _composed(session, row)
            session.commit()
        told(number - 1, len(_versions()), f"D-0001 v{number}")
        _make_version(engine, settings, dossier.key, row["languages"], told)
    with write_session(engine) as session:
        if (issued := _dossier(session)) is not None:
            ask_and_answer(session, settings, issued)
        session.commit()
    return len(_versions())


def _make_version(engine: Engine, settings: Settings, dossier_id: int, languages: Sequence[str], told: Told) -> None:
    store, cached = open_store(settings), FragmentCache(settings)
    with read_session(engine) as session:
        issuer, author = _actor(session, "supervisor2"), _actor(session, "supervisor")
        plan, frozen = _freeze(session, settings, dossier_id, languages)
    stamp = JobContext(engine, settings, 0, {}, issuer, plan.case.key)
    final: dict[str, Snapshot] = {language: signed(stamp, one) for language, one in frozen.snapshots.items()}
    told(0, len(final), _("Typesetting the pages"))
    work = {language: (one, building.pictures_of(store, one)) for language, one in final.items()}
    bodies = building.typeset(work, cached, producing.typesetting(told, 0, len(final)))
    for language, body in bodies.items():
        building.refuse_names(frozen.search, final[language], body)
    produced = Produced(plan, frozen, {language: body.data for language, body in bodies.items()})
    kept = {language: producing.keep(store, body) for language, body in produced.bodies.items()}
    pages: dict[str, Any] = {one: {"sha256": kept[one], "pages": produced.pages(one)} for one in kept}
    with write_session(engine) as session:
        dossier = session.get_one(Dossier, dossier_id)
        version = services.record_build(session, author, dossier=dossier, produced=produced, bodies=kept)
        services.record_issue(
            session, issuer, vault=vault_of(settings), dossier=dossier, version=version, final=final, bodies=pages
        )
        logged.keep_proof(session, vault_of(settings), dossier, version)
        session.commit()


def _freeze(
    session: Session, settings: Settings, dossier_id: int, languages: Sequence[str]
) -> tuple[planning.Plan, freezing.Frozen]:
    """As `producing.produce` does it: log and files checked first."""
    producing.check_log(session)
    dossier = session.get_one(Dossier, dossier_id)
    before = composing.last_issued(session, dossier)
    previous = services.snapshot_of(before, before.languages[0]) if before else None
    plan = composing.plan_for(session, settings, dossier, dossier.author_id)
    stored = producing.stored_files(session, plan.case.key)
    altered = producing.altered_files(open_store(settings), stored)
    vault = vault_of(settings)
    return plan, freezing.freeze(session, plan, languages, vault=vault, altered=altered, previous=previous)


def _composed(session: Session, row: content.Table) -> Dossier:
    """The dossier with the texts and scope of one version."""
    case, author, about = _case(session), _actor(session, "supervisor"), content.read("dossier")
    details = DossierDetails(
        title=about["title"], title_ar=about["title_ar"], marking=case.marking, incidents=row["incidents"],
        texts=row["texts"],
    )  # fmt: skip
    dossier = _dossier(session)
    if dossier is None:
        recipient = get_recipient(session, about["recipient"])
        return composing.compose(session, author, case=case, recipient=recipient, details=details)
    return composing.change(session, author, case=case, dossier=dossier, details=details, version=dossier.version)


def _versions() -> list[content.Table]:
    return list(content.read("dossier")["version"])


def _issued(session: Session) -> int:
    dossier = _dossier(session)
    if dossier is None:
        return 0
    return sum(version.issued_at is not None for version in composing.versions_of(session, dossier))


def _dossier(session: Session) -> Dossier | None:
    statement = select(Dossier).where(Dossier.case_id == _case(session).key, Dossier.reference == "D-0001")
    return session.exec(statement).first()


def _case(session: Session) -> Case:
    return session.exec(select(Case).where(Case.reference == REFERENCE)).one()


def _actor(session: Session, key: str) -> Actor:
    return find_account(session, f"{key}@demo.casework.example").as_actor()

"""Building and issuing in the background, with the rights of who asked for it."""

import dataclasses
from functools import partial
from typing import Any

from sqlmodel import Session

from casework.access import hidden_from
from casework.accounts.models import Account
from casework.db import now
from casework.dossiers import building, composing, logged, services
from casework.dossiers.cache import FragmentCache
from casework.dossiers.content import Snapshot
from casework.dossiers.gathering import gather
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.naming import names_of
from casework.dossiers.planning import Plan
from casework.dossiers.producing import keep, produce, typesetting
from casework.dossiers.searching import Search
from casework.dossiers.unsearchable import require_vouched
from casework.errors import Refused
from casework.i18n import _, format_date, use_locale
from casework.i18n.labels import label
from casework.jobs import JobContext, handler
from casework.storage import open_store
from casework.vault import vault_of


@handler("dossier.build")
def build(job: JobContext) -> dict[str, Any]:
    """A draft of the next version, in both languages."""

    def make_plan(session: Session) -> tuple[Plan, Snapshot | None]:
        dossier = session.get_one(Dossier, job.payload["dossier"])
        before = composing.last_issued(session, dossier)
        refuse_restricted(session, job, before)
        plan = composing.plan_for(session, job.settings, dossier, job.actor.id)
        return plan, services.snapshot_of(before, before.languages[0]) if before else None

    with use_locale(language_of(job)):
        produced = produce(job.engine, job.settings, make_plan, services.LANGUAGES, job.progress)
        store = open_store(job.settings)
        bodies = {language: keep(store, body) for language, body in produced.bodies.items()}
        with job.session() as session:
            dossier = session.get_one(Dossier, job.payload["dossier"])
            version = services.record_build(session, job.actor, dossier=dossier, produced=produced, bodies=bodies)
            logged.keep_proof(session, vault_of(job.settings), dossier, version)
            session.commit()
            return {"version": version.number, "dossier": dossier.reference}


def refuse_restricted(session: Session, job: JobContext, before: DossierVersion | None) -> None:
    """A version follows the one before it and says what changed: who may not see that one cannot build it.

    Raises Refused, without telling what is restricted.
    """
    closed = hidden_from(session, job.actor).of_case(job.case_id or 0)
    if before is not None and any(label in text for label in closed for text in before.snapshots.values()):
        text = _("An earlier version holds something that is restricted to other members of the case. One of them has to build the next.")  # fmt: skip
        raise Refused(text)


@handler("dossier.issue")
def issue(job: JobContext) -> dict[str, Any]:
    """Typeset the frozen snapshot once more with the issuer's name by code, and make it final."""
    with use_locale(language_of(job)):
        with job.reading() as session:
            dossier, version = rows(session, job)
            if version.issued_by is not None and version.issued_by == job.actor.id:
                return {"version": version.number, "dossier": dossier.reference}  # done before, and asked for again
            services.check_issue(session, job.actor, dossier=dossier, version=version)
            require_vouched(session, job.actor, vault=vault_of(job.settings), dossier=dossier, version=version)
            final = {language: signed(job, services.snapshot_of(version, language)) for language in version.languages}
            plan = composing.plan_for(session, job.settings, dossier, version.built_by)
            names = names_of(
                session, vault_of(job.settings), gather(session, plan.case, plan.recipient, plan.incidents)
            )
            pages = {language: version.bodies[language]["pages"] for language in version.languages}
        store, cached = open_store(job.settings), FragmentCache(job.settings)
        building.keys_of(job.settings)  # without one, no copy could be sealed
        search = Search(names, cached, plan.reference)
        work = {language: (one, building.pictures_of(store, one)) for language, one in final.items()}
        job.progress(0, 2, _("Typesetting the pages"))
        typeset = building.typeset(work, cached, typesetting(job.progress, 0, 2))
        search.beat = partial(job.progress, 1, 2, _("Searching for names"))
        search.beat()
        bodies: dict[str, Any] = {}
        for language, body in typeset.items():
            building.refuse_names(search, final[language], body)
            bodies[language] = {"sha256": keep(store, body.data), "pages": pages[language]}
        with job.session() as session:
            dossier, version = rows(session, job)
            services.record_issue(
                session, job.actor, vault=vault_of(job.settings), dossier=dossier, version=version, final=final,
                bodies=bodies,
            )  # fmt: skip
            logged.keep_proof(session, vault_of(job.settings), dossier, version)
            session.commit()
            return {"version": version.number, "dossier": dossier.reference}


def rows(session: Session, job: JobContext) -> tuple[Dossier, DossierVersion]:
    """What the job is about. Raises Refused when the draft was built again meanwhile."""
    version = session.get_one(DossierVersion, job.payload["version"])
    if version.snapshot_hash != job.payload["snapshot"] and version.issued_by != job.actor.id:
        raise Refused(_("The draft was built again meanwhile. Read the new one, then issue it."))
    return session.get_one(Dossier, job.payload["dossier"]), version


def signed(job: JobContext, snapshot: Snapshot) -> Snapshot:
    """The snapshot as issued: who issued it, by role and number, and the day."""
    with use_locale(snapshot.lang):
        role = label(job.actor.role) if job.actor.role else ""
        who = role if snapshot.profile.is_summary else f"{role} A-{job.actor.key:04d}"
        return dataclasses.replace(snapshot, issued_by=f"{who}, {format_date(now().date())}")


def language_of(job: JobContext) -> str:
    """The language of who asked, for progress and refusals."""
    if job.actor.id is None:
        return "en"
    with job.reading() as session:
        account = session.get(Account, job.actor.id)
        return account.language if account else "en"

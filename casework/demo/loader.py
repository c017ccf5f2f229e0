"""Load the demonstration case through the services that people use, so that consent, log, custody and review are real.

One transaction holds the whole case: it is there or it is not, and a second load changes nothing.
"""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from casework.cases.models import Case
from casework.cases.services import add_member, open_case
from casework.config import Settings
from casework.db import read_session, write_session
from casework.demo import accounts, claims, content, events, exhibits, forces, links, people, statements, submissions
from casework.demo.damage import alter_one_file
from casework.demo.listed import load_list
from casework.demo.redacted import load_redacted
from casework.demo.restricted import restrict_some
from casework.demo.stage import REFERENCE, Stage
from casework.evidence.intake import ReceivedFile
from casework.signing import services as certificates
from casework.storage import FileStore, open_store
from casework.subjects import Actor
from casework.vault import prepare, vault_of
from casework.vocabulary import Confidence, Marking
from casework.witnesses.consents import today_in

# Cases that belong to the demonstration say so in their title or are the one above.
BULK_TITLE = "SYNTHETIC bulk"


class NotADemonstration(Exception):
    """The installation holds cases that are not of the demonstration."""


@dataclass(frozen=True)
class Loaded:
    """What a load did: whether the case is new, and whether its dossiers are."""

    is_new: bool
    dossiers: int = 0


def load(engine: Engine, settings: Settings, *, beside_real_cases: bool = False) -> Loaded:
    """Load the case unless it is there. Raises NotADemonstration on an installation with other cases."""
    with read_session(engine) as session:
        is_new = _find(session) is None
        if not beside_real_cases:
            _refuse_other_cases(session)
    (settings.instance / "demo").touch()
    prepare(settings)
    store = open_store(settings)
    with write_session(engine) as session:
        actors = accounts.load_accounts(session, _with_cheap_hashes(settings))
        session.commit()
    if is_new:
        received = exhibits.prepare_files(store)
        with write_session(engine) as session:
            _load_case(session, settings, actors, store, received)
            session.commit()
    alter_one_file(engine, store)
    return Loaded(is_new)


def _with_cheap_hashes(settings: Settings) -> Settings:
    """Everybody may know these passwords: to hash them dearly would only make the load wait."""
    return replace(settings, argon2_memory_kib=1024, argon2_time_cost=1)


def _find(session: Session) -> Case | None:
    return session.exec(select(Case).where(Case.reference == REFERENCE)).first()


def _refuse_other_cases(session: Session) -> None:
    title = content.read("case")["case"]["title"]
    others = select(Case.reference).where(col(Case.title) != title, ~col(Case.title).startswith(BULK_TITLE))
    found = session.exec(others.limit(3)).all()
    if found:
        raise NotADemonstration(
            f"This installation holds other cases ({', '.join(found)}). The demonstration belongs on its own "
            "installation; --beside-real-cases loads it all the same."
        )


def _load_case(
    session: Session, settings: Settings, actors: dict[str, Actor], store: FileStore, received: dict[str, ReceivedFile]
) -> None:
    vault, case = vault_of(settings), _open(session, actors["supervisor"])
    certificates.ensure(session, replace(settings, demo=True))
    stage, today = Stage(session, settings, actors, case), today_in(case.time_zone)
    people.load_witnesses(stage, vault, today)
    exhibits.load_exhibits(stage, store, received)
    exhibits.load_item(stage, store)
    load_redacted(stage, store, received[exhibits.REDACTED])
    events.load_incidents(stage)
    events.load_figures(stage)
    statements.load_testimonies(stage)
    events.load_victims(stage, vault)
    forces.load_forces(stage, vault)
    claims.load_claims(stage)
    links.load_allegations(stage)
    links.load_questions(stage)
    load_list(stage, vault)
    submissions.submit_the_rest(stage)
    statements.compare_wording(stage)
    restrict_some(stage)


def _open(session: Session, supervisor: Actor) -> Case:
    row = content.read("case")["case"]
    case = open_case(
        session,
        supervisor,
        opened_on=date.fromisoformat(row["opened"]),
        title=row["title"],
        title_ar=row["title_ar"],
        mandate=f"{row['mandate']}\n\n{row['mandate_ar']}",
        period=row["period"],
        territory=row["territory"],
        summary=row["summary"],
        standard_of_proof=Confidence(row["standard_of_proof"]),
        marking=Marking(row["marking"]),
        time_zone=row["time_zone"],
    )
    for email in accounts.members():
        if not email.startswith("supervisor@"):
            add_member(session, supervisor, case=case, email=email, reason="works on the demonstration case")
    return case

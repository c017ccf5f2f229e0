"""The demonstration case, loaded once for the tests that need a whole world: the access matrix, the journeys."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyrage import x25519
from sqlalchemy import make_url
from sqlmodel import Session, col, select
from werkzeug.datastructures import Headers

from casework.access import Membership
from casework.accounts.body_keys import change_keys
from casework.accounts.models import Account, Recipient
from casework.app import create_app
from casework.cases.models import Case
from casework.config import Settings, load_settings
from casework.db import migrate, now
from casework.db.engine import new_session
from casework.demo.loader import load
from casework.dossiers import freezing, html, producing, render, services, volumes
from casework.dossiers.composing import DossierDetails, compose, plan_for
from casework.dossiers.models import Dossier, DossierVersion
from casework.enquiries import asking
from casework.evidence.models import Exhibit
from casework.exchange import freezing as bagging
from casework.exchange import offering
from casework.exchange import services as bags
from casework.exchange.records import services as records
from casework.exchange.records.packing import package
from casework.exchange.writing import measure
from casework.incidents.models import Incident
from casework.lists import services as list_services
from casework.lists import table as lists
from casework.lists.columns import Column
from casework.sources.facts import add_source
from casework.sources.given import SourceGiven
from casework.sources.models import DatumClaim
from casework.storage import open_store
from casework.subjects import SYSTEM, Role
from casework.units.models import Unit
from casework.vault import master, vault_of
from casework.vocabulary import Harm
from tests.conftest import _copy_postgres
from tests.factories import login, make_account, make_recipient

CASE = "CW-2025-0001"


@dataclass(frozen=True)
class Answered:
    """What is kept of an answer."""

    status_code: int
    headers: Headers
    mimetype: str


@dataclass
class World:
    """The application with the demonstration, and a logged-in browser for each kind of reader."""

    app: Flask
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    answers: dict[tuple[str, str, str], "Answered"] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    def session(self) -> Session:
        """A reading session."""
        return new_session(self.app.extensions["casework_engine"], writes=False)


def _open(folder: Path, **more: str) -> Flask:
    return create_app(
        load_settings(
            {
                "CASEWORK_INSTANCE": str(folder),
                "CASEWORK_TESTING": "1",
                "CASEWORK_ARGON2_MEMORY_KIB": "64",
                "CASEWORK_ARGON2_TIME_COST": "1",
                "CASEWORK_WORKER_IN_PROCESS": "0",
                "CASEWORK_SECOND_FACTOR": "optional",
                "CASEWORK_FRESH_FACTOR_SECONDS": "86400",
                **more,
            }
        )
    )


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that holds the demonstration case: loaded once, copied by who changes it."""
    folder = tmp_path_factory.mktemp("demo") / "instance"
    app = _open(folder)
    engine = app.extensions["casework_engine"]
    migrate.upgrade(engine)
    assert load(engine, app.extensions["casework_settings"]).is_new
    engine.dispose()
    return folder


@pytest.fixture(scope="session")
def postgres_demo(postgres_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The same on PostgreSQL: the name of its database, and the installation's folder; loaded once, to be copied."""
    folder = tmp_path_factory.mktemp("postgres-demo") / "instance"
    for url in _copy_postgres(postgres_template):
        app = _open(folder, CASEWORK_DATABASE_URL=url)
        engine = app.extensions["casework_engine"]
        master.create(app.extensions["casework_settings"].master_key_file)
        assert load(engine, app.extensions["casework_settings"]).is_new
        engine.dispose()
        yield str(make_url(url).database), folder


def copied_app(demo_folder: Path, folder: Path, **more: str) -> Flask:
    """An application on a copy of the demonstration's installation."""
    shutil.copytree(demo_folder, folder / "instance")
    return _open(folder / "instance", **more)


def copied_postgres_app(postgres_demo: tuple[str, Path], folder: Path) -> Iterator[Flask]:
    """The same on PostgreSQL."""
    for url in _copy_postgres(postgres_demo[0]):
        app = copied_app(postgres_demo[1], folder, CASEWORK_DATABASE_URL=url)
        yield app
        app.extensions["casework_engine"].dispose()


def _people(session: Session) -> dict[str, Account]:
    """One reader of each kind: every role as a member of the case and as a stranger to it."""
    case = session.exec(select(Case).where(Case.reference == CASE)).one()
    body = session.exec(select(Recipient).where(Recipient.slug == "demo-committee")).one()
    people: dict[str, Account] = {}
    for role in Role:
        for belongs in (True, False):
            fields = {}
            if role is Role.COMMITTEE:
                fields["recipient_id"] = body.key if belongs else make_recipient(session).key
            account = make_account(session, role, **fields)
            if belongs:  # a membership alone opens nothing to a role that works on no case
                session.add(Membership(case_id=case.key, account_id=account.key, reason="test"))
            people[f"{role}-{'member' if belongs else 'stranger'}"] = account
    disabled = make_account(session, Role.SUPERVISOR)
    session.add(Membership(case_id=case.key, account_id=disabled.key, reason="test"))
    people["disabled"] = disabled
    return people


def _issue_a_dossier(session: Session, settings: Settings, supervisor: Account, issuer: Account) -> None:
    """A dossier for the committee, issued, with one small page in place of its seventy: who may open it matters here."""
    case = session.exec(select(Case).where(Case.reference == CASE)).one()
    body = session.exec(select(Recipient).where(Recipient.slug == "demo-committee")).one()
    key = str(x25519.Identity.generate().to_public())
    change_keys(session, SYSTEM, recipient=body, typed=key, reason="", version=body.version)
    actor, details = supervisor.as_actor(), DossierDetails(title="A dossier")
    dossier = compose(session, actor, case=case, recipient=body, details=details)
    plan = plan_for(session, settings, dossier, actor.key)
    altered = [row.reference for row in session.exec(select(Exhibit).where(Exhibit.is_quarantined)).all()]
    frozen = freezing.freeze(session, plan, ("en", "ar"), vault=vault_of(settings), altered=altered)
    page = render.render(html.Page('<html lang="en"><title>t</title><h1>A</h1><p>text</p></html>'))
    digest = producing.keep(open_store(settings), page)
    produced = producing.Produced(plan, frozen, dict.fromkeys(frozen.snapshots, page))
    bodies = dict.fromkeys(frozen.snapshots, digest)
    version = services.record_build(session, actor, dossier=dossier, produced=produced, bodies=bodies)
    final = {one: replace(services.snapshot_of(version, one), issued_by="x") for one in version.languages}
    by = issuer.as_actor()
    services.record_issue(
        session, by, vault=vault_of(settings), dossier=dossier, version=version, final=final, bodies=version.bodies
    )
    names = {"dossier": dossier, "version": version}
    sealed = volumes.prepare(session, actor, vault=vault_of(settings), reason="The committee asked for them.", **names)
    volumes.issue(session, by, vault=vault_of(settings), volume=sealed, **names)
    _ask_about_it(session, settings, version.key, body)


def _ask_about_it(session: Session, settings: Settings, version_id: int, body: Recipient) -> None:
    """A request of the body that received it."""
    member = session.exec(select(Account).where(Account.recipient_id == body.key).limit(1)).one()
    vault = vault_of(settings)
    asking.ask(session, member.as_actor(), vault=vault, version_id=version_id, question="Who saw it?", about="")


def _give_a_list(session: Session, settings: Settings, investigator: Account) -> None:
    """A list of victims on its way in, its columns said: whose mistakes can be fetched."""
    case = session.exec(select(Case).where(Case.reference == CASE)).one()
    lines = (lists.Line(1, ("Name", "Sex")), lists.Line(2, ("Nobody Invented", "Z")))
    actor, vault = investigator.as_actor(), vault_of(settings)
    row = list_services.begin(
        session, actor, case, lists.Table(lines), vault=vault, source="A list", sha256="0" * 64, size=1
    )
    names, harm = {0: Column.NAME, 1: Column.SEX}, Harm.KILLED
    list_services.say_columns(session, actor, case, row, columns=names, is_headed=True, harm=harm, incident=None)


def _cite_a_report(session: Session, investigator: Account) -> None:
    """A source under those units and incidents themselves of which sources say different things."""
    given, actor = SourceGiven(citation="A report"), investigator.as_actor()
    for model in (Incident, Unit):
        claimed = select(DatumClaim.subject_id).where(DatumClaim.subject_kind == model.__name__.lower())
        for row in session.exec(select(model).where(col(model.id).in_(claimed))).all():
            add_source(session, actor, kind=row.subject.kind, fact_id=row.key, about=row.subject, given=given)


def _make_a_bag(session: Session, settings: Settings, supervisor: Account, issuer: Account) -> None:
    """A bag of the exhibits in the committee's dossier, ready to be fetched by both sides."""
    case = session.exec(select(Case).where(Case.reference == CASE)).one()
    actor, store, at = supervisor.as_actor(), open_store(settings), now()
    version = session.exec(select(DossierVersion).where(DossierVersion.case_id == case.key)).one()
    dossier = session.get_one(Dossier, version.dossier_id)
    bag = offering.start_bundle(
        session, actor, case=case, dossier=dossier, version=version, language="en", is_checked=True
    )
    plan = bags.plan_of(session, settings, bag, at)
    altered = [row.reference for row in session.exec(select(Exhibit).where(Exhibit.is_quarantined)).all()]
    frozen = bagging.freeze(plan, bagging.draft(session, plan, vault_of(settings), altered))
    contents = bags.record_built(session, actor, store, vault_of(settings), bag=bag, frozen=frozen, at=at)
    sha256, size = measure(contents, store, at)
    bags.record_measured(session, bag=bag, sha256=sha256, size=size)
    offering.offer(session, issuer.as_actor(), bag=bag)


def _export_records(session: Session, settings: Settings, supervisor: Account) -> None:
    """Records as data for the committee, ready to be fetched."""
    case = session.exec(select(Case).where(Case.reference == CASE)).one()
    body = session.exec(select(Recipient).where(Recipient.slug == "demo-committee")).one()
    actor, vault, store, at = supervisor.as_actor(), vault_of(settings), open_store(settings), now()
    export = records.start_export(
        session, actor, vault, case=case, recipient=body, asked=records.Asked(), is_vouched=False
    )
    chosen = records.choose(session, case, body, actor.id)
    with store.begin(1 << 30) as incoming:
        for chunk in package(session, records.plan_of(session, settings, export, at), vault, chosen).chunks():
            incoming.write(chunk)
        staged = incoming.finish()
    digest = store.keep(staged)
    records.record_built(session, actor, export=export, chosen=chosen, sha256=digest, size=staged.size, at=at)


def furnish(
    session: Session, settings: Settings, *, supervisor: Account, issuer: Account, investigator: Account
) -> None:
    """What the demonstration has none of, so that every route has something to show."""
    _issue_a_dossier(session, settings, supervisor, issuer)
    _give_a_list(session, settings, investigator)
    _cite_a_report(session, investigator)
    _make_a_bag(session, settings, supervisor, issuer)
    _export_records(session, settings, supervisor)


@pytest.fixture(scope="session")
def furnished(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """An installation with the demonstration, furnished, and the accounts of one reader of each kind; to be copied."""
    folder = tmp_path_factory.mktemp("furnished")
    app = copied_app(demo_folder, folder)
    engine = app.extensions["casework_engine"]
    with new_session(engine, writes=True) as session:
        people = _people(session)
        furnish(
            session,
            app.extensions["casework_settings"],
            supervisor=people["supervisor-member"],
            issuer=people["disabled"],
            investigator=people["investigator-member"],
        )
        session.commit()
    engine.dispose()
    return folder / "instance", {name: account.key for name, account in people.items()}


@pytest.fixture(scope="session")
def world(furnished: tuple[Path, dict[str, int]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Made once; tests that change it make their own."""
    world = World(copied_app(furnished[0], tmp_path_factory.mktemp("world")))
    engine = world.app.extensions["casework_engine"]
    with world.session() as session:
        people = {name: session.get_one(Account, key) for name, key in furnished[1].items()}
    for name, account in people.items():
        world.clients[name] = world.app.test_client()
        assert login(world.clients[name], account).status_code == 302
    with new_session(engine, writes=True) as session:
        session.get_one(Account, furnished[1]["disabled"]).is_disabled = True
        session.commit()
    world.clients["anonymous"] = world.app.test_client()
    yield world
    engine.dispose()

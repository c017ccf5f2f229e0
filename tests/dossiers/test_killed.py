"""kill -9 at each step of a build and of an issue: the job goes on, one dossier comes out, nothing lies about in the clear."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, select

from casework import audit
from casework.audit.models import AuditEntry
from casework.config import load_settings
from casework.db import make_engine, migrate, now
from casework.db.engine import new_session
from casework.dossiers import services
from casework.dossiers.cache import folder_of
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.states import DossierState
from casework.jobs import Job, JobState
from casework.storage import open_store
from tests.dossiers.killed import BUILD, ISSUE, left_running, work
from tests.dossiers.world import World, make_world

SAID = "The lantern stood on the ninth step"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("killed")
    settings = load_settings({"CASEWORK_INSTANCE": str(folder / "instance")})
    engine = make_engine(settings)
    migrate.upgrade(engine)
    with new_session(engine, writes=True) as session:
        made = make_world(session, settings)
        told = made.testimony(1, made.witness(1, "Layla Hasan"), text=SAID)
        made.allegation(1, [(told, "1")])
        session.commit()
        yield made
    engine.dispose()


def killed_at_each(world: World, job: Job, steps: tuple[tuple[str, int], ...]) -> None:
    """The job taken up again and again, each time killed a step further, then let to its end."""
    instance = world.settings.instance
    scratch = instance.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    for where, call in steps:
        assert not work(instance, scratch, where, call), (where, call)
        world.session.refresh(job)
        if job.state is JobState.DONE:
            assert where == "finish"
            break
        job.lease_until, job.attempts = now(), 0  # the lease runs out; three attempts would be the last
        world.keep(job)
        world.session.commit()
        assert in_the_clear(instance, scratch) == []
    else:
        assert work(instance, scratch)
    world.session.refresh(job)
    assert job.state is JobState.DONE, job.result
    for _wait in range(100):
        if not (left := left_running(scratch)):
            break
        time.sleep(0.1)
    assert left == []


def in_the_clear(*folders: Path) -> list[str]:
    """Files that hold a page or what was said, as anybody with the disk would read them; the database holds testimony
    by design, and is left out."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and "sqlite" not in path.name]
    words = (b"%PDF", b"StructTreeRoot", b"casework:to/", SAID.encode(), SAID.encode("utf-16-be"), b"Layla")
    return [path.name for path in files if any(word in path.read_bytes() for word in words)]


def logged(session: Session, action: str) -> int:
    return len(session.exec(select(AuditEntry).where(AuditEntry.action == action)).all())


@pytest.mark.system
@pytest.mark.slow
def test_a_worker_killed_at_any_step_leaves_one_dossier_and_nothing_in_the_clear(world: World) -> None:
    session = world.session
    dossier = world.dossier()
    job = services.start_build(session, world.builder, dossier=dossier)
    session.commit()
    killed_at_each(world, job, BUILD)
    (version,) = session.exec(select(DossierVersion)).all()
    assert len(list(folder_of(world.settings).rglob("*"))) > 3
    issue = services.start_issue(session, world.issuer.as_actor(), vault=world.vault, dossier=dossier, version=version)
    session.commit()
    killed_at_each(world, issue, ISSUE)
    session.expire_all()
    (version,) = session.exec(select(DossierVersion)).all()
    assert (version.number, version.state) == (1, DossierState.ISSUED)
    assert logged(session, "dossier.issued") == 1
    assert len(session.exec(select(Dossier)).all()) == 1
    assert open_store(world.settings).verify(version.bodies["en"]["sha256"])
    assert audit.verify(session).holds

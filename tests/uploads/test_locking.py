"""One hand at a time, on both databases, and no lock outlives its process."""

import multiprocessing
import threading
import time

import pytest
from sqlalchemy import text

from casework.db import make_engine
from casework.uploads import locking
from casework.uploads.locking import Busy, held


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(locking, "PATIENCE", 0.2)


def hold_until_killed(settings, ready):
    with held(make_engine(settings), settings.instance / "locks", "t", 1):
        ready.set()
        time.sleep(60)


def transactions(engine):
    """How many are open on the test's own database server."""
    if engine.dialect.name != "postgresql":
        return 0
    asked = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in%' AND datname = current_database()"
    with engine.connect() as connection:
        return connection.execute(text(asked)).scalar()


def test_a_second_hand_waits_and_a_third_upload_does_not(engine, settings):
    folder = settings.instance / "locks"
    with held(engine, folder, "t", 1):
        with pytest.raises(Busy), held(engine, folder, "t", 1):
            pass
        with held(engine, folder, "u", 2):
            pass
        assert transactions(engine) == 0
    with held(engine, folder, "t", 1):
        pass
    assert not folder.exists() or list(folder.iterdir()) == []


def test_whoever_holds_it_is_asked_to_give_way(engine, settings):
    asked, inside = threading.Event(), threading.Event()

    def hold():
        with held(engine, settings.instance / "locks", "t", 1, give_way=asked.set):
            inside.set()
            asked.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait(10)
    with held(engine, settings.instance / "locks", "t", 1):
        assert asked.is_set()
    thread.join()


def test_the_lock_of_a_killed_process_is_free_at_once(engine, settings):
    process = multiprocessing.get_context("spawn")
    ready = process.Event()
    child = process.Process(target=hold_until_killed, args=(settings, ready))
    child.start()
    assert ready.wait(60)
    with pytest.raises(Busy), held(engine, settings.instance / "locks", "t", 1):
        pass
    child.kill()
    child.join()
    with held(engine, settings.instance / "locks", "t", 1):
        pass

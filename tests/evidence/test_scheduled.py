"""The check that comes round by itself."""

from datetime import timedelta

import pytest
from sqlmodel import select

from casework import audit
from casework.db import now
from casework.errors import Forbidden, Unavailable
from casework.evidence import integrity, scheduled
from casework.evidence.models import Exhibit, FixityRun
from casework.vocabulary import FixityState
from tests.storage.stores import place_of

OLD = now() - timedelta(days=30)


@pytest.fixture
def shelf(desk):
    """Three exhibits that nobody has checked for a month, the second longest ago, and one of today."""
    rows = [desk.exhibit(f"noise {n}\n".encode()) for n in range(4)]
    for row, days in zip(rows, (30, 40, 20), strict=False):
        row.tried_at = now() - timedelta(days=days)
        desk.session.add(row)
    desk.session.commit()
    return rows


def check(desk, engine, store=None, **more):
    done = scheduled.check_due(engine, store or desk.store, days=7, beat=lambda _length: None, rest=0, **more)
    desk.session.expire_all()
    return done


def test_what_was_checked_longest_ago_comes_first_and_what_is_fresh_waits(desk, shelf, engine):
    due = scheduled.due(desk.session, before=now() - timedelta(days=7))
    assert [held.reference for held in due] == ["EX-0002", "EX-0001", "EX-0003"]
    desk.session.rollback()
    assert check(desk, engine).checked == 3
    assert [row.fixity for row in shelf] == [FixityState.PASSED] * 3 + [FixityState.WAITING]
    assert check(desk, engine).checked == 0


def test_an_altered_file_is_set_apart_and_the_round_goes_on(desk, shelf, engine):
    desk.alter(shelf[1])
    done = check(desk, engine)
    assert (done.checked, done.failed) == (3, 1)
    assert [row.is_quarantined for row in shelf] == [False, True, False, False]
    assert audit.entries(desk.session, action="evidence.checked")[0].facts["failed"] == 1


def test_a_missing_file_among_others_was_lost(desk, shelf, engine):
    place_of(desk.store, shelf[1].sha256).unlink()
    assert check(desk, engine).failed == 1


def test_a_disk_that_is_not_mounted_alters_nothing(desk, shelf, engine):
    for row in shelf:
        place_of(desk.store, row.sha256).unlink()
    done = check(desk, engine)
    assert (done.stopped, done.failed) == ("storage_away", 0)
    assert [row.fixity for row in shelf] == [FixityState.WAITING] * 4
    assert not any(row.is_quarantined for row in shelf)


@pytest.mark.parametrize(
    "trouble, stopped, state",
    [(Unavailable("locked"), "storage_locked", FixityState.WAITING), (OSError(5), "", FixityState.UNREACHABLE)],
)
def test_what_cannot_be_read_is_not_checked_and_never_altered(
    desk, shelf, engine, monkeypatch, trouble, stopped, state
):
    def fail(_digest):
        raise trouble

    monkeypatch.setattr(desk.store, "open_stream", fail)
    done = check(desk, engine)
    assert (done.stopped, done.failed) == (stopped, 0)
    assert shelf[1].fixity is state
    assert not shelf[1].is_quarantined


def test_a_file_that_could_not_be_reached_is_tried_again_within_a_day(desk, shelf, engine, monkeypatch):
    monkeypatch.setattr(desk.store, "open_stream", lambda _digest: (_ for _ in ()).throw(OSError(5)))
    check(desk, engine)
    assert now() - timedelta(days=7) < shelf[0].tried_at.astimezone() < now() - timedelta(days=6)


def test_a_killed_round_keeps_what_it_had_found(desk, shelf, engine):
    seen = []

    def die(_length):
        seen.append(1)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scheduled.check_due(engine, desk.store, days=7, beat=die, rest=0)
    desk.session.expire_all()
    assert [row.fixity for row in shelf[:3]] == [FixityState.PASSED, FixityState.PASSED, FixityState.WAITING]
    assert desk.session.exec(select(FixityRun)).one().checked == 2
    desk.session.rollback()
    assert check(desk, engine).checked == 1


def test_a_round_ends_after_its_time_and_says_that_more_is_due(desk, shelf, engine):
    done = check(desk, engine, seconds=0.000001)
    assert done.checked <= 1
    assert done.is_more_due or done.checked == 0


def test_supervisors_see_their_case_and_others_see_counts_alone(desk, shelf, engine):
    desk.alter(shelf[0])
    check(desk, engine)
    report = integrity.case_report(desk.session, desk.supervisor, case=desk.case, days=7)
    assert (report.counts[FixityState.FAILED], report.overdue, len(report.listed)) == (1, 0, 1)
    with pytest.raises(Forbidden):
        integrity.case_report(desk.session, desk.investigator, case=desk.case, days=7)
    with pytest.raises(Forbidden):
        integrity.counts_report(desk.session, desk.supervisor, days=7)


def test_a_physical_item_has_no_file_to_check(desk, engine):
    row = desk.exhibit()
    row.sha256, row.tried_at = "", OLD
    desk.session.add(row)
    desk.session.commit()
    assert desk.session.exec(select(Exhibit)).one().fixity is FixityState.WAITING
    desk.session.rollback()
    assert check(desk, engine).checked == 0

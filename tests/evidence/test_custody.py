"""The chain of custody."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from casework import audit
from casework.db import now
from casework.errors import Forbidden, Invalid
from casework.evidence import custody
from casework.evidence.custody import Handling
from casework.vocabulary import CustodyKind


def handling(**said):
    usual = {"kind": CustodyKind.DISCLOSED, "at": now(), "given_to": "Laboratory", "purpose": "Analysis"}
    return Handling(**(usual | said))


def record(desk, exhibit, actor=None, **said):
    who = actor or desk.investigator
    return custody.record_handling(
        desk.session, who, exhibit=exhibit, handling=handling(**said), measured=exhibit.sha256
    )


def test_an_event_is_numbered_and_carries_both_hashes(desk):
    exhibit = desk.exhibit()
    desk.exhibit(b"noise that has a chain of its own")
    event = record(desk, exhibit)
    assert event.number == 3
    assert event.hash_before == event.hash_after == exhibit.sha256
    assert record(desk, exhibit).number == 4


def test_an_event_is_logged_by_its_number_and_kind_only(desk):
    record(desk, desk.exhibit(), given_to="A name")
    assert audit.entries(desk.session, action="evidence.custody")[0].facts == {"event": 3, "kind": "disclosed"}


@pytest.mark.parametrize("statement", ["UPDATE custody_event SET note = 'x'", "DELETE FROM custody_event"])
def test_the_database_refuses_to_change_or_remove_an_event(desk, statement):
    desk.exhibit()
    with pytest.raises(DBAPIError, match="append-only"):
        desk.session.execute(text(statement))


@pytest.mark.parametrize(
    "said, field",
    [
        ({"kind": CustodyKind.FIXITY_PASSED}, "kind"),
        ({"at": now() + timedelta(days=1)}, "at"),
        ({"given_to": ""}, "given_to"),
        ({"purpose": " "}, "purpose"),
    ],
)
def test_an_event_that_proves_nothing_is_refused(desk, said, field):
    exhibit = desk.exhibit()
    with pytest.raises(Invalid) as problem:
        record(desk, exhibit, **said)
    assert list(problem.value.fields) == [field]
    assert len(custody.chain(desk.session, desk.investigator, exhibit=exhibit)) == 2


def test_a_stranger_neither_records_nor_reads(desk):
    exhibit = desk.exhibit()
    with pytest.raises(Forbidden):
        record(desk, exhibit, actor=desk.stranger)
    with pytest.raises(Forbidden):
        custody.chain(desk.session, desk.stranger, exhibit=exhibit)

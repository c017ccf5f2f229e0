"""Events read from a case: for members, without what is restricted, at a constant price."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import event, insert
from sqlmodel import Session

from casework.access import Membership
from casework.analysis.events import EventKind, Events, events_of
from casework.analysis.filters import Filters
from casework.analysis.leaving import sieve_for
from casework.cases import compartments
from casework.db.reading import read_as
from casework.errors import Forbidden
from casework.evidence.models import Exhibit
from casework.incidents.models import Incident, Victim
from casework.testimonies.models import Testimony
from casework.vocabulary import EvidenceType, ProtectionMeasure
from casework.witnesses.models import Consent, Witness
from tests.factories import make_account
from tests.testimonies.building import make_witness
from tests.units.world import World

LATE = datetime(2025, 4, 12, 22, 30, tzinfo=UTC)  # in Damascus the next day has begun


def told(world: World, witness: Witness, number: int = 1, at: datetime = LATE) -> Testimony:
    row = Testimony(
        case_id=world.case.key, number=number, reference=f"T-{number:04d}", witness_id=witness.key, taken_at=at
    )
    world.session.add(row)
    world.session.flush()
    return row


def shown(world: World, number: int = 1, **fields: Any) -> Exhibit:
    values = {"title": "Street", "kind": EvidenceType.PHOTO, "captured_claimed": "2025-03-08"} | fields
    row = Exhibit(case_id=world.case.key, number=number, reference=f"EX-{number:04d}", **values)
    world.session.add(row)
    world.session.flush()
    return row


def read(world: World, filters: Filters = Filters()) -> Events:
    return events_of(world.session, world.actor, world.case, filters)


def test_who_is_no_member_is_refused(world: World) -> None:
    with pytest.raises(Forbidden):
        events_of(world.session, world.stranger, world.case, Filters())


def test_each_kind_is_there_and_a_statement_has_the_day_of_the_case(world: World) -> None:
    incident = world.incident(starts="2025-03-07", ends="2025-03-09")
    told(world, make_witness(world.session, world.case))
    shown(world, captured_embedded="2025-03-08T10:00:00", captured_verified="2025-03-07")
    found = [(one.kind, one.ref, one.extent.first, one.note) for one in read(world).events]
    assert found == [
        (EventKind.INCIDENT, incident.reference, date(2025, 3, 7), ""),
        (EventKind.STATEMENT, "T-0001", date(2025, 4, 13), ""),
        (EventKind.EXHIBIT, "EX-0001", date(2025, 3, 7), "verified"),
        (EventKind.EXHIBIT, "EX-0001", date(2025, 3, 8), "as claimed, in the file"),
    ]
    assert {one.kind for one in read(world, Filters(kinds=frozenset({"incident"}))).events} == {EventKind.INCIDENT}
    assert read(world, Filters(first=date(2026, 1, 1))).events == ()


def test_what_is_restricted_is_not_among_the_events_of_who_is_not_named(world: World) -> None:
    witness, secret = make_witness(world.session, world.case), shown(world)
    told(world, witness)
    for subject in (witness.subject, secret.subject):
        compartments.restrict(world.session, world.supervisor, subject=subject, accounts=[], reason="threats")
    other = make_account(world.session)
    world.session.add(Membership(case_id=world.case.key, account_id=other.key, reason="test"))
    world.session.flush()
    read_as(world.session, other.as_actor())
    assert events_of(world.session, other.as_actor(), world.case, Filters()).events == ()
    read_as(world.session, world.supervisor)
    assert len(events_of(world.session, world.supervisor, world.case, Filters()).events) == 2


def test_protection_keeps_a_date_rough_even_on_what_was_made_of_an_exhibit(world: World) -> None:
    witness = make_witness(world.session, world.case)
    witness.protection_measures = [ProtectionMeasure.GENERALISED_PLACE_OR_DATE.value]
    told(world, witness)
    origin = shown(world, source="Given by W-0001")
    shown(world, 2, parent_id=origin.key, title="Copy")
    assert {one.starts for one in read(world).events} == {"2025-04", "2025-03"}


def test_only_what_a_witness_allows_leaves(world: World) -> None:
    agrees, silent = make_witness(world.session, world.case), make_witness(world.session, world.case, number=2)
    embargoed = make_witness(world.session, world.case, number=3)
    embargoed.embargo_until = date(2999, 1, 1)
    for number, witness in enumerate((agrees, silent, embargoed), start=1):
        told(world, witness, number)
    for witness in (agrees, embargoed):
        answers = {use: {"answer": "yes", "condition": ""} for use in ("store", "analyse")}
        world.session.add(
            Consent(
                case_id=world.case.key, witness_id=witness.key, sequence=2, given_on=date(2025, 3, 11), answers=answers
            )
        )
    world.session.flush()
    found = read(world)
    sieve = sieve_for(world.session, world.case, found.masks, (code for one in found.events for code in one.givers))
    kept = sieve.keep(found.events, lambda one: one.ref, lambda one: one.givers)
    assert [one.label for one in kept] == ["W-0001"]
    assert sieve.barred == {"W-0002", "W-0003"}
    assert sieve.stayed == {"T-0002", "T-0003"}


def many(session: Session, world: World, incidents: int, victims: int) -> None:
    """Rows of a large case, without their log and index: only reading them is tried here."""
    case = {"case_id": world.case.key}
    rows = [
        case | {"number": n, "reference": f"I-{n:05d}", "title": "x", "starts": f"2025-{1 + n % 12:02d}-{1 + n % 28:02d}",
                "acts": [], "latitude": 34.5 + n % 97 / 100, "longitude": 36 + n % 89 / 100, "precision_m": 1000}
        for n in range(1000, 1000 + incidents)
    ]  # fmt: skip
    session.execute(insert(Incident), rows)
    people = [
        case | {"number": n, "reference": f"V-{n:05d}", "identity_owner": f"v{n}", "harms": [], "sources": []}
        for n in range(1000, 1000 + victims)
    ]
    session.execute(insert(Victim), people)


def test_the_number_of_statements_does_not_grow_with_the_case(world: World) -> None:
    seen: list[str] = []
    event.listen(world.session.get_bind().engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    counts = []
    for size in (1, 5_000):
        many(world.session, world, size, size * 4) if size > 1 else world.incident(starts="2025-03-08")
        seen.clear()
        counts.append((len(read(world).events), len(seen)))
    assert [events for events, _statements in counts] == [1, 5_001]
    assert counts[0][1] == counts[1][1] < 12

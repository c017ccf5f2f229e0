"""Handing an exhibit over: two sides, one answer."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import Session, col, delete, select

from casework import audit
from casework.access import Membership
from casework.access.models import Compartment, CompartmentMember
from casework.db import now
from casework.db.engine import new_session
from casework.errors import Forbidden, Invalid, NotFound, Refused
from casework.evidence import custody, handovers
from casework.evidence.handovers import Answer, Handover
from casework.evidence.models import CustodyEvent, Exhibit
from casework.evidence.whereabouts import whereabouts
from casework.vocabulary import CustodyKind, SealState


def give(desk, exhibit, actor=None, **said):
    usual = {"kind": CustodyKind.TRANSFERRED, "at": now(), "receiver_id": desk.supervisor.id, "purpose": "Analysis"}
    handover = Handover(**(usual | said))
    return handovers.hand_over(
        desk.session, actor or desk.investigator, exhibit=exhibit, handover=handover, measured=exhibit.sha256
    )


def reply(desk, exhibit, number, actor=None, kind=CustodyKind.RECEIVED, **said):
    return handovers.answer_handover(
        desk.session, actor or desk.supervisor, exhibit=exhibit, number=number, answer=Answer(kind, now(), **said)
    )


def holder(desk, exhibit):
    return whereabouts(desk.session, desk.investigator, case=desk.case, exhibits=[exhibit])[exhibit.key]


def test_a_handover_waits_and_the_giver_keeps_the_exhibit_until_it_is_confirmed(desk):
    exhibit = desk.exhibit()
    desk.exhibit(b"noise that nobody hands over")
    event = give(desk, exhibit, zone="Asia/Damascus", seal="S-1", medium="bag")
    assert (holder(desk, exhibit).account_id, holder(desk, exhibit).waiting) == (desk.investigator.id, event)
    answer = reply(desk, exhibit, event.number, seal_state=SealState.INTACT, place="Laboratory")
    assert (answer.answers, answer.seal, answer.outcome) == (event.number, "S-1", "seal_intact")
    assert (holder(desk, exhibit).account_id, holder(desk, exhibit).waiting) == (desk.supervisor.id, None)


def test_a_refused_handover_leaves_the_exhibit_with_the_giver(desk):
    exhibit = desk.exhibit()
    event = give(desk, exhibit)
    with pytest.raises(Invalid) as problem:
        reply(desk, exhibit, event.number, kind=CustodyKind.DECLINED)
    assert list(problem.value.fields) == ["note"]
    reply(desk, exhibit, event.number, kind=CustodyKind.DECLINED, note="The bag is torn")
    assert holder(desk, exhibit).account_id == desk.investigator.id


def test_only_the_receiver_answers_and_only_once(desk):
    exhibit = desk.exhibit()
    event = give(desk, exhibit)
    with pytest.raises(Refused, match="Only the person"):
        reply(desk, exhibit, event.number, actor=desk.investigator)
    reply(desk, exhibit, event.number)
    with pytest.raises(Refused, match="already"):
        reply(desk, exhibit, event.number, kind=CustodyKind.DECLINED, note="changed my mind")


def test_a_receiver_outside_confirms_by_the_number_of_the_signed_form(desk):
    exhibit = desk.exhibit()
    event = give(desk, exhibit, receiver_id=None, given_to="Laboratory")
    with pytest.raises(Invalid) as problem:
        reply(desk, exhibit, event.number)
    assert list(problem.value.fields) == ["form_number"]
    reply(desk, exhibit, event.number, actor=desk.investigator, form_number="CW-2025-0001/EX-0001/4")
    assert (holder(desk, exhibit).name, holder(desk, exhibit).account_id) == ("Laboratory", None)


def test_a_second_handover_is_refused_while_one_waits(desk):
    exhibit = desk.exhibit()
    event = give(desk, exhibit)
    with pytest.raises(Refused, match="waits"):
        give(desk, exhibit)
    handovers.call_off(desk.session, desk.investigator, exhibit=exhibit, number=event.number, reason="Wrong person")
    assert give(desk, exhibit).number == event.number + 2


@pytest.mark.parametrize(
    "said, field",
    [
        ({"receiver_id": None}, "receiver"),
        ({"given_to": "Laboratory"}, "given_to"),
        ({"at": now() + timedelta(days=1)}, "at"),
        ({"purpose": " "}, "purpose"),
        ({"kind": CustodyKind.EXPORTED}, "kind"),
    ],
)
def test_a_handover_that_proves_nothing_is_refused_beside_its_field(desk, said, field):
    exhibit = desk.exhibit()
    with pytest.raises(Invalid) as problem:
        give(desk, exhibit, **said)
    assert list(problem.value.fields) == [field]


def test_nobody_hands_over_to_a_stranger_or_to_themselves_or_to_whom_it_is_hidden(desk):
    exhibit = desk.exhibit()
    for nobody in (desk.stranger, desk.investigator):
        with pytest.raises(Invalid):
            give(desk, exhibit, receiver_id=nobody.id)
    room = Compartment(case_id=desk.case.key, kind="exhibit", subject_id=exhibit.key, label=exhibit.reference)
    desk.session.add(room)
    desk.session.flush()
    desk.session.add(
        CompartmentMember(case_id=desk.case.key, compartment_id=room.key, account_id=desk.investigator.key)
    )
    desk.session.flush()
    with pytest.raises(Invalid):
        give(desk, exhibit)


def test_a_receiver_who_left_the_case_can_no_longer_answer_and_a_supervisor_calls_it_off(desk):
    exhibit = desk.exhibit()
    event = give(desk, exhibit, actor=desk.supervisor, receiver_id=desk.investigator.id)
    assert [each.number for each, _row in handovers.waiting_for(desk.session, desk.investigator)] == [event.number]
    desk.session.exec(delete(Membership).where(col(Membership.account_id) == desk.investigator.id))
    assert handovers.waiting_for(desk.session, desk.investigator) == []
    with pytest.raises(Forbidden):
        reply(desk, exhibit, event.number, actor=desk.investigator)
    handovers.call_off(desk.session, desk.supervisor, exhibit=exhibit, number=event.number, reason="They left")
    assert handovers.given_and_waiting(desk.session, desk.supervisor) == []


def test_only_the_giver_or_a_supervisor_calls_off(desk):
    exhibit = desk.exhibit()
    event = give(desk, exhibit, actor=desk.supervisor, receiver_id=None, given_to="Laboratory")
    with pytest.raises(Refused):
        handovers.call_off(desk.session, desk.investigator, exhibit=exhibit, number=event.number, reason="x")


def test_an_event_that_is_no_handover_cannot_be_answered(desk):
    with pytest.raises(NotFound):
        reply(desk, desk.exhibit(), 1)


def test_the_log_knows_numbers_and_never_who_or_what_for(desk):
    exhibit = desk.exhibit()
    event = give(desk, exhibit, receiver_id=None, given_to="A name", purpose="A secret")
    facts = audit.entries(desk.session, action="evidence.handed_over")[0].facts
    assert facts == {"event": event.number, "receiver": None, "kind": "transferred"}


def test_a_handover_is_no_longer_recorded_as_one_persons_word(desk):
    assert not set(handovers.HANDOVERS) & set(custody.BY_HAND)


def test_two_answers_at_once_make_one(desk, engine):
    exhibit = desk.exhibit()
    number = give(desk, exhibit, receiver_id=None, given_to="Laboratory").number
    desk.session.commit()
    gate, outcomes = Barrier(2), []

    def answer(note: str) -> None:
        with new_session(engine, writes=True) as session:
            mine: Session = session
            gate.wait()
            row = mine.get_one(Exhibit, exhibit.key)
            try:
                said = Answer(CustodyKind.DECLINED, now(), note=note)
                handovers.answer_handover(mine, desk.supervisor, exhibit=row, number=number, answer=said)
                mine.commit()
                outcomes.append("kept")
            except Refused:
                outcomes.append("refused")

    threads = [Thread(target=answer, args=(note,)) for note in ("one", "two")]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == ["kept", "refused"]
    answers = select(CustodyEvent).where(CustodyEvent.exhibit_id == exhibit.key, CustodyEvent.answers == number)
    assert len(desk.session.exec(answers).all()) == 1

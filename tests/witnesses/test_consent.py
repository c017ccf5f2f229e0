"""The consent rule, against every combination and against an oracle that is written the other way round."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.vocabulary import RecipientKind
from casework.witnesses.consent import (
    Answer,
    ConsentRecord,
    Decision,
    Reason,
    RecipientList,
    RecipientRef,
    may_be_used,
    scope_for,
)

DAY = date(2025, 6, 1)
COMMITTEE = RecipientRef("national_commission", "demo-committee")
COURT = RecipientRef("foreign_prosecutor", "court")


def record(decision: Decision = Decision.YES, *, sequence: int = 1, **fields: Any) -> ConsentRecord:
    values: dict[str, Any] = {"ref": f"C{sequence}", "effective": DAY, "decisions": {"share": decision}} | fields
    return ConsentRecord(sequence=sequence, **values)


def ask(*records: ConsentRecord, recipient: RecipientRef | None = COMMITTEE, on: date = DAY) -> Answer:
    return may_be_used(records, "share", recipient, on)


@pytest.mark.parametrize(
    ("decision", "allowed", "reason"),
    [
        (Decision.YES, True, Reason.ALLOWED),
        (Decision.CONDITION, True, Reason.ALLOWED_ON_CONDITION),
        (Decision.NO, False, Reason.REFUSED),
        (Decision.NOT_ASKED, False, Reason.NOT_ASKED),
        (Decision.WITHDRAWN, False, Reason.WITHDRAWN),
    ],
)
def test_each_decision_has_its_answer(decision: Decision, allowed: bool, reason: Reason) -> None:
    answer = ask(record(decision))
    assert (answer.allowed, answer.reason, answer.consent) == (allowed, reason, "C1")


def test_every_kind_of_recipient_has_its_own_scope() -> None:
    assert len({scope_for(kind) for kind in RecipientKind}) == len(RecipientKind)


def test_a_word_that_is_no_decision_is_a_no() -> None:
    assert ask(record(decisions={"share": "perhaps"})).reason is Reason.REFUSED


def test_without_any_record_nothing_is_allowed() -> None:
    assert ask() == Answer(False, Reason.NO_RECORD)


def test_a_scope_nobody_spoke_of_is_a_no() -> None:
    assert may_be_used([record()], "publication", COMMITTEE, DAY) == Answer(False, Reason.NO_RECORD)


def test_a_condition_travels_with_the_yes() -> None:
    assert ask(record(Decision.CONDITION, conditions={"share": "No village."})).condition == "No village."


def test_a_condition_without_words_is_still_a_condition() -> None:
    assert ask(record(Decision.CONDITION)).condition == ""


def test_words_beside_a_plain_yes_are_no_condition() -> None:
    assert ask(record(conditions={"share": "No village."})).condition is None


def test_consent_does_not_reach_back_before_its_day() -> None:
    assert ask(record(), on=DAY - timedelta(days=1)).reason is Reason.NOT_YET_VALID


def test_a_future_record_leaves_the_present_one_standing() -> None:
    later = record(Decision.NO, sequence=2, effective=DAY + timedelta(days=1))
    assert ask(record(), later).allowed
    assert not ask(record(), later, on=DAY + timedelta(days=1)).allowed


def test_the_day_of_expiry_is_the_last_day() -> None:
    expiring = record(expires_on=DAY)
    assert (ask(expiring).allowed, ask(expiring).expires_on) == (True, DAY)
    assert ask(expiring, on=DAY + timedelta(days=1)).reason is Reason.EXPIRED


def test_an_older_yes_does_not_come_back_when_the_newest_expires() -> None:
    newest = record(sequence=2, effective=DAY + timedelta(days=1), expires_on=DAY + timedelta(days=2))
    assert ask(record(), newest, on=DAY + timedelta(days=3)).reason is Reason.EXPIRED


def test_a_withdrawal_of_the_same_day_holds_from_that_day() -> None:
    assert ask(record(), record(Decision.WITHDRAWN, sequence=2)).reason is Reason.WITHDRAWN


def test_a_new_consent_after_a_withdrawal_counts() -> None:
    assert ask(record(), record(Decision.WITHDRAWN, sequence=2), record(sequence=3)).allowed


def test_a_record_that_is_silent_on_a_scope_leaves_it_as_it_was() -> None:
    other = record(sequence=2, decisions={"publication": Decision.NO})
    assert ask(record(), other).consent == "C1"


def test_an_older_record_entered_late_does_not_win() -> None:
    late = record(Decision.NO, sequence=2, effective=DAY - timedelta(days=9))
    assert ask(record(), late).allowed


@pytest.mark.parametrize(
    "named", [RecipientList(kinds=frozenset({COURT.kind})), RecipientList(keys=frozenset({COURT.key}))]
)
def test_recipients_are_excluded_and_listed_by_kind_and_one_by_one(named: RecipientList) -> None:
    assert ask(record(excluded=named), recipient=COURT).reason is Reason.RECIPIENT_EXCLUDED
    assert ask(record(excluded=named)).allowed
    assert ask(record(allowed=named)).reason is Reason.RECIPIENT_NOT_LISTED
    assert ask(record(allowed=named), recipient=COURT).allowed
    assert ask(record(allowed=named, excluded=named), recipient=COURT).reason is Reason.RECIPIENT_EXCLUDED


def test_use_without_a_recipient_does_not_ask_about_recipients() -> None:
    assert ask(record(excluded=RecipientList(kinds=frozenset({COURT.kind}))), recipient=None).allowed


@pytest.mark.parametrize(
    ("by_guardian", "assented", "reason"),
    [
        (False, False, Reason.NO_GUARDIAN),
        (False, True, Reason.NO_GUARDIAN),
        (True, False, Reason.NO_ASSENT),
        (True, True, Reason.ALLOWED),
    ],
)
def test_a_childs_yes_needs_a_guardian_and_the_child(by_guardian: bool, assented: bool, reason: Reason) -> None:
    answer = ask(record(of_child=True, by_guardian=by_guardian, child_assented=assented))
    assert (answer.reason, answer.allowed) == (reason, reason is Reason.ALLOWED)


def test_a_childs_record_that_says_nothing_of_guardian_and_assent_allows_nothing() -> None:
    assert ask(record(of_child=True, child_assented=True)).reason is Reason.NO_GUARDIAN
    assert ask(record(of_child=True, by_guardian=True)).reason is Reason.NO_ASSENT


def test_a_grown_persons_yes_needs_no_guardian() -> None:
    assert ask(record(by_guardian=False, child_assented=False)).allowed


def test_a_child_can_take_back_what_the_guardian_allowed() -> None:
    yes = record(of_child=True, by_guardian=True, child_assented=True)
    assert ask(yes, record(Decision.WITHDRAWN, sequence=2, of_child=True)).reason is Reason.WITHDRAWN


def oracle(
    records: list[ConsentRecord], scope: str, recipient: RecipientRef | None, on: date
) -> tuple[bool, str | None]:
    """The rule as one would act it out: replay the days one by one and keep the last word."""
    standing: ConsentRecord | None = None
    for record in sorted(records, key=lambda r: r.sequence):
        if scope not in record.decisions or (record.effective - on).days > 0:
            continue
        if standing is None or not standing.effective > record.effective:
            standing = record
    if standing is None:
        return False, None
    hurdles = [
        str(standing.decisions[scope]) not in {"yes", "on_condition"},
        bool(standing.expires_on and standing.expires_on < on),
        standing.of_child and (standing.by_guardian, standing.child_assented) != (True, True),
        recipient and (recipient.kind in standing.excluded.kinds or recipient.key in standing.excluded.keys),
        recipient
        and len(standing.allowed.kinds) + len(standing.allowed.keys) > 0
        and not ({recipient.kind} & standing.allowed.kinds or {recipient.key} & standing.allowed.keys),
    ]
    return not any(hurdles), standing.ref


LISTS = [
    RecipientList(),
    RecipientList(kinds=frozenset({COMMITTEE.kind})),
    RecipientList(keys=frozenset({COMMITTEE.key})),
    RecipientList(kinds=frozenset({COURT.kind}), keys=frozenset({"somebody"})),
]
EXPIRIES = [None, DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)]
STARTS = [DAY - timedelta(days=2), DAY, DAY + timedelta(days=1)]


days = st.integers(-3, 3).map(lambda n: DAY + timedelta(days=n))
scopes = st.sampled_from(["share", "store", "publication"])
records = st.builds(
    ConsentRecord,
    ref=st.uuids().map(str),
    sequence=st.just(0),
    effective=days,
    decisions=st.dictionaries(scopes, st.sampled_from(Decision)),
    conditions=st.dictionaries(scopes, st.text(max_size=3)),
    allowed=st.sampled_from(LISTS),
    excluded=st.sampled_from(LISTS),
    expires_on=st.none() | days,
    of_child=st.booleans(),
    by_guardian=st.booleans(),
    child_assented=st.booleans(),
)
histories = st.lists(records, max_size=6).map(
    lambda rows: [ConsentRecord(**{**vars(row), "sequence": number}) for number, row in enumerate(rows)]
)


@given(histories, scopes, st.sampled_from([None, COMMITTEE, COURT]), days)
def test_any_history_agrees_with_the_oracle(
    history: list[ConsentRecord], scope: str, recipient: RecipientRef | None, on: date
) -> None:
    got = may_be_used(history, scope, recipient, on)
    assert (got.allowed, got.consent) == oracle(history, scope, recipient, on)
    assert got.allowed is (got.reason in {Reason.ALLOWED, Reason.ALLOWED_ON_CONDITION})
    assert (got.condition is not None) is (got.reason is Reason.ALLOWED_ON_CONDITION)


@given(histories, scopes, st.randoms())
def test_the_order_in_which_records_are_read_does_not_matter(
    history: list[ConsentRecord], scope: str, random: Any
) -> None:
    shuffled = random.sample(history, len(history))
    assert may_be_used(shuffled, scope, COMMITTEE, DAY) == may_be_used(history, scope, COMMITTEE, DAY)


@given(histories, scopes, st.sampled_from([None, COMMITTEE, COURT]))
def test_a_withdrawal_of_today_stops_whatever_was_allowed(
    history: list[ConsentRecord], scope: str, recipient: RecipientRef | None
) -> None:
    past = [row for row in history if row.effective <= DAY]
    withdrawal = record(Decision.WITHDRAWN, sequence=99, decisions={scope: Decision.WITHDRAWN})
    assert may_be_used([*past, withdrawal], scope, recipient, DAY).reason is Reason.WITHDRAWN


def test_the_words_that_are_stored_stay_what_they_are() -> None:
    assert [*Decision] == ["yes", "on_condition", "no", "not_asked", "withdrawn"]
    assert [*Reason] == [
        "allowed", "allowed_on_condition", "no_record", "not_yet_valid", "not_asked", "refused", "withdrawn",
        "expired", "recipient_excluded", "recipient_not_listed", "no_guardian", "no_assent",
    ]  # fmt: skip


def test_every_combination_of_two_records_agrees_with_the_oracle() -> None:
    shapes = list(product([None, *Decision], STARTS, EXPIRIES, LISTS[:3], LISTS[:2]))
    singles = [
        record(d or Decision.YES, effective=s, expires_on=e, allowed=a, excluded=x, decisions={"share": d} if d else {})
        for d, s, e, a, x in shapes
    ]
    first = [r for r in singles if r.expires_on in (None, EXPIRIES[1]) and r.effective <= DAY and not r.allowed]
    count = 0
    for older, newer in product(first, singles):
        pair = [older, ConsentRecord(**{**vars(newer), "sequence": 2, "ref": "C2"})]
        for recipient in (None, COMMITTEE, COURT):
            got = may_be_used(pair, "share", recipient, DAY)
            assert (got.allowed, got.consent) == oracle(pair, "share", recipient, DAY)
            count += 1
    assert count == len(first) * len(singles) * 3 > 30_000

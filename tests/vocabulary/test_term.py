"""The vocabularies: what is stored, how scales compare, what a label is."""

import copy
import pickle
import re

import pytest

from casework import vocabulary
from casework.vocabulary import Confidence, DatePrecision, LinkBasis, Marking, RiskLevel, SourceGrade, Term

ALL = [
    getattr(vocabulary, name)
    for name in vocabulary.__all__
    if isinstance(getattr(vocabulary, name), type) and getattr(vocabulary, name) is not Term
]


@pytest.mark.parametrize("terms", ALL)
def test_every_stored_value_is_lower_snake_case_and_has_a_label(terms: type[Term]) -> None:
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", term.value) for term in terms)
    assert all(term.msgid and term.msgid != term.value for term in terms)
    assert len({term.msgid for term in terms}) == len(terms)


@pytest.mark.parametrize("terms", ALL)
def test_a_member_equals_its_stored_value_and_survives_copying(terms: type[Term]) -> None:
    for term in terms:
        assert terms(str(term)) is term
        assert pickle.loads(pickle.dumps(term)) is term  # noqa: S301
        assert copy.deepcopy(term) is term


def test_confidence_runs_from_least_to_most_and_a_finding_needs_reasonable_grounds() -> None:
    assert [c for c in Confidence if c.carries_a_finding] == list(Confidence)[3:]
    assert Confidence.REASONABLE_GROUNDS.is_at_least(Confidence.REASONABLE_SUSPICION)
    assert not Confidence.INSUFFICIENT.is_at_least(Confidence.REASONABLE_SUSPICION)


def test_scales_compare_by_rank_and_not_by_alphabet() -> None:
    assert RiskLevel.HIGH.rank > RiskLevel.MEDIUM.rank > RiskLevel.LOW.rank
    assert max(Marking, key=lambda m: m.rank) is Marking.STRICTLY_CONFIDENTIAL
    assert SourceGrade.A.rank < SourceGrade.F.rank


def test_the_weak_bases_are_appearance_hearsay_and_inference() -> None:
    assert {b for b in LinkBasis if b.is_weak} == {"speech_or_appearance", "hearsay", "inference"}


def test_beyond_reasonable_doubt_is_never_offered() -> None:
    assert not any("doubt" in term.value for term in Confidence)


def test_date_precision_lists_the_eight_ways_of_knowing_a_date() -> None:
    assert len(DatePrecision) == 8

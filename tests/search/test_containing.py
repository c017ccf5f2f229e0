"""Lists narrowed by a part of a word: folded alike on both databases, and as the search folds."""

import pytest
from sqlalchemy import literal, select
from sqlmodel import Session

from casework.search.containing import contains, folded
from casework.search.fold import fold

WORDS = [
    "أحمد", "إبراهيم", "آذار", "ٱلشهيد", "مصطفى", "ی", "مسؤول", "شاطئ", "جبلة", "بناء", "کفر", "شَهَادَة", "بانيـــاس", "٢٠٢٥", "۲۰۲۵",
    "Baniyas", "BANIYAS", "Dér ez-Zôr", "İstanbul", "Ḥamā", "naïve", "Ωmega", "Й", "a%b_c\\d", "", "ﻻ", "½", "\u200fقرية\u200e", "é", "e\u0301",
]  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_both_databases_fold_as_the_search_does(word: str, session: Session) -> None:
    assert session.execute(select(folded(literal(word)))).scalar_one() == fold(word)


@pytest.mark.parametrize(
    "stored,q",
    [
        ("أحمد", "احمد"),
        ("احمد", "أحمد"),
        ("قرية جبلة", "جبله"),
        ("آذار ٢٠٢٥", "2025"),
        ("Dér ez-Zor", "der EZ"),
        ("100%_a", "%_"),
    ],
)
def test_a_part_is_found_however_it_is_written(stored: str, q: str, session: Session) -> None:
    column = literal(stored)
    assert session.execute(select(literal(1)).where(folded(column).contains(fold(q), autoescape=True))).scalar() == 1


@pytest.mark.parametrize("q", ["%", "a_b", "حمص"])
def test_what_is_not_there_is_not_found(q: str, session: Session) -> None:
    stored = literal("axb أحمد")
    assert session.execute(select(literal(1)).where(contains(q, stored))).scalar() is None


def test_a_column_without_a_value_has_nothing_in_it(session: Session) -> None:
    empty = literal(None, type_=folded.type)
    assert session.execute(select(literal(1)).where(contains("a", empty))).scalar() is None

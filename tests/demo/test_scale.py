"""Bulk testimonies: repeatable, findable, and the log still holds."""

import random
from collections import Counter

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session

from casework import audit
from casework.config import Settings
from casework.demo import words
from casework.demo.accounts import load_accounts
from casework.demo.scale import drawn, load_bulk
from casework.search import find
from casework.subjects import SYSTEM
from casework.testimonies.content import Content
from casework.testimonies.models import Testimony


@pytest.fixture
def peopled(session: Session, settings: Settings) -> Session:
    load_accounts(session, settings)
    session.commit()
    return session


def test_the_same_size_twice_adds_nothing(peopled: Session, engine: Engine) -> None:
    assert load_bulk(engine, 30)[1] == 30
    assert load_bulk(engine, 30)[1] == 0


def test_growing_by_steps_gives_the_same_texts_as_at_once(peopled: Session, engine: Engine) -> None:
    load_bulk(engine, 5)
    load_bulk(engine, 12)
    rows = peopled.execute(select(Testimony).order_by(Testimony.number)).scalars().all()
    assert [Content.from_json(row.draft) for row in rows] == [drawn(number).content for number in range(1, 13)]


def test_the_log_holds_and_the_texts_are_found(peopled: Session, engine: Engine) -> None:
    load_bulk(engine, 40)
    assert audit.verify(peopled).holds
    assert audit.entries(peopled, action="demo.bulk_added")[0].facts["count"] == 40
    assert find(peopled, SYSTEM, "T-0040").hits


@pytest.mark.parametrize("language", ["ar", "en"])
def test_words_are_as_uneven_as_those_of_a_language(language: str) -> None:
    chance = random.Random(7)  # noqa: S311 - repeatable on purpose
    drawn = Counter(
        word for _ in range(200) for text in words.paragraphs(chance, language, 300) for word in text.split()
    )
    ranked = [count for _word, count in drawn.most_common()]
    assert len(ranked) > 5_000
    assert 4 < ranked[0] / ranked[19] < 30

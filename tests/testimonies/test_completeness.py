"""What a statement needs before it can be submitted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from casework.testimonies.completeness import gaps, step_of, time_problems
from casework.testimonies.content import Content, Paragraph
from casework.vocabulary import Modality, ReadBack, TestimonyKind
from tests.testimonies.building import complete

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_complete_statement_has_no_gap() -> None:
    assert gaps(complete(), NOW) == {}


@pytest.mark.parametrize(
    ("fields", "gap"),
    [
        ({"started": None}, "started"),
        ({"ended": None}, "ended"),
        ({"place_type": None}, "place_type"),
        ({"modality": None}, "modality"),
        ({"interviewer": ""}, "interviewer"),
        ({"bases": ()}, "bases"),
        ({"preliminaries": ()}, "preliminaries"),
        ({"read_back": None}, "read_back"),
        ({"signature": None}, "signature"),
        ({"paragraphs": ()}, "paragraphs"),
        ({"kind": TestimonyKind.CLARIFICATION}, "why_needed"),
        ({"read_back": ReadBack.NOT_READ_BACK}, "closing_note"),
        ({"paragraphs": (Paragraph(number="4", original="only"),)}, "paragraphs-4"),
        ({"paragraphs": (Paragraph(number="4", translation="only"),)}, "paragraphs-4"),
        ({"paragraphs": (Paragraph(number="4", is_withdrawn=True),)}, "paragraphs"),
    ],
)
def test_each_gap_is_named_by_its_field(fields: dict[str, Any], gap: str) -> None:
    assert set(gaps(complete().changed(**fields), NOW)) == {gap}


def test_a_translation_is_not_asked_for_where_none_was_meant() -> None:
    content = complete().changed(paragraphs=(Paragraph(number="1", original="only"),), translation_language="")
    assert gaps(content, NOW) == {}


def test_what_a_witness_wrote_alone_needs_neither_interviewer_nor_preliminaries() -> None:
    content = complete(modality=Modality.WRITTEN_BY_WITNESS, interviewer="", preliminaries=())
    assert gaps(content, NOW) == {}


def test_times_in_the_future_backwards_or_long_ago_are_typing_errors() -> None:
    later = NOW + timedelta(days=1)
    assert set(time_problems(Content(started=later, ended=later), NOW)) == {"started", "ended"}
    assert set(time_problems(Content(started=NOW, ended=NOW - timedelta(hours=1)), NOW)) == {"ended"}
    assert set(time_problems(Content(started=datetime(1, 1, 1, tzinfo=UTC)), NOW)) == {"started"}


def test_each_field_leads_to_its_step() -> None:
    assert [step_of(field) for field in ("started", "paragraphs-9a", "signature")] == ["edit", "account", "closing"]

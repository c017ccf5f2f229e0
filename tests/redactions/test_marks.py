"""The rules for what is taken out."""

import pytest

from casework.redactions.marks import Act, Mark, Medium, as_json, from_json, medium_of, method, seconds, task_for
from casework.vocabulary import RedactionCode

R1, R3 = RedactionCode.R1, RedactionCode.R3


@pytest.mark.parametrize(
    "text, value",
    [("01:23", 83), ("1:02:03.5", 3723.5), ("7", 7), ("00:00.250", 0.25), ("٠١:٢٣", 83), ("1:60", None), ("x", None),
     ("-1", None), ("", None), ("1:2:3:4", None), ("inf", None), ("nan", None)],
)  # fmt: skip
def test_times_are_read_as_people_write_them(text, value):
    assert seconds(text) == value


@pytest.mark.parametrize(
    "media_type, medium",
    [("image/jpeg", Medium.PICTURE), ("image/svg+xml", None), ("application/pdf", Medium.PAGES), ("audio/wav", Medium.SOUND),
     ("video/mp4", Medium.FILM), ("text/plain", None), ("", None)],
)  # fmt: skip
def test_what_can_be_redacted_here(media_type, medium):
    assert medium_of(media_type) == medium


def test_the_method_counts_marks_by_what_was_done_and_why():
    marks = [Mark(Act.BOX, R1), Mark(Act.BOX, R1), Mark(Act.BOX, R3), Mark(Act.CUT, R1)]
    assert method(marks) == "2 boxes R1, 1 box R3, 1 cut R1; made by Casework, redaction 0.1"


def test_marks_are_kept_and_read_again():
    marks = [Mark(Act.BOX, R1, 2, 1.5, 2, 3, 4, 5, 6, "a face")]
    assert from_json(as_json(marks)) == marks


def test_boxes_go_to_their_pages_and_a_box_without_times_holds_throughout():
    marks = [Mark(Act.BOX, R1, 2, 1, 2, 3, 4), Mark(Act.BOX, R1, 1, 5, 6, 7, 8)]
    assert task_for(Medium.PAGES, "application/pdf", marks)[1] == {"boxes": {"2": [[1, 2, 3, 4]], "1": [[5, 6, 7, 8]]}}
    film = task_for(Medium.FILM, "video/mp4", [Mark(Act.BOX, R1, 1, 1, 2, 3, 4), Mark(Act.CUT, R1, start=1, end=2)])[1]
    assert (film["boxes"], film["cut"]) == ([[1, 2, 3, 4, 0.0, 1e9]], [[1, 2]])

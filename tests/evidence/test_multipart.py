"""Cutting a form's body into its parts."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.evidence.multipart import Broken, Part, PartEnd, Splitter

NASTY = st.lists(st.sampled_from([b"\r", b"\n", b"-", b"--", b"edge", b"\r\n--edge", b"x"])).map(b"".join)


def split(pieces: list[bytes]) -> list[tuple[Part, bytes]]:
    splitter, found = Splitter(b"edge"), []
    for piece in pieces:
        for seen in splitter.feed(piece):
            if isinstance(seen, Part):
                found.append([seen, b""])
            elif not isinstance(seen, PartEnd):
                found[-1][1] += bytes(seen)
    splitter.close()
    return [(part, content) for part, content in found]


def body(content: bytes) -> bytes:
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nContent-Type: x/y\r\n\r\n'
    return head + content + b"\r\n--edge--\r\n"


@given(content=NASTY, cuts=st.lists(st.integers(0, 200), max_size=8))
def test_any_content_arrives_as_it_was_wherever_it_is_cut(content, cuts):
    if any(end in b"\r\n" + content + b"\r\n" for end in (b"\r\n--edge\r\n", b"\r\n--edge--")):
        return  # a browser chooses a boundary that does not stand in the content
    whole = body(content)
    ends = sorted({0, len(whole), *(cut for cut in cuts if cut < len(whole))})
    pieces = [whole[start:end] for start, end in itertools.pairwise(ends)]
    assert split(pieces) == [(Part("file", "a"), content)]


def test_each_single_byte_on_its_own_is_enough():
    whole = body(b"one\r\n--edge-two\r")
    assert split([whole[n : n + 1] for n in range(len(whole))]) == [(Part("file", "a"), b"one\r\n--edge-two\r")]


def test_a_field_has_no_file_name_and_a_file_that_was_not_chosen_an_empty_one():
    text = b'--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--edge\r\nContent-Disposition: form-data; name="f"; filename=""\r\n\r\n\r\n--edge--'
    assert split([text]) == [(Part("a", None), b"1"), (Part("f", ""), b"")]


@pytest.mark.parametrize(
    "text", [b"", b"--edge", b"--edge\r\n", body(b"x")[:-6], b"--edge\r\nX: y\r\n\r\n", b"no form"]
)
def test_a_body_that_breaks_off_is_broken(text):
    with pytest.raises(Broken):
        split([text])


def test_headers_without_an_end_are_broken():
    with pytest.raises(Broken):
        split([b"--edge\r\n" + b"x" * 20_000])


@pytest.mark.parametrize("step", [1, 2, 5, 1000])
def test_an_empty_field_may_share_its_line_end_with_the_boundary(step):
    head = b'--edge\r\nContent-Disposition: form-data; name="%s"\r\n'
    whole = head % b"empty" + b"\r\n" + head % b"full" + b"\r\nx\r\n--edge--\r\n"
    found = split([whole[at : at + step] for at in range(0, len(whole), step)])
    assert [(part.name, content) for part, content in found] == [("empty", b""), ("full", b"x")]

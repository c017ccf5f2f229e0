"""The frames themselves, by properties: any cut, any range, any damage."""

import hashlib
import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.storage import AlteredContent, frames, reader
from casework.storage.backend import Opened
from casework.storage.frames import Sealer
from casework.storage.reader import Reader

ID, KEY = "00112233445566778899aabbccddeeff", bytes(range(32))
SMALL = 64
"""Frames of this size in these tests, so that many fit into little."""


@pytest.fixture(autouse=True, scope="module")
def small_frames():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "FRAME", SMALL)
        patch.setattr(frames, "WHOLE", SMALL + frames.OVERHEAD)
        patch.setattr(reader, "FRAME", SMALL)
        yield


def sealed(content: bytes, file_id: str = ID, key: bytes = KEY) -> list[bytes]:
    """Header, frames, end."""
    sealer = Sealer(file_id, key)
    pieces = [content[at : at + SMALL] for at in range(0, len(content), SMALL)]
    stored = [bytes(sealer.seal(number, piece)) for number, piece in enumerate(pieces)]
    return [frames.header(file_id), *stored, sealer.seal_end(len(content), hashlib.sha256(content).hexdigest())]


def opened(stored: bytes, key: bytes = KEY) -> bytes:
    """As the store opens it: header, end, every frame."""
    source = io.BytesIO(stored)

    def fetch(start: int, length: int) -> bytes:
        source.seek(start)
        return source.read(length)

    sealer = Sealer(frames.file_id(fetch(0, frames.HEADER)), key)
    length = max(0, len(stored) - frames.END)
    size, sha256 = sealer.open_end(fetch(length, frames.END), length)
    plain = Reader(Opened(length, fetch), sealer, size).read()
    if hashlib.sha256(plain).hexdigest() != sha256:
        raise AlteredContent
    return plain


contents = st.binary(min_size=1, max_size=5 * SMALL)
cheap = settings(max_examples=60, deadline=None)


@cheap
@given(contents)
def test_what_was_sealed_opens(content):
    stored = b"".join(sealed(content))
    assert opened(stored) == content
    assert len(stored) == frames.stored_length(len(content)) + frames.END


@cheap
@given(contents, st.integers(0, 5 * SMALL), st.integers(0, 5 * SMALL))
def test_a_range_is_a_slice(content, start, length):
    stored = b"".join(sealed(content))
    view = Reader(Opened(len(stored), lambda at, n: stored[at : at + n]), Sealer(ID, KEY), len(content))
    view.seek(start)
    assert view.read(length) == content[start : start + length]


@cheap
@given(contents, st.data())
def test_any_flipped_bit_is_found(content, data):
    stored = bytearray(b"".join(sealed(content)))
    at = data.draw(st.integers(0, len(stored) - 1))
    stored[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(AlteredContent):
        opened(bytes(stored))


@cheap
@given(contents, st.data())
def test_any_other_order_or_number_of_pieces_is_found(content, data):
    pieces = sealed(content)
    changed = [pieces[at] for at in data.draw(st.lists(st.integers(0, len(pieces) - 1), max_size=len(pieces) + 2))]
    if changed != pieces:
        with pytest.raises(AlteredContent):
            opened(b"".join(changed))


@cheap
@given(contents, st.data())
def test_any_cut_and_anything_added_is_found(content, data):
    stored = b"".join(sealed(content))
    cut = data.draw(st.integers(0, len(stored) - 1))
    for changed in (stored[:cut], stored + data.draw(st.binary(min_size=1, max_size=200))):
        with pytest.raises(AlteredContent):
            opened(changed)


@cheap
@given(contents, contents, st.data())
def test_a_piece_of_another_file_is_found_even_under_the_same_key(content, other, data):
    pieces, others = sealed(content), sealed(other, file_id=os.urandom(16).hex())
    at = data.draw(st.integers(1, len(pieces) - 1))
    pieces[at] = others[min(at, len(others) - 1)]
    with pytest.raises(AlteredContent):
        opened(b"".join(pieces))


def test_a_longer_or_shorter_edition_of_the_same_upload_is_no_end_for_it():
    """An attacker who kept an older end, under the same key, cannot cut the file back to it."""
    content = os.urandom(3 * SMALL)
    long, short = sealed(content), sealed(content[: 2 * SMALL])
    with pytest.raises(AlteredContent):
        opened(b"".join([*long[:-1], short[-1]]))


def test_another_key_opens_nothing():
    with pytest.raises(AlteredContent):
        opened(b"".join(sealed(b"content")), key=bytes(32))


def test_the_same_content_is_sealed_differently_each_time():
    first, second = sealed(b"same" * 100), sealed(b"same" * 100)
    assert first[0] == second[0]
    assert not set(first[1:]) & set(second[1:])

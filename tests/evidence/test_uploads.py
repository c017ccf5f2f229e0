"""Reading a form with a file in it as a stream."""

import hashlib
import io
import os

import pytest
from flask import Request
from werkzeug.exceptions import BadRequest

from casework.evidence import uploads
from casework.storage import FileStore
from tests.storage.stores import make_store, staged_in

BOUNDARY = "edge"
FIELD = b'--edge\r\nContent-Disposition: form-data; name="title"\r\n\r\nA note\r\n'
HEAD = FIELD + b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
TAIL = b'\r\n--edge\r\nContent-Disposition: form-data; name="after"\r\n\r\nlast\r\n--edge--\r\n'


class Dribble(io.RawIOBase):
    """Gives at most so many bytes at a time, as a network does."""

    def __init__(self, content: bytes, piece: int) -> None:
        self.rest, self.piece = io.BytesIO(content), piece

    def read(self, size: int = -1) -> bytes:
        return self.rest.read(min(size, self.piece) if size > 0 else self.piece)


@pytest.fixture
def store(tmp_path) -> FileStore:
    return make_store(tmp_path)


def receive(store, body: bytes, piece: int = 1 << 20, limit: int = 1 << 30) -> uploads.Upload:
    environ = {
        "REQUEST_METHOD": "POST", "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "CONTENT_LENGTH": str(len(body)), "wsgi.input": Dribble(body, piece),
    }  # fmt: skip
    request = Request(environ)
    request.max_content_length = 1 << 30
    return uploads.receive(request, store, limit=limit, before_file=lambda fields: None)


@pytest.mark.parametrize("piece", [1, 7, 64, 1000, 1 << 20])
@pytest.mark.parametrize(
    "content",
    [
        b"x",
        b"\r\n",
        b"--edge,",
        b"\r\n--edg",
        b"\r\n--edge is not the end",
        b"\r\n--edgewise\n--edge\r" * 300,
        b"a\n\r--\r" * 500,
    ],
)
def test_every_byte_of_the_file_arrives_wherever_the_pieces_are_cut(store, content, piece):
    upload = receive(store, HEAD + content + TAIL, piece)
    assert upload.staged is not None
    with store.open_staged(upload.staged) as stream:
        assert stream.read() == content
    assert upload.fields.to_dict() == {"title": "A note", "after": "last"}


def test_a_large_file_keeps_its_hash(store):
    content = os.urandom(5 * 1024 * 1024) + b"\r\n--edge-not" + os.urandom(1024 * 1024)
    upload = receive(store, HEAD + content + TAIL)
    assert upload.staged is not None
    assert upload.staged.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("cut", [10, 100, 200, 400])
def test_a_body_that_breaks_off_is_refused_and_leaves_nothing(store, cut):
    with pytest.raises(BadRequest):
        receive(store, (HEAD + b"x" * 300 + TAIL)[:cut])
    assert staged_in(store) == []


def test_a_file_over_the_limit_is_read_to_its_end_and_dropped(store):
    upload = receive(store, HEAD + b"x" * 5000 + TAIL, limit=4999)
    assert (upload.refused, upload.staged) == ("too_large", None)
    assert upload.fields["after"] == "last"
    assert staged_in(store) == []


def test_a_second_file_is_refused_and_the_first_one_kept_apart(store):
    second = b'\r\n--edge\r\nContent-Disposition: form-data; name="file"; filename="b.bin"\r\n\r\nsecond'
    upload = receive(store, HEAD + b"first" + second + TAIL)
    assert upload.refused == "second"
    assert upload.staged is not None
    assert upload.staged.size == 5

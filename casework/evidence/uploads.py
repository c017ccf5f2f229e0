"""A form with one file in it, read as a stream: fields stay in memory, the file goes straight into the store.

Werkzeug's own parser would first spool the file to a temporary folder, in plain text and twice the disk. Here the
small fields come first (the page is written that way), so that the token is checked before a byte of the file counts.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from casework.errors import Unavailable
from casework.evidence.multipart import Broken, Part, PartEnd, Splitter
from casework.storage import EmptyContent, FileStore, Incoming, Staged, TooLarge

READ = 1024 * 1024  # at once from the server, which copies what it holds at each call
MOST_FIELDS = 200
MOST_FIELD_BYTES = 2 * 1024 * 1024


@dataclass
class Upload:
    """What a form carried. `refused` says why its file was not taken: "empty", "too_large", "second", or "unavailable"
    where the store cannot take it now; `trouble` is then the store's own word for it."""

    fields: MultiDict[str, str]
    staged: Staged | None = None
    filename: str = ""
    refused: str = ""
    trouble: str = ""


Check = Callable[[MultiDict[str, str]], None]


class _Reader:
    """Turns the pieces of the body into fields and one staged file."""

    def __init__(self, store: FileStore | None, limit: int, expected: int, before_file: Check) -> None:
        self.store, self.limit, self.expected, self.before_file = store, limit, expected, before_file
        self.upload = Upload(MultiDict())
        self.incoming: Incoming | None = None
        self.name, self.text, self.room = "", bytearray(), MOST_FIELD_BYTES
        self.parts, self.is_file = 0, False

    def take(self, piece: Part | memoryview | PartEnd) -> None:
        if isinstance(piece, Part):
            self.parts += 1
            if self.parts > MOST_FIELDS:
                raise BadRequest
            self.name, self.text = piece.name, bytearray()
            self.is_file = piece.filename is not None
            if piece.filename:  # the browser sends the part even when nothing was chosen
                self._begin_file(piece.filename)
        elif self.is_file:
            self._file_piece(piece)
        else:
            self._field_piece(piece)

    def _begin_file(self, filename: str) -> None:
        if self.upload.filename:
            self.upload.refused = self.upload.refused or "second"
            return
        self.before_file(self.upload.fields)
        self.upload.filename = filename
        try:
            self.incoming = self.store.begin(self.limit, self.expected) if self.store else None
        except Unavailable as problem:
            self._not_now(problem)

    def _not_now(self, problem: Unavailable) -> None:
        self.upload.refused, self.upload.trouble = "unavailable", str(problem.message)

    def _field_piece(self, piece: memoryview | PartEnd) -> None:
        if isinstance(piece, PartEnd):
            self.upload.fields.add(self.name, self.text.decode("utf-8", "replace"))
            return
        self.room -= len(piece)
        if self.room < 0:
            raise BadRequest
        self.text += piece

    def _file_piece(self, piece: memoryview | PartEnd) -> None:
        if self.incoming is None:
            return  # refused: read on, keep nothing
        try:
            if not isinstance(piece, PartEnd):
                self.incoming.write(piece)
                return
            self.upload.staged = self.incoming.finish()
        except TooLarge:
            self.upload.refused = "too_large"
        except EmptyContent:
            self.upload.refused = "empty"
        except Unavailable as problem:
            self._not_now(problem)
        self.incoming = None

    def close(self) -> None:
        if self.incoming is not None:
            self.incoming.abort()


def receive(request: Request, store: FileStore, *, limit: int, before_file: Check) -> Upload:
    """Read a whole form in constant memory; whoever gets the staged file keeps or discards it.

    `before_file` sees the fields that came so far, and raises to refuse the file. Afterwards `request.form` holds the
    fields, as for any other form; a refused file is read to its end, so that the answer can be given in words.
    Raises BadRequest for a broken body, and what `before_file` raises.
    """
    boundary = request.mimetype_params.get("boundary", "")
    if request.mimetype != "multipart/form-data" or not boundary:
        raise BadRequest
    reader = _Reader(store, limit, request.content_length or 0, before_file)
    try:
        _parse(request, boundary, reader)
    except BaseException:
        if reader.upload.staged is not None:
            store.discard(reader.upload.staged)
        raise
    finally:
        reader.close()
    vars(request)["form"] = ImmutableMultiDict(reader.upload.fields)
    vars(request)["files"] = ImmutableMultiDict()
    return reader.upload


def fields_of(request: Request) -> MultiDict[str, str]:
    """What was typed into such a form. The file is read past, so that the browser gets its answer, and kept nowhere.

    Raises BadRequest, RequestEntityTooLarge.
    """
    reader = _Reader(None, 0, 0, lambda _fields: None)
    _parse(request, request.mimetype_params.get("boundary", ""), reader)
    return reader.upload.fields


def _parse(request: Request, boundary: str, reader: _Reader) -> None:
    splitter = Splitter(boundary.encode("latin-1", "replace"))
    try:
        for chunk in _body(request):
            for piece in splitter.feed(chunk):
                reader.take(piece)
        splitter.close()
    except Broken as error:
        raise BadRequest from error


def _body(request: Request) -> Iterator[bytes]:
    """The body in chunks, straight from the server: Werkzeug's wrapper would copy each of them twice more."""
    left, source = request.content_length, request.environ["wsgi.input"]
    if left is None:
        left, source = request.max_content_length or 0, request.stream
    if left > (request.max_content_length or 0):
        raise RequestEntityTooLarge
    while left > 0 and (chunk := source.read(min(READ, left))):
        left -= len(chunk)
        yield chunk

"""A form with one file in it, read as a stream: fields stay in memory, the file goes straight into the store.

Werkzeug's own parser would first spool the file to a temporary folder, in plain text and twice the disk. Here the
small fields come first (the page is written that way), so that the token is checked before a byte of the file counts.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from casework.storage import EmptyContent, FileStore, Incoming, Staged, StoreFull, TooLarge

READ = 1024 * 1024  # at once from the server, which copies what it holds at each call
PARSE = 128 * 1024  # at once through the parser, which is quickest on pieces that fit the processor's cache
MOST_FIELDS = 200
MOST_FIELD_BYTES = 2 * 1024 * 1024


@dataclass
class Upload:
    """What a form carried. `refused` says why its file was not taken: "empty", "too_large", "full" or "second"."""

    fields: MultiDict[str, str]
    staged: Staged | None = None
    filename: str = ""
    refused: str = ""


Check = Callable[[MultiDict[str, str]], None]


class _Reader:
    """Turns the parser's events into fields and one staged file."""

    def __init__(self, store: FileStore, limit: int, expected: int, before_file: Check) -> None:
        self.store, self.limit, self.expected, self.before_file = store, limit, expected, before_file
        self.upload = Upload(MultiDict())
        self.incoming: Incoming | None = None
        self.name, self.text, self.room = "", bytearray(), MOST_FIELD_BYTES

    def take(self, event: Event) -> None:
        if isinstance(event, File):
            self.name = ""
            self._begin_file(event)
        elif isinstance(event, Field):
            self.name, self.text = event.name or "", bytearray()
        elif isinstance(event, Data):
            self._data(event)

    def _begin_file(self, event: File) -> None:
        if not event.filename:
            return  # the browser sends the part even when nothing was chosen
        if self.upload.filename:
            self.upload.refused = self.upload.refused or "second"
            return
        self.before_file(self.upload.fields)
        self.upload.filename = event.filename
        try:
            self.incoming = self.store.begin(self.limit, self.expected)
        except StoreFull:
            self.upload.refused = "full"

    def _data(self, event: Data) -> None:
        if self.incoming is not None:
            self._file_data(event)
        elif self.name:
            self.room -= len(event.data)
            if self.room < 0 or len(self.upload.fields) > MOST_FIELDS:
                raise BadRequest
            self.text += event.data
            if not event.more_data:
                self.upload.fields.add(self.name, self.text.decode("utf-8", "replace"))

    def _file_data(self, event: Data) -> None:
        assert self.incoming is not None  # noqa: S101 - for the type checker
        try:
            self.incoming.write(event.data)
            if event.more_data:
                return
            self.upload.staged = self.incoming.finish()
        except TooLarge:
            self.upload.refused = "too_large"
        except EmptyContent:
            self.upload.refused = "empty"
        except StoreFull:
            self.upload.refused = "full"
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


def _parse(request: Request, boundary: str, reader: _Reader) -> None:
    decoder = MultipartDecoder(boundary.encode("latin-1", "replace"), max_parts=MOST_FIELDS)
    try:
        for chunk in _body(request):
            for start in range(0, len(chunk), PARSE):
                decoder.receive_data(chunk[start : start + PARSE])
                _events(decoder, reader)
        decoder.receive_data(None)
        _events(decoder, reader)
    except ValueError as error:  # the parser's own complaint about a broken or cut body
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


def _events(decoder: MultipartDecoder, reader: _Reader) -> None:
    while not isinstance(event := decoder.next_event(), NeedData | Epilogue):
        reader.take(event)

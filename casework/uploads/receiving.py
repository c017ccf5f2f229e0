"""Bytes of one request into the store: as many as arrive, in constant memory, and never twice."""

from collections.abc import Callable

from sqlalchemy import update
from sqlmodel import col

from casework.db import now, read_session, write_session
from casework.errors import NotFound
from casework.i18n import _
from casework.storage import Incoming, MissingContent, StoreFull
from casework.uploads import protocol, services
from casework.uploads.models import Upload
from casework.uploads.protocol import Checksum, Refusal
from casework.uploads.services import Means

FIRST_READ, MOST_READ = 64 * 1024, 1024 * 1024
Read = Callable[[int], bytes]


def offset_of(means: Means, upload: Upload) -> int:
    """How many bytes have arrived for good. After a process was killed the store is asked. Raises locking.Busy."""
    if not upload.is_open:
        return upload.received
    with means.hold(upload):
        upload = again(means, upload)
        if upload.is_open:
            settle(means, upload, resume(means, upload))
        return upload.received


def receive(
    means: Means,
    upload: Upload,
    read: Read,
    *,
    offset: int,
    length: int,
    checksum: Checksum | None = None,
    give_way: Callable[[], None] | None = None,
) -> Upload:
    """Add `length` bytes from `offset` on; returns the upload as it is then.

    Raises Refusal: 409 where the offset is not the one that was reached, 413 for more than the rest, 460 for a wrong
    checksum (nothing of the piece counts), 400 when the connection was cut (what arrived counts), 507 without room.
    """
    with means.hold(upload, give_way=give_way):
        upload = again(means, upload)
        if not upload.is_open and offset != upload.received:
            raise _conflict(upload)
        if length > upload.size - offset:
            raise Refusal(413, _("More bytes than the file was said to have."))
        if upload.is_whole and not upload.is_open:
            return upload
        piece = _checked(read, length, checksum) if checksum else None
        save(means, upload, is_open=True)
        incoming = resume(means, upload)
        if incoming.offset != offset:
            settle(means, upload, incoming)
            raise _conflict(upload)
        return _take(means, upload, incoming, read, length, piece)


def _take(means: Means, upload: Upload, incoming: Incoming, read: Read, length: int, piece: bytes | None) -> Upload:
    try:
        left = _write_all(incoming, read, length) if piece is None else length - incoming.write(piece)
    except StoreFull:
        _lost_or_kept(means, upload)
        raise
    except BaseException:
        settle(means, upload, incoming)
        raise
    settle(means, upload, incoming)
    if left:
        raise Refusal(400, _("The connection was cut. What arrived is kept."), {"Connection": "close"})
    return upload


def _write_all(incoming: Incoming, read: Read, length: int) -> int:
    """Copy; returns how many bytes did not come. Reads grow, so that a line cut every few seconds gets on, too."""
    size = FIRST_READ
    while length > 0:
        try:
            data = read(min(size, length))
        except OSError:  # the connection was reset, or silent for too long
            break
        if not data:
            break
        incoming.write(data)
        length -= len(data)
        size = min(2 * size, MOST_READ)
    return length


def _checked(read: Read, length: int, checksum: Checksum) -> bytes:
    if length > protocol.MOST_CHECKED:
        raise Refusal(413, _("A piece with a checksum is too large: send smaller ones."))
    try:
        piece = b"".join(iter(lambda: read(MOST_READ), b"")) if length else b""
    except OSError:
        piece = b""
    if len(piece) != length:
        raise Refusal(400, _("The connection was cut. What arrived is kept."), {"Connection": "close"})
    if not checksum.fits(piece):
        raise Refusal(460, _("This piece was damaged on its way. It does not count; send it again."))
    return piece


def resume(means: Means, upload: Upload) -> Incoming:
    try:
        return means.store.resume(upload.handle, upload.size)
    except MissingContent:
        services.forget(means, upload)
        raise NotFound from None


def settle(means: Means, upload: Upload, incoming: Incoming) -> None:
    """Make durable what arrived, then write down how much it is."""
    reached, handle = incoming.offset, incoming.suspend()
    until = now() + services.lifetime(means.settings)
    save(means, upload, is_open=False, received=reached, handle=handle, expires_at=until)


def _lost_or_kept(means: Means, upload: Upload) -> None:
    """The disk is full: what had arrived before is kept where the store can, and forgotten where it cannot."""
    try:
        settle(means, upload, means.store.resume(upload.handle, upload.size))
    except MissingContent:
        services.forget(means, upload)


def save(means: Means, upload: Upload, **values: object) -> None:
    with write_session(means.engine) as session:
        session.execute(update(Upload).where(col(Upload.id) == upload.key).values(**values))
        session.commit()
    for name, value in values.items():
        setattr(upload, name, value)


def again(means: Means, upload: Upload) -> Upload:
    """The row as it is under the lock. Raises NotFound when it has gone meanwhile."""
    with read_session(means.engine) as reading:
        found = reading.get(Upload, upload.key)
    if found is None:
        raise NotFound
    return found


def _conflict(upload: Upload) -> Refusal:
    return Refusal(409, _("The upload stands elsewhere."), {"Upload-Offset": str(upload.received)})

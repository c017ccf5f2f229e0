"""What is done with files on their way in: begin, find, list, discard, hand over, clear away."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine, delete, func, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from casework.access import Permission, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.config import Settings
from casework.db import now, read_session, write_session
from casework.errors import NotFound, Refused
from casework.i18n import _
from casework.storage import FileStore
from casework.subjects import Actor
from casework.uploads import locking, protocol
from casework.uploads.models import Upload
from casework.uploads.names import seal_metadata, token_for

MOST_UNFINISHED = 500
TOKEN_LETTERS = 43
SWEPT_AT_ONCE = 50


class Gone(NotFound):
    """Another request was first: it has become something, or was discarded."""


@dataclass(frozen=True)
class Means:
    """What a file is received with: transactions of their own, a moment each, so that none is open while bytes flow."""

    engine: Engine
    store: FileStore
    settings: Settings

    @contextmanager
    def hold(self, upload: Upload, **more: object) -> Iterator[None]:
        """Hold the lock of an upload. Raises locking.Busy."""
        folder = self.settings.instance / "locks"
        with locking.held(self.engine, folder, upload.token, upload.key, **more):  # type: ignore[arg-type]
            yield


def begin(means: Means, actor: Actor, *, case: Case, size: int, metadata: str) -> Upload:
    """Begin to receive a file of this size. Raises Refused (quota, closed case) or StoreFull before the first byte.

    A sender that says a `key` in its metadata gets the same upload for the same key, however often it asks.
    """
    said = protocol.metadata(metadata)
    head, key = protocol.hash_of(said.get("head", "")), said.get("key", "")
    token = token_for(means.settings, actor.key, case.key, key)
    sweep(means)
    with read_session(means.engine) as reading:
        require(reading, actor, Permission.EVIDENCE_EDIT, case.subject)
        require_open(case)
        if before := _of_token(reading, token):
            if before.size != size:
                raise protocol.Refusal(409)
            return before
        _refuse_beyond_quota(reading, means.settings, actor, size)
        promised = reading.exec(select(func.sum(col(Upload.size) - col(Upload.received)))).one() or 0
    means.store.require_room(size + int(promised))
    until = now() + lifetime(means.settings)
    upload = Upload(
        token=token, account_id=actor.key, case_id=case.key, size=size, handle="", head_sha256=head, expires_at=until
    )
    seal_metadata(means.settings, upload, metadata)
    with means.store.begin(size, size) as incoming:
        upload.handle = incoming.suspend()
    return _insert(means, upload)


def _of_token(session: Session, token: str) -> Upload | None:
    return session.exec(select(Upload).where(Upload.token == token)).first()


def _insert(means: Means, upload: Upload) -> Upload:
    """Write the row; of two equal requests at once the second gets the first one's."""
    try:
        with write_session(means.engine) as session:
            session.add(upload)
            session.commit()
        return upload
    except BaseException as error:
        means.store.forget(upload.handle)
        if not isinstance(error, IntegrityError):
            raise
    with read_session(means.engine) as reading:
        if first := _of_token(reading, upload.token):
            return first
    raise NotFound


def lifetime(settings: Settings) -> timedelta:
    """How long an upload waits after its last byte."""
    return timedelta(days=settings.upload_days)


def _refuse_beyond_quota(session: Session, settings: Settings, actor: Actor, size: int) -> None:
    mine = col(Upload.account_id) == actor.key
    count, total = session.exec(select(func.count(col(Upload.id)), func.sum(Upload.size)).where(mine)).one()
    if count >= MOST_UNFINISHED or int(total or 0) + size > settings.upload_quota_bytes:
        text = _("Too much of yours waits to be described already. Describe or discard some of it first.")
        raise Refused(text)


def find(session: Session, actor: Actor, *, case: Case, token: str) -> Upload:
    """The actor's own upload in this case, while it has not expired. Raises NotFound."""
    require(session, actor, Permission.EVIDENCE_EDIT, case.subject)
    upload = session.exec(
        select(Upload).where(
            Upload.token == token[:TOKEN_LETTERS],
            Upload.account_id == actor.key,
            Upload.case_id == case.key,
            Upload.expires_at > now(),
        )
    ).first()
    if upload is None:
        raise NotFound
    return upload


def unfinished(session: Session, actor: Actor, *, case: Case) -> Sequence[Upload]:
    """The actor's own uploads in this case, oldest first: at most as many as the quota lets wait."""
    require(session, actor, Permission.EVIDENCE_EDIT, case.subject)
    mine = (Upload.account_id == actor.key, Upload.case_id == case.key, Upload.expires_at > now())
    return session.exec(select(Upload).where(*mine).order_by(col(Upload.id)).limit(MOST_UNFINISHED)).all()


def discard(means: Means, upload: Upload) -> None:
    """Forget an upload and what has arrived of it. Raises locking.Busy."""
    with means.hold(upload):
        forget(means, upload)


def forget(means: Means, upload: Upload) -> None:
    """The same by whoever holds its lock: the row first, so that nobody finds a row without content."""
    with write_session(means.engine) as session:
        session.execute(delete(Upload).where(col(Upload.id) == upload.key))
        session.commit()
    means.store.forget(upload.handle)


def consume(session: Session, upload: Upload) -> None:
    """The file has become something, in this transaction. Raises Gone when another request was first."""
    done = session.execute(delete(Upload).where(col(Upload.id) == upload.key))
    if getattr(done, "rowcount", 0) != 1:
        raise Gone


def rename(means: Means, upload: Upload, name: str) -> None:
    """Put another name in the place of the one that the sender's machine gave the file."""
    sealed = seal_metadata(means.settings, upload, protocol.with_name(name))
    values = {"key_day": sealed.day, "nonce": sealed.nonce, "ciphertext": sealed.ciphertext}
    with write_session(means.engine) as session:
        session.execute(update(Upload).where(col(Upload.id) == upload.key).values(**values))
        session.commit()


def sweep(means: Means) -> int:
    """Clear away what nobody came back for; returns how many. One that is in hand just now is left for the next time."""
    with read_session(means.engine) as reading:
        statement = select(Upload).where(Upload.expires_at <= now()).order_by(col(Upload.expires_at))
        expired = reading.exec(statement.limit(SWEPT_AT_ONCE)).all()
    swept = 0
    for upload in expired:
        try:
            discard(means, upload)
            swept += 1
        except locking.Busy:
            continue
    means.store.sweep(spare=_handles(means))
    return swept


def _handles(means: Means) -> set[str]:
    """What the store must not take for abandoned."""
    with read_session(means.engine) as reading:
        return set(reading.exec(select(Upload.handle)).all())

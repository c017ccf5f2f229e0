"""The end of an upload: the server's own hash, beside the sender's."""

from casework import audit
from casework.db import write_session
from casework.errors import NotFound
from casework.i18n import _
from casework.storage import FileStore, MissingContent, Staged
from casework.subjects import Actor, Subject
from casework.uploads import receiving, services
from casework.uploads.models import Upload
from casework.uploads.protocol import Refusal
from casework.uploads.services import Means


def finish(means: Means, actor: Actor, upload: Upload, said: str = "") -> Upload:
    """Take the hash of a whole file; `said` is the sender's own, or empty. The same request again changes nothing.

    Raises Refusal: 409 while bytes are missing, 422 when the hashes differ: then nothing of the file is kept.
    """
    with means.hold(upload):
        upload = receiving.again(means, upload)
        if not upload.sha256:
            _take_hash(means, upload)
        if said and said != upload.sha256:
            _refuse(means, actor, upload, said)
        if said and not upload.is_agreed:
            receiving.save(means, upload, is_agreed=True)
        return upload


def _take_hash(means: Means, upload: Upload) -> None:
    incoming = receiving.resume(means, upload)
    if incoming.offset != upload.size:
        receiving.settle(means, upload, incoming)
        raise Refusal(409, _("The file has not arrived whole yet."), {"Upload-Offset": str(upload.received)})
    staged = incoming.finish()
    receiving.save(means, upload, is_open=False, received=upload.size, sha256=staged.sha256, handle=staged.handle)


def _refuse(means: Means, actor: Actor, upload: Upload, said: str) -> None:
    with write_session(means.engine) as session:
        subject = Subject("case", upload.case_id, upload.case_id, "")
        audit.record(session, actor, "evidence.hashes_differ", subject, sent=said, arrived=upload.sha256)
        session.commit()
    services.forget(means, upload)
    raise Refusal(
        422, _("What arrived is not the file on your machine: its hash differs. Nothing was kept; send it again.")
    )


def arrived(store: FileStore, upload: Upload) -> Staged:
    """The content of a finished upload. Raises NotFound when it has gone."""
    return store.staged_again(upload.handle, upload.sha256, upload.size) or _kept_already(store, upload)


def _kept_already(store: FileStore, upload: Upload) -> Staged:
    """A process was killed between keeping the file and its commit: no row names it yet, so it is taken in again."""
    try:
        with store.open_stream(upload.sha256) as stream:
            return store.stage(stream, upload.size)
    except MissingContent:
        raise NotFound from None

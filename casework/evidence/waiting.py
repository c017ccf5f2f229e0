"""A file that has arrived and waits for the rest of its form: with the form itself, or in pieces before it."""

from dataclasses import dataclass

from flask import current_app, g
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlmodel import Session

from casework.errors import NotFound
from casework.evidence.blueprint import the_store
from casework.evidence.uploads import Upload as Form
from casework.evidence.words import size
from casework.storage import Staged
from casework.uploads import finishing
from casework.uploads import services as uploads
from casework.uploads.blueprint import own_upload, the_means
from casework.uploads.models import Upload
from casework.uploads.names import claimed_name
from casework.uploads.protocol import Refusal
from casework.web import current_actor

WAITS_SECONDS = 12 * 3600


@dataclass
class Waiting:
    """The file, and the name that it came with; `upload` is the row of one that came in pieces."""

    staged: Staged
    filename: str
    upload: Upload | None = None

    @property
    def is_agreed(self) -> bool:
        """The sender's browser took the same hash."""
        return self.upload is not None and self.upload.is_agreed

    @property
    def token(self) -> str:
        """What a form says to have it back: its upload, or a signed note of where it lies."""
        return self.upload.token if self.upload else _sign(self)

    def told(self) -> tuple[str, str, str]:
        """Name, size and hash, as the page shows them."""
        return self.filename, size(self.staged.size), self.staged.sha256

    def rename(self, name: str) -> None:
        """The writer put a code in the place of a name."""
        if name == self.filename:
            return
        self.filename = name
        if self.upload is not None:
            uploads.rename(the_means(), self.upload, name)

    def forget(self) -> None:
        """It is not wanted."""
        if self.upload is not None:
            uploads.forget(the_means(), self.upload)
        else:
            the_store().discard(self.staged)

    def lapse(self) -> None:
        """Something went wrong that is not the file's fault. One that came in pieces waits on, for another try."""
        if self.upload is None:
            self.forget()

    def become(self, session: Session) -> None:
        """It becomes an exhibit in this transaction. Raises Gone when another request was first."""
        if self.upload is not None:
            uploads.consume(session, self.upload)


def of_form(form: Form) -> Waiting | None:
    """The file that came with this form, or before it."""
    if form.staged is not None:
        return Waiting(form.staged, form.filename)
    said = form.fields.get("received", "")
    return (in_pieces(said) if len(said) == uploads.TOKEN_LETTERS else _signed(said)) if said else None


def in_pieces(token: str) -> Waiting | None:
    """A file that came in pieces; its hash is taken now when no browser asked for it. None when it is not there."""
    means = the_means()
    try:
        upload = finishing.finish(means, current_actor(), own_upload(token))
        staged = finishing.arrived(means.store, upload)
    except (NotFound, Refusal):
        return None
    return Waiting(staged, claimed_name(means.settings, upload), upload)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or b"", salt="file that waits")


def _sign(waiting: Waiting) -> str:
    staged, whose = waiting.staged, [current_actor().key, g.case.key]
    return str(_signer().dumps([*whose, staged.handle, staged.sha256, staged.size, waiting.filename]))


def _signed(token: str) -> Waiting | None:
    """The file of an earlier try of this form, when it is this person's, for this case, and still there."""
    try:
        account, case, handle, sha256, length, filename = _signer().loads(token, max_age=WAITS_SECONDS)
    except (BadSignature, ValueError):
        return None
    if (account, case) != (current_actor().key, g.case.key):
        return None
    staged = the_store().staged_again(handle, sha256, length)
    return Waiting(staged, filename) if staged else None

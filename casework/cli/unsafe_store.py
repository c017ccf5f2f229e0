"""What `doctor` asks of the place where files are kept."""

import io
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from casework.config import Settings
from casework.errors import Unavailable
from casework.storage import StoreLocked, open_store

_HERE = {"localhost", "127.0.0.1", "::1"}


def in_clear(settings: Settings) -> Iterator[str]:
    """A bucket that is reached without TLS. Files are ciphertext all the same; the credentials' use is not. Pure."""
    query = parse_qs(urlsplit(settings.storage_url or "").query)
    endpoint = urlsplit(query.get("endpoint", [""])[-1])
    if endpoint.scheme == "http" and endpoint.hostname not in _HERE:
        yield "storage_url reaches another machine without TLS: use an https endpoint"


def unusable(settings: Settings) -> Iterator[str]:
    """A store that does not answer, cannot be written, or is open to strangers: tried with a few bytes."""
    try:
        store = open_store(settings)
    except ValueError as problem:
        yield str(problem)
        return
    try:
        store.discard(store.stage(io.BytesIO(b"doctor"), 6))
    except StoreLocked:
        pass  # the sealed vault has a remark of its own
    except (Unavailable, OSError) as problem:
        yield f"files cannot be stored: {problem}"
        return
    if store.backend.is_public():
        yield "strangers can read the bucket that holds the files: take its public access away"

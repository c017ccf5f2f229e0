"""Mail: who, when, by which way, with how many attachments (RFC 5322). Nothing of it is shown as a page."""

import email.errors
import email.header
import email.parser
import email.policy
import encodings.ascii
import encodings.iso8859_1
import encodings.utf_8
from email import charset, quoprimime  # noqa: F401 - loaded while files can still be opened
from typing import BinaryIO

from casework.sandbox.findings import Inspection, Value

MOST = 16 * 1024 * 1024
_WANTED = {
    "subject": "subject",
    "from": "sender",
    "to": "recipients",
    "date": "date_created",
    "message-id": "message_id",
    "x-mailer": "software",
    "user-agent": "software",
    "return-path": "return_path",
    "x-originating-ip": "sent_from",
}
assert encodings  # noqa: S101 - they are imported to be there later


def read(source: BinaryIO, seen: str) -> Inspection:
    """The header, the first and last station of its way, and the attachments' number."""
    message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(source.read(MOST))
    found: dict[str, Value] = {}
    for header, name in _WANTED.items():
        if value := message.get(header):
            found[name] = _decoded(str(value))
    stations = message.get_all("received") or []
    if stations:
        found |= {"stations": len(stations), "received_at": str(stations[0]).rpartition(";")[2].strip()}
    parts = [part for part in message.walk() if part.get_content_disposition() == "attachment"]
    return Inspection(seen, found | ({"attachments": len(parts)} if parts else {}))


def _decoded(text: str) -> str:
    try:
        pieces = email.header.decode_header(text)
        return " ".join(
            "".join(
                piece.decode(coding or "utf-8", "replace") if isinstance(piece, bytes) else piece
                for piece, coding in pieces
            ).split()
        )
    except (LookupError, ValueError, email.errors.HeaderParseError):
        return text

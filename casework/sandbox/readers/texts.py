"""Plain text: which encoding, how many lines. No preview: a text is read after download, on purpose."""

import codecs
from typing import BinaryIO

from casework.sandbox.findings import Inspection, Notice, Value

MOST = 8 * 1024 * 1024
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

for _name in ("utf-8", "utf-8-sig", "utf-16"):
    codecs.lookup(_name)  # loads the codec while files can still be opened


def read(source: BinaryIO, seen: str) -> Inspection:
    """Encoding and lines of the first eight megabytes."""
    content = source.read(MOST)
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    cut = len(content) == MOST
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if not (cut and error.start > MOST - 8):
            return Inspection(seen, {"size_read": len(content)}, notices=(Notice.NOT_UNICODE,))
        text = content[: error.start].decode(encoding)
    metadata: dict[str, Value] = {"encoding": encoding.removesuffix("-sig")}
    if not cut:
        metadata["lines"] = len(text.splitlines())
    return Inspection(seen, metadata)

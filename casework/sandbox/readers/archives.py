"""Archives: the list of contents is read, nothing is ever unpacked but an office document's own short description."""

import codecs
import zipfile
from typing import BinaryIO

from casework.sandbox.findings import Inspection, Notice, Problem
from casework.sandbox.readers import office

HUGE = 2 * 1024**3
RATIO = 100
MANY = 100_000

for _name in ("ascii", "cp437", "utf-8"):
    codecs.lookup(_name)  # loads the codec while files can still be opened


def read(source: BinaryIO, seen: str) -> Inspection:
    """Number of entries, size if unpacked, and what would be dangerous about unpacking it."""
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
            told = office.facts(archive) if seen != "application/zip" else {}
    except zipfile.BadZipFile:
        return Inspection(seen, problem=Problem.DAMAGED)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    notices = []
    if len(entries) > MANY or unpacked > HUGE or (unpacked > HUGE // 100 and unpacked / packed > RATIO):
        notices.append(Notice.UNPACKS_HUGE)
    if any(entry.filename.startswith("/") or ".." in entry.filename.split("/") for entry in entries):
        notices.append(Notice.PATHS_IN_ARCHIVE)
    if any(entry.filename.endswith(("vbaProject.bin", "Basic/script-lc.xml")) for entry in entries):
        notices.append(Notice.ACTIVE_CONTENT)
    problem = Problem.ENCRYPTED if any(entry.flag_bits & 1 for entry in entries) else None
    return Inspection(seen, {"entries": len(entries), "unpacked_size": unpacked} | told, None, problem, tuple(notices))

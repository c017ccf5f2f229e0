"""The files that a PDF carries, as one uncompressed ZIP."""

import zipfile
from collections.abc import Mapping
from typing import Any, BinaryIO

import pikepdf

from casework.sandbox.findings import Problem, Unreadable


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Options: `most`, the bytes of all files together. Writes a ZIP with the files under their names."""
    room = int(options["most"])
    try:
        with pikepdf.Pdf.open(source) as pdf, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as files:
            for name, spec in pdf.attachments.items():
                content = spec.get_file().read_bytes()
                room -= len(content)
                if room < 0:
                    raise Unreadable(Problem.LIMITS)
                files.writestr(zipfile.ZipInfo(name), content)
    except (pikepdf.PdfError, KeyError, ValueError, RuntimeError) as error:
        raise Unreadable(Problem.DAMAGED) from error
    return {"files": len(files.namelist())}

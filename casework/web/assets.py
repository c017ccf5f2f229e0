"""Addresses of static files with their content's hash, so that they can be kept for a year and an upgrade shows at once."""

import functools
import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from werkzeug.security import safe_join

FOR_A_YEAR = "public, max-age=31536000, immutable"
FOR_A_DAY = "public, max-age=86400"  # asked for without a version: a font that a style sheet names


@functools.lru_cache(maxsize=500)
def _digest(path: str, _modified_ns: int, _size: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]


def version_of(filename: str) -> str:
    """The first 16 hexadecimal digits of the file's SHA-256; empty for a file that is not there."""
    path = safe_join(str(current_app.static_folder), filename)
    try:
        stat = Path(path or "").stat()
        return _digest(str(path), stat.st_mtime_ns, stat.st_size)
    except OSError:
        return ""


def lifetime(filename: str, asked: str | None) -> str:
    """The Cache-Control of a static file: a year under its own hash, a day without one, never under another's."""
    if asked is None:
        return FOR_A_DAY
    return FOR_A_YEAR if asked and asked == version_of(filename) else "no-cache"


def register(app: Flask) -> None:
    """Let `url_for("static", …)` carry the version, whoever calls it."""

    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values and (version := version_of(values.get("filename", ""))):
            values["v"] = version

    app.url_defaults(add_version)

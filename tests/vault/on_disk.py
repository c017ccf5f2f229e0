"""Look for words in every byte that an installation keeps: files, the database's own files, and what a dump would show."""

import base64
import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

from sqlalchemy import Engine, inspect, text

from casework.config import Settings
from casework.dossiers import leak
from casework.search.fold import fold

BLOCK, OVERLAP = 16 * 1024 * 1024, 4096


def spellings(words: Iterable[str]) -> dict[bytes, str]:
    """Every way in which these words could lie on a disk: folded, escaped, in UTF-8 and UTF-16, whatever the case."""
    found: dict[bytes, str] = {}
    for word in words:
        forms = {word, fold(word), leak.fold(word), json.dumps(word)[1:-1], quote(word), quote_plus(word)}
        forms |= {unicodedata.normalize(form, word) for form in ("NFC", "NFD", "NFKD")}
        for form in forms:
            for code in ("utf-8", "utf-16-le", "utf-16-be"):
                found[form.encode(code).lower()] = word
    return found


def secrets(keys: Iterable[bytes]) -> dict[bytes, str]:
    """Bytes of a key as they are, in hexadecimal (as a dump writes them) and in base64."""
    found: dict[bytes, str] = {}
    for key in keys:
        name = f"key {key[:2].hex()}…"
        found |= {key.lower(): name, key.hex().encode(): name, base64.b64encode(key).lower(): name}
    return found


@dataclass
class Installation:
    """Where an installation keeps anything."""

    settings: Settings
    engine: Engine
    since: float

    def places(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Every file of the data directory, and on PostgreSQL every row and, where they can be read, the server's files."""
        for path in self.files():
            yield str(path), _blocks(path)
        if not self.settings.is_sqlite:
            yield from self._rows()

    def files(self) -> list[Path]:
        """The data directory's files; on PostgreSQL also those of this database and what was written ahead since."""
        own = [path for path in self.settings.instance.parent.rglob("*") if path.is_file()]
        return own if self.settings.is_sqlite else own + self.server_files()

    def server_files(self) -> list[Path]:
        """After a checkpoint. Empty when the server's directory is not ours to read."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
            folder = Path(str(connection.scalar(text("SHOW data_directory"))))
            oid = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        try:
            written = [path for path in (folder / "pg_wal").iterdir() if path.is_file()]
            written = [path for path in written if path.stat().st_mtime >= self.since]
            return written + [path for path in (folder / "base" / str(oid)).iterdir() if path.is_file()]
        except OSError:
            return []

    def _rows(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        for table in inspect(self.engine).get_table_names():
            with self.engine.connect() as connection:
                rows = connection.execute(text(f'SELECT t::text FROM "{table}" t')).scalars().all()
            yield f"table {table}", iter([str(row).encode().lower() for row in rows])

    def hits(self, wanted: dict[bytes, str]) -> list[tuple[str, str]]:
        """Which words were found where."""
        found = set()
        for place, blocks in self.places():
            for block in blocks:
                found |= {(word, place) for form, word in wanted.items() if form in block}
        return sorted(found)


def _blocks(path: Path) -> Iterator[bytes]:
    """The file in lower case, in blocks that overlap. A file that is gone meanwhile holds nothing."""
    try:
        with path.open("rb") as file:
            tail = b""
            while block := file.read(BLOCK):
                yield (tail + block).lower()
                tail = block[-OVERLAP:]
    except FileNotFoundError:
        return

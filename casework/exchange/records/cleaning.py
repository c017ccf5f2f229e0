"""Take protected names and hidden references out of records, and find what is left of them in bytes. Pure."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from casework.dossiers.redaction import redact_text
from casework.leaks.matching import Wanted, spans

Record = dict[str, Any]
# Between texts that are searched together: no name is read across it.
APART = "\nxqx\n"
_IDENTS = re.compile(r"(^|_)ids?$")
_REFERENCES = re.compile(r"\b(?:T|EX|W)-\d{4,6}\b")
_WITNESSES = re.compile(r"\bW-\d{4,6}\b")
_PARAGRAPHS = re.compile(r"(\n+)")
_OURS = re.compile(r"casework-[0-9a-f]{40}")  # identifiers: hashes, without a word in them
LONG = 60


class Cleaner:
    """Replaces names by `[R1]`, and a whole paragraph that tells of what may not go by its code.

    A paragraph that names a statement, an exhibit or a witness tells what they said. Where they are hidden from the
    builder it becomes `[R5]`; where they are not among what may be used, `[R4]`: a reference that nothing in the case is
    linked to counts as such, because nobody asked about it. Codes of witnesses never go.
    """

    def __init__(self, names: Wanted, hidden: Collection[str] = (), usable: Collection[str] = ()) -> None:
        self.names = names
        self._hidden, self._usable = frozenset(hidden), frozenset(usable)
        self._searched = Remembered()

    def text(self, text: str, *, is_searched: bool = False) -> str:
        """`is_searched`: it holds no name, as a search of more than it has shown."""
        if _REFERENCES.search(text):
            text = "".join(self._paragraph(part) for part in _PARAGRAPHS.split(text))
        return text if is_searched or not self.names else redact_text(text, self.names)[0]

    def _paragraph(self, text: str) -> str:
        told = set(_REFERENCES.findall(text))
        if told & self._hidden:
            return "[R5]"
        return "[R4]" if told - self._usable else _WITNESSES.sub("[R1]", text)

    def record(self, record: Record) -> Record:
        """The record with every text cleaned; identifiers are ours and hold no words."""
        named = {name: value for name, value in record.items() if not _IDENTS.search(name)}
        together = APART.join(texts_in(list(named.values())))
        # Nearly no record holds a name: searched whole, and once, which is many times faster.
        is_searched = self._searched.is_clean(together, self.names)
        if is_searched and not _REFERENCES.search(together):
            return record
        return record | {name: self._each(value, is_searched) for name, value in named.items()}

    def _each(self, value: Any, is_searched: bool) -> Any:
        if isinstance(value, str):
            return self.text(value, is_searched=is_searched)
        return [self._each(one, is_searched) for one in value] if isinstance(value, list) else value


class Remembered:
    """Which texts were searched and hold no name: by a hash of each, for as long as one export is made."""

    def __init__(self) -> None:
        self._clean: set[bytes] = set()

    def is_clean(self, text: str, names: Wanted) -> bool:
        """Whether no name stands in a text. The same text is searched once."""
        if not names:
            return True
        known = hashlib.blake2b(text.encode(), digest_size=16).digest()
        if known in self._clean:
            return True
        if spans(text, names):
            return False
        if len(text) >= LONG:
            self._clean.add(known)
        return True


def texts_in(value: Any) -> Iterator[str]:
    """Every text in what JSON can hold."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)


def read_back(path: str, data: bytes) -> Iterator[str]:
    """The texts that whoever opens the file reads in these bytes, which hold whole lines or rows."""
    text = data.decode("utf-8-sig")
    if path.endswith(".json"):
        for line in filter(None, text.split("\n")):  # not splitlines: a text may hold other ends of lines
            yield from texts_in(json.loads(line))
    elif path.endswith(".csv"):
        for row in csv.reader(io.StringIO(text, newline="")):
            yield from row
    else:
        yield text


class Searcher:
    """Searches exactly the bytes that leave, file by file, while they go; remembers whose names were found where."""

    def __init__(self, names: Wanted) -> None:
        self._names = names
        self._searched = Remembered()
        self.found: set[tuple[str, str]] = set()

    def watched(self, path: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same bytes. Each chunk holds whole rows."""
        self._look(path, [path])
        for chunk in chunks:
            if self._names:
                self._look(path, read_back(path, chunk))
            yield chunk

    def _look(self, path: str, texts: Iterable[str]) -> None:
        """Long texts one by one, since they stand in a table and once more as an entity; all others together."""
        short = []
        for text in texts:
            plain = _OURS.sub("", text)
            if len(plain) < LONG:
                short.append(plain)
            elif not self._searched.is_clean(plain, self._names):
                self._note(path, plain)
        self._note(path, APART.join(filter(None, short)))

    def _note(self, path: str, text: str) -> None:
        if self._names:
            self.found |= {(owner, path) for _start, _end, owner in spans(text, self._names)}

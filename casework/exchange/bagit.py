"""The format of a bag (RFC 8493, BagIt 1.0): which files it has beside its payload, and what stands in them. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
PAYLOAD = "data/"
_DECLARED = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_UNITS = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


@dataclass(frozen=True)
class Entry:
    """One payload file: its path in the bag, and the hash and length that it must have when it is written."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Contents:
    """A whole bag but for the bytes of its payload: its folder's name, its payload, every other file."""

    name: str
    payload: tuple[Entry, ...]
    tags: Mapping[str, bytes]

    @property
    def identity(self) -> str:
        """SHA-256 of the tag manifest, which binds everything else: two bags with the same are the same."""
        return hashlib.sha256(self.tags[TAG_MANIFEST]).hexdigest()

    @property
    def manifest_sha256(self) -> str:
        """SHA-256 of the payload manifest: this very list of files."""
        return hashlib.sha256(self.tags[MANIFEST]).hexdigest()

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(each.size for each in self.payload) + sum(map(len, self.tags.values()))


def put_together(
    name: str, payload: Iterable[Entry], info: Sequence[tuple[str, str]], tags: Mapping[str, bytes], on: date
) -> Contents:
    """The bag of this payload with these tag files; `info` goes into bag-info.txt before what is counted here."""
    rows = tuple(sorted(payload, key=lambda each: each.path))
    octets = sum(each.size for each in rows)
    told = [*info, ("Bagging-Date", on.isoformat()), ("Payload-Oxum", f"{octets}.{len(rows)}"), ("Bag-Size", in_words(octets))]  # fmt: skip
    made = {DECLARATION: _DECLARED.encode(), **tags}
    made[INFO] = "".join(f"{label}: {one_line(value)}\n" for label, value in told if value).encode()
    made[MANIFEST] = manifest((each.path, each.sha256) for each in rows)
    made[TAG_MANIFEST] = manifest((path, hashlib.sha256(data).hexdigest()) for path, data in sorted(made.items()))
    return Contents(name, rows, dict(sorted(made.items())))


def with_tag(contents: Contents, path: str, data: bytes) -> Contents:
    """The same bag with one more tag file. The payload and its manifest stay as they are."""
    tags = {**contents.tags, path: data}
    del tags[TAG_MANIFEST]
    tags[TAG_MANIFEST] = manifest((name, hashlib.sha256(body).hexdigest()) for name, body in sorted(tags.items()))
    return Contents(contents.name, contents.payload, dict(sorted(tags.items())))


def manifest(rows: Iterable[tuple[str, str]]) -> bytes:
    """Lines of a manifest: the hash, two spaces, the path."""
    return "".join(f"{digest}  {written(path)}\n" for path, digest in rows).encode()


def written(path: str) -> str:
    """A path as a manifest writes it (RFC 8493, 2.1.3): line ends and percent signs escaped."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def read_path(text: str) -> str:
    """A path as it was before a manifest wrote it."""
    for code, letter in (("%0A", "\n"), ("%0a", "\n"), ("%0D", "\r"), ("%0d", "\r"), ("%25", "%")):
        text = text.replace(code, letter)
    return text


def one_line(value: str) -> str:
    """A value of bag-info.txt: one line, so that no reader takes the rest for another field."""
    return " ".join(value.split())


def in_words(octets: int) -> str:
    """A size for people, the same in every language."""
    for one, unit in _UNITS:
        if octets >= one:
            return f"{octets / one:.1f} {unit}"
    return f"{octets} B"

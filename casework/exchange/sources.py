"""A bag as it came: a folder or a ZIP from somebody else. Names and sizes are looked at before a byte is read."""

import os
import re
import stat
import unicodedata
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, cast

from casework.errors import CaseworkError

MOST_FILES = 20_000
MOST_TIMES = 50
"""A ZIP that claims to unpack to more than this many times its own size is a bomb: exhibits do not shrink so far."""

_ODD = re.compile(r"[\x00-\x1f\x7f\\:]")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class BadBag(CaseworkError):
    """The bag cannot be read in; `problems` says everything that is wrong with it, file by file."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)[:50]
        super().__init__("; ".join(self.problems))


class Source(ABC):
    """The files of a bag by their paths inside it."""

    sizes: dict[str, int]

    @abstractmethod
    def open(self, path: str) -> BinaryIO:
        """Read a file of `sizes` from its start."""

    def read(self, path: str, most: int) -> bytes:
        """A whole small file. Raises BadBag when it is larger than `most` bytes."""
        if self.sizes[path] > most:
            raise BadBag([f"{path}: larger than {most} bytes"])
        with self.open(path) as stream:
            return stream.read(most)

    @abstractmethod
    def close(self) -> None:
        """Nothing is read any more."""


class Folder(Source):
    """A bag in a folder. Links are refused: they lead elsewhere."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.sizes = {}
        problems: list[str] = []
        for where, folders, files in os.walk(root, followlinks=False, onerror=_refuse):
            for name in [*folders, *files]:
                path = Path(where, name)
                about = path.lstat()
                inside = path.relative_to(root).as_posix()
                if not stat.S_ISDIR(about.st_mode) and not stat.S_ISREG(about.st_mode):
                    problems.append(f"{shown(inside)}: a link or something else that is no file")
                elif stat.S_ISREG(about.st_mode):
                    self.sizes[inside] = about.st_size
            if len(self.sizes) > MOST_FILES:
                raise BadBag([f"more than {MOST_FILES} files"])
        refuse([*problems, *name_problems(self.sizes)])

    def open(self, path: str) -> BinaryIO:
        handle = os.open(self._root / path, os.O_RDONLY | os.O_NOFOLLOW)
        return os.fdopen(handle, "rb")

    def close(self) -> None:
        """Nothing is open between two files."""


class Zipped(Source):
    """A bag in a ZIP: at its top, or in one folder (RFC 8493, 4)."""

    def __init__(self, place: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(place)
        except (zipfile.BadZipFile, ValueError, OSError) as problem:
            raise BadBag([f"{place.name}: no ZIP file ({type(problem).__name__})"]) from None
        entries = self._archive.infolist()
        if len(entries) > MOST_FILES:
            raise BadBag([f"more than {MOST_FILES} files"])
        files = [one for one in entries if not one.is_dir()]
        problems = [f"{shown(one.filename)}: {why}" for one in files if (why := entry_problem(one))]
        if sum(one.file_size for one in files) > MOST_TIMES * max(place.stat().st_size, 1_000_000):
            problems.append("unpacked it would be enormous")
        names = [one.filename for one in files]
        refuse([*problems, *name_problems(names)])
        self._base = base_of(names)
        self.sizes = {one.filename.removeprefix(self._base): one.file_size for one in files}

    def open(self, path: str) -> BinaryIO:
        try:
            return cast(BinaryIO, self._archive.open(self._base + path))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as problem:
            raise BadBag([f"{shown(path)}: cannot be unpacked ({type(problem).__name__})"]) from None

    def close(self) -> None:
        self._archive.close()


def open_source(place: Path) -> Source:
    """The bag in a folder or a ZIP file. Raises BadBag."""
    if place.is_dir():
        return Folder(place)
    if place.is_file():
        return Zipped(place)
    raise BadBag([f"{place.name}: there is no such folder or file"])


def entry_problem(entry: zipfile.ZipInfo) -> str:
    """Why an entry of a ZIP is not read, if it is not."""
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "a link or something else that is no file"
    if entry.flag_bits & 0x1:
        return "locked with a password"
    return "" if entry.compress_type in _METHODS else "packed in an unknown way"


def base_of(names: Iterable[str]) -> str:
    """The folder that the bag stands in. Raises BadBag unless there is one bag, and nothing beside it."""
    found = [name[: -len("bagit.txt")] for name in names if name.split("/")[-1] == "bagit.txt" and name.count("/") < 2]
    if len(found) != 1 or not all(name.startswith(found[0]) for name in names):
        raise BadBag(["no bag, or more than one, or something beside it"])
    return found[0]


def name_problems(names: Iterable[str]) -> list[str]:
    """Names that would lead out of the folder, hide something, or be one and the same on another machine."""
    problems, alike = [], set[str]()
    for name in names:
        folded = unicodedata.normalize("NFC", name).casefold()
        if not is_safe(name):
            problems.append(f"{shown(name)}: a name that is not allowed")
        elif folded in alike:
            problems.append(f"{shown(name)}: a second file of this name, perhaps in other letters")
        alike.add(folded)
    return problems


def is_safe(name: str) -> bool:
    """A relative path of ordinary parts."""
    parts = name.split("/")
    return (
        len(name) <= 240
        and not _ODD.search(name)
        and all(part not in ("", ".", "..") and part == part.strip() for part in parts)
        and not any(unicodedata.category(letter) in ("Cf", "Cs", "Co", "Cn") for letter in name)
    )


def shown(name: str) -> str:
    """A name from a stranger, safe to print."""
    return name[:120].encode("unicode_escape").decode()


def refuse(problems: list[str]) -> None:
    """Raise BadBag when there are any."""
    if problems:
        raise BadBag(problems)


def _refuse(problem: OSError) -> None:
    raise BadBag([f"a folder cannot be read ({type(problem).__name__})"])

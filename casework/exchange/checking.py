"""Is this a whole bag of ours, unaltered, and are its sheets fit to be taken in? Everything comes from strangers."""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, field_validator

from casework.exchange.bagit import DECLARATION, INFO, MANIFEST, PAYLOAD, TAG_MANIFEST, read_path
from casework.exchange.sheets import FOLDER, Sheet
from casework.exchange.sources import BadBag, Source, is_safe, refuse, shown
from casework.storage import CHUNK
from casework.vocabulary import Confidence, Marking

CASE = "metadata/case.json"
MOST_SMALL = 64 * 1024
MOST_SHEET = 2 * 1024 * 1024
MOST_MANIFEST = 8 * 1024 * 1024
_LINE = re.compile(r"([0-9A-Fa-f]{64})[ \t]+\*?(.+)")
_OXUM = re.compile(r"(\d{1,18})\.(\d{1,9})")
Model = TypeVar("Model", bound=BaseModel)


class Body(BaseModel):
    """The body that the bag was made for."""

    model_config = ConfigDict(extra="forbid")
    kind: Annotated[str, StringConstraints(max_length=60)]
    slug: Annotated[str, StringConstraints(max_length=60)]
    name: Annotated[str, StringConstraints(max_length=200)] = ""


class CaseFacts(BaseModel):
    """The case that the bag was made of."""

    model_config = ConfigDict(extra="forbid")
    format: Literal["casework.case/1"]
    reference: Annotated[str, StringConstraints(pattern=r"^CW-\d{4}-\d{4,6}$")]
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    title_ar: Annotated[str, StringConstraints(max_length=200)] = ""
    marking: Marking
    standard_of_proof: Confidence
    time_zone: Annotated[str, StringConstraints(max_length=60)]
    recipient: Body

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except Exception:  # whatever is wrong with a name, it names no zone
            raise ValueError("no time zone of this name") from None
        return name


@dataclass(frozen=True)
class Checked:
    """A bag whose lists, counts, sheets and descriptions hold. Its payload is hashed while it is taken in."""

    identity: str
    info: dict[str, str]
    payload: dict[str, str]
    case: CaseFacts
    sheets: tuple[Sheet, ...]

    @property
    def bagged_on(self) -> date | None:
        """The day that the sender wrote down."""
        try:
            return date.fromisoformat(self.info.get("Bagging-Date", ""))
        except ValueError:
            return None


def check(source: Source) -> Checked:
    """Everything but the bytes of the payload. Raises BadBag with every problem of the step that found any."""
    needed = {DECLARATION, INFO, MANIFEST, TAG_MANIFEST, CASE}
    refuse([f"{name}: missing" for name in sorted(needed - source.sizes.keys())])
    refuse(["fetch.txt: files are never fetched from elsewhere"] if "fetch.txt" in source.sizes else [])
    declared = source.read(DECLARATION, MOST_SMALL).decode("utf-8", "replace").split()
    if declared[1:2] != ["1.0"] and declared[1:2] != ["0.97"]:
        raise BadBag([f"{DECLARATION}: not BagIt 1.0"])
    payload, tags = listed(source, MANIFEST), listed(source, TAG_MANIFEST)
    inside = {name for name in source.sizes if name.startswith(PAYLOAD)}
    described = {name for name in source.sizes if name not in inside and not name.startswith("tagmanifest-")}
    refuse([*differences(payload.keys(), inside), *differences(tags.keys(), described)])
    refuse([f"{name}: altered" for name, digest in tags.items() if digest_of(source, name) != digest])
    info = fields_of(source.read(INFO, MOST_SMALL).decode("utf-8", "replace"))
    refuse(oxum_problems(info, [source.sizes[name] for name in inside]))
    case = parsed(CaseFacts, source, CASE, MOST_SMALL)
    names = sorted(name for name in tags if name.startswith(FOLDER))
    sheets = all_parsed(source, names)
    refuse(list(sheet_problems(sheets, names, payload, source)))
    identity = hashlib.sha256(source.read(TAG_MANIFEST, MOST_MANIFEST)).hexdigest()
    return Checked(identity, info, payload, case, tuple(sorted(sheets, key=lambda one: int(one.reference[3:]))))


def listed(source: Source, name: str) -> dict[str, str]:
    """Paths and hashes of a manifest. Raises BadBag."""
    found: dict[str, str] = {}
    problems = []
    for number, line in enumerate(source.read(name, MOST_MANIFEST).decode("utf-8", "replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        path = read_path(match.group(2).removeprefix("./")) if match else ""
        if not match or not is_safe(path) or path in found or path.startswith(PAYLOAD) is not (name == MANIFEST):
            problems.append(f"{name}, line {number}: {'not allowed here, or twice' if match else 'not a line of a manifest'}")  # fmt: skip
        elif match:
            found[path] = match.group(1).lower()
    refuse(problems)
    return found


def differences(expected: Collection[str], inside: Collection[str]) -> Iterator[str]:
    """Files that are listed and not there, and there and not listed."""
    yield from (f"{shown(name)}: missing" for name in sorted(set(expected) - set(inside)))
    yield from (f"{shown(name)}: not listed" for name in sorted(set(inside) - set(expected)))


def digest_of(source: Source, name: str) -> str:
    """SHA-256 of a file, in constant memory; no more is read than its size promises."""
    hasher, left = hashlib.sha256(), source.sizes[name]
    with source.open(name) as stream:
        while left > 0 and (chunk := stream.read(min(CHUNK, left))):
            hasher.update(chunk)
            left -= len(chunk)
        more = stream.read(1)
    return hasher.hexdigest() if not left and not more else ""


def fields_of(text: str) -> dict[str, str]:
    """bag-info.txt: the first value of each label; a line that begins with a blank goes on."""
    found: dict[str, str] = {}
    label = ""
    for line in text.splitlines()[:200]:
        if line[:1] in (" ", "\t") and label:
            found[label] += " " + line.strip()
        elif ":" in line:
            label, _colon, value = line.partition(":")
            found.setdefault(label.strip(), value.strip()[:500])
    return found


def oxum_problems(info: dict[str, str], sizes: Collection[int]) -> list[str]:
    """Whether the sender counted the same files and bytes."""
    match = _OXUM.fullmatch(info.get("Payload-Oxum", ""))
    if match is None:
        return [f"{INFO}: no Payload-Oxum"]
    expected, found = (int(match.group(1)), int(match.group(2))), (sum(sizes), len(sizes))
    return [] if expected == found else [f"{INFO}: Payload-Oxum says {match.group()}, there is {found[0]}.{found[1]}"]


def parsed(model: type[Model], source: Source, name: str, most: int) -> Model:
    """One description. Raises BadBag naming each field that is wrong."""
    try:
        return model.model_validate_json(source.read(name, most))
    except ValidationError as problem:
        raise BadBag(
            f"{shown(name)}: {'.'.join(str(part) for part in one['loc']) or 'the whole'}: {one['msg']}"
            for one in problem.errors(include_url=False, include_input=False, include_context=False)
        ) from None


def all_parsed(source: Source, names: Collection[str]) -> list[Sheet]:
    """Every sheet; the problems of all of them at once."""
    found, problems = [], []
    for name in names:
        try:
            found.append(parsed(Sheet, source, name, MOST_SHEET))
        except BadBag as bad:
            problems += bad.problems
    refuse(problems)
    return found


def sheet_problems(
    sheets: Collection[Sheet], names: Collection[str], payload: dict[str, str], source: Source
) -> Iterator[str]:
    """Every file has one sheet, and each sheet tells of a file that is there."""
    if not sheets:
        yield f"{FOLDER}: no sheet of any exhibit"
    references = {sheet.reference for sheet in sheets}
    claimed: set[str] = set()
    for sheet, name in zip(sheets, names, strict=True):
        if sheet.path != name:
            yield f"{shown(name)}: is the sheet of {sheet.reference}"
        if sheet.made_from and sheet.made_from not in references - {sheet.reference}:
            yield f"{shown(name)}: made from {sheet.made_from}, which is not in the bag"
        if sheet.file is None:
            continue
        if payload.get(sheet.file.path) != sheet.file.sha256 or source.sizes.get(sheet.file.path) != sheet.file.size:
            yield f"{shown(name)}: its file is not in the bag with this hash and size"
        if sheet.file.path in claimed:
            yield f"{shown(name)}: another sheet has the same file"
        claimed.add(sheet.file.path)
    yield from (f"{shown(path)}: a file without a sheet" for path in sorted(payload.keys() - claimed))

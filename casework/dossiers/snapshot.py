"""Snapshots as JSON and back, always the same text for the same content."""

import dataclasses
import hashlib
import json
import types
import typing
from collections.abc import Mapping
from typing import Any

from casework.dossiers.content import SCHEMA, Snapshot


def dumps(snapshot: Snapshot) -> str:
    """Canonical JSON: sorted keys, no spare space, letters as they are."""
    return canonical(plain(snapshot))


def plain(value: Any) -> Any:
    """As plain values. A later field that says nothing is left out, so that older snapshots keep their bytes."""
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    if not dataclasses.is_dataclass(value):
        return value
    fields = [(one, getattr(value, one.name)) for one in dataclasses.fields(value)]
    return {one.name: plain(held) for one, held in fields if not (one.metadata.get("later") and held == one.default)}


def texts(value: Any) -> list[str]:
    """Every text in it, the names of its fields left out."""
    found: list[str] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, (tuple, list)):
            waiting += one
        elif isinstance(one, Mapping):
            waiting += [*one.keys(), *one.values()]
        elif dataclasses.is_dataclass(one):
            waiting += vars(one).values()
    return found


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def loads(text: str) -> Snapshot:
    """Read what `dumps` wrote. Raises ValueError for another schema."""
    raw = json.loads(text)
    if raw.get("schema") != SCHEMA:
        raise ValueError(f"not a dossier snapshot of schema {SCHEMA}")
    built: Snapshot = build(Snapshot, raw)
    return built


def build(kind: Any, raw: Any) -> Any:
    """Make a value of the annotated kind from parsed JSON: dataclasses, tuples and plain values only."""
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(**{name: build(hints[name], value) for name, value in raw.items()})  # type: ignore[operator]
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple and arguments[-1] is Ellipsis:
        return tuple(build(arguments[0], value) for value in raw)
    if origin is tuple:
        return tuple(build(part, value) for part, value in zip(arguments, raw, strict=True))
    if origin in (typing.Union, types.UnionType):
        return None if raw is None else build(arguments[0], raw)
    return raw

"""How an entry becomes a leaf of the tree: pure, so that an outsider can do it again.

A leaf holds the number, the time and the act in clear, and three salted commitments: to who did it, to the object, and
to the facts. Whoever is shown a proof learns none of the three until its salt and value are shown, too.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from casework.verifier.verify import SALT_BYTES, SEALED

SALTS = SALT_BYTES * len(SEALED)


class Leaf(NamedTuple):
    """An entry as it is hashed. `facts` is the JSON text that lies in the database, byte for byte."""

    seq: int
    at: str
    action: str
    actor: str
    subject: str
    facts: str
    salts: bytes


def of_columns(row: Mapping[str, Any], facts: str) -> Leaf:
    """The leaf of a row that is about to be written."""
    return Leaf(
        row["seq"],
        instant(row["at"]),
        row["action"],
        actor_value(row["actor_id"], row["actor"]),
        subject_value(row["subject_kind"], row["subject_id"], row["case_id"], row["subject_label"]),
        facts,
        row["salts"],
    )


def new_salts() -> bytes:
    """Three random salts, one behind the other, in the order of `SEALED`."""
    return os.urandom(SALTS)


def instant(at: datetime) -> str:
    """A time as it is hashed: UTC with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def actor_value(actor_id: int | None, actor: str) -> str:
    """What the first commitment commits to."""
    return f"{'-' if actor_id is None else actor_id} {actor}"


def subject_value(kind: str, key: int, case_id: int | None, label: str) -> str:
    """What the second commitment commits to: kind, number, number of the case, reference."""
    return f"{kind} {key} {'-' if case_id is None else case_id} {label}"


def commitment(salt: bytes, value: str) -> bytes:
    """What stands in a leaf for a value that is not shown."""
    return hashlib.sha256(salt + value.encode()).digest()


def leaf_hashes(leaves: Iterable[Sequence[Any]]) -> list[bytes]:
    """The hash of each leaf (RFC 9162, 2.1.1), over number, time, act and the three commitments, which are SHA-256 of
    salt and value each; what a row holds behind that is left out. One loop without calls: a whole log goes through it.
    `verify.leaf_bytes` says the same for one entry."""
    empty, begun, found = hashlib.sha256().copy, hashlib.sha256(b"\x00casework entry 1\n").copy, []
    for seq, at, action, actor, subject, facts, salts, _kept in leaves:
        who, what, known, leaf = empty(), empty(), empty(), begun()  # copies: making each anew takes twice as long
        who.update(salts[:16] + actor.encode())
        what.update(salts[16:32] + subject.encode())
        known.update(salts[32:] + facts.encode())
        leaf.update(f"{seq}\n{at}\n{action}\n".encode() + who.digest() + what.digest() + known.digest())
        found.append(leaf.digest())
    return found


def leaf_hash(leaf: Leaf) -> bytes:
    """The hash of one leaf."""
    return leaf_hashes([(*leaf, None)])[0]

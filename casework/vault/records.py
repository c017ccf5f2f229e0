"""Sealed records: what the server hands to a custodian, and what a custodian makes of it, far from the server (pure).

A record is JSON; each field is an age file in ASCII armour, so that `age -d` opens it where Casework is not at hand.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyrage import x25519

from casework.vault.custodians import NotForThisKey, Place, open_with

FORMAT = "casework sealed records 1"
_BEGIN, _END = "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"


@dataclass(frozen=True)
class SealedRecord:
    """One person, known by case and code; `fields` are age files."""

    case: str
    code: str
    owner: str
    fields: Mapping[str, bytes]


def write(records: Sequence[SealedRecord]) -> str:
    """The file to carry to a custodian."""
    rows = [
        {
            "case": one.case,
            "code": one.code,
            "owner": one.owner,
            "fields": {name: armour(sealed) for name, sealed in one.fields.items()},
        }
        for one in records
    ]
    return json.dumps({"format": FORMAT, "records": rows}, ensure_ascii=False, indent=1) + "\n"


def read(text: str) -> list[SealedRecord]:
    """The records of a file. Raises ValueError when it is none of ours."""
    try:
        document: Any = json.loads(text)
        if document["format"] != FORMAT:
            raise ValueError
        return [
            SealedRecord(
                str(row["case"]),
                str(row["code"]),
                str(row["owner"]),
                {name: unarmour(sealed) for name, sealed in row["fields"].items()},
            )
            for row in document["records"]
        ]
    except (KeyError, TypeError, AttributeError, ValueError):
        raise ValueError("this is not a file of sealed records, or it is damaged") from None


def opened(record: SealedRecord, identities: Sequence[x25519.Identity]) -> dict[str, str]:
    """The identity in clear. Raises NotForThisKey naming the field."""
    found = {}
    for name, sealed in record.fields.items():
        try:
            found[name] = open_with(identities, sealed, Place(record.owner, name))
        except NotForThisKey as error:
            raise NotForThisKey(f"{record.code}, {name}: {error}") from error
    return found


def armour(sealed: bytes) -> str:
    """ASCII armour as age writes it (RFC 7468, strict)."""
    text = base64.b64encode(sealed).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join([_BEGIN, *lines, _END, ""])


def unarmour(text: str) -> bytes:
    """The bytes. Raises ValueError."""
    lines = text.strip().splitlines()
    if len(lines) < 2 or lines[0] != _BEGIN or lines[-1] != _END:
        raise ValueError("no armour")
    return base64.b64decode("".join(lines[1:-1]), validate=True)

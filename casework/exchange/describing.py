"""From rows to sheets: the fields that a dossier prints, in the words of the vocabulary, names replaced. Pure."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from casework.dossiers.gathering import Material
from casework.dossiers.generalising import rough, rough_stamp
from casework.dossiers.lineage import givers_of
from casework.dossiers.redaction import redact_text
from casework.dossiers.states import DateDetail
from casework.dossiers.wording import grade
from casework.dossiers.wording_exhibits import HARMLESS
from casework.evidence.filenames import extension
from casework.evidence.models import CustodyEvent, Exhibit
from casework.exchange.bagit import PAYLOAD
from casework.exchange.choosing import Choice, Going
from casework.exchange.models import ReceivedBag
from casework.exchange.received import histories_of
from casework.exchange.sheets import FileFacts, Sheet
from casework.leaks.matching import Wanted
from casework.vocabulary import RedactionCode
from casework.witnesses.protection import is_generalised

_SAME = ("title", "kind", "derived_as", "derivation", "claimed_content", "observed_content", "source", "source_grade", "acquired_how",
         "copy_state", "is_edited", "is_graphic", "restriction", "source_verification", "content_verification",
         "technical_verification")  # fmt: skip
_LONGEST = {"title": 200, "derivation": 500, "source": 500, "restriction": 500, "acquired_how": 2_000,
            "claimed_content": 10_000, "observed_content": 10_000, "purpose": 500, "outcome": 200, "place_claimed": 200,
            "condition": 2_000}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """What sheets are made from: the rows, the decision, the day, and what must not stand in any text."""

    material: Material
    choice: Choice
    on: date
    names: Wanted
    codes: Collection[str] = ()
    received: Mapping[int, tuple[ReceivedBag, Sheet]] = field(default_factory=dict)


def path_of(row: Exhibit) -> str:
    """Where a file lies in a bag: a name that gives nothing away."""
    suffix = extension(row.filename)
    return f"{PAYLOAD}{row.reference}{'.' + suffix if suffix else ''}"


def sheet_of(source: Source, going: Going) -> Sheet:
    """The sheet of an exhibit that goes."""
    row, material = going.row, source.material
    is_rough = any(is_generalised(one.protection_measures) for one in givers_of(material, row))
    days = DateDetail.MONTH if is_rough else DateDetail.DAY
    parent = next((one for one in material.exhibits.values() if one.key == row.parent_id), None)
    bag, sheet = source.received.get(row.key, (None, None))
    made: dict[str, Any] = {
        **{name: getattr(row, name) for name in _SAME},
        "reference": row.reference,
        "file": FileFacts(path=path_of(row), sha256=row.sha256, size=row.size or 0, media_type=row.media_type)
        if row.sha256
        else None,
        "made_from": parent.reference if parent and parent.reference in source.choice.going else None,
        "grade": grade(material.approval("exhibit", row.key)),
        "acquired": day(row.acquired_at, days),
        "captured_claimed": rough(row.captured_claimed, days),
        "captured_embedded": rough_stamp(row.captured_embedded, days),
        "captured_verified": rough(row.captured_verified, days),
        "place_claimed": f"[{RedactionCode.R2.value.upper()}]" if is_rough and row.place_claimed else row.place_claimed,
        "embedded": {name: str(value) for name, value in row.embedded.items() if name in HARMLESS},
        "consents": [
            *(basis(grant.witness, grant.scope, grant.answer) for grant in going.grants),
            *(one.model_dump() for one in (sheet.consents if sheet else ())),
        ],
        "custody": [line(material, event, days) for event in material.custody.get(row.key, [])],
        "earlier": [one.model_dump() for one in (histories_of(bag, sheet) if bag and sheet else ())],
    }
    return Sheet.model_validate(each_text(made, cleaner(source)))


def day(moment: datetime | None, detail: DateDetail) -> str:
    """A day, or its month."""
    return "" if moment is None else f"{moment:%Y-%m}" if detail is DateDetail.MONTH else f"{moment:%Y-%m-%d}"


def basis(witness: str, scope: Any, answer: Any) -> dict[str, Any]:
    """One consent as a sheet holds it."""
    return {
        "witness": witness,
        "scope": scope,
        "condition": answer.condition or "",
        "record": answer.consent or "",
        "expires_on": answer.expires_on,
    }


def line(material: Material, event: CustodyEvent, days: DateDetail) -> dict[str, Any]:
    """One event: who handed what to whom by name stays here, as in a dossier."""
    account = material.accounts.get(event.actor_id or 0)
    return {
        "number": event.number,
        "kind": event.kind,
        "at": rough_stamp(f"{event.at:%Y-%m-%dT%H:%M:%SZ}", days),
        "agent": "system" if event.actor_id is None else f"A-{event.actor_id:04d}",
        "role": account.role.value if account else "",
        "receiver": f"A-{event.receiver_id:04d}" if event.receiver_id else "",
        "answers": event.answers,
        "purpose": event.purpose,
        "outcome": event.outcome,
        "hash_before": event.hash_before,
        "hash_after": event.hash_after,
    }


def cleaner(source: Source) -> Callable[[str], str]:
    """Replace names and the references of what the builder may not see."""
    hidden = re.compile("|".join(rf"\b{re.escape(code)}\b" for code in sorted(source.codes))) if source.codes else None

    def clean(text: str) -> str:
        shown = redact_text(text, source.names)[0] if source.names else text
        return hidden.sub("[R5]", shown) if hidden else shown

    return clean


def each_text(value: Any, change: Callable[[str], str], name: str = "") -> Any:
    """The same structure with every plain text changed, and no longer than its field allows."""
    if type(value) is str:
        return change(value)[: _LONGEST.get(name)]
    if isinstance(value, dict):
        return {key: each_text(one, change, str(key)) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [each_text(one, change, name) for one in value]
    return value

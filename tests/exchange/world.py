"""The case of the dossiers' tests with files in a store, and a bag made of it."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casework import audit
from casework.evidence.custody import add_event
from casework.evidence.models import Exhibit
from casework.exchange import freezing, writing
from casework.exchange.freezing import Frozen, Plan
from casework.storage import FileStore
from casework.subjects import SYSTEM
from casework.vocabulary import CustodyKind, DerivativeKind, EvidenceType
from tests.dossiers.world import World
from tests.storage.stores import alter

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PICTURES = {scope: {"answer": "yes"} for scope in ("store", "analyse", "national_commission", "audio_or_image")}


@dataclass
class Desk:
    """A world, and the store that its files are in."""

    world: World
    store: FileStore

    def exhibit(self, number: int, content: bytes = b"", **fields: Any) -> Exhibit:
        """An approved exhibit with a file of its own and the beginning of a chain of custody."""
        data = content or f"file number {number}\n".encode()
        digest = self.store.keep(self.store.stage(io.BytesIO(data), len(data)))
        values = {"sha256": digest, "size": len(data), "filename": f"n{number}.txt", "media_type": "text/plain",
                  "kind": EvidenceType.OTHER, "title": f"Exhibit {number}"}  # fmt: skip
        row = self.world.exhibit(number, **(values | fields))
        actor = self.world.author.as_actor()
        add_event(self.world.session, actor, row, CustodyKind.HASHED, at=AT, hash_after=digest, outcome="SHA-256")
        audit.record(self.world.session, actor, "evidence.registered", row.subject, sha256=digest, size=len(data))
        return row

    def photo(self, number: int, **fields: Any) -> Exhibit:
        """An exhibit that shows something."""
        return self.exhibit(number, **({"kind": EvidenceType.PHOTO, "media_type": "image/jpeg", "filename": "a.JPG"} | fields))  # fmt: skip

    def redacted(self, number: int, original: Exhibit) -> Exhibit:
        """A copy that was redacted."""
        kind = DerivativeKind.REDACTED_COPY
        row = self.photo(number, parent_id=original.key, derived_as=kind, derivation="Faces covered")
        add_event(self.world.session, SYSTEM, row, CustodyKind.REDACTED, at=AT)
        return row

    def alter(self, exhibit: Exhibit) -> None:
        alter(self.store, exhibit.sha256, b"changed behind our back")

    def plan(self, **fields: Any) -> Plan:
        values = {"case": self.world.case, "recipient": self.world.recipient, "reference": "B-0001", "language": "en",
                  "at": AT, "sender": "An organisation", "made_by": self.world.author.key}  # fmt: skip
        return Plan(**(values | fields))

    def freeze(self, altered: Any = (), **fields: Any) -> Frozen:
        """What would be in a bag made now."""
        plan = self.plan(**fields)
        drafted = freezing.draft(self.world.session, plan, self.world.vault, altered)
        named = freezing.files_that_name(self.store, drafted)
        return freezing.freeze(plan, freezing.draft(self.world.session, plan, self.world.vault, altered, named))

    def folder(self, place: Path, **fields: Any) -> Path:
        """A bag in a folder."""
        writing.to_folder(self.freeze(**fields).contents, self.store, place)
        return place

    def stays(self, **fields: Any) -> dict[str, tuple[str, str]]:
        """What stays: code and kind of reason, by reference."""
        return {one.left.ref: (one.left.code, one.reason) for one in self.freeze(**fields).choice.kept}

"""What a statement consists of: typed, and as JSON. Pure.

The elements are those that the Méndez Principles, the Murad Code and the Eurojust / ICC-OTP guidelines ask a record of an
interview to hold. The interviewer's observations stand apart: they are not evidence.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, field_validator

from casework.vocabulary import (
    KnowledgeBasis,
    Modality,
    PlaceType,
    Preliminary,
    PresentRole,
    ReadBack,
    Signature,
    TestimonyKind,
)

SCHEMA = "casework.testimony/1"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    @field_validator("*", mode="before")
    @classmethod
    def _clean(cls, value: Any) -> Any:
        return clean(value) if type(value) is str else value


class Present(_Part):
    """Somebody in the room, by what they did there; `who` is a function or a code, never a witness's name."""

    role: PresentRole
    who: str = ""


class Paragraph(_Part):
    """One numbered paragraph in the language it was spoken in, with its translation beside it.

    `number` is empty until it is given; a withdrawn paragraph keeps its number and, once frozen, has no text.
    """

    number: str = ""
    original: str = ""
    translation: str = ""
    is_question: bool = False
    basis: KnowledgeBasis | None = None
    is_withdrawn: bool = False

    @property
    def is_blank(self) -> bool:
        """Nothing was written in it."""
        return not (self.original.strip() or self.translation.strip() or self.is_withdrawn)


class Content(_Part):
    """A whole statement. Times are aware; `time_zone` (IANA) is where the interview took place."""

    kind: TestimonyKind = TestimonyKind.FIRST
    why_needed: str = ""
    prior_accounts: str = ""
    started: datetime | None = None
    ended: datetime | None = None
    time_zone: str = "UTC"
    place_type: PlaceType | None = None
    modality: Modality | None = None
    present: tuple[Present, ...] = ()
    interviewer: str = ""
    interpreter: str = ""
    language: str = "ar"
    translation_language: str = ""
    spoken: str = ""
    bases: tuple[KnowledgeBasis, ...] = ()
    preliminaries: tuple[Preliminary, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    exhibits_shown: tuple[str, ...] = ()
    read_back: ReadBack | None = None
    signature: Signature | None = None
    closing_note: str = ""
    observations: str = ""

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {"schema": SCHEMA, **self.model_dump(mode="json")}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what was stored; what an older schema lacked has its default. Raises ValueError for another shape."""
        return cls.model_validate(dict(stored))

    def changed(self, **fields: Any) -> Self:
        """A copy with these fields, every one of them checked. Raises ValueError."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_validate(values | fields)

    def paragraph(self, number: str) -> Paragraph | None:
        """The paragraph with this number, if there is one."""
        return next((one for one in self.paragraphs if one.number == number), None)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The paragraph numbers in the order of the text."""
        return tuple(one.number for one in self.paragraphs)

    @property
    def is_translated(self) -> bool:
        """A translation was asked for."""
        return bool(self.translation_language) and self.translation_language != self.language


def clean(text: str) -> str:
    """Text as every database can store it: one kind of line end, no NUL, no half characters, no space around."""
    flat = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return flat.encode("utf-8", "ignore").decode("utf-8").strip()


def canonical(stored: Mapping[str, Any]) -> bytes:
    """The one byte form of a stored content: UTF-8, sorted keys, no spaces (in the manner of RFC 8785)."""
    return json.dumps(stored, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def content_hash(stored: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(stored)).hexdigest()


def at(local: datetime | None, zone: str) -> datetime | None:
    """A time on the clock of the place, as an instant. Raises ValueError for an unknown zone (ZoneInfoNotFoundError)."""
    return local.replace(tzinfo=ZoneInfo(zone)) if local else None


def on_the_clock(moment: datetime | None, zone: str) -> datetime | None:
    """An instant as the clock of the place showed it, for a form field."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if moment else None

"""The sheet of an exhibit in a bag: what is said about it, its file's hash, its custody and the consent it rests on.

One model writes and reads it: what comes in from elsewhere is held to the same limits as what goes out. Words are
those of the vocabulary, so that a program understands them; names of people who work here are not in it.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from casework import dates
from casework.vocabulary import (
    ConsentScope,
    CopyState,
    CustodyKind,
    DerivativeKind,
    EvidenceType,
    SourceGrade,
    VerificationState,
)

FOLDER = "metadata/exhibits/"
MOST_EVENTS = 5_000

Reference = Annotated[str, StringConstraints(pattern=r"^EX-\d{4,6}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
Short = Annotated[str, StringConstraints(max_length=200)]
Line = Annotated[str, StringConstraints(max_length=500)]
Text = Annotated[str, StringConstraints(max_length=10_000)]
Instant = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}(-\d{2}T\d{2}:\d{2}:\d{2}Z)?$")]


class Part(BaseModel):
    """Base of everything in a sheet: what is not known is refused, and nothing changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FileFacts(Part):
    """The exhibit's file in the bag."""

    path: Annotated[str, StringConstraints(pattern=r"^data/EX-\d{4,6}(\.[a-z0-9]{1,8})?$")]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(gt=0)]
    media_type: Annotated[str, StringConstraints(max_length=120)] = ""


class CustodyLine(Part):
    """One event of the custody chain: by whom as role and number, never by name."""

    number: Annotated[int, Field(ge=1)]
    kind: CustodyKind
    at: Instant
    agent: Short
    role: Annotated[str, StringConstraints(max_length=40)] = ""
    receiver: Annotated[str, StringConstraints(max_length=40)] = ""
    answers: Annotated[int, Field(ge=1)] | None = None
    purpose: Line = ""
    outcome: Short = ""
    hash_before: Digest = ""
    hash_after: Digest = ""


class ConsentBasis(Part):
    """Why the exhibit may go to this body: the answer of one witness who gave it, and the record that holds it."""

    witness: Annotated[str, StringConstraints(max_length=20)]
    scope: ConsentScope
    condition: Annotated[str, StringConstraints(max_length=2_000)] = ""
    record: Annotated[str, StringConstraints(max_length=20)] = ""
    expires_on: date | None = None


class EarlierHistory(Part):
    """The chain of custody that the exhibit had in another installation, as it came from there."""

    origin: Short
    bag: Digest
    reference: Reference
    custody: Annotated[tuple[CustodyLine, ...], Field(max_length=MOST_EVENTS)] = ()


class Sheet(Part):
    """An exhibit as it travels; the fields are those that a dossier prints."""

    format: Literal["casework.sheet/1"] = "casework.sheet/1"
    reference: Reference
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    kind: EvidenceType
    file: FileFacts | None = None
    made_from: Reference | None = None
    derived_as: DerivativeKind | None = None
    derivation: Line = ""
    claimed_content: Text = ""
    observed_content: Text = ""
    source: Line = ""
    source_grade: SourceGrade = SourceGrade.F
    grade: Annotated[str, StringConstraints(max_length=4)] = ""
    acquired: Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d{2}(-\d{2})?)?$")] = ""
    acquired_how: Annotated[str, StringConstraints(max_length=2_000)] = ""
    captured_claimed: Annotated[str, StringConstraints(max_length=40)] = ""
    captured_embedded: Annotated[str, StringConstraints(max_length=40)] = ""
    captured_verified: Annotated[str, StringConstraints(max_length=40)] = ""
    place_claimed: Short = ""
    copy_state: CopyState = CopyState.UNKNOWN
    is_edited: bool | None = None
    is_graphic: bool = False
    restriction: Line = ""
    source_verification: VerificationState = VerificationState.NOT_CHECKED
    content_verification: VerificationState = VerificationState.NOT_CHECKED
    technical_verification: VerificationState = VerificationState.NOT_CHECKED
    embedded: dict[Annotated[str, StringConstraints(max_length=40)], Short] = Field(default={}, max_length=20)
    consents: Annotated[tuple[ConsentBasis, ...], Field(max_length=50)] = ()
    custody: Annotated[tuple[CustodyLine, ...], Field(max_length=MOST_EVENTS)] = ()
    earlier: Annotated[tuple[EarlierHistory, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _can_be_kept(self) -> "Sheet":
        """What the database and the pages of an exhibit expect."""
        for when in (self.captured_claimed, self.captured_verified):
            dates.normalise(when)
        if self.file is None and self.kind is not EvidenceType.PHYSICAL_ITEM:
            raise ValueError("only a physical item comes without a file")
        if not self.title.strip():
            raise ValueError("the title is blank")
        return self

    @property
    def path(self) -> str:
        """Where the sheet stands in a bag."""
        return f"{FOLDER}{self.reference}.json"

    def written(self) -> bytes:
        """The bytes of the sheet: the same for the same content."""
        return (self.model_dump_json(indent=1) + "\n").encode()

"""What the annexes of a dossier contain: witnesses, statements, exhibits, consent, redactions, reviews, manifest."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Witness:
    """A witness by code; what would identify them is not here."""

    code: str
    age_band: str = ""
    sex: str = ""
    basis: str = ""
    statements: tuple[str, ...] = ()
    protection: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph of a statement: its own number, the original and the translation."""

    number: str
    original: str
    translation: str = ""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A statement at one frozen version. The original language governs."""

    ref: str
    version: int
    witness: str
    account: str
    taken: str
    modality: str
    original_language: str
    translation_language: str = ""
    basis: str = ""
    grade: str = ""
    approved: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Custody:
    """One link of an exhibit's chain of custody."""

    number: int
    kind: str
    time: str
    actor: str
    detail: str = ""
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """An exhibit sheet. `picture` is the hash of a derivative registered with the renderer, never the original."""

    ref: str
    title: str
    type: str
    sha256: str
    size: str = ""
    media_type: str = ""
    source: str = ""
    grade: str = ""
    acquired: str = ""
    captured: str = ""
    place: str = ""
    observed: str = ""
    claimed: str = ""
    verification: str = ""
    restriction: str = ""
    picture: str = ""
    is_quarantined: bool = False
    metadata: tuple[tuple[str, str], ...] = ()
    custody: tuple[Custody, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Consent:
    """A row of the consent matrix: the answers in the order of the matrix's scopes."""

    witness: str
    answers: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Redaction:
    """Something left out or replaced by a coded box, and where."""

    number: int
    place: str
    code: str
    what: str


@dataclass(frozen=True, kw_only=True)
class Review:
    """A decision of somebody other than the author."""

    ref: str
    version: int
    decision: str
    date: str
    reviewer: str
    grade: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What differs from the previous version: `kind` is added, removed or revised."""

    kind: str
    ref: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """A line of the manifest: an object, its version and the SHA-256 of its content."""

    ref: str
    version: int
    sha256: str

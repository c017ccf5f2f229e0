"""What a dossier contains, as plain data in the words of one edition: the snapshot.

A snapshot is frozen when a dossier is built. It holds everything that is printed and nothing that is not, so that the
same snapshot renders to the same bytes, years later and without the database. Every text is already in the edition's
language, except original statements, which keep theirs. Nothing here knows names: codes only. Two fields are not
printed as such: the profile it was made by, and the witnesses whose consent it rests on.
"""

from dataclasses import dataclass, field

from casework.dossiers.annexes import Change, Consent, Exhibit, Item, Redaction, Review, Statement, Witness
from casework.dossiers.profiles import Profile

SCHEMA = "casework.dossier/1"
# For fields that came later: a snapshot from before, which has none, is still written with the same bytes.
LATER = {"later": True}


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a fact comes from: `W-0014, T-0016 ¶9 [B2]`. `target` is the id of the place in the dossier it links to."""

    ref: str
    locator: str = ""
    grade: str = ""
    target: str = ""
    witness: str = ""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One numbered paragraph. `key` names the fact across versions, so that its number stays with it."""

    key: str
    text: str
    number: str = ""
    sources: tuple[Source, ...] = ()
    is_single_source: bool = False


@dataclass(frozen=True, kw_only=True)
class Note:
    """The sources that one paragraph (from 0) of a text names: of the summary, the mandate, the method and so on."""

    section: str
    paragraph: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The first page, and the words that run on every page."""

    case_ref: str
    case_title: str
    dossier_ref: str
    version: int
    title: str
    marking: str
    addressee: str
    addressee_note: str = ""
    date: str = ""
    standard: str = ""
    is_provisional: bool = True
    period: str = ""
    territory: str = ""


@dataclass(frozen=True, kw_only=True)
class Casualties:
    """A casualty figure as its source gave it; figures stand side by side and are never summed."""

    category: str
    value: str
    source: str
    as_of: str
    counted_by: str = ""
    incident_ref: str = ""
    note: str = ""
    # For the plot: the stored category and date, and the numbers; a figure from before has none and is not drawn.
    kind: str = ""
    as_of_date: str = ""
    lowest: int = 0
    highest: int | None = None
    is_at_least: bool = False


@dataclass(frozen=True, kw_only=True)
class Victim:
    """A victim by code."""

    ref: str
    description: str
    status: str
    harm: str
    confirmation: str
    when: str = ""
    sources: tuple[Source, ...] = ()
    others: int = 0
    is_single_source: bool = False
    incident_ref: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Incident:
    """One incident with everything said about it, for and against."""

    ref: str
    title: str
    acts: str
    when: str
    place: str
    precision: str = ""
    finding: str = ""
    standard: str = ""
    facts: tuple[Fact, ...] = ()
    conduct: tuple[Fact, ...] = ()
    attribution: tuple[Fact, ...] = ()
    corroboration: tuple[Fact, ...] = ()
    contrary: tuple[Fact, ...] = ()
    assessment: tuple[Fact, ...] = ()
    victims: tuple[Victim, ...] = ()
    casualties: tuple[Casualties, ...] = ()
    # How many victims are recorded and how many sources there are, where they are not listed.
    counted: tuple[str, str] = field(default=("", ""), metadata=LATER)
    # While it is laid out: a further piece of one with very many victims (`chunks`). Never frozen.
    is_continued: bool = field(default=False, metadata=LATER)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A row of numbers of people. `form` and `number` say what is printed, to be compared when a later version is made."""

    key: str
    label: str
    words: str
    form: str
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class Tallies:
    """Rows under one heading; without rows: a table that would tell too much, and is said to be left out."""

    title: str
    rows: tuple[Tally, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A row of the chronology and a bar of the timeline; days are ISO dates, empty where that end is open."""

    ref: str
    when: str
    title: str
    place: str = ""
    earliest: str = ""
    latest: str = ""
    is_approximate: bool = False
    # The days on which it was for certain, by the same reading as on the page's timeline.
    sure_from: str = ""
    sure_to: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A mark of the map: WGS 84 and the radius within which the true spot lies."""

    ref: str
    name: str
    latitude: float
    longitude: float
    radius_km: float


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit as alleged by its sources. `above`: (reference, kind, words, is certain) each."""

    ref: str
    name: str
    other_names: str = ""
    type: str = ""
    note: str = ""
    above: tuple[tuple[str, str, str, bool], ...] = ()
    sources: tuple[Source, ...] = ()
    command: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitClaim:
    """What sources say of a unit itself, or of where it stood: one claim beside those that compete with it."""

    unit_ref: str
    about: str
    words: str
    sources: tuple[Source, ...] = ()
    others: int = 0
    is_single_source: bool = False
    is_contested: bool = False
    # Why somebody prefers it; empty: nobody does.
    preferred: str = ""


@dataclass(frozen=True, kw_only=True)
class Command:
    """Who is alleged to have commanded a unit on the days of an incident: definitely, possibly, not known, disputed.

    `basis` says what keeps it open or disputes it; `sources` are those of the posting that are in the dossier.
    """

    unit_ref: str
    incident_ref: str
    when: str
    individual: str
    role: str
    certainty: str
    basis: str = ""
    sources: tuple[Source, ...] = ()
    others: int = 0
    # Why somebody prefers this claim to those that compete with it; it settles nothing.
    preferred: str = ""


@dataclass(frozen=True, kw_only=True)
class Point:
    """Something that has to be shown: which way the evidence leans, on what, and what is missing."""

    title: str
    leaning: str
    note: str = ""
    missing: str = ""
    supporting: tuple[Source, ...] = ()
    against: tuple[Source, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Points:
    """A table of points under one heading: the factors of Article 28, or the elements of a label."""

    title: str
    rows: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class Allegation:
    """A row of the matrix: who is alleged to have done what to whom, on whose word, and what speaks against it."""

    ref: str
    incident_ref: str
    act: str
    victims: str
    alleged: str
    mode: str
    basis: str
    confidence: str
    contrary: str
    legal_labels: str = ""
    is_refuted: bool = False
    sources: tuple[Source, ...] = ()
    corroboration: str = ""
    against: tuple[Source, ...] = ()
    refuted: tuple[tuple[Source, str], ...] = ()
    tables: tuple[Points, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MatrixCell:
    """One act against one unit: how many allegations, how strong those not refuted are, on how much they rest."""

    act: str
    alleged: str
    allegations: str
    confidence: str
    victims: str
    sources: str


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """Everything one edition of one version of a dossier prints."""

    lang: str
    cover: Cover
    is_demo: bool = False
    schema: str = SCHEMA
    built_at: str = "1970-01-01T00:00:00+00:00"
    log_head: str = ""
    log_sequence: int = 0
    prepared_by: str = ""
    issued_by: str = ""
    conditions: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    mandate: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    limitations: tuple[str, ...] = ()
    context: tuple[Fact, ...] = ()
    moments: tuple[Moment, ...] = ()
    places: tuple[Place, ...] = ()
    incidents: tuple[Incident, ...] = ()
    casualties: tuple[Casualties, ...] = ()
    units: tuple[Unit, ...] = ()
    unit_facts: tuple[Fact, ...] = ()
    unit_claims: tuple[UnitClaim, ...] = ()
    # Claims about these units whose sources are not in the dossier: counted, never printed.
    unit_claims_left_out: int = 0
    commands: tuple[Command, ...] = ()
    matrix: tuple[MatrixCell, ...] = ()
    allegations: tuple[Allegation, ...] = ()
    gaps: tuple[Fact, ...] = ()
    requests: tuple[str, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    statements: tuple[Statement, ...] = ()
    reviews: tuple[Review, ...] = ()
    consent_scopes: tuple[str, ...] = ()
    consents: tuple[Consent, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    glossary: tuple[tuple[str, str], ...] = ()
    items: tuple[Item, ...] = ()
    changes: tuple[Change, ...] = ()
    previous_version: int = 0
    retired_numbers: tuple[str, ...] = ()
    numbers: dict[str, str] = field(default_factory=dict)
    # Parts (`outline.PARTS`) that are not printed though there are data for them: left out on purpose.
    without: tuple[str, ...] = field(default=(), metadata=LATER)
    profile: Profile = field(default=Profile(), metadata=LATER)
    # What this edition leaves out, in sentences.
    leaves_out: tuple[str, ...] = field(default=(), metadata=LATER)
    tallies: tuple[Tallies, ...] = field(default=(), metadata=LATER)
    notes: tuple[Note, ...] = field(default=(), metadata=LATER)
    # Codes of the witnesses whose statements and exhibits it rests on, printed or not.
    rests_on: tuple[str, ...] = field(default=(), metadata=LATER)

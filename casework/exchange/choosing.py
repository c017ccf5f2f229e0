"""Which exhibits may go to a body, with which file, and what stays here and why. Pure.

Consent, compartments, quarantine, approval and protection are asked where dossiers ask (`dossiers.selection`). A bag
carries whole files, which a dossier never does: what speaks against the file itself is asked here as well.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date

from casework.dossiers.gathering import Material
from casework.dossiers.lineage import givers_of
from casework.dossiers.selection import Left, consent_for_records, standing
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.vocabulary import (
    ConsentScope,
    DerivativeKind,
    EvidenceType,
    ProtectionMeasure,
    RecipientKind,
    ReviewStatus,
)
from casework.witnesses.consent import Answer, RecipientRef, may_be_used, scope_for
from casework.witnesses.models import Witness
from casework.witnesses.protection import is_generalised

REDACTED = DerivativeKind.REDACTED_COPY
_SEEN_OR_HEARD = {EvidenceType.PHOTO, EvidenceType.VIDEO, EvidenceType.AUDIO}


@dataclass(frozen=True)
class Grant:
    """What one witness who gave an exhibit said of one use by this body."""

    witness: str
    scope: ConsentScope
    answer: Answer


@dataclass(frozen=True)
class Going:
    """An exhibit that may go, and what it rests on."""

    row: Exhibit
    grants: tuple[Grant, ...] = ()


@dataclass(frozen=True)
class Kept:
    """An exhibit that stays here: the row that is told, and which kind of reason it is, for programs."""

    left: Left
    reason: str


@dataclass
class Choice:
    """The decision about every exhibit of the case, in the order of their numbers."""

    going: dict[str, Going] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)


def choose(material: Material, on: date, altered: Collection[str] = (), named: Collection[str] = ()) -> Choice:
    """Decide. `altered`: files that no longer have their hash; `named`: files whose text names a protected person."""
    _barred, spoiled = standing(material, on, altered)
    made = Choice()
    for ref, row in material.exhibits.items():
        if left := spoiled.get(ref):
            made.kept.append(Kept(left, kind_of(row, left, ref in altered)))
        elif left := file_stays(material, row, on, ref in named):
            made.kept.append(Kept(left, "file"))
        else:
            made.going[ref] = Going(row, tuple(grants(material, row, on)))
    return made


def kind_of(row: Exhibit, left: Left, is_altered: bool) -> str:
    """The kind of a refusal that `unusable` put into words."""
    if left.code == "R5":
        return "restricted"
    if row.is_quarantined or is_altered:
        return "quarantine"
    return "not_approved" if row.status is not ReviewStatus.APPROVED else "consent"


def file_stays(material: Material, row: Exhibit, on: date, names_somebody: bool) -> Left | None:
    """Why the file cannot go as it is, if it cannot."""
    if not row.sha256:
        return None if row.kind is EvidenceType.PHYSICAL_ITEM else Left(row.reference, "–", _("There is no file."))
    if names_somebody:
        return Left(row.reference, "R1", _("File withheld: its text names a protected person. Give a redacted copy."))
    for applies, code, words in objections(material, row, on):
        if applies:
            return Left(row.reference, code, words())
    return None


def objections(material: Material, row: Exhibit, on: date) -> list[tuple[bool, str, Callable[[], str]]]:
    """What may speak against a file as it came, in the order in which it is told; a redaction answers what is `raw`.

    As in a dossier, the original does not go beside its redacted copy, and a copy needs the consent to pictures, too.
    """
    givers, sensed, raw = givers_of(material, row), is_seen_or_heard(row), row.derived_as is not REDACTED
    answers = [pictures(material, one, on) for one in givers] if sensed else []
    measures = {measure for one in givers for measure in one.protection_measures}
    masked = sensed and ProtectionMeasure.VOICE_OR_FACE_MASKING in measures
    has_copy = any(one.parent_id == row.key and one.derived_as is REDACTED for one in material.exhibits.values())
    conditions = [one for one in answers if one.condition is not None]
    return [
        (not all(one.allowed for one in answers), "R4", lambda: _("File withheld: no consent to pictures and sound.")),
        (bool(row.restriction), "R3", lambda: _("File withheld: a restriction is noted on the exhibit.")),
        (raw and bool(conditions), "R4", lambda: _("File withheld: pictures and sound only on condition. Give a redacted copy.")),
        (raw and masked, "R1", lambda: _("File withheld: face or voice is to be masked. Give a redacted copy.")),
        (raw and any(is_generalised(one.protection_measures) for one in givers), "R2",
         lambda: _("File withheld: it may tell a place or day that is to stay rough. Give a redacted copy.")),
        (has_copy, "R3", lambda: _("File withheld: there is a redacted copy, which goes in its place once it is approved.")),
    ]  # fmt: skip


def is_seen_or_heard(row: Exhibit) -> bool:
    """Pictures, recordings and scans, by content or by what they are called."""
    return row.kind in _SEEN_OR_HEARD or row.media_type.split("/")[0] in ("image", "audio", "video")


def pictures(material: Material, giver: Witness, on: date) -> Answer:
    """What a witness says of pictures and sound for this body."""
    body = RecipientRef(material.recipient.kind, material.recipient.slug)
    return may_be_used(material.consents.get(giver.key, []), ConsentScope.AUDIO_OR_IMAGE, body, on)


def grants(material: Material, row: Exhibit, on: date) -> list[Grant]:
    """The consents on which an exhibit that goes rests, by witness."""
    found, use = [], scope_for(RecipientKind(material.recipient.kind))
    for giver in givers_of(material, row):
        records = material.consents.get(giver.key, [])
        found.append(Grant(giver.reference, use, consent_for_records(records, material.recipient, on)))
        if is_seen_or_heard(row):
            found.append(Grant(giver.reference, ConsentScope.AUDIO_OR_IMAGE, pictures(material, giver, on)))
    return found

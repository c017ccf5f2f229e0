"""Which exhibits may go to a body, with which file, and what stays here and why. Pure.

Consent, compartments, quarantine, approval and protection are asked where dossiers ask (`dossiers.selection`). A bag
carries whole files, which a dossier never does: what speaks against the file itself is asked here as well.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from casework.dossiers.gathering import Material
from casework.dossiers.lineage import givers_of
from casework.dossiers.selection import Left, consent_for_records, unusable, why_not
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.vocabulary import ConsentScope, CustodyKind, EvidenceType, ProtectionMeasure, RecipientKind, ReviewStatus
from casework.witnesses.consent import Answer, RecipientRef, may_be_used, scope_for
from casework.witnesses.models import Witness
from casework.witnesses.protection import is_generalised

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
    barred = {ref: why for ref, told in material.statements.items() if (why := why_not(material, told, on))}
    made = Choice()
    for ref, row in material.exhibits.items():
        left = unusable(row, ref in altered, barred, material, on)
        if left is not None:
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
    """Why the file cannot go as it is, if it cannot. A copy that was redacted for the purpose answers all but a name."""
    if not row.sha256:
        return None if row.kind is EvidenceType.PHYSICAL_ITEM else Left(row.reference, "–", _("There is no file."))
    if names_somebody:
        return Left(row.reference, "R1", _("File withheld: its text names a protected person. Give a redacted copy."))
    if is_redacted(material, row):
        return None
    givers = givers_of(material, row)
    for applies, code, words in objections(material, row, givers, on):
        if applies:
            return Left(row.reference, code, words())
    return None


def objections(
    material: Material, row: Exhibit, givers: Sequence[Witness], on: date
) -> list[tuple[bool, str, Callable[[], str]]]:
    """What may speak against a file as it came, in the order in which it is told."""
    sensed = is_seen_or_heard(row)
    answers = [pictures(material, one, on) for one in givers] if sensed else []
    masked = sensed and any(ProtectionMeasure.VOICE_OR_FACE_MASKING in one.protection_measures for one in givers)
    placed = any(is_generalised(one.protection_measures) for one in givers)
    return [
        (not all(one.allowed for one in answers), "R4", lambda: _("File withheld: no consent to pictures and sound.")),
        (any(one.condition is not None for one in answers), "R4", lambda: _("File withheld: pictures and sound only on condition. Give a redacted copy.")),
        (masked, "R1", lambda: _("File withheld: face or voice is to be masked. Give a redacted copy.")),
        (placed, "R2", lambda: _("File withheld: it may tell a place or day that is to stay rough. Give a redacted copy.")),
        (bool(row.restriction), "R3", lambda: _("File withheld: a restriction is noted. Give a redacted copy.")),
    ]  # fmt: skip


def is_seen_or_heard(row: Exhibit) -> bool:
    """Pictures, recordings and scans, by content or by what they are called."""
    return row.kind in _SEEN_OR_HEARD or row.media_type.split("/")[0] in ("image", "audio", "video")


def is_redacted(material: Material, row: Exhibit) -> bool:
    """A copy made from another exhibit whose chain of custody says that it was redacted."""
    events = material.custody.get(row.key, [])
    return row.parent_id is not None and any(event.kind is CustodyKind.REDACTED for event in events)


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

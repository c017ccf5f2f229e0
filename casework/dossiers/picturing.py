"""Which picture of an exhibit a dossier shows: the redacted copy where there is one, never the original beside it."""

from casework.dossiers.annexes import Redaction
from casework.dossiers.wording import Edition
from casework.evidence.leaving import givers_in
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.redactions.marks import from_json
from casework.redactions.services import MARKS
from casework.vocabulary import ConsentScope, DerivativeKind, ReviewStatus
from casework.witnesses.consent import RecipientRef, may_be_used


def picture_of(edition: Edition, ref: str, redacted: list[Redaction]) -> str:
    """The hash of the reduced picture, if it may be shown: nobody's consent missing, nothing graphic, no restriction."""
    origin = edition.chosen.exhibits[ref]
    copies = copies_of(edition, origin)
    row = next((copy for copy in copies if is_usable(edition, copy)), None) if copies else origin
    if row is None:
        what = _("Picture withheld: its redacted copy is not approved yet.")
        redacted.append(Redaction(number=0, place=ref, code="R3", what=what))
        return ""
    if not row.preview_sha256:
        return ""
    consented = has_consent(edition, origin) and has_consent(edition, row)
    if consented and not row.is_graphic and not row.restriction:
        if row is not origin:
            tell(row, ref, redacted)
        return row.preview_sha256
    what = _("Picture withheld: no consent to pictures, graphic content, or a restriction.")
    redacted.append(Redaction(number=0, place=ref, code="R4" if not consented else "R3", what=what))
    return ""


def copies_of(edition: Edition, origin: Exhibit) -> list[Exhibit]:
    """The redacted copies of an exhibit, newest first."""
    rows = [
        row
        for row in edition.material.exhibits.values()
        if row.parent_id == origin.id and row.derived_as is DerivativeKind.REDACTED_COPY
    ]
    return sorted(rows, key=lambda row: -row.number)


def is_usable(edition: Edition, copy: Exhibit) -> bool:
    """Approved, sound, and not restricted to named members."""
    return (
        copy.status is ReviewStatus.APPROVED
        and not copy.is_quarantined
        and copy.reference not in edition.altered
        and copy.subject not in edition.material.hidden
    )


def has_consent(edition: Edition, row: Exhibit) -> bool:
    """Whether everybody who gave it lets this recipient have pictures."""
    material, to = edition.material, edition.material.recipient
    givers = [material.witnesses[code] for code in givers_in(row.source) if code in material.witnesses]
    recipient = RecipientRef(to.kind, to.slug)
    return all(
        may_be_used(material.consents[one.key], ConsentScope.AUDIO_OR_IMAGE, recipient, edition.on).allowed
        for one in givers
    )


def tell(copy: Exhibit, ref: str, redacted: list[Redaction]) -> None:
    """Into the redaction log: which copy is shown, under which codes."""
    codes = sorted({mark.code.value.upper() for mark in from_json(copy.file_metadata.get(MARKS, []))}) or ["R3"]
    for code in codes:
        what = _("Picture: redacted copy %(copy)s.", copy=copy.reference)
        redacted.append(Redaction(number=0, place=ref, code=code, what=what))

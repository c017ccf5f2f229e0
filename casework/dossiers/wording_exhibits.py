"""Exhibit sheets in words: what is claimed, what was observed, the harmless metadata, the chain of custody."""

from casework.dossiers.annexes import Custody, Exhibit, Redaction
from casework.dossiers.generalising import rough_stamp
from casework.dossiers.states import DateDetail, PlaceDetail
from casework.dossiers.wording import Edition, colleague, day, grade, listed, said, stamp
from casework.evidence import models as evidence
from casework.evidence.leaving import givers_in
from casework.evidence.words import EMBEDDED, OUTCOMES
from casework.i18n import _, format_number
from casework.i18n.labels import label
from casework.vocabulary import RedactionCode, VerificationState
from casework.witnesses.models import Witness
from casework.witnesses.protection import is_generalised

# What a file says about itself is printed only where it endangers nobody: no places, serial numbers, owners.
HARMLESS = ("width", "height", "duration_seconds", "pages", "video_codec", "audio_codec")
ENDANGERS = {
    RedactionCode.R1: ("artist", "first_artist", "modified_by", "camera_owner", "company", "credit", "copyright", "sender",
                       "recipients"),
    RedactionCode.R2: ("latitude", "longitude", "altitude", "city"),
    RedactionCode.R4: ("camera_make", "camera_model", "lens", "serial_number", "host_computer"),
}  # fmt: skip
LONGEST = 60


def exhibit(edition: Edition, row: evidence.Exhibit, picture: str, redacted: list[Redaction]) -> Exhibit:
    """An exhibit sheet; what is left out of the file's own metadata is added to `redacted`."""
    people = edition.material.witnesses
    givers = [people[code] for code in givers_in(row.source) if code in people]
    days = edition.days_about(*givers)
    return Exhibit(
        ref=row.reference,
        title=row.title,
        type=label(row.kind),
        sha256=row.sha256,
        size=_("%(number)s bytes", number=format_number(row.size)) if row.size else "",
        media_type=row.media_type,
        source=row.source,
        grade=grade(edition.material.approval("exhibit", row.key)) or row.source_grade.value.upper(),
        acquired=listed([day(row.acquired_at, days), row.acquired_how]),
        captured=captured(row, days),
        place=place(edition, row, givers, redacted),
        claimed=row.claimed_content,
        observed=row.observed_content,
        verification=verification(row),
        restriction=row.restriction,
        picture=picture,
        metadata=metadata(row, redacted),
        custody=tuple(custody(edition, event, days) for event in edition.material.custody.get(row.key, [])),
    )


def place(edition: Edition, row: evidence.Exhibit, givers: list[Witness], redacted: list[Redaction]) -> str:
    """The claimed place: one line of free text, printed as it is or not at all."""
    kept = edition.places is PlaceDetail.PRECISE and not any(is_generalised(one.protection_measures) for one in givers)
    if kept or not row.place_claimed:
        return row.place_claimed
    code = RedactionCode.R2.value.upper()
    redacted.append(Redaction(number=0, place=row.reference, code=code, what=_("Place generalised.")))
    return f"[{code}]"


def captured(row: evidence.Exhibit, days: DateDetail) -> str:
    known = [
        _("%(date)s (claimed)", date=said(row.captured_claimed, days)) if row.captured_claimed else "",
        _("%(date)s (in the file)", date=rough_stamp(row.captured_embedded.replace("T", " "), days))
        if row.captured_embedded
        else "",
        _("%(date)s (verified)", date=said(row.captured_verified, days)) if row.captured_verified else "",
    ]
    return listed(known)


def verification(row: evidence.Exhibit) -> str:
    """Source, content and technical checks: each separately (Berkeley Protocol)."""
    states = {
        _("source"): row.source_verification,
        _("content"): row.content_verification,
        _("technical"): row.technical_verification,
    }
    return listed(f"{name}: {label(VerificationState(state))}" for name, state in states.items())


def metadata(row: evidence.Exhibit, redacted: list[Redaction]) -> tuple[tuple[str, str], ...]:
    """The file's own metadata: harmless values, and a coded box for those that could lead to somebody."""
    inside = row.embedded
    found = [(str(EMBEDDED[name]), str(inside[name])[:LONGEST]) for name in HARMLESS if inside.get(name)]
    for code, names in ENDANGERS.items():
        kept = listed(str(EMBEDDED[name]) for name in names if inside.get(name) not in (None, ""))
        if kept:
            found.append((kept, f"[{code.value.upper()}]"))
            what = _("Metadata of the file: %(name)s", name=kept)
            redacted.append(Redaction(number=0, place=row.reference, code=code.value.upper(), what=what))
    return tuple(found)


def custody(edition: Edition, event: evidence.CustodyEvent, days: DateDetail) -> Custody:
    detail = listed(
        [event.purpose, _("hash unchanged") if event.hash_after and event.hash_after == event.hash_before else ""]
    )
    return Custody(
        number=event.number,
        kind=label(event.kind),
        time=rough_stamp(stamp(event.at), days),
        actor=colleague(edition, event.actor_id),
        detail=detail,
        outcome=str(OUTCOMES.get(event.outcome, event.outcome)),
    )

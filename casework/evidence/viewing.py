"""What the page of an exhibit shows in place of its file, and in which words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from casework.evidence import renditions
from casework.evidence.models import Exhibit
from casework.evidence.viewing_models import Rendition, RenditionKind, ScanOutcome, VirusScan
from casework.evidence.words import PROBLEMS
from casework.i18n import _, _l, ngettext
from casework.sandbox import Problem

NOT_SCANNED = {
    "": _l("No virus scanner is set up on this installation."),
    "waiting": _l("The scan waits for its turn."),
    "too_large": _l("The file is larger than the scanner takes (25 MB)."),
    "no_answer": _l("The scanner did not answer."),
    "refused": _l("The scanner could not look at the file."),
    "encrypted": _l("The file is locked with a password: no scanner can look inside."),
}


@dataclass(frozen=True)
class Viewing:
    """`kind` says what stands in the preview's place: picture, pages, video, audio or nothing."""

    kind: str = "nothing"
    page: int = 1
    pages: int = 0
    stills: list[dict[str, Any]] = field(default_factory=list)
    has_player: bool = False
    has_waveform: bool = False
    media_type: str = ""
    remarks: list[str] = field(default_factory=list)
    is_waiting: bool = False


def viewing(exhibit: Exhibit, made: Sequence[Rendition], page: int | None = None) -> Viewing:
    """Put together what there is of an exhibit; `page` is the page of a document that is asked for."""
    kind = kind_of(exhibit)
    if kind in ("picture", "nothing"):
        return Viewing(kind)
    if kind == "pages":
        pages = int(exhibit.embedded.get("pages", 0) or 0)
        return Viewing(kind, page=min(max(page or 1, 1), max(pages, 1)), pages=pages)
    whole = {one.kind: one for one in made if one.kind is not RenditionKind.STILL}
    player = whole.get(RenditionKind.PLAYER)
    stills = [
        {"number": one.number, "at": clock(float(one.facts.get("at") or 0))}
        for one in made
        if one.kind is RenditionKind.STILL and one.sha256
    ]
    return Viewing(
        kind,
        stills=stills,
        has_player=bool(player and player.sha256),
        has_waveform=bool((wave := whole.get(RenditionKind.WAVEFORM)) and wave.sha256),
        media_type=player.media_type if player else "",
        remarks=_remarks(kind, player),
        is_waiting=player is None,
    )


def kind_of(exhibit: Exhibit) -> str:
    """What can be shown of this type of file."""
    if exhibit.media_type.startswith("video/"):
        return "video"
    if exhibit.media_type.startswith("audio/") and exhibit.media_type != "audio/x-mpegurl":
        return "audio"
    if not exhibit.preview_sha256:
        return "nothing"
    return "pages" if exhibit.media_type == "application/pdf" else "picture"


def clock(seconds: float) -> str:
    """Minutes and seconds, as players show them: 1:05."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def _remarks(kind: str, player: Rendition | None) -> list[str]:
    if player is None:
        return []
    if player.problem:
        return [str(PROBLEMS[Problem(player.problem)])]
    found = []
    if player.facts.get("is_cut"):
        minutes = (renditions.PLAYER_SECONDS if kind == "video" else renditions.SOUND_SECONDS) // 60
        found.append(
            ngettext(
                "This copy holds the first minute only.", "This copy holds the first %(num)s minutes only.", minutes
            )
        )
    if player.facts.get("is_damaged"):
        found.append(_("The file is damaged: this copy ends where it could not be read any more."))
    return found


@dataclass(frozen=True)
class ScanWords:
    """A scan in the reader's words; `tone` is good, warn or bad."""

    tone: str
    text: str
    detail: str = ""
    at: datetime | None = None


def scan_words(scan: VirusScan | None, is_set_up: bool) -> ScanWords:
    """Clean, found or not scanned, always with the reason and what it was scanned with."""
    if scan is None:
        return ScanWords("warn", _("Not scanned"), str(NOT_SCANNED["waiting" if is_set_up else ""]))
    with_what = scan.engine
    if scan.signatures:
        with_what += " · " + _("signatures %(version)s", version=scan.signatures)
        with_what += f" ({scan.signatures_at.date().isoformat()})" if scan.signatures_at else ""
    elif scan.engine:
        with_what += " · " + _("it does not say with which signatures")
    if scan.outcome is ScanOutcome.CLEAN:
        return ScanWords("good", _("Nothing found"), with_what, scan.created_at)
    if scan.outcome is ScanOutcome.FOUND:
        return ScanWords("bad", _("Found: %(name)s", name=scan.found), with_what, scan.created_at)
    reason = str(NOT_SCANNED.get(scan.reason, NOT_SCANNED["refused"]))
    return ScanWords("warn", _("Not scanned"), f"{reason} {with_what}".strip(), scan.created_at)

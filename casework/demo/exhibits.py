"""The exhibits: drawn, staged and looked into first, then registered with their chain of custody."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from casework.db import now
from casework.demo import content, files
from casework.demo.redacted import ORIGIN, prepare_redacted
from casework.demo.stage import Stage, expect
from casework.evidence.custody import Handling, record_handling
from casework.evidence.details import ExhibitDetails
from casework.evidence.handovers import Answer, Handover, answer_handover, hand_over
from casework.evidence.intake import ReceivedFile, look_into, register_exhibit
from casework.evidence.items import ItemDetails, register_item
from casework.evidence.models import Exhibit
from casework.evidence.verification import record_step
from casework.storage import FileStore
from casework.vocabulary import (
    CopyState,
    CustodyKind,
    DerivativeKind,
    EvidenceType,
    SealState,
    SourceGrade,
    VerificationAspect,
    VerificationState,
)

LIMIT = 5_000_000
REDACTED = "redacted"
# What happened to an exhibit after it came in, besides what the application writes by itself.
HANDED_ON = {
    "EX-0008": (CustodyKind.SCANNED, "Scanner, demonstration office", "To hold the sheet as a file"),
    "EX-0010": (CustodyKind.TRANSCRIBED, "Investigator Two (SYNTHETIC)", "Transcript of four seconds"),
}
DERIVED = {"EX-0012": DerivativeKind.EXTRACT, "EX-0019": DerivativeKind.REDACTED_COPY}
# The content, where somebody has looked: what came out, how, and on what grounds.
CONTENT_CHECKS = {
    "EX-0001": (
        VerificationAspect.CONTENT, VerificationState.VERIFIED, "Doorway compared with two other photographs",
        "SYNTHETIC: tiles, number plate of the house and crack beside the door are the same.",
    ),
    "EX-0002": (
        VerificationAspect.CONTENT, VerificationState.CONTRADICTED, "Position in the file against the claimed place",
        "SYNTHETIC: the file says Jableh, the witness Baniyas. The camera may have kept an old position: ask again.",
    ),
    "EX-0011": (
        VerificationAspect.CONTENT, VerificationState.PARTLY_VERIFIED, "Bridge found on satellite images of the week",
        "SYNTHETIC: railings and lamp posts agree; the day cannot be told from the pictures.",
    ),
}  # fmt: skip
# Handed over: to whom outside ("" for the other investigator), what for, and the number of the signed form, if any.
HANDED_OVER = {
    "EX-0001": (CustodyKind.TRANSFERRED, "", "To compare it with the other photographs of the place", ""),
    "EX-0011": (
        CustodyKind.TRANSFERRED, "Video analyst (SYNTHETIC)", "Frame by frame comparison of both halves",
        "CW-2025-0001/EX-0011/3",
    ),
    "EX-0022": (CustodyKind.RETURNED, "Guardian of the child", "The sheet belongs to the child", ""),
}  # fmt: skip


def prepare_files(store: FileStore) -> dict[str, ReceivedFile]:
    """Make, stage and inspect every file, two at a time; no transaction is open meanwhile."""
    places = {place["key"]: place for place in content.read("case")["place"]}

    def prepare(row: dict[str, Any]) -> ReceivedFile:
        data = files.make(row, places.get(row.get("exif_place", row.get("place", ""))))
        return look_into(store, store.stage(BytesIO(data), LIMIT), row["file"])

    rows = content.read("exhibits")["exhibit"]
    with ThreadPoolExecutor(2) as pool:
        made = dict(zip((row["code"] for row in rows), pool.map(prepare, rows), strict=True))
    origin = next(row for row in rows if row["code"] == ORIGIN)
    return made | {REDACTED: prepare_redacted(store, files.make(origin, places.get(origin.get("place", ""))))}


def load_exhibits(stage: Stage, store: FileStore, received: Mapping[str, ReceivedFile]) -> None:
    """Register the exhibits of `exhibits.toml`; a derivative names its parent."""
    places = {place["key"]: place for place in content.read("case")["place"]}
    for number, row in enumerate(content.read("exhibits")["exhibit"], start=1):
        exhibit = register_exhibit(
            stage.session,
            stage.author(number),
            store,
            case=stage.case,
            details=_details(row, places.get(row.get("place", "")), stage.case.time_zone),
            file=received[row["code"]],
            parent=stage.made.get(row.get("parent", "")),
            derivation=row["claimed"] if "parent" in row else "",
            derived_as=DERIVED.get(row["code"]),
        )
        expect(exhibit.reference, row["code"])
        stage.made[row["code"]] = exhibit
        _verify(stage, number, exhibit)
        if row["code"] in HANDED_ON:
            _hand_on(stage, number, exhibit)
        if row["code"] in HANDED_OVER:
            _hand_over(stage, number, exhibit)


def _verify(stage: Stage, number: int, exhibit: Exhibit) -> None:
    """The source partly, the technical data fully; of some the content, too: each with its grounds."""
    checks = [
        (VerificationAspect.SOURCE, VerificationState.PARTLY_VERIFIED, "Asked back on another day", ""),
        (VerificationAspect.TECHNICAL, VerificationState.VERIFIED, "Metadata compared with what was said", ""),
        *([CONTENT_CHECKS[exhibit.reference]] if exhibit.reference in CONTENT_CHECKS else []),
    ]
    for aspect, state, method, grounds in checks:
        record_step(
            stage.session, stage.author(number + 1), case=stage.case, exhibit=exhibit,
            aspect=aspect, state=state, method=method, grounds=grounds,
        )  # fmt: skip


def _hand_on(stage: Stage, number: int, exhibit: Exhibit) -> None:
    kind, to, purpose = HANDED_ON[exhibit.reference]
    handling = Handling(kind=kind, at=now(), given_by=stage.author(number).name, given_to=to, purpose=purpose)
    record_handling(stage.session, stage.author(number), exhibit=exhibit, handling=handling, measured=exhibit.sha256)


def _hand_over(stage: Stage, number: int, exhibit: Exhibit) -> None:
    kind, to, purpose, form = HANDED_OVER[exhibit.reference]
    giver, other = stage.author(number), stage.author(number + 1)
    handover = Handover(
        kind=kind, at=now(), zone=stage.case.time_zone, given_to=to, receiver_id=None if to else other.id,
        medium="Evidence bag", seal="S-0417", purpose=purpose,
    )  # fmt: skip
    event = hand_over(stage.session, giver, exhibit=exhibit, handover=handover, measured=exhibit.sha256)
    if form:
        said = Answer(
            CustodyKind.RECEIVED, now(), zone=stage.case.time_zone, seal_state=SealState.INTACT, form_number=form
        )
        answer_handover(
            stage.session, giver, exhibit=exhibit, number=event.number, answer=said, measured=exhibit.sha256
        )


def load_item(stage: Stage, store: FileStore) -> None:
    """A thing that is kept elsewhere."""
    details = ExhibitDetails(
        title="SIM card, cut through", kind=EvidenceType.PHYSICAL_ITEM, source="Found during the visit to the place",
        observed_content="A SIM card in two pieces; no number can be read.", acquired_by="Investigator (SYNTHETIC)",
        acquired_how="Picked up and bagged", acquired_at=datetime(2025, 3, 12, 11, 0, tzinfo=ZoneInfo("Asia/Damascus")),
    )  # fmt: skip
    kept = ItemDetails("B-007", "S-0421", "Safe in the demonstration office, shelf 2", "Cut through the middle")
    register_item(stage.session, stage.author(1), store, case=stage.case, details=details, kept=kept)


def _details(row: dict[str, Any], place: dict[str, Any] | None, zone: str) -> ExhibitDetails:
    given = _acquired(row, zone)
    return ExhibitDetails(
        title=row["title"],
        kind=EvidenceType(row["type"]),
        claimed_content=row["claimed"],
        observed_content=row["observed"],
        creator="Not stated",
        source=row["source"],
        source_grade=SourceGrade(row["source_grade"]),
        acquired_how="Handed over during the interview" if row["testimony"] else "Saved from the web",
        acquired_at=given,
        acquired_where="Place of the interview" if row["testimony"] else "",
        acquired_by="Investigator (SYNTHETIC)",
        captured_claimed=row.get("captured", "")[:10],
        place_claimed=place["name"] if place else "",
        latitude=place["lat"] if place else None,
        longitude=place["lon"] if place else None,
        precision_m=place["radius_km"] * 1000 if place else None,
        copy_state=CopyState.COPY,
        original_location="With the person who gave it",
        is_edited=row["code"] in ("EX-0012", "EX-0019"),
        url=row.get("url", ""),
        restriction=row.get("restriction", ""),
        is_graphic=row.get("graphic", False),
    )


def _acquired(row: dict[str, Any], zone: str) -> datetime:
    """At the end of the interview that it was given in; the web capture on the day of the report."""
    if not row["testimony"]:
        return datetime(2025, 3, 10, 18, 0, tzinfo=ZoneInfo(zone))
    said = content.testimonies()[row["testimony"][0][:6]]
    ended = datetime.fromisoformat(f"{said['taken']}T{said['end']}").replace(tzinfo=ZoneInfo(zone))
    return ended + timedelta(minutes=10)

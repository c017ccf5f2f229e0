"""Check a dossier file offline: seal, attached hashes and, where the log is at hand, its head (pure)."""

import hashlib
import io
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

import pikepdf

from casework.dossiers import seal
from casework.dossiers.archive import LOG, MANIFEST
from casework.verifier import verify as verifier


class Answer(StrEnum):
    """What a check found. `NOT_CHECKED` is honest: what it needs is not at hand."""

    HOLDS = "holds"
    FAILS = "fails"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class Check:
    """One question and its answer; `name` is stable for scripts: seal, key, manifest, attachments, log, entries."""

    name: str
    answer: Answer
    detail: str = ""


@dataclass
class Report:
    """All checks of one file."""

    sha256: str
    checks: list[Check] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """True when nothing failed and the seal, the key and the attachments were all really checked."""
        needed = {"seal", "key", "manifest", "attachments"}
        answers = {check.name: check.answer for check in self.checks}
        return Answer.FAILS not in answers.values() and all(answers.get(n) is Answer.HOLDS for n in needed)

    def add(self, name: str, holds: bool, detail: str = "") -> None:
        self.checks.append(Check(name, Answer.HOLDS if holds else Answer.FAILS, detail))

    def as_dict(self) -> dict[str, Any]:
        return {"holds": self.holds, **asdict(self)}


HeadKnown = Callable[[int, str], bool]


def verify(data: bytes, *, trusted: Collection[bytes], head_known: HeadKnown | None = None) -> Report:
    """Check every byte of the file. `trusted` holds public keys; `head_known` asks this installation's log."""
    report = Report(hashlib.sha256(data).hexdigest())
    check_seal(report, data, trusted)
    try:
        files = attached(data)
        report.manifest = json.loads(files[MANIFEST])
        report.add("manifest", isinstance(report.manifest, dict))
    except (pikepdf.PdfError, KeyError, ValueError, RuntimeError) as error:
        report.add("manifest", False, f"{type(error).__name__}: the manifest cannot be read")
        return report
    check_attachments(report, files)
    check_head(report, head_known)
    check_entries(report, files)
    return report


def check_seal(report: Report, data: bytes, trusted: Collection[bytes]) -> None:
    try:
        found = seal.examine(data)
    except seal.SealMissing:
        report.add("seal", False, "the file carries no seal, or not exactly one")
        return
    report.add("seal", found.is_intact, "" if found.is_intact else "the file was altered after it was sealed")
    report.add("key", found.public_key in trusted, found.fingerprint)


def attached(data: bytes) -> dict[str, bytes]:
    with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
        return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}


def check_attachments(report: Report, files: dict[str, bytes]) -> None:
    """Every listed file is there with its hash, and no other file is."""
    listed = report.manifest.get("attachments", {})
    given = {name: hashlib.sha256(body).hexdigest() for name, body in files.items() if name != MANIFEST}
    wrong = sorted(name for name in {*listed, *given} if listed.get(name) != given.get(name))
    report.add("attachments", not wrong, ", ".join(wrong))


def check_head(report: Report, head_known: HeadKnown | None) -> None:
    log = report.manifest.get("log", {})
    words = f"{log.get('sequence')}: {log.get('head')}"
    if head_known is None:
        report.checks.append(Check("log", Answer.NOT_CHECKED, words))
    else:
        report.add("log", head_known(int(log.get("sequence", 0)), str(log.get("head", ""))), words)


def check_entries(report: Report, files: Mapping[str, bytes]) -> None:
    """The proofs of the log that the file carries, by the same rules as the verifier that is handed out."""
    if LOG not in files:
        report.checks.append(Check("entries", Answer.NOT_CHECKED))
        return
    outside = verifier.Report()
    try:
        log = verifier.parsed(files[LOG])
        shown = verifier.check_log(outside, log, None, None)
        verifier.check_printed(outside, report.manifest["log"], log)
        verifier.check_objects(outside, report.manifest, shown)
    except (verifier.Unreadable, LookupError, TypeError, ValueError, AttributeError) as error:
        report.add("entries", False, type(error).__name__)
        return
    wrong = [name for name, holds, _detail in outside.checks if not holds]
    report.add("entries", not wrong, ", ".join(wrong) or str(len(shown)))

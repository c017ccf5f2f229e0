"""The answers of a check (pure)."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Answer(StrEnum):
    """What a check found. `NOT_CHECKED` is honest: what it needs is not at hand."""

    HOLDS = "holds"
    FAILS = "fails"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class Check:
    """One question and its answer; `name` is stable for scripts: seal, key, signature, revisions, certificate,
    time, manifest, attachments, log, entries."""

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

    def leave(self, name: str, detail: str = "") -> None:
        self.checks.append(Check(name, Answer.NOT_CHECKED, detail))

    def as_dict(self) -> dict[str, Any]:
        return {"holds": self.holds, **asdict(self)}

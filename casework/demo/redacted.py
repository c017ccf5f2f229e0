"""A redacted copy, made by the application itself from one of the demonstration's photographs."""

from io import BytesIO
from typing import Any

from casework import sandbox
from casework.demo.stage import Stage
from casework.evidence.intake import ReceivedFile, look_into
from casework.redactions.marks import Act, Mark, Medium, task_for
from casework.redactions.services import file_name, register
from casework.storage import FileStore
from casework.vocabulary import RedactionCode

ORIGIN = "EX-0001"
MARKS = (
    Mark(Act.BOX, RedactionCode.R2, left=4, top=6, width=22, height=18, reason="Number of the house"),
    Mark(Act.BOX, RedactionCode.R3, left=62, top=40, width=14, height=30, reason="A person in the doorway"),
)


def prepare_redacted(store: FileStore, original: bytes) -> ReceivedFile:
    """Black the places out in the confined child; no transaction is open meanwhile."""
    task, options = task_for(Medium.PICTURE, "image/jpeg", MARKS)
    held = BytesIO()
    made: Any = sandbox.produce(task, options, BytesIO(original), held)
    if made.problem is not None:
        raise RuntimeError(f"the demonstration's photograph could not be redacted: {made.problem}")
    held.seek(0)
    return look_into(store, store.stage(held, 20_000_000), file_name("image/jpeg"))


def load_redacted(stage: Stage, store: FileStore, file: ReceivedFile) -> None:
    """Register it like any other."""
    register(stage.session, stage.author(2), store, case=stage.case, origin=stage.made[ORIGIN], file=file, marks=MARKS)

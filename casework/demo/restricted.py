"""What only some of the team may see in the demonstration: the witness from abroad, and the two films that he gave."""

from casework.cases.compartments import restrict
from casework.demo.stage import Stage

CODES = ("W-0014", "EX-0011", "EX-0012")
NAMED = ("supervisor2", "investigator2")
REASON = "He asked that only those who spoke with him, and the supervisors, know of him (SYNTHETIC)."


def restrict_some(stage: Stage) -> None:
    """For the first investigator of the case none of it exists."""
    people = [stage.actors[name].key for name in NAMED]
    for code in CODES:
        restrict(
            stage.session, stage.actors["supervisor"], subject=stage.made[code].subject, accounts=people, reason=REASON
        )

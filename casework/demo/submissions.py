"""Incidents, exhibits and allegations on their way to approval, as far as their content files say."""

from casework.allegations.reviewing import submit as submit_allegation
from casework.demo import content
from casework.demo.reviews import Grades, approve
from casework.demo.stage import Stage
from casework.evidence.submission import submit_exhibit
from casework.incidents.reviewing import submit as submit_incident
from casework.vocabulary import InformationGrade, SourceGrade

# What came from a person whose statement is not approved waits with that statement.
WAITING = {"EX-0011", "EX-0012", "I-0008"}
UNFINISHED = {"EX-0020"}


def submit_the_rest(stage: Stage) -> None:
    """Submit everything that is finished; approve what its content file calls approved."""
    _exhibits(stage)
    _incidents(stage)
    _allegations(stage)


def _exhibits(stage: Stage) -> None:
    for number, row in enumerate(content.read("exhibits")["exhibit"], start=1):
        if row["code"] in UNFINISHED:
            continue
        exhibit = stage.made[row["code"]]
        submit_exhibit(stage.session, stage.author(number), exhibit=exhibit)
        if row["code"] not in WAITING:
            grades = Grades(SourceGrade(row["source_grade"]), InformationGrade.POSSIBLY_TRUE)
            approve(stage, number, exhibit.subject, grades)


def _incidents(stage: Stage) -> None:
    for number, row in enumerate(content.read("case")["incident"], start=1):
        incident = stage.made[row["code"]]
        submit_incident(stage.session, stage.author(number), stage.case, incident)
        if row["code"] not in WAITING:
            approve(stage, number, incident.subject)


def _allegations(stage: Stage) -> None:
    for number, row in enumerate(content.read("allegations")["allegation"], start=1):
        allegation = stage.made[f"A-{number:04d}"]
        submit_allegation(stage.session, stage.author(number), stage.case, allegation)
        if row.get("status", "approved") == "approved":
            approve(stage, number, allegation.subject)

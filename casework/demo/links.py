"""Allegations: who is alleged to have done what to whom, with what speaks against it."""

import re
from collections.abc import Iterator

from casework.allegations.command import save_factors
from casework.allegations.labels import confirm_label, get_label, label_legally, save_elements
from casework.allegations.links import SourceNamed
from casework.allegations.models import Allegation
from casework.allegations.points import PointGiven
from casework.allegations.services import AllegationFacts, make_allegation
from casework.analysis.asking import read
from casework.analysis.questions import save_question
from casework.demo import content
from casework.demo.stage import Stage
from casework.vocabulary import Act, Confidence, Leaning, LegalLabel, LiabilityMode, LinkBasis

PARAGRAPH = re.compile(r"(T-\d{4}) ¶(\d+)")


def load_allegations(stage: Stage) -> None:
    """The allegations of `allegations.toml`, by the two investigators in turn; labels are a supervisor's."""
    for number, row in enumerate(content.read("allegations")["allegation"], start=1):
        allegation = make_allegation(stage.session, stage.author(number), stage.case, _facts(stage, row))
        stage.made[allegation.reference] = allegation
        if factors := row.get("factors"):
            save_factors(
                stage.session, stage.author(number), stage.case, allegation, _points(factors),
                version=allegation.version,
            )  # fmt: skip
        if label := row.get("legal"):
            _label(stage, allegation, LegalLabel(label), row)


def load_questions(stage: Stage) -> None:
    """Two questions that the members of the case keep asking."""
    for number, row in enumerate(content.read("allegations")["question"], start=1):
        save_question(stage.session, stage.author(number), stage.case, name=row["name"], question=read(row["asked"]))


def _label(stage: Stage, allegation: Allegation, label: LegalLabel, row: content.Table) -> None:
    """One supervisor gives the label and fills its table; the other confirms it, except where the content says not."""
    session, first, second = stage.session, stage.actors["supervisor"], stage.actors["supervisor2"]
    label_legally(session, first, allegation, [label], version=allegation.version)
    if elements := row.get("elements"):
        save_elements(session, first, allegation, label, _points(elements), version=1)
    if not row.get("unconfirmed", False):
        confirm_label(session, second, allegation, label, version=get_label(session, allegation, label).version)


def _points(rows: content.Table) -> list[PointGiven]:
    return [
        PointGiven(
            key, Leaning(row["leaning"]), row.get("note", ""), row.get("missing", ""), row.get("supports", ""),
            row.get("against", ""),
        )
        for key, row in rows.items()
    ]  # fmt: skip


def _facts(stage: Stage, row: content.Table) -> AllegationFacts:
    return AllegationFacts(
        act=Act(row["act"]),
        bases=[LinkBasis(basis) for basis in row["bases"]],
        contrary=row["contrary"],
        sources=list(_sources(row)),
        incident=stage.made[row["incident"]],
        victims=[stage.made[code] for code in row["victims"]],
        unit=stage.made.get(row.get("unit", "")),
        individual=stage.made.get(row.get("individual", "")),
        conduct=row["conduct"],
        mode=LiabilityMode(row["mode"]),
        confidence=Confidence(row["confidence"]),
        is_refuted=row.get("refuted", False),
    )


def _sources(row: content.Table) -> Iterator[SourceNamed]:
    """What it rests on; and the paragraphs that its contrary text cites, as contrary."""
    heard, refuted = row.get("goes_back", {}), row.get("refuted_sources", {})
    for cited in row["support"]:
        reference, paragraph = PARAGRAPH.fullmatch(cited).groups()  # type: ignore[union-attr]  # content is tested
        yield SourceNamed(reference, paragraph, goes_back_to=heard.get(cited, ""), refuted=refuted.get(cited, ""))
    for code in row["exhibits"]:
        yield SourceNamed(code, goes_back_to=heard.get(code, ""), refuted=refuted.get(code, ""))
    for reference, paragraph in PARAGRAPH.findall(row["contrary"]):
        if f"{reference} ¶{paragraph}" not in row["support"]:
            yield SourceNamed(reference, paragraph, is_contrary=True)

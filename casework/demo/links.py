"""Allegations: who is alleged to have done what to whom, with what speaks against it."""

import re
from collections.abc import Iterator

from casework.allegations.links import SourceNamed
from casework.allegations.services import AllegationFacts, label_legally, make_allegation
from casework.demo import content
from casework.demo.stage import Stage
from casework.vocabulary import Act, Confidence, LegalLabel, LiabilityMode, LinkBasis

PARAGRAPH = re.compile(r"(T-\d{4}) ¶(\d+)")


def load_allegations(stage: Stage) -> None:
    """The allegations of `allegations.toml`, by the two investigators in turn; labels are a supervisor's."""
    for number, row in enumerate(content.read("allegations")["allegation"], start=1):
        allegation = make_allegation(stage.session, stage.author(number), stage.case, _facts(stage, row))
        stage.made[allegation.reference] = allegation
        if label := row.get("legal"):
            label_legally(
                stage.session, stage.actors["supervisor"], allegation, [LegalLabel(label)], version=allegation.version
            )


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
        article_28=row.get("article_28", {}),
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

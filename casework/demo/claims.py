"""Sources that contradict each other, side by side; one of two accounts preferred with a reason; a source that repeats another."""

from casework.demo import content
from casework.demo.stage import REFERENCE, Stage
from casework.incidents.data import INCIDENTS
from casework.incidents.victim_data import VICTIMS
from casework.sources import claims
from casework.sources.claims import DATUM, Claimed
from casework.sources.facts import add_source
from casework.sources.given import SourceGiven
from casework.sources.models import Source
from casework.sources.services import say_repeats
from casework.units.data import UNITS
from casework.units.emblems import choose_emblem
from casework.vocabulary import SourceGrade

KINDS = {"I": INCIDENTS, "U": UNITS, "V": VICTIMS}


def load_claims(stage: Stage) -> None:
    """Everything in `claims.toml`. Units, incidents, victims, testimonies and exhibits must be there."""
    for number, row in enumerate(content.read("claims")["claim"], start=1):
        actor, kind = stage.author(number), KINDS[row["about"][0]]
        record = stage.made[row["about"]]
        claimed = Claimed(_source(row), row["datum"], row["value"], row.get("value_ar", ""))
        claim = claims.add_claim(stage.session, actor, kind, record, claimed)
        if reason := row.get("preferred"):
            claims.prefer(stage.session, actor, kind, record, claim, reason=reason)
        if again := row.get("repeated_by"):
            origin = claims.claims_of(stage.session, actor, kind, record)[0].claims[-1].sources.shown[0].source
            given = SourceGiven(citation=again, source_grade=SourceGrade.D)
            added = add_source(stage.session, actor, kind=DATUM, fact_id=claim.key, about=record.subject, given=given)
            repeats = stage.session.get_one(Source, added.source_id)
            say_repeats(stage.session, actor, repeats, origin=origin.reference, note=row["repeated_as"])
    for about, reference in content.read("claims")["emblem"].items():
        choose_emblem(stage.session, stage.author(1), stage.made[about], stage.case, reference)


def _source(row: content.Table) -> SourceGiven:
    return SourceGiven(
        citation=row.get("citation", ""),
        published_on=row.get("published_on", ""),
        locator=row.get("locator", ""),
        source_grade=SourceGrade(row["source_grade"]) if "source_grade" in row else None,
        case_reference=REFERENCE if "case_source" in row else "",
        reference=row.get("case_source", ""),
    )

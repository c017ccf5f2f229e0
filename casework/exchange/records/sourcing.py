"""On whose word a record goes: references with place and grade, public citations, and what is withheld. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from casework.allegations.queries import AllegationFile
from casework.allegations.shown import LinkShown
from casework.dossiers.wording import grade
from casework.exchange.records.choosing import Standing
from casework.sources.facts import Sources, SourceShown, count_origins
from casework.sources.models import Source


@dataclass
class Cited:
    """The sources of one record: in words, those that are public, how many are withheld, whether all are one origin."""

    words: list[str] = field(default_factory=list)
    public: list[Source] = field(default_factory=list)
    withheld: int = 0
    is_single: bool = False


def of_fact(standing: Standing, said: Sources) -> Cited:
    """The sources of a fact that may be told to this body."""
    found = [shown for shown in said.shown if standing.stands(shown)]
    public = {shown.source.key: shown.source for shown in found if shown.source.case_id is None}
    origins = count_origins((shown.row.source_id for shown in found), standing.material.lineage)
    withheld = said.withheld + len(said.shown) - len(found)
    return Cited([fact_words(one) for one in found], list(public.values()), withheld, origins == 1)


def fact_words(shown: SourceShown) -> str:
    """`S-0003 p. 4 [B2]`, `T-0016 ¶9 [B2]`: never a witness."""
    given = f"{shown.source_grade.value.upper()}{shown.information_grade.number}"
    ref = shown.source.reference if shown.source.case_id is None else shown.reference
    return " ".join(part for part in (ref, shown.row.locator, f"[{given}]") if part)


def of_links(standing: Standing, file: AllegationFile, links: Iterable[LinkShown]) -> list[str]:
    """The sources of an allegation that may be told to this body, in words."""
    return list(dict.fromkeys(link_words(standing, link) for link in links if standing.holds(file, link)))


def link_words(standing: Standing, link: LinkShown) -> str:
    material = standing.material
    if link.is_exhibit:
        row = material.exhibits[link.reference]
        given = grade(material.approval("exhibit", row.key)) or row.source_grade.value.upper()
        return " ".join(part for part in (link.reference, link.paragraph, f"[{given}]") if part)
    told = material.statements[link.reference]
    given = grade(material.approval("testimony", told.row.key, told.row.approved_version))
    place = f"¶{link.paragraph}" if link.paragraph else ""
    return " ".join(part for part in (link.reference, place, f"[{given}]" if given else "") if part)

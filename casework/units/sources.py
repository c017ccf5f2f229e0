"""The kinds of facts about units that carry sources, and what is done with them (see `casework.sources`)."""

from casework.sources.facts import Sources, SourceShown, add_source, sources_of
from casework.sources.given import SourceGiven, check_source, read_date

UNIT, INDIVIDUAL = "unit", "individual"
RELATION, POSTING, VACANCY = "unit_relation", "posting", "vacancy"

__all__ = [
    "INDIVIDUAL",
    "POSTING",
    "RELATION",
    "UNIT",
    "VACANCY",
    "SourceGiven",
    "SourceShown",
    "Sources",
    "add_source",
    "check_source",
    "read_date",
    "sources_of",
]

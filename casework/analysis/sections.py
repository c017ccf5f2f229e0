"""The ways of looking at a case that "Analysis" offers: each page is one line here, and stands on the others as a tab."""

from typing import NamedTuple

from casework.i18n import _l


class Section(NamedTuple):
    """One way of looking: its endpoint (with `case_ref`), its name, what it answers, its icon."""

    endpoint: str
    label: str
    says: str
    icon: str


# One line for each, so that two people who add a page do not meet in one.
SECTIONS = (
    Section(
        "analysis.timeline", _l("Timeline"), _l("What happened when, with the uncertainty of every date."), "timeline"
    ),
    Section(
        "analysis.map",
        _l("Map"),
        _l("Where it happened, as closely as it is known; no request leaves this machine."),
        "map",
    ),
    Section("analysis.graph", _l("Links"), _l("Who is tied to what, opened step by step."), "hierarchy"),
    Section(
        "analysis.matrix",
        _l("Allegation matrix"),
        _l("Acts or incidents against units: how many allegations, how strong, on how much."),
        "table",
    ),
    Section(
        "analysis.questions_index",
        _l("Questions"),
        _l("Saved searches over structure: what, where, when, by whom, on which basis."),
        "search",
    ),
    Section(
        "incidents.case_figures",
        _l("Casualty figures"),
        _l("What each source counted, side by side, never added up."),
        "list-numbers",
    ),
)

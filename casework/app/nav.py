"""The two navigations: the application's, and the one inside a case. Who may not open a page is not shown it."""

from typing import NamedTuple

from casework.i18n import _l


class NavItem(NamedTuple):
    """One entry: where it leads, what it says, its icon (a name of the sprite)."""

    endpoint: str
    label: str
    icon: str


# Under which entry a blueprint's pages stand, where it is not its own.
SECTION_OF = {
    "composer": "dossiers", "recalls": "dossiers", "volumes": "dossiers", "requests": "dossiers",
    "asking": "received", "bundle": "received",
}  # fmt: skip

MAIN_NAV = (
    NavItem("home.index", _l("My work"), "home"),
    NavItem("cases.index", _l("Cases"), "folder"),
    NavItem("units.index", _l("Units"), "sitemap"),
    NavItem("individuals.index", _l("Individuals"), "user"),
    NavItem("sources.index", _l("Sources"), "book"),
    NavItem("received.index", _l("Dossiers"), "file-text"),
    NavItem("accounts.index", _l("Accounts"), "users"),
    NavItem("audit.index", _l("Log"), "list-check"),
    NavItem("integrity.index", _l("Integrity"), "shield-check"),
)

CASE_NAV = (
    NavItem("cases.show", _l("Overview"), "folder"),
    NavItem("testimonies.index", _l("Testimonies"), "message"),
    NavItem("witnesses.index", _l("Witnesses"), "user"),
    NavItem("evidence.index", _l("Evidence"), "photo"),
    NavItem("incidents.index", _l("Incidents"), "map-pin"),
    NavItem("victims.index", _l("Victims"), "users"),
    NavItem("allegations.index", _l("Allegations"), "link"),
    NavItem("analysis.index", _l("Analysis"), "report-analytics"),
    NavItem("review.index", _l("Review"), "checklist"),
    NavItem("dossiers.index", _l("Dossiers"), "file-text"),
    NavItem("bags.index", _l("Bags"), "box"),
    NavItem("records.index", _l("Data"), "table"),
    NavItem("cases.trail", _l("Activity"), "history"),
)

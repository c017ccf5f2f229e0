"""What is to be built: for whom, about what, with which texts, as it was composed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from casework.accounts.models import Recipient
from casework.cases.models import Case
from casework.dossiers.profiles import Profile
from casework.dossiers.scope import ALWAYS, Period
from casework.dossiers.states import DateDetail, PlaceDetail
from casework.dossiers.wording import paragraphs, pick
from casework.vocabulary import Marking

SECTIONS = ("summary", "mandate", "method", "limitations", "requests")


@dataclass(frozen=True)
class Plan:
    """What is to be built: for whom, under which number, with which texts; `incidents` empty means all of them."""

    case: Case
    recipient: Recipient
    reference: str
    version: int
    title: str
    title_ar: str = ""
    marking: Marking = Marking.CONFIDENTIAL
    texts: Mapping[str, Any] = field(default_factory=dict)
    place_detail: PlaceDetail = PlaceDetail.PRECISE
    date_detail: DateDetail = DateDetail.DAY
    incidents: tuple[str, ...] = ()
    period: Period = ALWAYS
    # Parts that are left out on purpose.
    without: tuple[str, ...] = ()
    # What is found about each incident, by reference, in each language.
    findings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    prepared_by: int | None = None
    is_demo: bool = False
    profile: Profile = field(default_factory=Profile)
    # Incidents whose day a summary may tell.
    public_dates: tuple[str, ...] = ()

    def text(self, section: str) -> tuple[str, ...]:
        """The paragraphs of one section in the current language, else in the other."""
        both = self.texts.get(section, {})
        return tuple(paragraphs(pick(both.get("en", ""), both.get("ar", ""))))

    def written(self) -> Iterator[tuple[str, str, str]]:
        """Every text that is printed, in each language: the section or incident that it belongs to, language, text."""
        for section, both in self.texts.items():
            yield from ((section, language, text) for language, text in both.items() if section not in self.without)
        for incident, both in self.findings.items():
            yield from ((incident, language, text) for language, text in both.items() if "findings" not in self.without)

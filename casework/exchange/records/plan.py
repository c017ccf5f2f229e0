"""For whom records go, under which number, in which language and how closely; and how texts and names of things are made."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from casework import dates
from casework.accounts.models import Recipient
from casework.cases.models import Case
from casework.dossiers.generalising import rough
from casework.dossiers.states import DateDetail, PlaceDetail
from casework.i18n import _, current_language
from casework.i18n.labels import label


@dataclass(frozen=True)
class Plan:
    """One export; `namespace` is the installation's own word in every name of a thing (see `ident`)."""

    case: Case
    recipient: Recipient
    reference: str
    language: str
    at: datetime
    namespace: str
    places: PlaceDetail = PlaceDetail.PRECISE
    days: DateDetail = DateDetail.DAY
    sender: str = ""
    made_by: int | None = None
    is_demo: bool = False

    @property
    def origin(self) -> str:
        """The name of the folder in the ZIP."""
        return f"{self.case.reference}-{self.reference}"

    @property
    def marking(self) -> str:
        """What every record carries: marking, case, number of the copy, and for whom it is."""
        words = [label(self.case.marking), self.case.reference, self.reference, self.recipient.slug]
        return " · ".join([*words, "SYNTHETIC"] if self.is_demo else words)

    def maker(self) -> str:
        """Who made it, by number: names of people who work here do not travel."""
        return _("the system") if self.made_by is None else _("account %(number)s", number=self.made_by)

    def ident(self, kind: str, *parts: str) -> str:
        """The name of a thing in every export: the same each time, and made of nothing but references that stand beside it."""
        words = "\x1f".join((self.namespace, kind, *parts))
        return f"casework-{hashlib.sha256(words.encode()).hexdigest()[:40]}"

    def day(self, stored: str) -> str:
        """A date as it is stored (EDTF), no closer than asked."""
        return rough(stored, self.days)

    def said(self, stored: str) -> str:
        """The same in words; nothing for an unknown one."""
        return dates.words(self.day(stored), current_language()) if stored else ""

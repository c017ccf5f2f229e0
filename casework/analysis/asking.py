"""What a question over structure asks: read from what was typed, kept as words of the vocabularies. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework import dates
from casework.allegations.filters import ONLY_STRONG, chosen
from casework.vocabulary import (
    N_,
    Act,
    AgeBand,
    Confidence,
    ConsentScope,
    Harm,
    LinkBasis,
    ReviewStatus,
    Sex,
    Term,
)


class About(Term):
    """What a question looks for."""

    ALLEGATIONS = "allegations", N_("Allegations")
    INCIDENTS = "incidents", N_("Incidents")
    VICTIMS = "victims", N_("Victims")
    TESTIMONIES = "testimonies", N_("Testimonies")


class Sureness(Term):
    """How sure the date must be."""

    POSSIBLY = "possibly", N_("Possibly in this time")
    DEFINITELY = "definitely", N_("Definitely and wholly in this time")


@dataclass(frozen=True)
class Question:
    """Everything that can be asked; None, "" and False ask for nothing. `on` is a date as in `casework.dates`."""

    about: About = About.ALLEGATIONS
    act: Act | None = None
    place: str = ""
    on: str = ""
    sureness: Sureness = Sureness.POSSIBLY
    unit: str = ""
    with_subordinates: bool = False
    basis: LinkBasis | None = None
    only_strong: bool = False
    at_least: Confidence | None = None
    status: ReviewStatus | None = None
    harm: Harm | None = None
    sex: Sex | None = None
    age_band: AgeBand | None = None
    consent: ConsentScope | None = None

    @property
    def asks_of_allegations(self) -> bool:
        """Something is asked that only an allegation can answer."""
        return bool(self.unit or self.basis or self.only_strong or self.at_least)

    @property
    def asks_of_victims(self) -> bool:
        return bool(self.harm or self.sex or self.age_band)

    def stored(self) -> dict[str, Any]:
        """As it is kept and as it stands in an address: only what is asked."""
        words = {
            "about": self.about, "act": self.act, "place": self.place, "on": self.on,
            "sureness": self.sureness if self.on else None, "unit": self.unit,
            "with_subordinates": "y" if self.unit and self.with_subordinates else None,
            "basis": ONLY_STRONG if self.only_strong else self.basis, "at_least": self.at_least,
            "status": self.status if self.about is not About.VICTIMS else None, "harm": self.harm, "sex": self.sex,
            "age_band": self.age_band, "consent": self.consent,
        }  # fmt: skip
        return {name: str(word) for name, word in words.items() if word}


def read(asked: Mapping[str, Any]) -> Question:
    """A question out of an address, a form or what was kept. Raises ValueError for a date that is none."""
    words = {name: str(value or "") for name, value in asked.items()}
    return Question(
        about=chosen(About, words.get("about")) or About.ALLEGATIONS,
        act=chosen(Act, words.get("act")),
        place=words.get("place", "").strip()[:200],
        on=dates.normalise(words.get("on", "")),
        sureness=chosen(Sureness, words.get("sureness")) or Sureness.POSSIBLY,
        unit=words.get("unit", "").strip().upper()[:12],
        with_subordinates=words.get("with_subordinates", "") in ("y", "True", "on", "1"),
        basis=chosen(LinkBasis, words.get("basis")),
        only_strong=words.get("basis") == ONLY_STRONG,
        at_least=chosen(Confidence, words.get("at_least")),
        status=chosen(ReviewStatus, words.get("status")),
        harm=chosen(Harm, words.get("harm")),
        sex=chosen(Sex, words.get("sex")),
        age_band=chosen(AgeBand, words.get("age_band")),
        consent=chosen(ConsentScope, words.get("consent")),
    )

"""What a profile decides: which parts there are, how closely places, dates and numbers are told, which consent is asked. Pure.

Two are built in; a third kind is an installation's own, a file of TOML that is based on one of them and can only be
stricter. A profile is frozen into each version: editing the file changes nothing that was built.
"""

from dataclasses import dataclass

from casework.dossiers.states import DateDetail, DossierProfile, PlaceDetail
from casework.vocabulary import ConsentScope

COARSER = {
    "places": [one.value for one in PlaceDetail],
    "dates": [one.value for one in DateDetail],
    "individuals": ["code", "none"],
}


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A profile in plain values, as it is frozen into a version.

    `fewest`: counts of people or sources below it are not told (0: all are); `individuals`: alleged individuals by
    "code" or not at all ("none"); `consent`: uses that a witness must allow besides the one for the addressee.
    """

    key: str = DossierProfile.COMMITTEE.value
    base: str = DossierProfile.COMMITTEE.value
    name: str = ""
    name_ar: str = ""
    leave_out: tuple[str, ...] = ()
    places: str = PlaceDetail.PRECISE.value
    dates: str = DateDetail.DAY.value
    individuals: str = "code"
    pictures: bool = True
    fewest: int = 0
    consent: tuple[str, ...] = ()

    @property
    def is_summary(self) -> bool:
        """For everybody: no words of the records, only what was written for it and what can be counted."""
        return self.base == DossierProfile.PUBLIC_SUMMARY

    @property
    def scopes(self) -> tuple[ConsentScope, ...]:
        return tuple(ConsentScope(one) for one in self.consent)

    def place_detail(self, chosen: PlaceDetail) -> PlaceDetail:
        """How closely places are told: as was chosen, and no closer than the profile allows."""
        return PlaceDetail(_coarsest("places", chosen.value, self.places))

    def date_detail(self, chosen: DateDetail) -> DateDetail:
        """How closely dates are told."""
        return DateDetail(_coarsest("dates", chosen.value, self.dates))


COMMITTEE = Profile()
PUBLIC_SUMMARY = Profile(
    key=DossierProfile.PUBLIC_SUMMARY.value,
    base=DossierProfile.PUBLIC_SUMMARY.value,
    leave_out=(
        "context", "allegations", "gaps", "exhibits", "witnesses", "statements", "chronology", "places", "command",
        "victims", "reviews", "consents", "redactions", "changes",
    ),
    places=PlaceDetail.GOVERNORATE.value,
    dates=DateDetail.MONTH.value,
    individuals="none",
    pictures=False,
    fewest=5,
    consent=(ConsentScope.PUBLICATION.value,),
)  # fmt: skip
BUILT_IN = {one.key: one for one in (COMMITTEE, PUBLIC_SUMMARY)}


def _coarsest(name: str, *values: str) -> str:
    return max(values, key=COARSER[name].index)

"""Profiles of an installation's own: stricter than their base, or refused with every reason."""

from pathlib import Path

import pytest
from sqlmodel import Session

from casework.config import Settings
from casework.dossiers import own_profiles
from casework.dossiers.profile_reading import ProfileWrong, read
from casework.dossiers.profiles import COMMITTEE, PUBLIC_SUMMARY, Profile
from casework.dossiers.snapshot import dumps
from casework.dossiers.states import DateDetail, DossierProfile, PlaceDetail
from casework.errors import Refused
from casework.units.models import Individual, Posting
from casework.vocabulary import PostingRole
from tests.dossiers.world import YES, make_world

PRESS = """
based_on = "public_summary"
name = "For the press"
name_ar = "للصحافة"
leave_out = ["units"]
fewest = 10
consent = ["audio_or_image"]
"""

MUSEUM = """
based_on = "committee"
name = "For a museum"
leave_out = ["statements", "victims"]
places = "governorate"
dates = "month"
individuals = "none"
pictures = false
consent = ["publication"]
"""


def test_it_takes_from_its_base_and_adds_what_is_stricter() -> None:
    press = read("press", PRESS)
    assert press.is_summary
    assert (press.fewest, press.places, press.dates) == (10, "governorate", "month")
    assert set(press.leave_out) == {*PUBLIC_SUMMARY.leave_out, "units"}
    assert press.consent == ("publication", "audio_or_image")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = 'x'", "`based_on`"),
        ("based_on = 'public_summary'\nname = 'x'\nplaces = 'district'", "looser"),
        ("based_on = 'public_summary'\nname = 'x'\ndates = 'day'", "looser"),
        ("based_on = 'public_summary'\nname = 'x'\nfewest = 3", "looser"),
        ("based_on = 'public_summary'\nname = 'x'\nindividuals = 'code'", "looser"),
        ("based_on = 'public_summary'\nname = 'x'\npictures = true", "looser"),
        ("based_on = 'committee'\nname = 'x'\nfewest = 5", "one by one"),
        ("based_on = 'committee'\nname = 'x'\nleave_out = ['redactions']", "Not known: redactions"),
        ("based_on = 'committee'\nname = 'x'\nconsent = ['everything']", "Not known: everything"),
        ("based_on = 'committee'\nname = 'x'\nshow_names = true", "`show_names` is not known"),
        ("based_on = 'committee'\nname = 'x'\nplaces = 7", "is one of"),
        ("based_on = 'committee'\nname = 'x'\npictures = 'no'", "true or false"),
        ("based_on = 'committee'", "`name`"),
        ("based_on = ", "no TOML"),
    ],
)
def test_what_is_wrong_is_said(text: str, said: str) -> None:
    with pytest.raises(ProfileWrong) as refused:
        read("own", text)
    assert said in str(refused.value)


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(ProfileWrong) as refused:
        read("own", "based_on = 'public_summary'\nfewest = 1\nwhat = 1\nplaces = 'precise'")
    assert len(refused.value.problems) == 4


def test_a_file_that_is_wrong_is_not_offered_and_one_that_went_refuses_the_build(tmp_path: Path) -> None:
    folder = tmp_path / own_profiles.FOLDER
    folder.mkdir()
    (folder / "press.toml").write_text(PRESS)
    (folder / "loose.toml").write_text(PRESS.replace("fewest = 10", "fewest = 2"))
    assert own_profiles.choices(tmp_path, "ar") == [("public_summary:press", "للصحافة")]
    assert list(own_profiles.find(tmp_path).wrong) == ["loose.toml"]
    assert own_profiles.profile_of(tmp_path, DossierProfile.PUBLIC_SUMMARY, "press").fewest == 10
    for base, name in ((DossierProfile.PUBLIC_SUMMARY, "loose"), (DossierProfile.COMMITTEE, "press")):
        with pytest.raises(Refused):
            own_profiles.profile_of(tmp_path, base, name)


def test_places_and_dates_are_as_chosen_and_never_closer_than_the_profile() -> None:
    assert PUBLIC_SUMMARY.place_detail(PlaceDetail.PRECISE) is PlaceDetail.GOVERNORATE
    assert PUBLIC_SUMMARY.date_detail(DateDetail.DAY) is DateDetail.MONTH
    assert COMMITTEE.place_detail(PlaceDetail.DISTRICT) is PlaceDetail.DISTRICT
    assert Profile() == COMMITTEE


def test_nothing_of_what_an_own_profile_leaves_out_is_in_what_is_frozen(session: Session, settings: Settings) -> None:
    """Statements, individuals by code, days, places, and the word of those who do not consent to the further use."""
    world = make_world(session, settings)
    world.incident.governorate, world.incident.district = "Tartous", "Baniyas district"
    number = 7000 + world.case.key
    person = world.keep(Individual(number=number, reference=f"P-{number}", identity_owner=f"p-{world.case.key}"))
    world.keep(Posting(individual_id=person.key, unit_id=world.unit.key, role=PostingRole.COMMANDER))
    told = []
    for at, answers in enumerate(({**YES, "publication": {"answer": "yes"}}, YES), 1):
        witness = world.witness(at, consented=False)
        world.consent(witness, 1, answers=answers)
        told.append((world.testimony(at, witness, f"Told by {at}"), "1"))
    world.allegation(1, told, individual_id=person.key, contrary=f"{person.reference} was elsewhere.")
    folder = settings.instance / own_profiles.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "museum.toml").write_text(MUSEUM)
    frozen = world.english(dossier=world.dossier(own_profile="museum"))
    text = dumps(frozen)
    for word in ("P-7", "Told by", "2025-03-07", "7 March", "Baniyas", "35.18"):
        assert word not in text, word
    (allegation,) = frozen.allegations
    assert (frozen.statements, frozen.commands, [one.ref for one in allegation.sources]) == ((), (), ["T-0001"])
    assert "[R3]" in text  # the code in a text is replaced
    assert frozen.rests_on == ("W-0001",)

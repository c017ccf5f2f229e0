"""500 names planted in every kind of place: none of them is in anything that a profile puts out, in either language."""

import io
from collections.abc import Iterator

import pikepdf
import pytest
from sqlmodel import Session

from casework.config import Settings
from casework.dossiers import building, html, leak, own_profiles, render
from casework.dossiers.content import Snapshot
from casework.dossiers.leak import Name
from casework.dossiers.snapshot import dumps
from casework.dossiers.states import DossierProfile
from casework.errors import Refused
from casework.storage import open_store
from tests.dossiers import planted, samples
from tests.dossiers.conftest import KEY, make_pdf
from tests.dossiers.world import World, make_world

# A body's own: pictures with what is said of them, and nobody one by one.
OWN = """
based_on = "committee"
name = "For a museum"
leave_out = ["statements", "witnesses", "victims", "glossary", "reviews", "places", "chronology", "command", "units"]
places = "governorate"
dates = "month"
individuals = "none"
consent = ["audio_or_image"]
"""
PICTURED = '<html lang="en"><title>t</title><h1>A</h1><img src="casework:p" alt="a"></html>'
WAYS = ("utf-8", "utf-16-le", "utf-16-be")


def search(data: bytes, names: list[tuple[str, str]]) -> set[str]:
    """Where the names that stand in a finished file were planted: by a search that shares nothing with the application's
    but the reading of the file."""
    found = told("".join(text for _place, text in leak.texts(data)), names)
    inside = b"".join(streams(data))
    return found | {where for where, name in names if any(name.encode(way) in inside for way in WAYS)}


def told(text: str, names: list[tuple[str, str]]) -> set[str]:
    """Where the names that stand in a text were planted."""
    read = planted.folded(text)
    both = f"{read} {read[::-1]}"
    return {where for where, name in names if any(planted.folded(one) in both for one in (name, turned(name)))}


def streams(data: bytes) -> Iterator[bytes]:
    """Everything that lies in a file as it lies there, pictures with what they carry: no text that a reader shows."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream):
                yield one.read_raw_bytes()


def turned(name: str) -> str:
    """Its words the other way round: so they leave a line in Latin letters."""
    return " ".join(reversed(name.split()))


def editions(
    world: World, planter: planted.Planter, profile: DossierProfile, own: str = ""
) -> dict[str, tuple[Snapshot, bytes]]:
    """Both finished editions, as a reader's copy."""
    dossier = world.dossier(profile=profile, own_profile=own, **planted.written_for_it(planter))
    snapshots, store = world.freeze(dossier).snapshots, open_store(world.settings)
    assert {where for one in snapshots.values() for where in told(dumps(one), planter.planted)} == set()
    bodies = building.typeset({lang: (one, building.pictures_of(store, one)) for lang, one in snapshots.items()})
    return {
        language: (
            one,
            building.sealed_copy(one, bodies[language].data, building.CopyMark("1", one.cover.addressee), KEY),
        )
        for language, one in snapshots.items()
    }


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return make_world(session, settings)


# What is printed does not depend on the database, and typesetting takes seconds.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.slow
def test_none_of_500_names_is_in_anything_that_goes_out(world: World) -> None:
    planter = planted.plant(world)
    folder = world.settings.instance / own_profiles.FOLDER
    folder.mkdir(parents=True)
    (folder / "museum.toml").write_text(OWN)
    for profile, own in (*((one, "") for one in DossierProfile), (DossierProfile.COMMITTEE, "museum")):
        for snapshot, data in editions(world, planter, profile, own).values():
            assert search(data, planter.planted) == set()
            assert not leak.scan(data, names_of(planter), dumps(snapshot))
            assert "[R1]" in dumps(snapshot)
            assert any(one.picture for one in snapshot.exhibits) == (b"/DCTDecode" in data) == snapshot.profile.pictures
            assert own != "museum" or not (snapshot.statements or "P-9" in dumps(snapshot))
    assert len(planter.planted) == planted.MANY


def names_of(planter: planted.Planter) -> list[Name]:
    return [Name(f"X-{at:04d}", one["name"]) for at, one in enumerate(planted.identities())]


def test_the_search_of_a_finished_file_finds_each_of_500_names_in_whichever_spelling() -> None:
    """Without it, the test above would pass for a search that finds nothing."""
    planter = planted.Planter([])
    sentences = [planter.told(str(at)) for at in range(planted.MANY)]
    lines = "".join(f'<p dir="auto">{one}</p>' for one in sentences)
    page = html.Page(f'<html lang="en"><title>t</title><h1>A</h1>{lines}</html>')
    data = make_pdf(samples.snapshot(), body=render.render(page))
    with pytest.raises(Refused) as refused:
        building.refuse_leaks(data, names_of(planter), "CW-2025-0001", " ".join(sentences))
    assert len(refused.value.causes) == 50  # the first fifty are enough for who mends it
    found = {hit.owner for hit in leak.scan(data, names_of(planter), " ".join(sentences))}
    assert len(found) == planted.MANY
    with_marks = sum("\u064e" in name for _where, name in planter.planted)
    assert len(search(data, planter.planted)) >= planted.MANY - with_marks


def test_what_a_photograph_tells_of_itself_is_found_however_it_is_written() -> None:
    """Were a picture ever printed as it came: the reduced ones say nothing."""
    planter = planted.Planter([])
    picture = planted.photograph(planter)
    assert len(planter.planted) == 10
    body = render.render(html.Page(PICTURED, {"casework:p": ("image/jpeg", picture)}))
    data = as_it_came(make_pdf(samples.snapshot(), body=body), picture)
    names = names_of(planter)[: len(planter.planted)]
    found = {hit.owner for hit in leak.scan(data, names) if hit.place == "pictures"}
    assert found == {one.owner for one in names}
    assert search(data, planter.planted) == {where for where, _name in planter.planted}


def as_it_came(data: bytes, picture: bytes) -> bytes:
    """A file whose one photograph is put back as it was: typesetting writes it anew, and loses all but the comment."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Filter") == pikepdf.Name.DCTDecode:
                one.write(picture, filter=pikepdf.Name.DCTDecode)
        pdf.save(out)
    return out.getvalue()

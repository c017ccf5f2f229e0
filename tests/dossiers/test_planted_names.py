"""500 names planted in every kind of place: none of them is in anything that a profile puts out, in either language."""

import pytest
from sqlmodel import Session

from casework.config import Settings
from casework.dossiers import building, html, leak, render
from casework.dossiers.content import Snapshot
from casework.dossiers.leak import Name
from casework.dossiers.snapshot import dumps
from casework.dossiers.states import DossierProfile
from casework.errors import Refused
from tests.dossiers import planted, samples
from tests.dossiers.conftest import KEY, make_pdf
from tests.dossiers.world import World, make_world


def search(data: bytes, names: list[tuple[str, str]]) -> set[str]:
    """Where the names that stand in a finished file were planted: by a search that shares nothing with the application's
    but the reading of the file."""
    read = "".join(planted.folded(text) for _place, text in leak.texts(data))
    both = f"{read} {read[::-1]}"
    return {where for where, name in names if any(planted.folded(one) in both for one in (name, turned(name)))}


def turned(name: str) -> str:
    """Its words the other way round: so they leave a line in Latin letters."""
    return " ".join(reversed(name.split()))


def editions(world: World, profile: DossierProfile, planter: planted.Planter) -> dict[str, tuple[Snapshot, bytes]]:
    """Both finished editions, as a reader's copy."""
    dossier = world.dossier(profile=profile, **planted.written_for_it(planter))
    snapshots = world.freeze(dossier).snapshots
    bodies = building.typeset({language: (one, {}) for language, one in snapshots.items()})
    return {
        language: (one, building.sealed_copy(one, bodies[language], building.CopyMark("1", one.cover.addressee), KEY))
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
    for profile in DossierProfile:
        for snapshot, data in editions(world, profile, planter).values():
            assert search(data, planter.planted) == set()
            assert not leak.scan(data, names_of(planter), dumps(snapshot))
            assert "[R1]" in dumps(snapshot)
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

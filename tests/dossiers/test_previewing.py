"""A part as it would be printed, and what a build would leave out: before anything is built."""

import dataclasses
import io

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework.audit import AuditEntry
from casework.config import Settings
from casework.dossiers import previewing
from casework.dossiers.models import Dossier, DossierFinding
from casework.dossiers.outlook import outlook
from casework.dossiers.previewing import Empty, only, previewed
from casework.dossiers.snapshot import dumps
from tests.dossiers import samples
from tests.dossiers.world import World, make_world
from tests.factories import login


def furnish(world: World) -> World:
    told = [world.testimony(n, world.witness(n, f"Zaynab Number{n}"), f"Zaynab Number{n} said {n}.") for n in (1, 2)]
    world.allegation(1, [(one, "2") for one in told], [world.exhibit(1)])
    dossier = world.dossier(texts={"summary": {"en": "As told [[T-0001 ¶1]]."}})
    world.keep(
        DossierFinding(
            case_id=world.case.key, dossier_id=dossier.key, incident_id=world.incident.key,
            texts={"en": "Men shot [[T-0001 ¶1]]."},
        )
    )  # fmt: skip
    return world


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return furnish(make_world(session, settings))


def look(world: World, name: str, language: str = "en") -> previewing.Previewed:
    dossier = world.session.exec(select(Dossier)).one()
    return previewed(world.session, world.builder, world.settings, dossier=dossier, name=name, language=language)


def test_a_part_is_what_the_build_would_print_and_nothing_besides(world: World) -> None:
    built = world.english(dossier=world.session.exec(select(Dossier)).one())
    made = look(world, "findings")
    assert made.snapshot.incidents[0].assessment == built.incidents[0].assessment
    assert made.snapshot.numbers == built.numbers
    assert made.snapshot.statements == ()
    assert "said 1" not in dumps(made.snapshot)


def test_names_are_taken_out_of_a_preview_too(world: World) -> None:
    text = dumps(look(world, "statements").snapshot)
    assert "[R1] said 1." in text
    assert "Zaynab" not in text


def test_a_part_of_which_nothing_would_be_printed_says_so(world: World) -> None:
    with pytest.raises(Empty):
        look(world, "requests")


def test_what_would_refuse_a_build_is_shown_by_a_preview(world: World) -> None:
    world.allegation(2, [(world.testimony(3, world.witness(3), is_approved=False), "1")])
    assert len(look(world, "allegations").snapshot.allegations) == 2


def test_of_a_long_part_the_first_entries_are_shown_and_the_others_counted() -> None:
    snapshot = samples.snapshot()
    many = dataclasses.replace(snapshot, statements=snapshot.statements * 30)
    made, more = only(many, "statements")
    assert (len(made.statements), more) == (20, len(many.statements) - 20)


def test_one_entry_can_be_looked_at_alone() -> None:
    snapshot = samples.snapshot()
    wanted = snapshot.statements[-1].ref
    made, more = only(snapshot, "statements", wanted)
    assert [one.ref for one in made.statements] == [wanted]
    assert more == len(snapshot.statements) - 1


def test_before_building_one_sees_what_is_left_out_why_and_where_it_is_mended(world: World) -> None:
    gone = world.witness(3)
    world.allegation(2, [(world.testimony(3, gone), "1")])
    world.withdraw(gone)
    world.testimony(4, world.witness(4), is_approved=False)
    dossier = world.session.exec(select(Dossier)).one()
    found = outlook(world.session, world.builder, world.settings, dossier=dossier)
    assert (found.statements, found.exhibits, found.allegations) == (2, 1, 2)
    assert [(one.ref, one.code, one.endpoint, one.values["ref"]) for one in found.missing] == [
        ("T-0003", "R1", "witnesses.show", "W-0003")
    ]
    assert "A-0002" in str(found.causes[0].message)


def test_a_look_is_a_small_draft_that_leaves_an_entry_and_nothing_else(
    client: FlaskClient, app: Flask, db: Session
) -> None:
    world = furnish(make_world(db, app.extensions["casework_settings"]))
    db.commit()
    login(client, world.author)
    at = f"/cases/{world.case.reference}/dossiers/D-0001"
    assert "Findings, incident by incident" in client.get(f"{at}/preview").text
    assert "Nothing would be printed here" in client.get(f"{at}/preview/requests.en.pdf").text
    answer = client.get(f"{at}/preview/findings.en.pdf")
    assert answer.mimetype == "application/pdf"
    with pypdfium2.PdfDocument(io.BytesIO(answer.data)) as pdf:
        text = "".join(one.get_textpage().get_text_range() for one in pdf)
    for words in ("DRAFT", "Men shot.", "T-0001 ¶1", "kept nowhere"):
        assert words in text
    assert b"casework:signature" not in client.get(f"{at}/preview/certification.en.pdf").data
    assert "Nothing in scope would be left out." in client.get(f"{at}/outlook").text
    assert client.get(f"{at}/preview/nonsense.en.pdf").status_code == 404
    actions = select(AuditEntry.action).where(AuditEntry.action == "dossier.previewed")
    assert len(db.exec(actions).all()) == 2

"""Composing a dossier in a browser: findings, references found by words, what was typed is never lost."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework.dossiers.models import Dossier, DossierFinding
from casework.testimonies.indexing import index as index_testimony
from casework.testimonies.models import Testimony, TestimonyVersion
from tests.dossiers.world import World, make_world
from tests.factories import login, post


@pytest.fixture
def world(db: Session, app: Flask) -> World:
    made = make_world(db, app.extensions["casework_settings"])
    made.allegation(1, [(made.testimony(1, made.witness(1)), "1"), (made.testimony(2, made.witness(2)), "1")])
    made.dossier()
    db.commit()
    return made


def home(world: World) -> str:
    return f"/cases/{world.case.reference}/dossiers"


def test_a_finding_with_a_dangling_reference_is_kept_typed_and_refused_beside_its_field(
    client: FlaskClient, world: World
) -> None:
    login(client, world.author)
    at = f"{home(world)}/D-0001/findings"
    assert "nothing yet" in client.get(at).text
    answer = post(client, f"{at}/I-0001", {"finding_en": "Men shot [[T-0099 ¶1]].", "version": "0"})
    assert answer.status_code == 422
    assert "Men shot [[T-0099 ¶1]]." in answer.text
    assert "[[T-0099 ¶1]]: There is nothing with this reference in this case." in answer.text
    assert post(client, f"{at}/I-0001", {"finding_en": "Men shot [[T-0001 ¶1]].", "version": "0"}).status_code == 302
    world.session.expire_all()
    assert world.session.exec(select(DossierFinding)).one().texts == {"en": "Men shot [[T-0001 ¶1]]."}
    assert "nothing yet" not in client.get(at).text


def test_two_who_write_one_finding_both_see_both_texts(client: FlaskClient, world: World) -> None:
    login(client, world.author)
    at = f"{home(world)}/D-0001/findings/I-0001"
    post(client, at, {"finding_en": "The first text.", "version": "0"})
    late = post(client, at, {"finding_en": "The second text.", "version": "0"})
    assert late.status_code == 409
    assert "The first text." in late.text
    assert "The second text." in late.text
    assert post(client, at, {"finding_en": "Both texts.", "version": "1"}).status_code == 302


def test_two_who_edit_one_dossier_see_what_the_other_chose(client: FlaskClient, world: World) -> None:
    login(client, world.author)
    at, version = f"{home(world)}/D-0001/edit", str(world.session.exec(select(Dossier)).one().version)
    world.session.commit()
    form = {"recipient": world.recipient.slug, "profile": "committee", "title": "A dossier", "version": version}
    form |= {"marking": "confidential", "place_detail": "precise", "date_detail": "day"}
    first = form | {"without": ["glossary"], "period_from": "2025-03-01", "summary_en": "The first summary."}
    assert post(client, at, first).status_code == 302
    late = post(client, at, form | {"summary_en": "The second summary.", "period_from": ""})
    assert late.status_code == 409
    stored = late.text.split('<dl class="stored">')[1].split("</dl>")[0]
    for words in ("The first summary.", "Annex L: Glossary and transliteration", "2025-03-01"):
        assert words in stored
    assert "CONFIDENTIAL" not in stored, "what both agree on is not shown"
    assert "The second summary." in late.text
    page = client.get(f"{home(world)}/D-0001").text
    assert "Annex L: Glossary and transliteration" in page
    assert "from 1 March 2025 on" in page


def test_references_are_found_by_words_paragraph_by_paragraph(client: FlaskClient, world: World) -> None:

    for row in world.session.exec(select(Testimony)).all():
        row.draft = world.session.exec(
            select(TestimonyVersion.content).where(TestimonyVersion.testimony_id == row.key)
        ).one()
        index_testimony(world.session, row)
    world.session.commit()
    login(client, world.author)
    whole = client.get(f"{home(world)}/references?q=bakery")
    assert "[[T-0001 ¶1]]" in whole.text
    assert "[[T-0002 ¶3]]" in whole.text
    part = client.get(f"{home(world)}/references?q=T-0002", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert "[[T-0002 ¶1]]" in part.text
    assert "Nothing found" in client.get(f"{home(world)}/references?q=unheard").text

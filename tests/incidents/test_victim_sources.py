"""Victims' sources: rows like those of every other fact, from the form and from lists; taken back, never lost."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import Session, col, select

from casework import audit
from casework.errors import Forbidden, Invalid, NotFound
from casework.incidents import duplicates
from casework.incidents.models import Victim
from casework.incidents.victim_data import VICTIMS
from casework.incidents.victim_sources import VICTIM, read_line, together
from casework.sources import claims
from casework.sources.claims import Claimed
from casework.sources.facts import Sources, get_resting, sources_of, take_source_back
from casework.sources.given import SourceGiven
from casework.sources.models import FactSource, Source
from casework.sources.resting import resting_on
from casework.vault import vault_of
from casework.vocabulary import AgeBand, SamePerson
from tests.factories import login, post
from tests.lists.tables import GOOD, give, table
from tests.lists.test_services import run
from tests.units.world import CITED, World, make_world

NAME = "Salma al-Invented"


def said(world: World, victim: Victim) -> Sources:
    return sources_of(world.session, world.actor, VICTIM, [victim.key]).get(victim.key, Sources())


@pytest.mark.parametrize(
    ("line", "reference", "locator", "citation"),
    [
        ("T-0001 ¶ 9", "T-0001", "¶ 9", ""),
        ("ex-0003: 00:02:13", "EX-0003", "00:02:13", ""),
        ("S-0001, p. 3", "S-0001", "p. 3", ""),
        ("  A report on T-0001 ", "", "", "A report on T-0001"),
    ],
)
def test_a_line_is_read_as_what_it_names(line: str, reference: str, locator: str, citation: str) -> None:
    case = "" if not reference or reference.startswith("S") else "CW-2025-0001"
    assert read_line(line, "CW-2025-0001") == SourceGiven(
        citation, "", locator, case_reference=case, reference=reference
    )


def test_the_sources_of_a_new_victim_are_rows_and_the_statements_page_tells_of_it_by_code(world: World) -> None:
    told = world.testimony()
    victim = world.victim(NAME, sources=["T-0001 ¶ 9", "", "A report"])
    shown = said(world, victim)
    assert [(one.reference, one.source.citation, one.row.locator) for one in shown.shown] == [
        ("T-0001", "", "¶ 9"), ("", "A report", ""),
    ]  # fmt: skip
    source = world.session.exec(select(Source).where(Source.testimony_id == told.key)).one()
    (fact,) = [fact for _row, fact in resting_on(world.session, world.actor, source).facts]
    assert (fact.words, fact.endpoint) == (f"{world.case.reference} {victim.reference}", "victims.show")
    assert NAME not in fact.words


@pytest.mark.parametrize("line", ["T-0099", "T-0001 ¶ 3", "r" * 501])
def test_a_source_that_is_not_there_is_said_beside_the_field(world: World, line: str) -> None:
    world.testimony()
    with pytest.raises(Invalid) as wrong:
        world.victim(NAME, sources=["A report", line])
    assert set(wrong.value.fields) == {"sources"}


def test_the_lines_of_a_list_rest_on_one_source_each_with_its_number(world: World) -> None:
    world.testimony()
    head = ("No", "Name", "Sex", "Age", "Date", "Place", "Notes", "Sources")
    run(world, give(world, table((*GOOD, "T-0001 ¶ 9\nA paper"), ("2", "x y", "f", "", "", "", "", ""), head=head)))
    one, two = world.session.exec(select(Victim).order_by(col(Victim.number))).all()
    listed = [(row.source.citation or row.reference, row.row.locator) for row in said(world, one).shown]
    assert listed == [("SNHR, 12 March", "1"), ("T-0001", "¶ 9"), ("A paper", "")]
    assert said(world, two).shown[0].source == said(world, one).shown[0].source
    assert (said(world, one).is_single, said(world, two).is_single) == (False, True)
    logged = audit.entries(world.session, action="victim.added")
    assert sorted(len(entry.facts["sources"]) for entry in logged) == [1, 3]


def test_a_source_taken_back_counts_no_more_and_stays_readable(world: World) -> None:
    victim, other = world.victim(sources=["A report", "A paper"]), world.victim(sources=["A report"])
    row = said(world, victim).shown[0].row
    with pytest.raises(NotFound):
        get_resting(world.session, world.actor, VICTIM, other.key, row.key)
    for who, reason, error in ((world.actor, " ", Invalid), (world.stranger, "wrong", Forbidden)):
        with pytest.raises(error):
            take_source_back(world.session, who, row, about=victim.subject, reason=reason)
    take_source_back(world.session, world.actor, row, about=victim.subject, reason="another person")
    now = said(world, victim)
    assert ([one.source.citation for one in now.shown], now.is_single) == (["A paper"], True)
    assert [(one.source.citation, one.row.withdrawn) for one in now.withdrawn] == [("A report", "another person")]
    assert len(said(world, other).shown) == 1


def test_records_of_one_person_count_their_sources_together_and_nothing_moves(world: World) -> None:
    one, two = world.victim(sources=["A report"]), world.victim(sources=["A paper", "A report"])
    world.victim(sources=["noise"])
    before = world.session.exec(select(FactSource.id, FactSource.fact_id)).all()
    mark = {"reason": "same tag"}
    assert together(world.session, world.actor, one) is None
    duplicates.mark_duplicate(world.session, world.actor, world.case, one, two, answer=SamePerson.SAME, **mark)
    found = together(world.session, world.actor, one)
    assert found is not None
    assert ([other for other, _said in found.others], found.origins) == ([two], 2)
    duplicates.mark_duplicate(world.session, world.actor, world.case, one, two, answer=SamePerson.DIFFERENT, **mark)
    assert together(world.session, world.actor, one) is None
    assert world.session.exec(select(FactSource.id, FactSource.fact_id)).all() == before


def test_a_preferred_claim_becomes_what_the_record_says_without_opening_the_vault(world: World) -> None:
    victim = world.victim(NAME, age_band=AgeBand.FROM_18_TO_29)
    given = Claimed(CITED, "age_band", "12 to 17")
    row = claims.add_claim(world.session, world.actor, VICTIMS, victim, given)
    claims.prefer(world.session, world.actor, VICTIMS, victim, row, reason="a school register")
    assert (victim.age_band, victim.version) == (AgeBand.FROM_12_TO_17, 2)
    claims.unprefer(world.session, world.actor, VICTIMS, victim, row, reason="a mistake")
    assert victim.age_band is AgeBand.FROM_18_TO_29
    assert world.vault.open(world.session, victim.identity_owner) == {"name": NAME}


def test_on_the_page_sources_are_added_with_grades_and_taken_back(app: Flask, client: FlaskClient, db: Session) -> None:
    settings = app.extensions["casework_settings"]
    world = make_world(db, settings, vault_of(settings))
    one, two = world.victim(NAME, sources=["A report"]), world.victim(sources=["A paper"])
    mark = {"answer": SamePerson.SAME, "reason": "same tag"}
    duplicates.mark_duplicate(db, world.actor, world.case, one, two, **mark)
    row = said(world, one).shown[0].row.key
    db.commit()
    login(client, world.account)
    url = f"/cases/{world.case.reference}/victims/{one.reference}"
    book = {"citation": "A book", "source_grade": "b", "information_grade": "", "case_reference": ""}
    assert post(client, f"{url}/data/0/source", book).location == f"{url}#claims"
    wrong = post(client, f"{url}/data/sources/{row}/back", {"reason": ""})
    assert (wrong.status_code, "reason-errors" in wrong.text) == (422, True)
    assert post(client, f"{url}/data/sources/{row}/back", {"reason": "misread"}).location == f"{url}#claims"
    page = client.get(url).text
    assert all(text in page for text in ("A book", "B6", "misread", "A paper", "2 independent origins together"))
    assert NAME not in page


def test_a_list_of_many_looks_each_source_up_once(world: World) -> None:
    world.testimony()
    head = ("No", "Name", "Sex", "Age", "Date", "Place", "Notes", "Sources")
    given = give(
        world, table(*((str(n), f"Person {n} X", "f", "", "", "", "", "T-0001 ¶ 9") for n in range(60)), head=head)
    )
    asked: list[str] = []
    engine = world.session.get_bind()

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    run(world, given)
    event.remove(engine, "before_cursor_execute", note)
    assert len(world.session.exec(select(FactSource)).all()) == 120
    assert sum("FROM source" in one or "FROM testimony" in one for one in asked) < 20

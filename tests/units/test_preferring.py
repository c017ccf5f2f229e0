"""One of the claims that compete for a post or a place above a unit may be preferred; it settles nothing."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework import audit
from casework.errors import Forbidden, Invalid, NotFound
from casework.sources import claims as data_claims
from casework.sources.claims import Claimed
from casework.sources.models import Preference
from casework.subjects import Role
from casework.units import answers, claims, pages, preferring
from casework.units.claims import Claim, Said
from casework.units.data import UNITS
from casework.units.models import Posting, UnitRelation, Vacancy
from casework.units.preferring import competes, key_of
from casework.vault import vault_of
from casework.vocabulary import Answer, PostingRole, RelationKind
from tests.factories import login, make_account, post
from tests.units.world import CITED, World, make_world

DAY = date(2025, 3, 8)
MARCH = {"starts": "2025-03-01", "ends": "2025-03-31"}


def held(person: int, role: PostingRole = PostingRole.COMMANDER, unit: int = 1, **dates: str) -> Posting:
    return Posting(unit_id=unit, individual_id=person, role=role, **(MARCH | dates))


def under(parent: int, kind: RelationKind = RelationKind.COMMAND, **dates: str) -> UnitRelation:
    return UnitRelation(child_id=1, parent_id=parent, kind=kind, **(MARCH | dates))


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (held(1), held(2), True),
        (held(1), held(2, starts="2025-04", ends=""), False),
        (held(1, ends="2025-04~"), held(2, starts="2025-04", ends=""), True),
        (held(1), held(2, unit=2), False),
        (held(1), held(2, PostingRole.DEPUTY), False),
        (held(1, PostingRole.DEPUTY), held(2, PostingRole.DEPUTY), False),
        (held(1, PostingRole.DEPUTY), held(1, PostingRole.DEPUTY, ends="2025-06"), True),
        (held(1), held(1), False),
        (held(1), Vacancy(unit_id=1, **MARCH), True),
        (held(1, PostingRole.ACTING), Vacancy(unit_id=1, **MARCH), False),
        (Vacancy(unit_id=1, **MARCH), Vacancy(unit_id=1, starts="2025"), False),
        (under(2), under(3), True),
        (under(2), under(2, ends=""), True),
        (under(2), under(2), False),
        (under(2), under(3, RelationKind.ATTACHED), False),
        (under(2), held(1), False),
    ],
)
def test_what_competes_tells_of_one_thing_at_what_can_be_one_time(one: Claim, other: Claim, wanted: bool) -> None:
    assert (competes(one, other), competes(other, one)) == (wanted, wanted)


def standing(world: World) -> list[tuple[str, int]]:
    rows = world.session.exec(select(Preference).where(Preference.withdrawn == "")).all()
    return [(row.fact_kind, row.fact_id) for row in rows]


def test_a_preference_ends_an_earlier_one_and_leaves_the_command_disputed(world: World) -> None:
    unit = world.unit()
    one, two = world.post(unit, world.person(), **MARCH), world.post(unit, world.person(), **MARCH)
    vacancy = claims.record_vacancy(world.session, world.actor, unit=unit, said=Said(CITED, **MARCH))
    later = [world.post(unit, world.person(), starts="2025-05", ends="") for _n in range(2)]
    for row in (later[0], one, vacancy, two):
        preferring.prefer(world.session, world.actor, row, reason="nearer to the events")
    assert standing(world) == [key_of(later[0]), key_of(two)]
    chain = answers.chain_on(world.session, unit, DAY)
    assert (chain.commands[0].answer, len(chain.commands[0].holders)) == (Answer.DISPUTED, 2)
    assert set(pages.preferred_in(world.session, chain)) == {key_of(two)}
    preferring.withdraw(world.session, world.actor, two, reason="entered twice")
    assert standing(world) == [key_of(later[0])]
    actions = [entry.action for entry in audit.entries(world.session) if entry.action.startswith("claim.")]
    assert sorted(actions) == ["claim.preferred"] * 4 + ["claim.preferred_no_more", "claim.withdrawn"]


def test_nothing_is_preferred_without_a_reason_a_rival_or_the_right(world: World) -> None:
    unit = world.unit()
    alone = world.relate(unit, world.unit(), **MARCH)
    with pytest.raises(Invalid) as lonely:
        preferring.prefer(world.session, world.actor, alone, reason="seen")
    other = world.relate(unit, world.unit(), **MARCH)
    with pytest.raises(Invalid) as silent:
        preferring.prefer(world.session, world.actor, alone, reason=" ")
    assert [set(one.value.fields) for one in (lonely, silent)] == [{"reason"}] * 2
    claims.withdraw_claim(world.session, world.actor, claim=other, about=unit.subject, reason="wrong")
    with pytest.raises(Invalid):
        preferring.prefer(world.session, world.actor, other, reason="seen")
    with pytest.raises(NotFound):
        preferring.unprefer(world.session, world.actor, alone, reason="never was")
    with pytest.raises(Forbidden):
        preferring.prefer(world.session, make_account(world.session, Role.AUDITOR).as_actor(), alone, reason="seen")
    assert standing(world) == []


def test_a_preferred_posting_is_not_taken_for_a_preferred_insignia(world: World) -> None:
    unit = world.unit(insignia="black")
    claimed = data_claims.add_claim(world.session, world.actor, UNITS, unit, Claimed(CITED, "insignia", "white"))
    chosen = Preference(
        subject_kind="unit", subject_id=unit.key, datum="posting", fact_kind="posting", fact_id=claimed.key, reason="seen"
    )  # fmt: skip
    world.session.add(chosen)  # of a posting that happens to have the claim's number
    world.session.flush()
    (shown,) = data_claims.claims_of(world.session, world.actor, UNITS, unit)
    assert [row.preference for row in shown.claims] == [None]


def test_the_page_offers_it_where_claims_compete_and_shows_why(app: Flask, client: FlaskClient, db: Session) -> None:
    settings = app.extensions["casework_settings"]
    world = make_world(db, settings, vault_of(settings))
    unit, person = world.unit(), world.person()
    one = world.post(unit, person, **MARCH)
    world.post(unit, world.person(), **MARCH)
    world.relate(unit, world.unit(), **MARCH)
    db.commit()
    login(client, world.account)

    def page() -> Any:
        return client.get(f"/units/{unit.reference}?on={DAY}").text

    assert page().count("Prefer this<") == 2
    url = f"/units/claims/posting/{one.key}"
    wrong = post(client, f"{url}/prefer", {"reason": ""})
    assert (wrong.status_code, "reason-errors" in wrong.text, "It competes with" in wrong.text) == (422, True, True)
    assert post(client, f"{url}/prefer", {"reason": "an order"}).location == f"/units/{unit.reference}#postings"
    assert page().count("an order") == 2  # beside the posting and in the answer
    assert "does not settle it" in page()
    assert "an order" in client.get(f"/individuals/{person.reference}").text
    post(client, f"{url}/unprefer", {"reason": "a forgery"})
    assert "an order" not in page()

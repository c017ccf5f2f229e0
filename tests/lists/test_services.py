"""Lists: sealed while they wait, imported as a whole, known again, and gone afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from casework import audit
from casework.db import now
from casework.errors import Forbidden, Invalid, NotFound, Refused, Unavailable
from casework.incidents import victims
from casework.incidents.models import Victim
from casework.jobs import Job
from casework.leaks.models import LeakHit
from casework.lists import jobs, services
from casework.lists.columns import Column
from casework.lists.importing import bring_in, search_for_names
from casework.lists.models import ListedVictim, ListState, VictimList
from casework.vocabulary import DestructionReason, Harm
from tests.lists.tables import GOOD, give, table
from tests.units.world import World

assert jobs  # importing it registers the work
BAD = ("2", "علي المخترع", "Z", "", "", "", "")


def run(world: World, row: VictimList) -> VictimList:
    """As the worker does it, in the test's own session."""
    services.start(world.session, world.actor, world.case, row)
    looked = services.look(world.session, world.actor, world.vault, world.case, row)
    return bring_in(world.session, world.actor, world.case, row, looked, vault=world.vault)


def names(world: World) -> list[str]:
    owners = world.session.exec(select(Victim.identity_owner).order_by(col(Victim.number))).all()
    return [world.vault.open(world.session, owner).get("name", "") for owner in owners]


def test_names_of_a_list_are_in_the_vault_and_nowhere_else(world: World) -> None:
    row = give(world, table(GOOD, BAD))
    waiting = str(world.session.execute(text("SELECT * FROM victim_list")).all())
    run(world, row)
    after = (
        world.session.execute(text("SELECT * FROM victim")).all()
        + world.session.execute(text("SELECT * FROM search_doc")).all()
    )
    logged = [(entry.action, entry.facts) for entry in audit.entries(world.session)]
    assert "المخترعة" not in waiting + str(after) + str(logged)
    assert names(world) == [GOOD[1]]
    assert (row.imported, row.refused, row.known_before, row.state) == (1, 1, 0, ListState.DONE)


def test_the_log_holds_counts_the_files_hash_and_an_entry_for_each_victim(world: World) -> None:
    run(world, give(world, table(GOOD, BAD)))
    (done,) = audit.entries(world.session, action="victim_list.imported")
    assert done.facts == {
        "sha256": "a" * 64, "imported": 1, "known_before": 0, "refused": 1, "first": "V-0001", "last": "V-0001",
    }  # fmt: skip
    (added,) = audit.entries(world.session, action="victim.added")
    assert (added.facts["line"], added.facts["fields"]) == (2, ["name"])


def test_the_same_file_adds_nothing_and_a_mended_one_adds_what_was_mended(world: World) -> None:
    run(world, give(world, table(GOOD, BAD)))
    again = run(world, give(world, table(GOOD, BAD)))
    assert (again.imported, again.known_before) == (0, 1)
    mended = run(world, give(world, table(("2", *BAD[1:2], "m", *BAD[3:]), GOOD), sha256="b" * 64))
    assert (mended.imported, mended.known_before, mended.refused) == (1, 1, 0)
    assert names(world) == [GOOD[1], BAD[1]]
    looked = services.look(
        world.session, world.actor, world.vault, world.case, give(world, table(GOOD), sha256="c" * 64)
    )
    assert looked.known == {2: "V-0001"}


def test_an_import_that_fails_brings_in_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    row = give(world, table(GOOD, ("2", "x y", "f", "", "", "", "")))
    world.session.commit()
    monkeypatch.setattr("casework.incidents.many.remember_lines", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(world, row)
    world.session.rollback()
    monkeypatch.undo()
    assert world.session.exec(select(Victim.id)).all() == []
    assert run(world, row).imported == 2


def test_done_again_after_a_kill_it_adds_nothing_twice(world: World) -> None:
    row = give(world, table(GOOD))
    services.start(world.session, world.actor, world.case, row)
    looked = services.look(world.session, world.actor, world.vault, world.case, row)
    for _time in range(2):
        bring_in(world.session, world.actor, world.case, row, looked, vault=world.vault)
    assert len(world.session.exec(select(ListedVictim.id)).all()) == 1


def test_the_lines_are_gone_with_their_key_after_the_import_or_when_thrown_away_or_left(world: World) -> None:
    done, thrown, left = (give(world, table(GOOD)) for _ in range(3))
    run(world, done)
    services.forget(world.session, world.actor, world.vault, thrown)
    left.created_at = now() - timedelta(days=8)
    world.session.flush()
    assert services.left_behind(world.session) == [left]
    services.destroy_lines(world.session, world.vault, left)
    for row in (done, thrown, left):
        assert row.ciphertext is None
        (key,) = world.vault.keystore.get_many([f"victim list {row.token}"])
        assert key.wrapped is None
        with pytest.raises(Refused):
            services.lines_of(world.vault, row)


def test_who_else_belongs_to_the_case_cannot_open_start_or_throw_away_a_list(world: World) -> None:
    row = give(world, table(GOOD))
    assert services.get_list(world.session, world.supervisor, world.case, row.key) == row
    with pytest.raises(Forbidden):
        services.get_list(world.session, world.stranger, world.case, row.key)
    with pytest.raises(NotFound):
        services.start(world.session, world.supervisor, world.case, row)
    with pytest.raises(NotFound):
        services.forget(world.session, world.supervisor, world.vault, row)
    assert world.session.exec(select(Job.id)).all() == []


def test_columns_that_cannot_work_are_refused(world: World) -> None:
    row = give(world, table(GOOD))

    def say(columns: dict[int, Column], harm: Harm | None = Harm.KILLED) -> set[str]:
        with pytest.raises(Invalid) as refused:
            services.say_columns(
                world.session, world.actor, world.case, row, columns=columns, is_headed=True, harm=harm, incident=None
            )
        return set(refused.value.fields) | ({"above"} if refused.value.message else set())

    assert say({1: Column.NAME, 2: Column.SEX, 3: Column.SEX}) == {"column_2", "column_3"}
    assert say({2: Column.SEX}) == {"above"}
    assert say({1: Column.NAME}, None) == {"harm"}


def test_while_the_vault_is_sealed_no_list_is_taken(world: World) -> None:
    world.vault.keystore.current()
    key = world.vault._settings.master_key_file
    assert key is not None
    kept = key.read_bytes()
    row = give(world, table(GOOD))
    key.write_text("{}")
    try:
        with pytest.raises(Unavailable):
            services.look(world.session, world.actor, world.vault, world.case, row)
    finally:
        key.write_bytes(kept)


def test_names_of_other_people_in_the_texts_are_told_to_the_supervisor_alone(world: World) -> None:
    known = world.victim("Layla Invented")
    row = run(world, give(world, table(("1", "x y", "f", "", "", "", "seen with Layla Invented"))))
    assert search_for_names(world.session, world.actor, world.case, row, vault=world.vault) == 1
    search_for_names(world.session, world.actor, world.case, row, vault=world.vault)
    hits = world.session.exec(select(LeakHit)).all()
    assert [(hit.person, hit.field, hit.outcome.value) for hit in hits] == [(known.reference, "line 2", "listed")]


def test_a_destroyed_identity_is_not_known_again_by_its_line(world: World) -> None:
    run(world, give(world, table(GOOD)))
    victim = world.session.exec(select(Victim)).one()
    victims.destroy_victim(world.session, world.supervisor, victim, vault=world.vault, reason=DestructionReason.DANGER)
    looked = services.look(
        world.session, world.actor, world.vault, world.case, give(world, table(GOOD), sha256="b" * 64)
    )
    assert looked.known == {}


def test_of_many_lines_each_is_imported_or_named_and_none_is_lost(world: World) -> None:
    rows = [
        (str(n), f"Person {n} Invented", "Z" if n % 5 == 0 else "f", "30", "8/3/2025", "Baniyas", "")
        for n in range(1, 101)
    ]
    row = run(world, give(world, table(*rows)))
    assert (row.imported, row.refused) == (80, 20)
    owners = world.session.exec(select(Victim.identity_owner)).all()
    assert len(world.vault.names_of(world.session, owners)) == 80
    assert audit.verify(world.session).holds

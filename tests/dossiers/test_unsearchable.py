"""Names that custodians hold: who issues vouches, for this very file, and no door passes it by."""

from dataclasses import replace

import pytest
from pyrage import x25519
from sqlmodel import Session

from casework import audit
from casework.access import Membership
from casework.config import Settings
from casework.dossiers import delivery, services
from casework.dossiers.models import Dossier, DossierVersion
from casework.errors import Forbidden, Refused
from casework.subjects import Role
from casework.vault import Vault
from tests.dossiers.test_issuing import built
from tests.dossiers.world import World, make_world
from tests.factories import make_account

KEY = str(x25519.Identity.generate().to_public())


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    """A case with one witness whose name only custodians can read, and one whose name the server reads."""
    made = make_world(session, settings)
    held, other = made.witness(1), made.witness(2, "Ghadfan Mirwandi")
    assert other.reference == "W-0002"
    held_by_custodians(made, held.identity_owner)
    made.allegation(1, [(made.testimony(1, held), "1")])
    return made


def held_by_custodians(world: World, owner: str) -> None:
    Vault(replace(world.settings, custodians=(KEY,))).seal(world.session, owner, {"name": "Zaynab Qasim"})


def make_final(world: World, dossier: Dossier, version: DossierVersion) -> None:
    final = {one: services.snapshot_of(version, one) for one in version.languages}
    services.record_issue(
        world.session, world.issuer.as_actor(), vault=world.vault, dossier=dossier, version=version, final=final,
        bodies=version.bodies,
    )  # fmt: skip


def ask(world: World, dossier: Dossier, version: DossierVersion, *, checked: bool) -> None:
    actor = world.issuer.as_actor()
    services.start_issue(
        world.session, actor, vault=world.vault, dossier=dossier, version=version, names_checked=checked
    )


def test_nobody_issues_without_vouching_by_whatever_door(world: World) -> None:
    dossier, version = built(world)
    with pytest.raises(Refused, match="Custodians hold names"):
        ask(world, dossier, version, checked=False)
    with pytest.raises(Refused, match="Custodians hold names"):
        make_final(world, dossier, version)
    ask(world, dossier, version, checked=True)
    [entry] = audit.entries(world.session, action="dossier.names_vouched_for")
    assert entry.facts == {"version": 1, "snapshot": version.snapshot_hash, "people_unsearchable": 1}
    make_final(world, dossier, version)


def test_a_vouching_counts_for_this_file_this_person_and_as_many_names_alone(world: World) -> None:
    dossier, version = built(world)
    ask(world, dossier, version, checked=True)
    issuer, world.issuer = world.issuer, make_account(world.session, Role.SUPERVISOR)
    world.session.add(Membership(case_id=world.case.key, account_id=world.issuer.key, reason="test"))
    world.session.flush()
    with pytest.raises(Refused, match="Custodians hold names"):
        make_final(world, dossier, version)
    world.issuer = issuer
    hash_before, version.snapshot_hash = version.snapshot_hash, "0" * 64
    with pytest.raises(Refused, match="Custodians hold names"):
        make_final(world, dossier, version)
    version.snapshot_hash = hash_before
    held_by_custodians(world, world.witness(3).identity_owner)
    with pytest.raises(Refused, match="Custodians hold names"):
        make_final(world, dossier, version)


def test_a_draft_that_could_not_be_searched_goes_to_those_alone_who_build(world: World) -> None:
    dossier, version = built(world)
    reader = make_account(world.session)
    world.session.add(Membership(case_id=world.case.key, account_id=reader.key, reason="test"))
    world.session.flush()
    about = {"dossier": dossier, "version": version, "language": "en"}
    with pytest.raises(Forbidden):
        delivery.draft_file(world.session, reader.as_actor(), world.settings, **about)
    delivery.draft_file(world.session, world.issuer.as_actor(), world.settings, **about)
    assert audit.entries(world.session, action="dossier.opened")[0].facts["people_unsearchable"] == 1
    ask(world, dossier, version, checked=True)
    make_final(world, dossier, version)
    delivery.draft_file(world.session, reader.as_actor(), world.settings, **about)

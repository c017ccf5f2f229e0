"""Fetching a copy ends by time or by decision, is told in clear words, and can go on again; who has one says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from pyrage import x25519
from sqlmodel import Session, select

from casework import audit
from casework.accounts import services as accounts
from casework.config import Settings
from casework.dossiers import encrypting, holding, reading, recalls
from casework.dossiers.models import Dossier, DossierAccess, DossierConfirmation, DossierCopy, DossierVersion
from casework.dossiers.states import AccessDecision, NoticeWay
from casework.errors import Forbidden, Invalid, Refused
from casework.subjects import Role
from tests.dossiers.test_issuing import hand_out, issued
from tests.dossiers.world import World, copies_of, make_world
from tests.factories import make_account

WHY = "The laptop of a member was stolen."


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    made = make_world(session, settings)
    made.allegation(1, [(made.testimony(1, made.witness(1)), "1")])
    return made


@contextmanager
def invalid(words: str) -> Iterator[None]:
    with pytest.raises(Invalid) as problem:
        yield
    assert words in " ".join(problem.value.fields.values())


def only_copy(world: World) -> DossierCopy:
    return world.session.exec(select(DossierCopy)).one()


def decide(
    world: World, version: DossierVersion, decision: AccessDecision, copy: DossierCopy | None = None,
    *, dossier: Dossier, until: date | None = None,
) -> DossierAccess:  # fmt: skip
    return holding.decide(
        world.session, world.issuer.as_actor(), dossier=dossier, version=version, copy=copy, decision=decision,
        reason=WHY, until=until,
    )  # fmt: skip


def test_a_copy_ends_on_its_day_is_marked_once_and_goes_on_when_it_is_given_more_time(world: World) -> None:
    dossier = world.dossier()
    holding.set_days(world.session, world.issuer.as_actor(), dossier=dossier, days=30)
    dossier, version = issued(world, dossier)
    first = hand_out(world, world.reader, version)
    copy, today = only_copy(world), holding.today_of(world.session, version)
    assert copy.expires_on == copy.printed_until == today + timedelta(30)
    copy.expires_on = today - timedelta(1)
    with pytest.raises(Refused, match="ask the issuer for more time"):
        hand_out(world, world.reader, version)
    with pytest.raises(Refused):
        reading.open_pages(
            world.session, world.reader.as_actor(), world.settings, version_id=version.key, language="en"
        )
    assert [holding.mark_expired_copies(world.session) for _at in range(2)] == [1, 0]
    until = today + timedelta(5)
    with invalid("not over"):
        decide(world, version, AccessDecision.EXTENDED, copy, dossier=dossier, until=today - timedelta(2))
    decide(world, version, AccessDecision.EXTENDED, copy, dossier=dossier, until=until)
    assert hand_out(world, world.reader, version).sha256 == first.sha256  # what is printed on it stays
    actions = [row.action for row in audit.entries(world.session, case_id=world.case.key)]
    assert {"dossier.access_expired", "dossier.access_extended", "dossier.copy_days_set"} <= set(actions)


@pytest.mark.parametrize("of_body, of_dossier, days", [(None, None, None), (90, None, 90), (90, 30, 30), (90, 0, None)])
def test_a_copy_takes_the_days_of_its_body_unless_the_dossier_says_otherwise(
    world: World, of_body: int | None, of_dossier: int | None, days: int | None
) -> None:
    administrator = make_account(world.session, Role.ADMINISTRATOR).as_actor()
    accounts.set_copy_days(world.session, administrator, recipient=world.recipient, days=of_body)
    dossier = world.dossier()
    holding.set_days(world.session, world.issuer.as_actor(), dossier=dossier, days=of_dossier)
    _dossier, version = issued(world, dossier)
    hand_out(world, world.reader, version)
    copy, today = only_copy(world), holding.today_of(world.session, version)
    assert copy.expires_on == copy.printed_until == (today + timedelta(days) if days else None)
    decide(world, version, AccessDecision.EXTENDED, copy, dossier=dossier, until=today + timedelta(400))
    assert copy.expires_on == today + timedelta(400), "one copy can have another day"


def test_days_of_a_body_are_set_by_who_keeps_the_list_of_bodies_and_logged(world: World) -> None:
    administrator = make_account(world.session, Role.ADMINISTRATOR).as_actor()
    for wrong in (0, -1, 3651):
        with invalid("Between 1"):
            accounts.set_copy_days(world.session, administrator, recipient=world.recipient, days=wrong)
    with pytest.raises(Forbidden):
        accounts.set_copy_days(world.session, world.reader.as_actor(), recipient=world.recipient, days=9)
    accounts.set_copy_days(world.session, administrator, recipient=world.recipient, days=9)
    entry = next(iter(audit.entries(world.session, action="recipient.copy_days_set")))
    assert (entry.facts["before"], entry.facts["after"]) == (0, 9)


def test_access_taken_from_one_copy_or_from_the_body_says_why_and_comes_back(world: World) -> None:
    dossier, version = issued(world)
    other = make_account(world.session, Role.COMMITTEE, recipient_id=world.recipient.key)
    for reader in (world.reader, other):
        hand_out(world, reader, version)
    copy = next(one for one in copies_of(world.session, version) if one.made_for == world.reader.key)
    decide(world, version, AccessDecision.REVOKED, copy, dossier=dossier)
    with pytest.raises(Refused, match=r"access to this copy .* laptop of a member") as refusal:
        hand_out(world, world.reader, version)
    assert refusal.value.title, "nothing that its reader could mend"
    hand_out(world, other, version)
    decide(world, version, AccessDecision.GIVEN_BACK, copy, dossier=dossier)
    hand_out(world, world.reader, version)
    decide(world, version, AccessDecision.REVOKED, dossier=dossier)
    for reader in (world.reader, other):
        with pytest.raises(Refused, match=r"access to this version .* ask the issuer"):
            hand_out(world, reader, version)
    with invalid("already"):
        decide(world, version, AccessDecision.REVOKED, dossier=dossier)


def test_a_copy_that_was_revoked_is_not_encrypted_either(world: World) -> None:
    dossier, version = issued(world)
    world.recipient.age_keys = [str(x25519.Identity.generate().to_public())]
    decide(world, version, AccessDecision.REVOKED, dossier=dossier)
    with pytest.raises(Refused):
        encrypting.send_out(
            world.session, world.issuer.as_actor(), world.settings, dossier=dossier, version=version, language="en"
        )


def test_those_who_have_the_copy_are_to_be_told_and_nobody_else(world: World) -> None:
    dossier, version = issued(world)
    other = make_account(world.session, Role.COMMITTEE, recipient_id=world.recipient.key)
    for reader in (world.reader, other):
        hand_out(world, reader, version)
    actor = world.issuer.as_actor()
    assert recalls.to_tell(world.session, actor) == []
    copy = next(one for one in copies_of(world.session, version) if one.made_for == other.key)
    decide(world, version, AccessDecision.REVOKED, copy, dossier=dossier)
    assert [(one.key, count) for _dossier, one, count, _since in recalls.to_tell(world.session, actor)] == [
        (version.key, 1)
    ]
    today = holding.today_of(world.session, version)
    recalls.record_notice(
        world.session, actor, dossier=dossier, version=version, account_id=other.key, told_on=today,
        how=NoticeWay.TELEPHONE, note="", today=today,
    )  # fmt: skip
    assert recalls.to_tell(world.session, actor) == []


def test_a_member_confirms_what_they_fetched_or_with_the_code_inside(world: World) -> None:
    dossier, version = issued(world)
    me = world.reader.as_actor()
    words = {"dossier": dossier, "version": version}
    with invalid("not fetched"):
        holding.confirm(world.session, me, copy_id=None, **words)
    hand_out(world, world.reader, version)
    copy = only_copy(world)
    with invalid("bears this code"):
        holding.confirm(world.session, me, copy_id=None, code="0000-0000", **words)
    rows = [holding.confirm(world.session, me, copy_id=copy.key, **words) for _twice in range(2)]
    assert (rows[0].key, rows[0].by_code) == (rows[1].key, False)
    other = make_account(world.session, Role.COMMITTEE, recipient_id=world.recipient.key)
    by_code = holding.confirm(world.session, other.as_actor(), copy_id=None, code=copy.receipt_code.lower(), **words)
    assert (by_code.dossier_copy_id, by_code.by_code) == (copy.key, True)
    assert len(world.session.exec(select(DossierConfirmation)).all()) == 2
    assert len(audit.entries(world.session, case_id=world.case.key, action="dossier.receipt_confirmed")) == 2


def test_only_who_may_issue_decides_and_says_why(world: World) -> None:
    dossier, version = issued(world)
    words = {"dossier": dossier, "version": version, "copy": None, "decision": AccessDecision.REVOKED}
    with pytest.raises(Forbidden):
        holding.decide(world.session, world.reader.as_actor(), reason=WHY, **words)
    with invalid("ten characters"):
        holding.decide(world.session, world.issuer.as_actor(), reason="because", **words)
    with invalid("days"):
        holding.set_days(world.session, world.issuer.as_actor(), dossier=dossier, days=-1)

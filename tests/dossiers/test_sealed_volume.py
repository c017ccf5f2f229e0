"""Sealed volumes: exactly the names whose telling is allowed, by two people, encrypted or not at all."""

from datetime import timedelta

import pypdfium2
import pyrage
import pytest
from pyrage import x25519
from sqlmodel import Session, select

from casework import audit
from casework.accounts.models import Account
from casework.config import Settings
from casework.dossiers import (
    delivery,
    holding,
    html,
    leak,
    marking,
    recalls,
    render,
    volume_delivery,
    volume_file,
    volume_recalls,
    volumes,
)
from casework.dossiers.delivery import nothing
from casework.dossiers.encrypting import Encrypted
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.report import Answer
from casework.dossiers.states import AccessDecision, DossierProfile, DossierState, NoticeWay, RecallCause
from casework.dossiers.volume_models import SealedVolume, SealedVolumeReceipt
from casework.errors import Invalid, NotFound, Refused, Unavailable
from casework.incidents.models import Victim
from casework.signing import services as certificates
from casework.subjects import Actor, Role, Subject
from casework.units.models import Individual
from casework.vault import VaultSealed
from casework.witnesses.consents import today_in, withdraw_consent
from casework.witnesses.models import Witness
from tests.dossiers import samples
from tests.dossiers.conftest import make_pdf
from tests.dossiers.test_issuing import issued
from tests.dossiers.world import YES, World, copies_of, make_world, recalls_of, volume_marks
from tests.factories import make_account

MINE, STRANGE = x25519.Identity.generate(), x25519.Identity.generate()
NAMED = {**YES, "identity_to_recipient": {"answer": "on_condition", "condition": "Not before the trial."}}
WHY = "The committee asked whom it can hear."
LAYLA, OMAR, COMMANDER, VICTIM = "ليلى حسن", "Omar Haddad", "Nabil Zaydan", "Samira Barakat"


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return named(make_world(session, settings))


def named(made: World) -> World:
    """W-0001 lets the committee know who she is, W-0002 does not; one alleged individual, one victim with a name."""
    session = made.session
    made.recipient.age_keys = [str(MINE.to_public())]
    layla, omar = made.witness(1, LAYLA, consented=False), made.witness(2, OMAR)
    made.consent(layla, 1, answers=NAMED)
    number = 7000 + made.case.key
    person = made.keep(Individual(number=number, reference=f"P-{number}", identity_owner=f"p-{made.case.key}"))
    made.vault.seal(session, person.identity_owner, {"name": COMMANDER, "date_of_birth": "1970-01-01"})
    made.keep(Victim(case_id=made.case.key, number=1, reference="V-0001", identity_owner=f"v-{made.case.key}",
                     incident_id=made.incident.key))  # fmt: skip
    made.vault.seal(session, f"v-{made.case.key}", {"name": VICTIM})
    statements = [(made.testimony(number, one), "1") for number, one in enumerate((layla, omar), 1)]
    made.allegation(1, statements, individual_id=person.key)
    return made


def prepared(world: World, reason: str = WHY) -> tuple[Dossier, DossierVersion, SealedVolume]:
    dossier, version = issued(world)
    volume = volumes.prepare(
        world.session, world.builder, vault=world.vault, dossier=dossier, version=version, reason=reason
    )
    return dossier, version, volume


def confirm(
    world: World, dossier: Dossier, version: DossierVersion, volume: SealedVolume, actor: Actor | None = None
) -> None:
    actor = actor or world.issuer.as_actor()
    volumes.issue(world.session, actor, vault=world.vault, dossier=dossier, version=version, volume=volume)


def final(world: World) -> tuple[Dossier, DossierVersion, SealedVolume]:
    dossier, version, volume = prepared(world)
    confirm(world, dossier, version, volume)
    return dossier, version, volume


def fetched(world: World, version: DossierVersion, reader: Account | None = None, language: str = "en") -> Encrypted:
    actor = (reader or world.reader).as_actor()
    return volume_delivery.hand_out(
        world.session, actor, world.settings, version_id=version.key, language=language, between=nothing
    )


def opened(world: World, version: DossierVersion, language: str = "en") -> bytes:
    data: bytes = pyrage.decrypt(b"".join(fetched(world, version, language=language).chunks()), [MINE])
    return data


def the_witness(world: World, code: str) -> Witness:
    return world.session.exec(select(Witness).where(Witness.case_id == world.case.key, Witness.reference == code)).one()


def take_back(world: World, scope: str = "identity_to_recipient", code: str = "W-0001") -> None:
    zone = world.case.time_zone
    withdraw_consent(
        world.session, world.builder, witness=the_witness(world, code), on=today_in(zone), scopes=[scope],
        not_recallable="The committee knows her name.", zone=zone,
    )  # fmt: skip


def pages_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_it_holds_exactly_the_names_whose_telling_is_allowed_and_opens_with_the_bodys_key_alone(world: World) -> None:
    _dossier, version, volume = final(world)
    person = volume.individuals[0]
    assert (volume.witnesses, volume.reference) == (["W-0001"], "S-D-0001-1-1")
    made = fetched(world, version)
    sent = b"".join(made.chunks())
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sent, [STRANGE])
    data = pyrage.decrypt(sent, [MINE])
    names = [leak.Name(str(at), name) for at, name in enumerate((LAYLA, COMMANDER, OMAR, VICTIM))]
    assert {hit.owner for hit in leak.scan(data, names)} == {"0", "1"}
    text = pages_of(data)
    for word in ("W-0001", person, "STRICTLY CONFIDENTIAL", "Not before the trial.", "S-D-0001-1-1", "1970-01-01"):
        assert word in text, word
    assert made.filename == "S-D-0001-1-1-en-copy-1.pdf.age"


def test_each_identity_leaves_an_entry_when_it_is_listed_and_when_it_is_delivered(world: World) -> None:
    _dossier, version, volume = final(world)
    people = {*volume.witnesses, *volume.individuals}
    fetched(world, version).file.close()
    for action, who in (("identity.revealed", world.author), ("identity.delivered", world.reader)):
        entries = audit.entries(world.session, action=action, limit=10)
        assert {entry.subject_label for entry in entries} == people
        assert {entry.actor_id for entry in entries} == {who.key}
    assert {entry.facts["reason"] for entry in audit.entries(world.session, action="identity.revealed", limit=10)} == {
        WHY
    }
    receipt = world.session.exec(select(SealedVolumeReceipt)).one()
    assert (receipt.account_id, receipt.copy_number, len(receipt.encrypted_to)) == (world.reader.key, 1, 1)


def test_somebody_whose_own_copy_was_taken_back_gets_no_volume_in_any_language(world: World) -> None:
    dossier, version, _volume = final(world)
    other = make_account(world.session, Role.COMMITTEE, recipient_id=world.recipient.key)
    delivery.hand_out(
        world.session, world.reader.as_actor(), world.settings, version_id=version.key, language="en", between=nothing
    )
    (copy,) = copies_of(world.session, version)
    holding.decide(
        world.session, world.issuer.as_actor(), dossier=dossier, version=version, copy=copy,
        decision=AccessDecision.REVOKED, reason="the laptop of a member was lost",
    )  # fmt: skip
    for language in ("en", "ar"):
        with pytest.raises(Refused, match="access to this copy"):
            fetched(world, version, language=language)
    assert fetched(world, version, other).size


def test_nothing_of_it_is_stored_but_codes(world: World) -> None:
    _dossier, version, volume = final(world)
    fetched(world, version).file.close()
    kept = repr((volume.model_dump(), world.session.exec(select(SealedVolumeReceipt)).one().model_dump()))
    for name in (LAYLA, COMMANDER):
        assert name not in kept


def test_who_prepared_it_does_not_issue_it(world: World) -> None:
    dossier, version, volume = prepared(world)
    with pytest.raises(Refused, match="somebody else"):
        confirm(world, dossier, version, volume, world.builder)
    with pytest.raises(NotFound):
        fetched(world, version)  # not issued: for the body there is none
    assert volume.state is DossierState.BUILT


@pytest.mark.parametrize("when", ["before it is prepared", "before it is issued", "before it is delivered"])
def test_consent_to_identity_is_asked_each_time(world: World, when: str) -> None:
    layla = the_witness(world, "W-0001")

    def withdraw() -> None:
        world.consent(layla, 2, answers={"identity_to_recipient": {"answer": "withdrawn"}}, is_withdrawal=True)

    if when == "before it is prepared":
        withdraw()
        assert prepared(world)[2].witnesses == []
        return
    dossier, version, volume = prepared(world)
    if when == "before it is issued":
        withdraw()
        with pytest.raises(Refused, match="W-0001"):
            confirm(world, dossier, version, volume)
        return
    confirm(world, dossier, version, volume)
    withdraw()
    with pytest.raises(Refused, match="may no longer be named") as refused:
        fetched(world, version)
    assert "W-0001" not in str(refused.value.causes)  # the reader is not told who


def test_it_is_refused_without_a_reason_a_key_an_issued_version_or_an_open_vault(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Invalid):
        prepared(world, reason="why")
    _dossier, version, _volume = final(world)

    def sealed(*_args: object) -> None:
        raise VaultSealed("no master key")

    with monkeypatch.context() as patch:
        patch.setattr(type(world.vault), "ring", sealed)
        with pytest.raises(Unavailable):
            fetched(world, version)
    world.recipient.age_keys = []
    with pytest.raises(NotFound):
        fetched(world, version)


def test_nobody_is_named_to_the_public(world: World) -> None:
    for row in world.session.exec(select(volumes.Witness)):
        world.consent(row, 5, answers={**NAMED, "publication": {"answer": "yes"}})
    dossier, version = issued(world, world.dossier(profile=DossierProfile.PUBLIC_SUMMARY))
    with pytest.raises(Refused, match="Nobody is named to the public"):
        volumes.prepare(world.session, world.builder, vault=world.vault, dossier=dossier, version=version, reason=WHY)


@pytest.mark.parametrize(
    ("written", "said"), [((LAYLA, OMAR), "W-0002"), (("Somebody Else",), "without a name that belongs in it")]
)
def test_another_name_in_it_or_one_too_few_refuses_the_file(written: tuple[str, ...], said: str) -> None:
    """The last search, whatever went wrong before it."""
    lines = "".join(f"<p>{name}</p>" for name in written)
    page = html.Page(f'<html lang="en"><title>t</title><h1>A</h1>{lines}</html>')
    data = make_pdf(samples.snapshot(), body=render.render(page))
    layla = volume_file.Person("W-0001", "w", samples_subject(), {"name": LAYLA})
    with pytest.raises(Refused) as refused:
        volume_file.refuse_unless_exact(data, [layla], [leak.Name("W-0002", OMAR)], "CW-2025-0001")
    assert said in " ".join(str(cause.message) for cause in refused.value.causes)


def samples_subject() -> Subject:
    return Subject("witness", 1, 1, "W-0001")


def test_names_of_others_that_people_wrote_into_it_are_taken_out(world: World) -> None:
    """Into the title of the case, and into a condition: nobody can mend a record of consent."""
    world.case.title, world.case.title_ar = f"The shots at {OMAR}", f"مقتل {VICTIM}"
    condition = f"Not while {VICTIM} is missing, and not to {OMAR}."
    answers = {**NAMED, "identity_to_recipient": {"answer": "on_condition", "condition": condition}}
    world.consent(the_witness(world, "W-0001"), 2, answers=answers)
    _dossier, version, _volume = final(world)
    names = [leak.Name(str(at), name) for at, name in enumerate((LAYLA, COMMANDER, OMAR, VICTIM))]
    for language in ("en", "ar"):
        data = opened(world, version, language)
        assert {hit.owner for hit in leak.scan(data, names)} == {"0", "1"}
        assert pages_of(data).count("R1") == 3


def test_it_is_signed_as_a_dossiers_copy_where_there_is_a_certificate(world: World) -> None:
    certificates.ensure(world.session, world.settings)
    _dossier, version, _volume = final(world)
    report = delivery.check_file(world.session, world.settings, opened(world, version))
    answers = {one.name: one.answer for one in report.checks}
    assert [one for one in report.checks if one.answer is Answer.FAILS] == []
    assert report.holds
    assert [answers[name] for name in ("seal", "key", "signature", "certificate", "revisions")] == [Answer.HOLDS] * 5
    receipt = world.session.exec(select(SealedVolumeReceipt)).one()
    facts = audit.entries(world.session, action="volume.sent_out", limit=1)[0].facts
    assert len(receipt.certificate) == 64
    assert facts["certificate"] == receipt.certificate


def test_a_withdrawal_of_being_named_alone_marks_the_volume_and_says_whom_to_tell(world: World) -> None:
    dossier, version, volume = final(world)
    fetched(world, version).file.close()
    take_back(world)
    [(marked, row)] = volume_marks(world.session, version)
    assert (marked.reference, row.witness, row.copies_out, row.cause) == (
        volume.reference, "W-0001", [1], RecallCause.WITHDRAWN,
    )  # fmt: skip
    assert row.not_recallable == "The committee knows her name."
    assert recalls_of(world.session, version) == [], "her statement still stands"
    assert volume_recalls.must_go(world.session, world.vault, dossier, version) == [volume]
    [holder] = recalls.holders(world.session, version)
    assert (holder.account.key, holder.volumes, holder.is_due, holder.told) == (
        world.reader.key, [f"{volume.reference} (1)"], True, None,
    )  # fmt: skip
    actor, today = world.issuer.as_actor(), today_in(world.case.time_zone)
    assert [waiting for *_what, waiting, _since in recalls.to_tell(world.session, actor)] == [1]
    recalls.record_notice(
        world.session, actor, dossier=dossier, version=version, account_id=world.reader.key, told_on=today,
        how=NoticeWay.TELEPHONE, note="Destroyed.", today=today,
    )  # fmt: skip
    assert recalls.to_tell(world.session, actor) == []
    assert audit.entries(world.session, action="volume.recalled", limit=1)[0].facts["volume"] == volume.reference


def test_another_use_or_witness_marks_no_volume_and_a_copy_of_the_dossier_alone_is_not_told_of_it(world: World) -> None:
    _dossier, version, _volume = final(world)
    take_back(world, "publication")
    take_back(world, code="W-0002")
    assert volume_marks(world.session, version) == []
    delivery.hand_out(world.session, world.reader.as_actor(), world.settings, version_id=version.key, language="en")
    take_back(world)
    assert [(one.volumes, one.is_due) for one in recalls.holders(world.session, version)] == [([], False)]


def test_a_consent_to_being_named_that_runs_out_marks_the_volume_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = today_in(world.case.time_zone)
    world.consent(the_witness(world, "W-0001"), 2, answers=NAMED, given_on=today, expires_on=today)
    _dossier, version, _volume = final(world)
    assert marking.mark_expired(world.session) == 0, "the last day counts"
    monkeypatch.setattr(marking, "today_in", lambda _zone: today + timedelta(days=1))
    assert [marking.mark_expired(world.session) for _again in range(2)] == [2, 0]
    assert [one.cause for one in recalls_of(world.session, version)] == [RecallCause.EXPIRED], "so did the other use"
    [(_volume, row)] = volume_marks(world.session, version)
    assert (row.cause, row.withdrawn_on, row.copies_out) == (RecallCause.EXPIRED, today, [])

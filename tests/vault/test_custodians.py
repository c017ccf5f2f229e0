"""Identities that the server writes and cannot read, with real age keys, on both databases."""

from dataclasses import replace

import pyrage
import pytest
from pyrage import x25519
from sqlmodel import Session, col, select

from casework.config import Settings, load_settings
from casework.vault import (
    Condition,
    HeldByCustodians,
    Tampered,
    Vault,
    VaultSealed,
    custodians,
    handing_over,
    records,
    rotation,
)
from casework.vault.custodians import NotForThisKey, Place, identities_in, open_with
from casework.vault.models import SealedField
from casework.vault.records import SealedRecord

NAME = "Zaynab Qasim Testwitness زينب"
OWNER, OTHER = "1f0c" * 8, "2e9b" * 8
ONE, TWO, STRANGER = (x25519.Identity.generate() for _ in range(3))


@pytest.fixture
def held(own_settings: Settings, vault: Vault) -> Vault:
    """The same installation, once two custodians are set."""
    return Vault(replace(own_settings, custodians=(str(ONE.to_public()), str(TWO.to_public()))))


def test_the_server_writes_and_cannot_read_and_either_custodian_can(session: Session, held: Vault) -> None:
    held.seal(session, OWNER, {"name": NAME, "phone": "+963 11 000"})
    assert held.state(session, OWNER).condition is Condition.CUSTODIANS
    with pytest.raises(HeldByCustodians):
        held.open(session, OWNER)
    record = SealedRecord("CW-2025-0001", "W-0001", OWNER, held.sealed_record(session, OWNER))
    [carried] = records.read(records.write([record]))
    for custodian in (ONE, TWO):
        assert records.opened(carried, [custodian]) == {"name": NAME, "phone": "+963 11 000"}
    with pytest.raises(NotForThisKey):
        records.opened(carried, [STRANGER])


def test_with_every_key_of_the_server_in_hand_the_name_is_not_readable(session: Session, held: Vault) -> None:
    held.seal(session, OWNER, {"name": NAME})
    [(row, inner)] = held._layers(session, [OWNER])
    assert inner.startswith(b"age-encryption.org/v1\n")
    assert not any(word.encode() in row.ciphertext + inner for word in NAME.split())


def test_a_sealed_value_in_another_place_is_not_taken(session: Session, held: Vault) -> None:
    held.seal(session, OWNER, {"name": NAME})
    inner = held.sealed_record(session, OWNER)["name"]
    assert open_with([ONE], inner, Place(OWNER, "name")) == NAME
    for place in (Place(OTHER, "name"), Place(OWNER, "phone")):
        with pytest.raises(NotForThisKey):
            open_with([ONE], inner, place)
    row = session.exec(select(SealedField)).one()
    row.owner = OTHER
    held.seal(session, OWNER, {"phone": "1"})
    with pytest.raises((Tampered, VaultSealed)):
        held.sealed_record(session, OTHER)


def test_names_of_different_length_make_records_of_one_length(held: Vault) -> None:
    sealed = [custodians.seal_to(held.custodians, Place(OWNER, "name"), name) for name in ("Ali", NAME)]
    assert len({len(pyrage.decrypt(one, [ONE])) for one in sealed}) == 1


def test_shredding_destroys_what_custodians_could_read(session: Session, held: Vault) -> None:
    held.seal(session, OWNER, {"name": NAME})
    assert held.shred(session, OWNER)
    assert held.sealed_record(session, OWNER) == {}
    assert held.state(session, OWNER).condition is Condition.SHREDDED


def test_the_leak_scan_is_told_how_many_people_it_cannot_look_for(session: Session, vault: Vault, held: Vault) -> None:
    vault.seal(session, OWNER, {"name": "Readable Testwitness"})
    held.seal(session, OTHER, {"name": NAME})
    assert held.names_of(session, [OWNER, OTHER]) == {"Readable Testwitness"}
    assert held.unsearchable(session, [OWNER, OTHER, "nobody"]) == 1
    assert vault.unsearchable(session, [OWNER]) == 0


def test_what_the_server_could_read_is_handed_over_once_and_its_numbers_are_forgotten(
    session: Session, vault: Vault, held: Vault
) -> None:
    for owner in (OWNER, OTHER):
        vault.seal(session, owner, {"name": NAME, "phone": "0944123456"})
        vault.index(owner, {"phone": "0944123456"})
    assert vault.owners_alike(OWNER)
    assert handing_over.sealed_otherwise(session, held) == (2, 0)
    assert [handing_over.hand_over(session, held, owner) for owner in handing_over.readable_people(session)] == [2, 2]
    assert handing_over.sealed_otherwise(session, held) == (0, 0)
    assert held.owners_alike(OWNER) == {}
    with pytest.raises(HeldByCustodians):
        vault.open(session, OWNER)
    record = SealedRecord("", "", OWNER, held.sealed_record(session, OWNER))
    assert records.opened(record, [TWO])["name"] == NAME


def test_no_number_is_indexed_while_custodians_hold_identities(session: Session, held: Vault) -> None:
    for owner in (OWNER, OTHER):
        held.index(owner, {"phone": "0944123456"})
    assert held.owners_alike(OWNER) == {}


def test_a_rotation_leaves_custodians_records_alone(session: Session, held: Vault, own_settings: Settings) -> None:
    held.seal(session, OWNER, {"name": NAME})
    assert rotation.rotate_file(held, own_settings, forget_old=True) == 1
    record = SealedRecord("", "", OWNER, held.sealed_record(session, OWNER))
    assert records.opened(record, [ONE]) == {"name": NAME}


def test_a_custodian_who_left_is_noticed(session: Session, held: Vault, own_settings: Settings) -> None:
    held.seal(session, OWNER, {"name": NAME})
    now = Vault(replace(own_settings, custodians=(str(TWO.to_public()),)))
    assert handing_over.sealed_otherwise(session, now) == (0, 1)
    now.seal(session, OTHER, {"name": NAME})
    row = session.exec(select(SealedField).where(col(SealedField.owner) == OTHER)).one()
    assert row.sealed_to == str(TWO.to_public())


def test_a_wrong_public_key_seals_the_vault_instead_of_writing_in_clear(
    session: Session, vault: Vault, own_settings: Settings
) -> None:
    wrong = Vault(replace(own_settings, custodians=("age1notakey",)))
    assert "Custodian 1" in str(wrong.problem())
    with pytest.raises(VaultSealed):
        wrong.seal(session, OWNER, {"name": NAME})


@pytest.mark.parametrize("end", ["q" * 52 + "5cu47z", "qy" + "q" * 50 + "j7vrya"])
def test_a_custodian_key_that_everybody_could_open_seals_the_vault(
    session: Session, vault: Vault, own_settings: Settings, end: str
) -> None:
    wrong = Vault(replace(own_settings, custodians=(str(ONE.to_public()), f"age1{end}")))
    assert "Custodian 2 of the settings is a key that anybody can open" in str(wrong.problem())
    with pytest.raises(VaultSealed):  # and no panic of the library
        wrong.seal(session, OWNER, {"name": NAME})


@pytest.mark.parametrize("form", ["list", "variable", "file"])
def test_custodians_are_set_in_three_ways(settings: Settings, form: str) -> None:
    keys = [str(one.to_public()) for one in (ONE, TWO)]
    folder = settings.instance.parent / form
    folder.mkdir()
    (folder / "keys.txt").write_text("# who holds them\n" + "\n".join(keys) + "\n")
    environ = {"CASEWORK_INSTANCE": str(folder), "CASEWORK_SECRET_KEY": "00" * 32}
    if form == "list":
        (folder / "settings.toml").write_text(f"custodians = {keys}\n")
    else:
        environ["CASEWORK_CUSTODIANS"] = " ".join(keys) if form == "variable" else str(folder / "keys.txt")
    assert load_settings(environ).custodians == tuple(keys)


@pytest.mark.parametrize("text", ["", "# nothing", "AGE-SECRET-KEY-1BROKEN"])
def test_a_file_without_a_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ValueError, match="age key") as caught:
        identities_in(text)
    assert "BROKEN" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{}", '{"format": "another"}', '{"format": "casework sealed records 1"}', "[]"])
def test_a_file_that_is_none_of_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="sealed records"):
        records.read(text)

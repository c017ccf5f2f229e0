"""Identities are sealed, opened, moved, shredded and re-wrapped on a real database."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from casework.config import Settings
from casework.vault import Condition, IdentityShredded, Tampered, Vault, VaultSealed, crypto, master, prepare, rotation
from casework.vault.models import SealedField

NAME = "Zaynab Qasim Testwitness"
OWNER, OTHER = "1f0c" * 8, "2e9b" * 8


def stored(session: Session, owner: str = OWNER) -> list[SealedField]:
    return list(session.exec(select(SealedField).where(SealedField.owner == owner).order_by(col(SealedField.field))))


def test_what_was_sealed_opens_again(session: Session, vault: Vault) -> None:
    vault.seal(session, OWNER, {"name": NAME, "phone": "+963 11 000"})
    vault.seal(session, OTHER, {"name": "Somebody else"})
    assert vault.open(session, OWNER) == {"name": NAME, "phone": "+963 11 000"}


def test_rows_hold_nothing_in_clear(session: Session, vault: Vault) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    assert all(NAME.encode() not in row.ciphertext for row in stored(session))


def test_an_empty_value_removes_the_field_and_others_stay(session: Session, vault: Vault) -> None:
    vault.seal(session, OWNER, {"name": NAME, "phone": "1"})
    vault.seal(session, OWNER, {"phone": "", "address": "Somewhere"})
    assert vault.open(session, OWNER) == {"name": NAME, "address": "Somewhere"}


def test_a_ciphertext_moved_to_another_person_does_not_open(session: Session, vault: Vault) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    vault.seal(session, OTHER, {"name": "Somebody else"})
    [row], [target] = stored(session), stored(session, OTHER)
    target.nonce, target.ciphertext = row.nonce, row.ciphertext
    session.flush()
    with pytest.raises(Tampered):
        vault.open(session, OTHER)


def test_a_ciphertext_moved_to_another_field_does_not_open(session: Session, vault: Vault) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    stored(session)[0].field = "alias"
    session.flush()
    with pytest.raises(Tampered):
        vault.open(session, OWNER)


def test_a_ciphertext_under_another_key_version_does_not_open(session: Session, vault: Vault) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    stored(session)[0].key_version = 2
    session.flush()
    with pytest.raises(Tampered):
        vault.open(session, OWNER)


def test_a_ciphertext_said_to_be_the_custodians_does_not_open(session: Session, vault: Vault) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    stored(session)[0].sealed_to = "age1"
    session.flush()
    with pytest.raises(Tampered):
        vault.sealed_record(session, OWNER)


def test_a_ciphertext_of_one_table_does_not_open_in_another(session: Session, vault: Vault) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    key, row = vault._data_key(OWNER)[1], stored(session)[0]
    for table, opens in (("sealed_field", True), ("another_table", False)):
        where = crypto.place(table, OWNER, "name", 1)
        if opens:
            assert crypto.unpad(crypto.unseal(key, row.nonce, row.ciphertext, where)) == NAME
        else:
            with pytest.raises(Tampered):
                crypto.unseal(key, row.nonce, row.ciphertext, where)


def test_a_key_moved_to_another_person_does_not_unwrap(session: Session, vault: Vault) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    vault.seal(session, OTHER, {"name": "Somebody else"})
    key = vault.keystore.get(OWNER)
    assert key is not None
    vault.keystore.rewrap([replace(key, owner=OTHER)])
    with pytest.raises(Tampered):
        vault.open(session, OTHER)


def test_the_key_is_kept_before_the_ciphertext_and_outlives_a_rollback(session: Session, vault: Vault) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    session.rollback()
    assert vault.state(session, OWNER).condition is Condition.EMPTY
    assert vault.keystore.count() == 1
    vault.seal(session, OWNER, {"name": NAME})
    assert vault.open(session, OWNER) == {"name": NAME}


def test_a_shredded_identity_is_gone_and_stays_gone(session: Session, vault: Vault) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    assert vault.shred(session, OWNER)
    assert vault.state(session, OWNER).condition is Condition.SHREDDED
    assert vault.open(session, OWNER) == {}
    with pytest.raises(IdentityShredded):
        vault.seal(session, OWNER, {"name": NAME})
    assert not vault.shred(session, OWNER)


def test_ciphertexts_brought_back_after_shredding_do_not_open(session: Session, vault: Vault) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    row = stored(session)[0].model_copy(update={"id": None})
    vault.shred(session, OWNER)
    session.add(SealedField(**row.model_dump()))
    session.flush()
    with pytest.raises(IdentityShredded):
        vault.open(session, OWNER)


def test_state_names_fields_without_opening_them(session: Session, vault: Vault, own_settings: Settings) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    own_settings.master_key_file.unlink()
    state = vault.state(session, OWNER)
    assert (state.condition, state.fields) == (Condition.STORED, frozenset({"name"}))


def test_a_missing_master_key_seals_the_vault(session: Session, vault: Vault, own_settings: Settings) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    own_settings.master_key_file.unlink()
    assert prepare(own_settings).is_sealed, "a lost key must not be replaced silently"
    with pytest.raises(VaultSealed):
        vault.open(session, OWNER)
    with pytest.raises(VaultSealed):
        vault.names_of(session, [OWNER])


def test_a_wrong_master_key_seals_the_vault(session: Session, vault: Vault, own_settings: Settings) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    own_settings.master_key_file.unlink()
    master.create(own_settings.master_key_file)
    assert vault.is_sealed
    with pytest.raises(VaultSealed):
        vault.seal(session, OTHER, {"name": "Somebody else"})


def test_names_come_line_by_line_from_living_people_only(session: Session, vault: Vault) -> None:
    vault.seal(session, OWNER, {"name": NAME, "aliases": "Umm Layth\n\n Z. Q. ", "safe_hours": "evenings"})
    vault.seal(session, OTHER, {"name": "Somebody else"})
    vault.shred(session, OTHER)
    assert vault.names_of(session, [OWNER, OTHER]) == {NAME, "Umm Layth", "Z. Q."}


def test_a_lost_key_stops_the_leak_scan(session: Session, vault: Vault, own_settings: Settings) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    vault.keystore.dispose()
    Path(own_settings.keystore_url.removeprefix("sqlite:///")).unlink()
    fresh = Vault(own_settings)
    assert fresh.state(session, OWNER).condition is Condition.LOST
    with pytest.raises(VaultSealed):
        fresh.names_of(session, [OWNER])


def test_a_key_store_that_does_not_open_seals_the_vault(session: Session, vault: Vault, own_settings: Settings) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    Path(own_settings.keystore_url.removeprefix("sqlite:///")).write_bytes(b"not a database, but long enough " * 200)
    fresh = Vault(own_settings)
    assert fresh.problem() == "The key store cannot be opened."
    assert fresh.state(session, OWNER).fields == {"name"}


def test_rotation_wraps_every_key_anew_and_nothing_else(session: Session, vault: Vault, own_settings: Settings) -> None:
    vault.seal(session, OWNER, {"name": NAME})
    vault.seal(session, OTHER, {"name": "Somebody else"})
    vault.shred(session, OTHER)
    before = stored(session)[0].ciphertext
    ring = master.add_version(own_settings.master_key_file, master.load(own_settings))
    assert rotation.rewrap(vault) == 1
    assert rotation.rewrap(vault) == 0
    assert vault.keystore.masters() == {ring.current.id}
    master.replace(own_settings.master_key_file, master.KeyRing((ring.current,)))
    assert vault.open(session, OWNER) == {"name": NAME}
    assert stored(session)[0].ciphertext == before


def test_the_index_finds_people_with_one_number_through_rotation_and_forgets_the_shredded(
    session: Session, vault: Vault, own_settings: Settings
) -> None:
    for owner, phone in ((OWNER, "+963 944 123 456"), (OTHER, "٠٩٤٤١٢٣٤٥٦"), ("noise", "0933 000 111")):
        vault.seal(session, owner, {"phone": phone})
        vault.index(owner, {"phone": phone, "name": NAME})
    assert vault.owners_alike(OWNER) == {OTHER: {"phone"}}
    assert rotation.rotate_file(vault, own_settings, forget_old=True) == 3
    vault.index("later", {"phone": "0944123456"})
    assert set(vault.owners_alike(OWNER)) == {OTHER, "later"}
    vault.shred(session, OTHER)
    assert set(vault.owners_alike(OWNER)) == {"later"}
    vault.index("later", {"phone": ""})
    assert vault.owners_alike(OWNER) == {}


def test_the_index_shows_no_number(session: Session, vault: Vault, own_settings: Settings) -> None:
    vault.index(OWNER, {"phone": "0944123456"})
    found = Path(own_settings.keystore_url.removeprefix("sqlite:///")).read_bytes()
    assert b"944123456" not in found
    own_settings.master_key_file.unlink()
    with pytest.raises(VaultSealed):
        vault.index(OTHER, {"phone": "0944123456"})

"""What is typed and not saved: sealed, gone after its days, there again when its writer asks."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from casework.config import Settings
from casework.db import now
from casework.vault import prepare, vault_of
from casework.web import drafts
from casework.web.drafts import TypedDraft, forget_old, keep_typed, typed_before
from tests.factories import make_account

PAGE = "/cases/CW-2025-0001/testimonies/T-0001/account"
TYPED = {"text": ["The neighbour Salma opened"], "sealed_name": ["Salma"], "password": ["x"]}


@pytest.fixture
def own_settings(settings: Settings) -> Settings:
    """With a master key on both databases."""
    prepare(replace(settings, database_url="sqlite://"))
    return settings


@pytest.fixture
def writer(session: Session) -> int:
    return make_account(session).key


def kept(session: Session) -> TypedDraft:
    return session.exec(select(TypedDraft)).one()


def test_it_lies_sealed_and_comes_back_to_its_writer_alone(
    session: Session, own_settings: Settings, writer: int
) -> None:
    keep_typed(session, own_settings, writer, PAGE, TYPED)
    assert b"Salma" not in kept(session).ciphertext
    assert kept(session).key_day == now().date().isoformat()
    found = typed_before(session, own_settings, writer, PAGE)
    assert found is not None
    assert found.fields == {"text": TYPED["text"]}
    assert typed_before(session, own_settings, make_account(session).key, PAGE) is None


def test_moved_to_another_row_it_does_not_open(session: Session, own_settings: Settings, writer: int) -> None:
    keep_typed(session, own_settings, writer, PAGE, TYPED)
    kept(session).account_id = thief = make_account(session).key
    session.flush()
    assert typed_before(session, own_settings, thief, PAGE) is None


def test_after_its_days_it_is_gone_and_a_backup_of_it_does_not_open(
    session: Session, own_settings: Settings, writer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = now()
    keep_typed(session, own_settings, writer, PAGE, TYPED)
    copied = kept(session).model_dump(exclude={"id"})
    keep_typed(session, own_settings, writer, "/cases/new", TYPED)
    kept_until = began + drafts.KEPT_FOR
    monkeypatch.setattr(drafts, "now", lambda: kept_until)
    assert forget_old(session, own_settings) == 0
    monkeypatch.setattr(drafts, "now", lambda: kept_until + timedelta(days=1))
    assert typed_before(session, own_settings, writer, PAGE) is None
    assert forget_old(session, own_settings) == 2
    session.add(TypedDraft(**copied | {"saved_at": kept_until}))
    session.flush()
    assert typed_before(session, own_settings, writer, PAGE) is None
    key = vault_of(own_settings).keystore.get(f"typed drafts of {copied['key_day']}")
    assert key is not None
    assert key.wrapped is None


def test_while_the_vault_is_sealed_what_was_typed_is_locked_and_new_text_is_kept_all_the_same(
    session: Session, own_settings: Settings, writer: int
) -> None:
    keep_typed(session, own_settings, writer, PAGE, TYPED)
    own_settings.master_key_file.rename(own_settings.master_key_file.with_suffix(".away"))
    found = typed_before(session, own_settings, writer, PAGE)
    assert found is not None
    assert found.is_locked
    assert found.fields == {}
    keep_typed(session, own_settings, writer, "/cases/new", TYPED)
    again = typed_before(session, own_settings, writer, "/cases/new")
    assert again is not None
    assert again.fields == {"text": TYPED["text"]}

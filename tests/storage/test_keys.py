"""A file's key: rotated with the others, counted apart from people's, destroyed for good, and never guessed at."""

import io

import pytest

from casework.storage import FileStore, MissingContent, StoreLocked
from casework.vault import master, rotation, vault_of
from tests.storage.stores import make_store, place_of, settings_in


def kept(store: FileStore) -> str:
    return store.keep(store.stage(io.BytesIO(b"content"), 100))


def test_a_rotation_wraps_the_keys_of_files_too_and_counts_people_alone(store, tmp_path):
    sha256, before = kept(store), place_of(store, kept(store)).read_bytes()
    settings = settings_in(tmp_path)
    vault = vault_of(settings)
    assert rotation.rotate_file(vault, settings, forget_old=True) == 0, "no person has a key yet"
    assert vault.keystore.wrapped_by_others(master.load(settings).current.id) == []
    assert make_store(tmp_path).verify(sha256)
    assert place_of(store, sha256).read_bytes() == before, "the file is not touched"
    assert (vault.keystore.count(), vault.keystore.count_files()) == (0, 1)


def test_an_upload_goes_on_over_a_rotation(store, tmp_path):
    incoming = store.begin(100)
    incoming.write(b"before and ")
    handle = incoming.suspend()
    settings = settings_in(tmp_path)
    rotation.rotate_file(vault_of(settings), settings, forget_old=True)
    again = store.resume(handle, 100)
    again.write(b"after")
    with store.open_stream(store.keep(again.finish())) as stream:
        assert stream.read() == b"before and after"


def test_a_file_whose_key_was_destroyed_is_gone_and_so_is_every_copy_of_it(store):
    sha256 = kept(store)
    copy = place_of(store, sha256).read_bytes()
    store.sealers._keys._vault.keystore.shred("file:" + copy[9:25].hex())
    with pytest.raises(MissingContent):
        store.open_stream(sha256)
    assert kept(store) == sha256, "and may come in again, under another key"
    assert store.verify(sha256)


@pytest.mark.parametrize("has_another", [False, True])
def test_without_the_right_master_key_nothing_is_read_nor_taken_in(store, tmp_path, has_another):
    sha256, handle = kept(store), store.begin(100).suspend()
    staged = store.stage(io.BytesIO(b"staged before"), 100)
    settings = settings_in(tmp_path)
    ring = master.load(settings)
    settings.master_key_file.unlink()
    if has_another:
        master.create(settings.master_key_file)
    for call in (
        lambda: store.open_stream(sha256),
        lambda: store.verify(sha256),
        lambda: store.begin(100),
        lambda: store.resume(handle, 100),
        lambda: store.keep(staged),
    ):
        with pytest.raises(StoreLocked):
            call()
    assert store.exists(sha256)
    master.replace(settings.master_key_file, ring)
    assert store.verify(sha256)
    assert store.verify(store.keep(staged))
    assert store.resume(handle, 100).offset == 0

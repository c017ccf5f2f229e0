"""An upload that stops and goes on, in another request, another process, after a kill."""

import hashlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from casework.storage import MissingContent, StoreFull, TooLarge
from casework.storage.local_writer import LocalWriter
from tests.storage.stores import make_store, staged_in

MIB = 1024 * 1024


@pytest.mark.parametrize("cuts", [[1], [MIB], [MIB - 1, MIB + 1], [10, 20, 3 * MIB, 3 * MIB + 1], [0, 0, 5]])
def test_pieces_make_the_file_that_was_sent(tmp_path, cuts):
    content = os.urandom(3 * MIB + 12345)
    with make_store(tmp_path).begin(limit=len(content)) as incoming:
        handle, at = incoming.suspend(), 0
    for cut in [*cuts, len(content)]:
        with make_store(tmp_path).resume(handle, len(content)) as incoming:
            assert incoming.offset == at
            incoming.write(content[at:cut])
            assert incoming.suspend() == handle
            at = cut
    store = make_store(tmp_path)
    staged = store.resume(handle, len(content)).finish()
    assert (staged.sha256, staged.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert store.verify(store.keep(staged))
    assert staged_in(store) == []


def test_a_frame_that_was_written_half_is_not_counted(tmp_path):
    content, store = os.urandom(2 * MIB + 500), make_store(tmp_path)
    incoming = store.begin(limit=len(content))
    incoming.write(content[: MIB + 300])
    handle = incoming.suspend()
    part = store.backend.staged_place(handle)
    with part.open("ab") as file:  # what a power cut leaves of the next frame
        file.write(os.urandom(1000))
    again = store.resume(handle, len(content))
    assert again.offset == MIB + 300
    again.write(content[again.offset :])
    assert again.finish().sha256 == hashlib.sha256(content).hexdigest()


def test_a_damaged_frame_and_what_follows_it_are_sent_again(tmp_path):
    content, store = os.urandom(3 * MIB), make_store(tmp_path)
    incoming = store.begin(limit=len(content))
    incoming.write(content)
    incoming._writer.close()  # killed here: nothing was suspended
    part = store.backend.staged_place(incoming.handle)
    with part.open("r+b") as file:
        file.seek(32 + MIB + 28 + 100)
        file.write(b"\0" * 512)
    again = store.resume(incoming.handle, len(content))
    assert again.offset == MIB
    again.write(content[MIB:])
    assert again.finish().sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("left", [0, 10])
def test_not_even_a_whole_header_begins_anew(tmp_path, left):
    store = make_store(tmp_path)
    incoming = store.begin(limit=10)
    os.truncate(store.backend.staged_place(incoming.handle), left)
    again = store.resume(incoming.handle, 10)
    assert again.offset == 0
    again.write(b"x")
    assert store.verify(store.keep(again.finish()))


def test_what_was_suspended_stays_when_the_disk_fills_up(tmp_path, monkeypatch):
    store = make_store(tmp_path)
    incoming = store.begin(limit=3 * MIB)
    incoming.write(b"x" * 10)
    handle = incoming.suspend()
    again = store.resume(handle, 3 * MIB)
    with monkeypatch.context() as full:
        full.setattr(LocalWriter, "append", lambda *_args: (_ for _ in ()).throw(StoreFull("full")))
        with pytest.raises(StoreFull), again:
            again.write(b"y" * 2 * MIB)
    assert store.resume(handle, 3 * MIB).offset == 10


def test_too_much_after_a_pause_is_refused_and_leaves_nothing(tmp_path):
    store = make_store(tmp_path)
    incoming = store.begin(limit=10)
    incoming.write(b"x" * 10)
    with pytest.raises(TooLarge):
        store.resume(incoming.suspend(), 10).write(b"y")
    assert staged_in(store) == []


def test_a_finished_upload_can_be_finished_again_by_another_process(tmp_path):
    """Killed between the end of the file and the row that names it."""
    content, store = os.urandom(MIB + 5), make_store(tmp_path)
    incoming = store.begin(limit=len(content))
    incoming.write(content)
    incoming.finish()
    again = make_store(tmp_path).resume(incoming.handle, len(content))
    assert again.offset == len(content)
    assert store.verify(store.keep(again.finish()))


def test_what_was_forgotten_cannot_be_resumed(tmp_path):
    store = make_store(tmp_path)
    handle = store.begin(limit=10).suspend()
    store.forget(handle)
    with pytest.raises(MissingContent):
        store.resume(handle, 10)
    assert staged_in(store) == []


def test_the_tail_of_a_pause_is_never_encrypted_twice_under_one_nonce(tmp_path):
    store, seen = make_store(tmp_path), []
    handle = store.begin(limit=100).suspend()
    for letter in (b"a", b"b", b"c"):
        again = store.resume(handle, 100)
        again.write(letter)
        again.suspend()
        seen.append(store.backend.staged_place(handle).with_suffix(".tail").read_bytes()[8:20])
    assert len(set(seen)) == 3


def write_on(folder: Path, handle: str, content: bytes) -> None:
    """What another process does until it is killed."""
    store = make_store(folder)
    incoming = store.resume(handle, len(content))
    while piece := content[incoming.offset : incoming.offset + 70_001]:
        incoming.write(piece)
    store.keep(incoming.finish())


def killed_after(seconds: float, work: Callable[[], None]) -> None:
    """Do it in a process of its own, and kill that without warning."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_killed_at_any_moment_it_goes_on_with_the_right_bytes(tmp_path):
    content = os.urandom(12 * MIB + 999)
    store = make_store(tmp_path)
    first = store.begin(limit=len(content))
    first.write(content[:1234])
    handle, least, sha256 = first.suspend(), 1234, hashlib.sha256(content).hexdigest()
    for wait in (0.01, 0.02, 0.02, 0.03, 0.04, 0.06, 0.09, 0.13):
        killed_after(wait, lambda: write_on(tmp_path, handle, content))
        if store.exists(sha256):
            break
        again = store.resume(handle, len(content))
        assert again.offset >= least
        least = again.offset
        again.suspend()
    if not store.exists(sha256):
        write_on(tmp_path, handle, content)
    assert store.digest(sha256) == sha256
    store.forget(handle)  # killed between the name and the end of staging
    assert staged_in(store) == []
    assert store.digest(sha256) == sha256, "and its key stays"

"""What nothing names is found and removed; what any row names never."""

import io
import os

import pytest
import sqlalchemy as sa
from sqlmodel import AutoString, SQLModel

from casework import tables
from casework.storage import FileStore
from casework.storage.collecting import Collected, _most_letters, keys_without_files, look, named_in, remove
from tests.storage.stores import place_of, staged_in

assert tables
DIGESTS = [letter * 64 for letter in "abcdef"]
OLD = 3600.0


def kept(store: FileStore, content: bytes, age: float = 2 * OLD) -> str:
    sha256 = store.keep(store.stage(io.BytesIO(content), 100))
    stamp = place_of(store, sha256).stat().st_mtime - age
    os.utime(place_of(store, sha256), (stamp, stamp))
    return sha256


def names(*used: str):
    return lambda words: words & set(used)


def test_a_digest_that_stands_anywhere_in_a_row_is_in_use():
    metadata = sa.MetaData()
    table = sa.Table(
        "thing", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("file", AutoString(64)),
        sa.Column("bodies", sa.JSON), sa.Column("words", sa.Text), sa.Column("short", sa.String(10)),
    )  # fmt: skip
    engine = sa.create_engine("sqlite://")
    metadata.create_all(engine)
    a, b, c, d, e, f = DIGESTS
    handle = "0" * 31 + "1"
    with engine.begin() as connection:
        connection.execute(sa.insert(table), [{"file": a}, {"file": handle}, {"file": None}])
        connection.execute(sa.insert(table), [{"bodies": {"en": {"sha256": b}}}, {"bodies": [1, [f"see {c}"]]}])
        connection.execute(sa.insert(table), [{"words": f"a snapshot with {d} in it"}, {"words": e[:63]}])
        assert named_in(connection, metadata.sorted_tables, {*DIGESTS, handle}) == {a, b, c, d, handle}
        assert named_in(connection, metadata.sorted_tables, {f}) == set()


def test_every_column_of_the_application_that_could_hold_a_digest_is_looked_at():
    """Not one of them is left out for its type; those that are left out hold numbers, dates, bytes or states."""
    looked_at = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if _most_letters(column.type) is None or _most_letters(column.type) >= 32
    }
    assert {
        "exhibit.sha256",
        "exhibit.preview_sha256",
        "dossier_version.bodies",
        "dossier_version.snapshots",
    } <= looked_at
    hex_columns = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if "sha256" in column.name or "handle" in column.name
    }
    assert hex_columns <= looked_at


def test_only_what_is_old_and_named_by_nothing_goes_with_its_key(store):
    orphan, used = kept(store, b"orphan"), kept(store, b"used")
    fresh = kept(store, b"fresh", age=0)
    found = look(store, names(used), OLD)
    assert found == Collected((), (orphan,))
    assert store.exists(orphan), "looking removes nothing"
    assert remove(store, found, names(used), OLD) == found
    assert [store.exists(one) for one in (orphan, used, fresh)] == [False, True, True]
    assert store.sealers._keys._vault.keystore.count_files() == 2
    assert store.verify(used)


def test_what_is_named_or_kept_again_in_between_stays(store):
    first, second = kept(store, b"first"), kept(store, b"second")
    found = look(store, names(), OLD)
    assert set(found.kept) == {first, second}
    assert store.keep(store.stage(io.BytesIO(b"second"), 100)) == second
    assert remove(store, found, names(first), OLD) == Collected((), ())
    assert store.verify(first)
    assert store.verify(second)
    assert staged_in(store) == []


def test_an_upload_that_a_row_names_waits_as_long_as_it_likes(store):
    handles = [store.begin(100).suspend() for _ in range(2)]
    for handle in handles:
        os.utime(store.backend.staged_place(handle), (0, 0))
    found = look(store, names(handles[0]), OLD)
    assert found.staged == (handles[1],)
    remove(store, found, names(handles[0]), OLD)
    assert store.resume(handles[0], 100).offset == 0
    assert len([name for name in staged_in(store) if name.endswith(".part")]) == 1


def test_a_damaged_file_that_nothing_names_goes_too(store):
    orphan = kept(store, b"orphan")
    place = place_of(store, orphan)
    place.chmod(0o600)
    place.write_bytes(b"")
    os.utime(place, (0, 0))
    assert remove(store, look(store, names(), OLD), names(), OLD).kept == (orphan,)
    assert not place.exists()


def test_keys_without_files_are_found_and_no_others(store):
    kept(store, b"kept")
    store.begin(100).suspend()
    altered = kept(store, b"altered")
    store.backend.set_aside(altered)
    assert keys_without_files(store, store.sealers.older_than(-60)) == ()
    store.sealers.new("f" * 32)
    assert keys_without_files(store, store.sealers.older_than(-60)) == ("f" * 32,)
    assert keys_without_files(store, store.sealers.older_than(60)) == ()


@pytest.mark.parametrize("step", ["rename", "unlink"])
def test_a_removal_that_is_interrupted_can_be_done_again(store, monkeypatch, step):
    orphan = kept(store, b"orphan")
    with monkeypatch.context() as broken:
        broken.setattr(os, step, lambda *_a, **_k: (_ for _ in ()).throw(OSError("broken")))
        if step == "rename":
            with pytest.raises(OSError, match="broken"):
                store.remove(orphan, OLD)
            assert store.exists(orphan)
    assert remove(store, look(store, names(), OLD), names(), OLD).kept == (orphan,)

"""A store in a folder, with a vault of its own."""

from pathlib import Path

from casework.config import Settings
from casework.storage import FileStore, LocalBackend
from casework.storage.sealers import Sealers
from casework.vault import FileKeys, prepare


def settings_in(folder: Path) -> Settings:
    """As much of an installation as files need: where they lie, and their keys."""
    return Settings(
        instance=folder, database_url="sqlite://", storage_dir=folder / "files",
        keystore_url=f"sqlite:///{folder / 'keys' / 'keystore.sqlite'}", master_key_file=folder / "keys" / "master.json",
        master_key=None, secret_key=b"",
    )  # fmt: skip


def make_store(folder: Path, reserve: int = 0) -> FileStore:
    """An empty store (or one more view of the store that is there already), with as little room as the test likes."""
    settings = settings_in(folder)
    return FileStore(LocalBackend(settings.storage_dir, reserve), Sealers(FileKeys(prepare(settings))))


def place_of(store: FileStore, sha256: str) -> Path:
    """The stored bytes of a kept file, for tests that act behind the store's back."""
    assert isinstance(store.backend, LocalBackend)
    return store.backend.place(sha256)


def alter(store: FileStore, sha256: str, content: bytes) -> Path:
    """Put other bytes in the place of a kept file."""
    place = place_of(store, sha256)
    place.chmod(0o600)
    place.write_bytes(content)
    return place


def staged_in(store: FileStore) -> list[str]:
    """What lies staged, whole or not."""
    assert isinstance(store.backend, LocalBackend)
    return [path.name for path in store.backend.incoming.iterdir()]

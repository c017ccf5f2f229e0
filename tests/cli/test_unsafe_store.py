"""What `doctor` says about the place where files are kept."""

from dataclasses import replace

import pytest

from casework.cli import unsafe_store
from casework.storage import LocalBackend, open_store
from casework.storage.starting import open_backend
from casework.vault import prepare
from tests.storage.stores import settings_in


@pytest.mark.parametrize(
    "endpoint, said",
    [("http://store.example.org", True), ("https://store.example.org", False), ("http://127.0.0.1:7480", False)],
)
def test_a_bucket_is_reached_by_tls(tmp_path, endpoint, said):
    settings = replace(settings_in(tmp_path), storage_url=f"s3://casework?endpoint={endpoint}")
    assert bool(list(unsafe_store.in_clear(settings))) is said


@pytest.mark.parametrize("url", ["s3://", "ftp://x/y", "s3://bucket?regoin=x", "nonsense"])
def test_an_address_that_is_not_understood_is_refused(tmp_path, url):
    assert "CASEWORK_STORAGE_URL" in "".join(unsafe_store.unusable(replace(settings_in(tmp_path), storage_url=url)))


def test_a_folder_can_be_named_by_address(tmp_path):
    backend = open_backend(replace(settings_in(tmp_path), storage_url=f"file://{tmp_path}/with%20blank"))
    assert isinstance(backend, LocalBackend)
    assert backend.root == tmp_path / "with blank"


def test_a_store_that_cannot_be_written_is_refused_and_a_sealed_vault_is_no_fault_of_it(tmp_path, monkeypatch):
    settings = settings_in(tmp_path)
    assert list(unsafe_store.unusable(settings)) == [], "sealed: the vault has a remark of its own"
    prepare(settings)
    assert list(unsafe_store.unusable(settings)) == []
    assert list(settings.storage_dir.rglob("*.part")) == []
    backend = open_store(settings).backend
    monkeypatch.setattr(backend, "_reserve", 1 << 60)
    assert "not enough room" in "".join(unsafe_store.unusable(settings))

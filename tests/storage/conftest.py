"""A store in a folder of its own."""

from pathlib import Path

import pytest

from casework.storage import FileStore
from tests.storage.stores import make_store


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return make_store(tmp_path)

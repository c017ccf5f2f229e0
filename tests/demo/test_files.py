"""The exhibits of the demonstration are real files, the same each time."""

import hashlib
import io
from typing import Any

import pytest
from PIL import Image

from casework.demo import content, files

PLACES = {place["key"]: place for place in content.read("case")["place"]}
EXHIBITS = content.read("exhibits")["exhibit"]


def made(exhibit: dict[str, Any]) -> bytes:
    return files.make(exhibit, PLACES.get(exhibit.get("place", "")))


def test_every_exhibit_is_a_different_small_file() -> None:
    contents = [made(exhibit) for exhibit in EXHIBITS]
    assert len({hashlib.sha256(data).hexdigest() for data in contents}) == len(EXHIBITS)
    assert sum(map(len, contents)) < 5_000_000


@pytest.mark.parametrize("kind", ["photo", "scan", "audio", "video", "pdf", "csv", "web", "sketch"])
def test_the_same_bytes_come_out_each_time(kind: str) -> None:
    exhibit = next(row for row in EXHIBITS if row["make"] == kind)
    assert made(exhibit) == made(exhibit)


def test_a_photograph_carries_its_camera_time_and_place() -> None:
    photo = next(row for row in EXHIBITS if row["code"] == "EX-0004")
    exif = Image.open(io.BytesIO(made(photo))).getexif()
    assert exif[0x010F] == "SYNTHETIC"
    assert exif.get_ifd(0x8769)[0x9003] == "2025:03:07 16:31:00"
    assert exif.get_ifd(0x8825)[2][0] == 35.0

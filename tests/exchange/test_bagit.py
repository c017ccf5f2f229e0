"""The format of a bag: RFC 8493."""

from datetime import date

import pytest

from casework.exchange.bagit import Entry, in_words, one_line, put_together, read_path, written


def test_a_path_with_a_line_end_or_a_percent_sign_stays_one_line_and_comes_back() -> None:
    path = "data/50%0A\nb\r.txt"
    assert written(path) == "data/50%250A%0Ab%0D.txt"
    assert read_path(written(path)) == path


def test_a_value_cannot_begin_another_field() -> None:
    assert one_line("Us\nPayload-Oxum: 1.1\r\n ") == "Us Payload-Oxum: 1.1"


@pytest.mark.parametrize("octets, words", [(0, "0 B"), (999, "999 B"), (1_500, "1.5 kB"), (4_294_967_296, "4.3 GB")])
def test_a_size_in_words(octets: int, words: str) -> None:
    assert in_words(octets) == words


def test_the_tag_manifest_binds_everything_but_itself_and_the_payload_is_counted() -> None:
    rows = [Entry("data/b", "b" * 64, 5), Entry("data/a", "a" * 64, 7)]
    made = put_together(
        "x", rows, [("Source-Organization", "Us"), ("Empty", "")], {"metadata/a.json": b"{}"}, date(2026, 3, 1)
    )
    assert made.tags["bag-info.txt"].decode().splitlines() == [
        "Source-Organization: Us", "Bagging-Date: 2026-03-01", "Payload-Oxum: 12.2", "Bag-Size: 12 B",
    ]  # fmt: skip
    assert made.tags["manifest-sha256.txt"].decode() == f"{'a' * 64}  data/a\n{'b' * 64}  data/b\n"
    bound = [line.split("  ")[1] for line in made.tags["tagmanifest-sha256.txt"].decode().splitlines()]
    assert bound == ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "metadata/a.json"]

"""A few runs of `tests/uploads/chaos.py`: bad network, kill -9, a client that is not ours, a request that hangs."""

import http.client
import time
from collections.abc import Iterator

import pytest

from benchmarks.upload import Browser
from casework.uploads.protocol import STREAM
from tests.uploads.chaos import Bench, bench

pytestmark = [pytest.mark.system, pytest.mark.slow]


@pytest.fixture(scope="module")
def one() -> Iterator[Bench]:
    with bench(seed=7) as running:
        yield running


def test_over_a_bad_network_and_through_kills_a_file_arrives_once_and_whole(one):
    differences = [one.run(number, kills=1) for number in range(3)]
    assert differences == ["", "", ""]
    assert one.server.kills > 1
    assert one.ways["pass"] < sum(one.ways.values())


def test_a_request_that_hangs_gives_way_to_its_sender_who_came_back(one):
    browser = Browser(one.server.port)
    said = {"X-CSRFToken": one.log_in(browser), "Tus-Resumable": "1.0.0"} | browser.headers()

    def ask(method: str, url: str, body: bytes = b"", **more: str) -> http.client.HTTPResponse:
        connection = browser.connect()
        connection.request(method, url, body, said | more)
        return connection.getresponse()

    url = ask("POST", f"/cases/{one.reference}/uploads", **{"Upload-Length": "1000000"}).headers["Location"]
    hanging = browser.connect()
    hanging.putrequest("PATCH", url)
    for name, value in (said | {"Upload-Offset": "0", "Content-Type": STREAM, "Content-Length": "1000000"}).items():
        hanging.putheader(name, value)
    hanging.endheaders(b"x" * 300_000)
    time.sleep(0.5)
    started = time.monotonic()
    assert ask("HEAD", url).headers["Upload-Offset"] == "300000"
    assert time.monotonic() - started < 20
    rest = {"Upload-Offset": "300000", "Content-Type": STREAM}
    assert ask("PATCH", url, b"x" * 700_000, **rest).status == 204
    assert ask("DELETE", url).status == 204
    hanging.close()

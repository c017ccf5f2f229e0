"""Static files: an address that changes with the content, kept for a year; anything else is never kept blindly."""

import hashlib
import re
from pathlib import Path

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from casework.web import assets

STYLE = "casework.css"


def _address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return url_for("static", filename=name)


def test_an_address_carries_the_hash_of_the_content(app: Flask) -> None:
    content = (Path(str(app.static_folder)) / STYLE).read_bytes()
    assert _address(app, STYLE) == f"/static/{STYLE}?v={hashlib.sha256(content).hexdigest()[:16]}"


def test_a_changed_file_has_another_address_at_once(app: Flask, tmp_path: Path) -> None:
    app.static_folder = str(tmp_path)
    (tmp_path / "a.css").write_text("one")
    before = _address(app, "a.css")
    (tmp_path / "a.css").write_text("another")
    assert _address(app, "a.css") != before


def test_what_is_asked_for_by_its_hash_is_kept_for_a_year(app: Flask, client: FlaskClient) -> None:
    assert client.get(_address(app, STYLE)).headers["Cache-Control"] == assets.FOR_A_YEAR


@pytest.mark.parametrize(
    ("query", "lifetime"), [("", assets.FOR_A_DAY), ("?v=0123456789abcdef", "no-cache"), ("?v=", "no-cache")]
)
def test_without_its_own_hash_it_is_not(client: FlaskClient, query: str, lifetime: str) -> None:
    assert client.get(f"/static/{STYLE}{query}").headers["Cache-Control"] == lifetime


@pytest.mark.parametrize("name", ["not-there.css", "../wsgi.py", "vendor"])
def test_what_is_no_file_is_never_kept_and_has_no_version(app: Flask, client: FlaskClient, name: str) -> None:
    assert _address(app, name) == f"/static/{name}"
    answer = client.get(f"/static/{name}?v=")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_every_static_address_of_a_page_has_a_version(client: FlaskClient) -> None:
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/login").text)
    assert len(found) > 5
    assert [address for address in found if not re.search(r"\?v=[0-9a-f]{16}(#|$)", address)] == []

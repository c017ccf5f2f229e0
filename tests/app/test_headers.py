"""The security headers, on the answer of every route: made from the URL map, so a new route is tested the day it is added."""

import re
from dataclasses import replace

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from casework.app import create_app
from casework.config import Settings
from casework.subjects import Role
from tests.app.test_matrix import READERS, _routes, ask
from tests.factories import login, make_account, post
from tests.world import Answered, World

POLICY = (
    r"default-src 'none'; script-src 'nonce-[\w-]{22}'; style-src 'self'; img-src 'self'; media-src 'self'; "
    r"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    r"require-trusted-types-for 'script'; trusted-types casework#inert default"
)
DOWNLOAD = "default-src 'none'; sandbox"
# A PDF that the browser shows itself: its viewer does not start in a sandbox.
SHOWN = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def _problems(answer: TestResponse | Answered) -> list[str]:
    headers = answer.headers
    wrong = [name for name, value in ALWAYS.items() if headers.get_all(name) != [value]]
    policy = headers.get("Content-Security-Policy", "")
    is_shown = policy == SHOWN and answer.mimetype == "application/pdf"
    if not (re.fullmatch(POLICY, policy) or policy == DOWNLOAD or is_shown):
        wrong.append(f"Content-Security-Policy: {policy}")
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        wrong.append("Permissions-Policy")
    return wrong


def test_every_answer_of_every_route_carries_them(world: World) -> None:
    found, opened = {}, set()
    for endpoint, method in _routes():
        for reader in READERS:
            answer = ask(world, endpoint, method, reader)
            opened |= {endpoint} if answer.status_code < 300 else set()
            if problems := _problems(answer):
                found[f"{method} {endpoint} as {reader}: {answer.status_code}"] = problems
    assert found == {}
    assert len(opened) > 50


def test_what_is_missing_or_broken_carries_them_too(app: Flask, client: FlaskClient) -> None:
    from casework.web import public

    @public
    def defect() -> str:
        raise RuntimeError

    app.add_url_rule("/defect", "defect", defect)
    answers = [client.get("/defect"), client.get("/no/such/page"), client.delete("/login")]
    assert [answer.status_code for answer in answers] == [500, 404, 405]
    assert [_problems(answer) for answer in answers] == [[], [], []]


def test_a_nonce_is_used_once(client: FlaskClient) -> None:
    pages = [client.get("/login") for _ in range(2)]
    nonces = [set(re.findall(r'nonce="([^"]+)"', page.text)) for page in pages]
    assert [len(found) for found in nonces] == [1, 1]
    assert nonces[0] != nonces[1]
    assert f"'nonce-{nonces[0].pop()}'" in pages[0].headers["Content-Security-Policy"]


def test_only_a_secure_connection_is_told_to_stay_one(client: FlaskClient) -> None:
    secure = client.get("/login", base_url="https://casework.example")
    assert secure.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert "Strict-Transport-Security" not in client.get("/login").headers


def test_a_log_out_empties_the_browser_but_leaves_the_cookies_of_others(client: FlaskClient, db: Session) -> None:
    account = make_account(db, Role.SUPERVISOR)
    db.commit()
    login(client, account)
    answer = post(client, "/logout", page="/account")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert re.match(r"casework=; Expires=Thu, 01 Jan 1970", answer.headers["Set-Cookie"])


def test_behind_tls_no_other_host_path_or_clear_connection_shares_our_cookies(sqlite_settings: Settings) -> None:
    app = create_app(replace(sqlite_settings, secure_cookies=True))
    client, site = app.test_client(), {"base_url": "https://casework.example"}
    said = [
        line for path in ("/login", "/language/ar") for line in client.get(path, **site).headers.getlist("Set-Cookie")
    ]
    assert sorted(line.split("=")[0] for line in said) == ["__Host-casework", "__Host-casework_language"]
    for line in said:
        assert "Secure" in line
        assert "Path=/" in line
        assert "Domain" not in line
    assert 'lang="ar"' in client.get("/login", **site).text
    app.extensions["casework_engine"].dispose()


def test_cookies_are_for_the_same_site_and_for_no_script(client: FlaskClient) -> None:
    said = [line for path in ("/login", "/language/ar") for line in client.get(path).headers.getlist("Set-Cookie")]
    assert len(said) == 2
    assert [line for line in said if "HttpOnly" not in line or "SameSite=Lax" not in line] == []


def test_no_other_site_is_allowed_to_read_an_answer(client: FlaskClient) -> None:
    for method in ("GET", "OPTIONS"):
        answer = client.open("/login", method=method, headers={"Origin": "https://evil.example"})
        assert [name for name, _value in answer.headers if name.startswith("Access-Control")] == []


def test_every_page_says_what_it_is(client: FlaskClient) -> None:
    kinds = {client.get(path).headers["Content-Type"] for path in ("/login", "/no/such/page")}
    assert kinds == {"text/html; charset=utf-8"}


@pytest.mark.parametrize(("proxies", "believed"), [(0, False), (1, True)])
def test_what_a_proxy_says_is_believed_only_where_one_is_set_up(
    sqlite_settings: Settings, proxies: int, believed: bool
) -> None:
    app = create_app(replace(sqlite_settings, trusted_proxies=proxies))
    seen = []
    app.before_request(lambda: seen.append((request.remote_addr, request.is_secure)))
    headers = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    answer = app.test_client().get("/login", headers=headers)
    app.extensions["casework_engine"].dispose()
    assert seen == [("203.0.113.7", True) if believed else ("127.0.0.1", False)]
    assert ("Strict-Transport-Security" in answer.headers) is believed

"""The security headers, on the answer of every route: made from the URL map, so a new route is tested the day it is added."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from casework.subjects import Role
from tests.app.test_matrix import _address, _routes
from tests.factories import login, make_account, post
from tests.world import World

POLICY = (
    r"default-src 'none'; script-src 'nonce-[\w-]{22}'; style-src 'self'; img-src 'self'; media-src 'self'; "
    r"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    r"require-trusted-types-for 'script'; trusted-types casework#inert default"
)
DOWNLOAD = "default-src 'none'; sandbox"
ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
READERS = ("supervisor-member", "committee-member", "administrator-member", "auditor-member", "anonymous")


def _problems(answer: TestResponse) -> list[str]:
    headers = answer.headers
    wrong = [name for name, value in ALWAYS.items() if headers.get_all(name) != [value]]
    policy = headers.get("Content-Security-Policy", "")
    if not (re.fullmatch(POLICY, policy) or policy == DOWNLOAD):
        wrong.append(f"Content-Security-Policy: {policy}")
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        wrong.append("Permissions-Policy")
    return wrong


def test_every_answer_of_every_route_carries_them(world: World) -> None:
    found, opened = {}, set()
    for endpoint, method in _routes():
        rule = next(r for r in world.app.url_map.iter_rules(endpoint) if method in (r.methods or set()))
        address = _address(world, rule)
        for reader in READERS:
            answer = world.clients[reader].open(address, method=method)
            opened |= {endpoint} if answer.status_code < 300 else set()
            if problems := _problems(answer):
                found[f"{method} {address} as {reader}: {answer.status_code}"] = problems
            answer.close()
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

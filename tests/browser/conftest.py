"""A real Chromium on the real application, on a loopback port of its own."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from casework.accounts.models import Account
from casework.subjects import Role
from tests.factories import PASSWORD, make_account, make_case

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Live:
    """A running application: its address, its one case, and who may log in."""

    url: str
    case_ref: str
    emails: dict[Role, str]


@pytest.fixture
def live(app: Flask, db: object) -> Iterator[Live]:
    """The application with one case, served by threads as in life."""
    accounts: dict[Role, Account] = {role: make_account(db, role) for role in Role}
    case = make_case(db, members=[accounts[Role.INVESTIGATOR], accounts[Role.SUPERVISOR]], title="عنف الساحل")
    emails = {role: account.email for role, account in accounts.items()}
    reference = case.reference
    db.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Live(f"http://127.0.0.1:{server.server_port}", reference, emails)
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium: nothing is downloaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def open_page(chromium: Browser, live: Live, role: Role, language: str = "en", **options: object) -> Page:
    """A logged-in page of its own context; close its context when done."""
    context: BrowserContext = chromium.new_context(**options)
    context.add_cookies([{"name": "casework_language", "value": language, "url": live.url}])
    page = context.new_page()
    page.goto(live.url + "/login")
    page.fill("[name=email]", live.emails[role])
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    return page

"""Passkeys in a real Chromium, with its virtual authenticator; and the same pages without a script."""

from collections.abc import Iterator
from dataclasses import replace

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page
from sqlmodel import Session, select

from casework.accounts.models import Passkey
from casework.app import create_app
from casework.config import Settings
from casework.subjects import Role
from tests.browser.conftest import Live
from tests.browser.test_every_page import violations
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def app(sqlite_settings: Settings) -> Iterator[Flask]:
    """As in life: nobody works by password alone."""
    app = create_app(replace(sqlite_settings, second_factor="required"))
    yield app
    app.extensions["casework_engine"].dispose()


@pytest.fixture
def site(live: Live) -> str:
    """Passkeys need a host name; the loopback's is localhost."""
    return live.url.replace("127.0.0.1", "localhost")


def _context(chromium: Browser, **options: object) -> tuple[BrowserContext, Page, list[str]]:
    context = chromium.new_context(locale="en", **options)
    page, refused = context.new_page(), []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    return context, page, refused


def _authenticator(context: BrowserContext, page: Page) -> tuple[CDPSession, str]:
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True,
               "automaticPresenceSimulation": True}  # fmt: skip
    return device, device.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def _log_in(page: Page, site: str, email: str) -> None:
    page.goto(site + "/login")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()


def _log_out(page: Page) -> None:
    page.click("details.menu summary")
    page.click("details.menu form button")
    page.wait_for_url("**/login*")


def _register(page: Page, name: str) -> None:
    page.fill("[name=name]", name)
    page.click("[data-passkey-go]")
    page.wait_for_selector(".recovery-codes")


def test_a_passkey_is_set_up_at_the_first_log_in_and_opens_the_next(
    chromium: Browser, live: Live, site: str, db: Session
) -> None:
    context, page, refused = _context(chromium)
    _authenticator(context, page)
    _log_in(page, site, live.emails[Role.INVESTIGATOR])
    assert "/account/factors/start" in page.url
    page.click("a[href='/account/factors/passkey']")
    _register(page, "Blue key")
    assert page.locator(".recovery-codes li").count() == 10
    page.click("main a.btn-primary")
    _log_out(page)
    _log_in(page, site, live.emails[Role.INVESTIGATOR])
    assert "/confirm" in page.url
    page.click("[data-passkey-go]")
    page.wait_for_selector("header.top")
    assert db.exec(select(Passkey.sign_count)).one() > 0
    context.close()
    assert refused == []


def test_a_device_that_does_not_know_the_account_says_so_and_opens_nothing(
    chromium: Browser, live: Live, site: str
) -> None:
    context, page, _refused = _context(chromium)
    device, authenticator = _authenticator(context, page)
    _log_in(page, site, live.emails[Role.INVESTIGATOR])
    page.goto(site + "/account/factors/passkey")
    _register(page, "Blue key")
    page.click("main a.btn-primary")
    _log_out(page)
    device.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": authenticator})
    device.send("WebAuthn.disable")
    _authenticator(context, page)  # another key
    _log_in(page, site, live.emails[Role.INVESTIGATOR])
    page.click("[data-passkey-go]")
    page.wait_for_selector("[data-passkey-failed]:not([hidden])")
    page.goto(site + "/cases")
    assert "/confirm" in page.url
    context.close()


def test_the_pages_are_accessible_and_fit_a_telephone_in_arabic(chromium: Browser, live: Live, site: str) -> None:
    context, page, refused = _context(chromium, viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "casework_language", "value": "ar", "url": site}])
    found: dict[str, list[str]] = {}

    def look() -> None:
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        found[page.url] = ["wider than the window"] * wide + violations(page)

    _log_in(page, site, live.emails[Role.INVESTIGATOR])
    look()
    for path in ("/account/factors/app", "/account/factors/passkey"):
        page.goto(site + path)
        look()
    _authenticator(context, page)  # only now: axe's own debugger session would take it away
    _register(page, "مفتاح")
    look()
    for path in ("/account/factors", "/account", "/confirm"):
        page.goto(site + path)
        look()
    context.close()
    assert {url: problems for url, problems in found.items() if problems} == {}
    assert refused == []


def test_an_app_is_set_up_and_used_without_a_script_and_by_keyboard(chromium: Browser, live: Live, site: str) -> None:
    context, page, _refused = _context(chromium, java_script_enabled=False)
    _log_in(page, site, live.emails[Role.SUPERVISOR])
    page.goto(site + "/account/factors/app")
    secret = page.inner_text(".secret").replace(" ", "")
    page.focus("[name=one_time_code]")
    page.keyboard.type(pyotp.TOTP(secret).now())
    page.keyboard.press("Enter")
    page.wait_for_selector(".recovery-codes")
    code = page.inner_text(".recovery-codes li:first-child")
    page.click("main a.btn-primary")
    _log_out(page)
    _log_in(page, site, live.emails[Role.SUPERVISOR])
    assert page.locator("noscript").count() == 0 or not page.is_visible("[data-passkey-go]")
    page.fill("[name=one_time_code]", code)
    page.keyboard.press("Enter")
    page.wait_for_selector("header.top")
    context.close()


def test_at_a_bare_number_no_passkey_is_offered(chromium: Browser, live: Live) -> None:
    context, page, _refused = _context(chromium)
    _log_in(page, live.url, live.emails[Role.AUDITOR])
    page.goto(live.url + "/account/factors/start")
    assert page.locator("a[href='/account/factors/passkey']").count() == 0
    assert page.locator("a[href='/account/factors/app']").count() == 1
    context.close()

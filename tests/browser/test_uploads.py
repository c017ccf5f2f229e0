"""Files sent in pieces, as a person does it: many at once, paused, after a reload, and after a lost session."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from casework.subjects import Role
from tests.browser.conftest import Live, open_page
from tests.browser.test_every_page import violations
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PIECE = 16 * 1024 * 1024


@pytest.fixture
def page(chromium: Browser, live: Live) -> Page:
    """The page where an investigator adds an exhibit."""
    page = open_page(chromium, live, Role.INVESTIGATOR)
    page.goto(f"{live.url}/cases/{live.case_ref}/evidence/new")
    yield page
    page.context.close()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A recording of two pieces, and a note."""
    found = [tmp_path / "market.bin", tmp_path / "note.txt"]
    found[0].write_bytes(os.urandom(PIECE + 1000))
    found[1].write_bytes(b"what was seen\n")
    return found


def arrived(page: Page, count: int) -> None:
    expect(page.locator(".upload-row[data-is=arrived]")).to_have_count(count, timeout=30_000)


def test_many_files_paused_and_gone_on_with_after_a_reload_become_exhibits(page: Page, live: Live, files: list[Path]):
    offsets: list[str] = []

    def hold_the_second_piece(route: Route) -> None:
        offsets.append(route.request.headers.get("upload-offset", ""))
        if offsets[-1] in ("", "0"):
            route.continue_()

    page.route("**/uploads/*", hold_the_second_piece)
    page.set_input_files("[data-files]", files)
    arrived(page, 1)
    row = page.locator(".upload-row").first
    expect(row.locator("[data-percent]")).to_have_text("99%", timeout=30_000)
    row.locator("[data-pause]").click()
    expect(row).to_have_attribute("data-is", "paused")
    page.unroute_all(behavior="ignoreErrors")
    page.reload()
    expect(page.locator("[data-upload]")).to_have_count(2)
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert kept.startswith("[{},")
    assert "market" not in kept
    page.on("request", lambda request: offsets.append(request.headers.get("upload-offset", "")))
    offsets.clear()
    page.set_input_files("[data-files]", files)
    arrived(page, 2)
    assert [offset for offset in offsets if offset] == [str(PIECE)]
    assert violations(page) == []
    page.click("[data-several] a")
    page.fill("[name=source]", "W-0001")
    page.click(".form-actions button[type=submit]")
    expect(page.locator("main")).to_contain_text("2 exhibits were registered", timeout=30_000)
    expect(page.locator("tbody tr")).to_have_count(2)


def test_after_a_lost_session_it_goes_on_and_the_form_that_waited_is_sent(page: Page, live: Live, files: list[Path]):
    page.fill("[name=title]", "A note")
    page.select_option("[name=kind]", "other")
    page.context.clear_cookies()
    page.set_input_files("[data-files]", files[1])
    expect(page.locator("[data-uploads] [data-logged-out]")).to_be_visible()
    page.click("#exhibit-form button.btn-primary[type=submit]")
    expect(page.locator("[data-said]")).to_contain_text("still arriving")
    again = page.context.new_page()
    again.goto(live.url + "/login")
    again.fill("[name=email]", live.emails[Role.INVESTIGATOR])
    again.fill("[name=password]", PASSWORD)
    again.click("main button[type=submit]")
    again.wait_for_load_state()
    page.click("[data-go-on]")
    page.wait_for_url("**/evidence/EX-0001")
    expect(page.locator("#file")).to_contain_text("which agree")

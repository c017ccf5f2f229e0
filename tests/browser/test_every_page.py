"""Every page that needs no object: accessible, inside the content policy, and no wider than a phone."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import APIResponse, Browser, Page
from werkzeug.routing import Rule

from casework.subjects import Role
from tests.browser.conftest import Live, open_page

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
# What the page's own policy (sources, scripts, Trusted Types) refused it.
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""
NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _is_page(rule: Rule) -> bool:
    return "GET" in (rule.methods or ()) and rule.endpoint != "static" and rule.arguments <= {"case_ref"}


def _paths(app: Flask, live: Live) -> list[str]:
    rules = [rule for rule in app.url_map.iter_rules() if _is_page(rule)]
    return sorted({rule.rule.replace("<case_ref>", live.case_ref) for rule in rules})


def violations(page: Page) -> list[str]:
    # Through the debugger: the page's own policy rightly lets no foreign script in.
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE})
    session.detach()
    found = page.evaluate(f"axe.run(document, {{resultTypes: ['violations'], runOnly: {RULES}}})")["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


def _problems(page: Page, url: str) -> list[str]:
    answer = page.goto(url)
    assert answer is not None
    if not answer.text().lstrip().startswith("<!doctype html>"):
        return []  # an answer for a machine
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    refused = page.evaluate("window.refused")  # before axe, which may try what no page does
    return ["wider than the window"] * wide + refused + violations(page)


def _is_shown(answer: APIResponse) -> bool:
    return answer.status == 200 and "attachment" not in answer.headers.get("content-disposition", "")


def _look_at_all(app: Flask, live: Live, page: Page) -> dict[str, list[str]]:
    page.context.add_init_script(WATCH)
    paths = [path for path in _paths(app, live) if _is_shown(page.request.get(live.url + path, max_redirects=0))]
    assert len(paths) > 4
    found = {path: _problems(page, live.url + path) for path in paths}
    return {path: problems for path, problems in found.items() if problems}


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR])
@pytest.mark.parametrize(("window", "language"), [(WIDE, "en"), (NARROW, "ar")], ids=["wide-en", "narrow-ar"])
def test_pages_are_accessible_and_fit(
    app: Flask, chromium: Browser, live: Live, role: Role, window: dict[str, int], language: str
) -> None:
    page = open_page(chromium, live, role, language, viewport=window)
    problems = _look_at_all(app, live, page)
    page.context.close()
    assert problems == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_says_its_language_and_direction(chromium: Browser, live: Live, language: str) -> None:
    page = open_page(chromium, live, Role.INVESTIGATOR, language)
    root = page.locator("html")
    said = root.get_attribute("lang"), root.get_attribute("dir")
    page.context.close()
    assert said == (language, "rtl" if language == "ar" else "ltr")


def test_everything_can_be_reached_without_a_script(chromium: Browser, live: Live) -> None:
    page = open_page(chromium, live, Role.SUPERVISOR, java_script_enabled=False)
    page.click("details.menu summary")
    page.click("details.menu button[type=submit]")
    assert page.url.endswith("/login")
    page.context.close()


def test_the_keyboard_skips_to_the_content_and_finds_the_search(chromium: Browser, live: Live) -> None:
    page = open_page(chromium, live, Role.INVESTIGATOR)
    page.goto(live.url + "/cases")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.name") == "q"
    page.context.close()


def test_a_mistake_is_named_above_the_form_and_beside_the_field(chromium: Browser, live: Live) -> None:
    page = open_page(chromium, live, Role.SUPERVISOR)
    page.goto(live.url + "/cases/new")
    page.fill("[name=territory]", "Latakia")
    page.click("main button[type=submit]")
    assert page.locator(".error-summary a[href='#title']").count() == 1
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert page.get_attribute("#title", "aria-invalid") == "true"
    assert page.input_value("[name=territory]") == "Latakia"
    page.context.close()

"""What only a browser can show: the content policy at work, and nothing left of a case after a log-out."""

import pytest
from playwright.sync_api import Browser, Page, expect

from casework.subjects import Role
from tests.browser.conftest import Live, open_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(chromium: Browser, live: Live) -> Page:
    """A supervisor's page of the case."""
    page = open_page(chromium, live, Role.SUPERVISOR)
    page.goto(f"{live.url}/cases/{live.case_ref}")
    yield page
    page.context.close()


def _throws(page: Page, code: str) -> str:
    return page.evaluate(f"(() => {{ try {{ {code}; return 'done' }} catch (error) {{ return error.name }} }})()")


@pytest.mark.parametrize(
    "code",
    [
        "document.body.innerHTML = '<b>from text</b>'",
        "document.body.insertAdjacentHTML('beforeend', '<b>from text</b>')",
        "document.createElement('script').text = 'window.ran = true'",
        "document.createElement('script').src = '/static/casework.js'",
        "document.write('<b>from text</b>')",
        "document.body.setAttribute('onclick', 'window.ran = true')",
        "trustedTypes.createPolicy('other', {})",
        "trustedTypes.createPolicy('casework#inert', {})",
    ],
)
def test_text_never_becomes_markup_or_script(page: Page, code: str) -> None:
    assert _throws(page, code) == "TypeError"


HOSTILE = """<p id="kept" onclick="go()" style="color:red" hx-on:click="go()">text</p><script>go()</script>
<a id="away" href="https://evil.example/">x</a><a id="run" href="javascript:go()">x</a><a id="here" href="/cases">x</a>
<iframe src="/cases"></iframe><template><img src="https://evil.example/a.png" onerror="go()"><script>go()</script></template>"""


def test_what_the_server_answers_is_cleaned_before_it_is_read(page: Page) -> None:
    read = page.evaluate(
        "(text) => new DOMParser().parseFromString(text, 'text/html').documentElement.outerHTML", HOSTILE
    )
    assert '<p id="kept">text</p>' in read
    assert '<a id="here" href="/cases">' in read
    for word in ("script", "iframe", "evil", "onerror", "javascript"):
        assert word not in read


def test_htmx_still_puts_an_answer_into_the_page(page: Page, live: Live) -> None:
    answer = "<div id='swapped'><b>fresh</b><script>window.ran = true</script></div>"
    page.route("**/fragment", lambda route: route.fulfill(content_type="text/html", body=answer))
    page.evaluate("htmx.ajax('GET', '/fragment', {target: '#content', swap: 'innerHTML'})")
    expect(page.locator("#swapped b")).to_have_text("fresh")
    assert page.evaluate("window.ran") is None


def test_after_a_log_out_the_back_button_shows_nothing_of_the_case(page: Page, live: Live) -> None:
    title = page.locator("h1").inner_text()
    page.goto(f"{live.url}/cases/{live.case_ref}/activity")
    page.click("details.menu summary")
    page.click("details.menu button[type=submit]")
    page.wait_for_url("**/login")
    for _ in range(2):
        page.go_back()
        page.wait_for_load_state()
        expect(page.locator("[name=password]")).to_be_visible()
        assert live.case_ref not in page.locator("body").inner_text()
        assert title not in page.content()


def test_a_page_kept_whole_in_memory_is_hidden_and_asked_for_again(page: Page, live: Live) -> None:
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.is_navigation_request() else None)
    with page.expect_navigation():
        page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert asked == [f"{live.url}/cases/{live.case_ref}"]


def test_a_page_left_open_is_covered_when_its_session_has_run_out_and_nothing_typed_is_lost(
    page: Page, live: Live
) -> None:
    page.goto(f"{live.url}/cases/{live.case_ref}/edit")
    page.fill("[name=summary]", "Half a sentence")
    expect(page.locator(".cover")).to_be_hidden()
    page.evaluate("document.querySelector('[data-locks-after]').dataset.locksAfter = '-1'")
    expect(page.locator(".cover h2")).to_be_visible()
    expect(page.locator("[name=summary]")).to_be_hidden()
    assert live.case_ref not in page.title()
    page.evaluate("document.querySelector('[data-locks-after]').dataset.locksAfter = '600'")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.click("[data-uncover]")
    expect(page.locator("[data-still-out]")).to_be_visible()
    expect(page.locator("[name=summary]")).to_be_hidden()
    page.context.add_cookies(cookies)
    page.click("[data-uncover]")
    expect(page.locator("[name=summary]")).to_have_value("Half a sentence")
    expect(page.locator("[name=summary]")).to_be_visible()

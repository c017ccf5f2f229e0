"""Every page of dossiers, copies, comparisons, volumes, bundles and requests: accessible, and no wider than a phone."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlmodel import Session
from werkzeug.routing import Rule

from casework.dossiers import comparing, holding
from casework.dossiers.states import AccessDecision
from casework.jobs.worker import run_one
from casework.subjects import Role
from tests.browser.conftest import Live, open_page
from tests.browser.test_every_page import NARROW, WATCH, _problems
from tests.dossiers.test_issuing import hand_out
from tests.dossiers.world import copies_of, make_world
from tests.enquiries.world import begin

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What stands in an address, by blueprint where the same word means another thing.
VALUES = {
    "language": "en", "number": 1, "before": 1, "after": 1, "version_id": 1, "incident_ref": "I-0001", "request_id": 1,
    "dossier_ref": "D-0001", "ref": "D-0001", "requests.ref": "D-0001-R1", "page_number": 1,
}  # fmt: skip
OF = {
    Role.SUPERVISOR: ("dossiers", "composer", "recalls", "volumes", "requests", "bags"),
    Role.COMMITTEE: ("received", "asking"),
}
SEEN = {
    Role.SUPERVISOR: {
        "dossiers.show", "dossiers.edit", "composer.index", "composer.finding", "composer.outlook", "composer.preview",
        "composer.choose", "composer.pages", "recalls.copies", "recalls.notices", "recalls.which_copy", "requests.show",
    },
    Role.COMMITTEE: {"received.show", "received.pages", "received.check", "asking.new", "asking.show"},
}  # fmt: skip


@pytest.fixture
def filled(app: Flask, live: Live, db: Session) -> Live:
    """An issued version with a copy whose access was taken away, read for a comparison; a request that was answered."""
    settings = app.extensions["casework_settings"]
    world = make_world(db, settings)
    asked = begin(world)
    request = asked.ask()
    asked.reply(request)
    asked.send(request)
    for language in ("en", "ar"):
        hand_out(world, world.reader, asked.version, language)
    taken = next(copy for copy in copies_of(db, asked.version) if copy.language == "ar")
    holding.decide(
        db, world.issuer.as_actor(), dossier=asked.dossier, version=asked.version, copy=taken,
        decision=AccessDecision.REVOKED, reason="A laptop was stolen.",
    )  # fmt: skip
    comparing.start_reading(db, world.builder, versions=[asked.version, asked.version], language="en")
    db.commit()
    while run_one(app.extensions["casework_engine"], settings):
        pass
    return Live(
        live.url, world.case.reference, {Role.SUPERVISOR: world.issuer.email, Role.COMMITTEE: world.reader.email}
    )


def _paths(app: Flask, live: Live, role: Role) -> dict[str, str]:
    """The address of every page of these blueprints that can be filled in, by endpoint."""
    rules = [rule for rule in app.url_map.iter_rules() if _is_ours(rule, role)]
    address = app.url_map.bind("localhost").build
    return {rule.endpoint: address(rule.endpoint, _values(rule, live)) for rule in rules}


def _is_ours(rule: Rule, role: Role) -> bool:
    known = {"case_ref", *VALUES}
    return "GET" in (rule.methods or ()) and rule.endpoint.split(".")[0] in OF[role] and rule.arguments <= known


def _values(rule: Rule, live: Live) -> dict[str, object]:
    blueprint = rule.endpoint.split(".")[0]
    values = VALUES | {"case_ref": live.case_ref, "ref": VALUES.get(f"{blueprint}.ref", VALUES["ref"])}
    return {name: values[name] for name in rule.arguments}


@pytest.mark.parametrize("role", list(OF))
def test_pages_of_a_dossier_are_accessible_and_fit(app: Flask, chromium: Browser, filled: Live, role: Role) -> None:
    page = open_page(chromium, filled, role, "ar", viewport=NARROW)
    page.context.add_init_script(WATCH)
    seen, problems = set(), {}
    for endpoint, path in _paths(app, filled, role).items():
        answer = page.request.get(filled.url + path, max_redirects=0)
        if answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
            seen.add(endpoint)
            if found := _problems(page, filled.url + path):
                problems[endpoint] = found
    shown = _shown_by_the_browser(page, filled) if role is Role.COMMITTEE else "application/pdf"
    hidden = _hidden_with_the_focus(page, filled) if role is Role.SUPERVISOR else []
    page.context.close()
    assert shown == "application/pdf", "read in the browser, not saved"
    assert problems == {}
    assert hidden == [], "2.4.11: what has the focus is under the box of references"
    assert seen >= SEEN[role], SEEN[role] - seen


def _shown_by_the_browser(page: Page, live: Live) -> str:
    """The kind of document that the address of one's own copy opens; a download ends in an error."""
    answer = page.goto(f"{live.url}/dossiers/1/en/read.pdf")
    assert answer is not None
    return str(page.evaluate("document.contentType"))


HIDDEN = """() => {
  const at = document.activeElement.getBoundingClientRect(), box = document.querySelector(".reference-box");
  if (box.contains(document.activeElement) || document.activeElement === document.body) return "";
  const over = box.getBoundingClientRect();
  return at.top >= over.top && at.bottom <= over.bottom ? document.activeElement.outerHTML.slice(0, 80) : "";
}"""


def _hidden_with_the_focus(page: Page, live: Live) -> list[str]:
    """What the keyboard comes to on the page of a finding while a reference is looked for, and cannot be seen there."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live.url}/cases/{live.case_ref}/dossiers/D-0001/findings/I-0001")
    page.locator(".reference-box").evaluate("box => { box.open = true; scrollTo(0, 0); }")
    page.locator("[name=finding_en]").press_sequentially("x")
    page.locator("body").evaluate("body => document.activeElement.blur()")
    found = []
    for _press in range(45):
        page.keyboard.press("Tab")
        page.wait_for_timeout(20)
        found.append(page.evaluate(HIDDEN))
    assert page.input_value("#reference-into") == "0", "where one typed last, not what the keyboard passed through"
    page.focus("#reference-words")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.name") == "finding_en"
    return [one for one in found if one]

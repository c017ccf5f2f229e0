"""Marking a photograph in a real browser: by pointer and by keyboard, right to left, on a telephone's width."""

import io

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlmodel import select

from casework.accounts.models import Account
from casework.cases.models import Case
from casework.db.engine import new_session
from casework.evidence import intake
from casework.evidence.details import ExhibitDetails
from casework.storage import open_store
from casework.subjects import Role
from casework.vocabulary import EvidenceType
from tests.browser.conftest import Live, open_page
from tests.browser.test_every_page import NARROW, WATCH, violations
from tests.sandbox import samples

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAMES = ("left", "top", "width", "height")


def photograph(app: Flask, live: Live) -> str:
    """The path of the page that redacts a new photograph."""
    settings, engine = app.extensions["casework_settings"], app.extensions["casework_engine"]
    store = open_store(settings)
    file = intake.look_into(store, store.stage(io.BytesIO(samples.jpeg()), 10**7), "street.jpg")
    with new_session(engine, writes=True) as session:
        case = session.exec(select(Case).where(Case.reference == live.case_ref)).one()
        account = session.exec(select(Account).where(Account.email == live.emails[Role.INVESTIGATOR])).one()
        details = ExhibitDetails(title="Street", kind=EvidenceType.PHOTO)
        made = intake.register_exhibit(session, account.as_actor(), store, case=case, details=details, file=file)
        session.commit()
        return f"{live.url}/cases/{live.case_ref}/evidence/{made.reference}/redaction"


def test_a_box_is_drawn_moved_taken_back_and_seen_from_right_to_left(chromium: Browser, app: Flask, live: Live) -> None:
    page = open_page(chromium, live, Role.INVESTIGATOR, "ar", viewport=NARROW)
    page.context.add_init_script(WATCH)
    page.goto(photograph(app, live))
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    box = page.locator("[data-canvas] svg").bounding_box()
    assert box is not None

    def at(x: float, y: float) -> tuple[float, float]:
        return box["x"] + box["width"] * x, box["y"] + box["height"] * y

    def values() -> list[float]:
        return [round(float(page.input_value(f"[name=marks-0-{name}]"))) for name in NAMES]

    page.mouse.move(*at(0.2, 0.2))
    page.mouse.down()
    page.mouse.move(*at(0.4, 0.4))
    page.mouse.move(*at(0.5, 0.6))
    page.mouse.up()
    assert values() == [20, 20, 30, 40]  # from the left, whatever the direction of writing
    page.locator(".mark-box").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert values() == [21, 20, 30, 41]
    page.click("[data-canvas-undo]")
    assert values() == [21, 20, 30, 40]
    page.select_option("[name=marks-0-code]", "r1")
    assert violations(page) == []
    page.click("button[name=do][value=preview]")
    page.wait_for_load_state()
    assert "box=21,20,30,40" in (page.locator("#result + img").get_attribute("src") or "").replace("%2C", ",")
    assert page.evaluate("window.refused") == []
    page.context.close()

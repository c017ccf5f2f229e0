"""The map and the graph in a real browser: no request leaves, nothing is refused by the policy, everything by keyboard."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlmodel import Session, select

from casework.accounts.models import Account
from casework.allegations import services as allegations
from casework.allegations.links import SourceNamed
from casework.allegations.services import AllegationFacts
from casework.cases.models import Case
from casework.db.engine import new_session
from casework.incidents.models import Incident
from casework.subjects import Role
from casework.testimonies.models import Testimony
from casework.units.models import Individual, Posting, Unit, UnitRelation
from casework.vocabulary import Act, LinkBasis, PostingRole, RelationKind
from casework.witnesses.models import Witness
from tests.browser.conftest import Live, open_page
from tests.browser.test_every_page import NARROW, WATCH, WIDE, violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _fill(session: Session, live: Live) -> None:
    """A case of few rows: an incident at each of three places, and an allegation about one of them."""
    case = session.exec(select(Case).where(Case.reference == live.case_ref)).one()
    account = session.exec(select(Account).where(Account.email == live.emails[Role.INVESTIGATOR])).one()
    spots = [(35.362, 35.926), (35.375, 35.94), (35.182, 35.949)]
    incidents = [
        Incident(case_id=case.key, number=n, reference=f"I-{n:04d}", title="Killings", title_ar="قتل", starts="2025-03-08",
                 latitude=north, longitude=east, precision_m=900)
        for n, (north, east) in enumerate(spots, start=1)
    ]  # fmt: skip
    unit = Unit(number=1, reference="U-0001", name="A unit", name_ar="وحدة")
    witness = Witness(case_id=case.key, number=1, reference="W-0001", identity_owner="w1")
    session.add_all([*incidents, unit, witness])
    session.flush()
    draft = {"paragraphs": [{"number": "1", "original": "I saw them.", "translation": ""}]}
    session.add(Testimony(case_id=case.key, number=1, reference="T-0001", witness_id=witness.key, draft=draft))
    session.flush()
    facts = AllegationFacts(
        act=Act.KILLING, bases=[LinkBasis.INSIGNIA_OR_UNIFORM], contrary="Looked for.", contrary_searched=True,
        sources=[SourceNamed("T-0001", "1")], incident=incidents[0], unit=unit,
    )  # fmt: skip
    allegations.make_allegation(session, account.as_actor(), case, facts)
    session.commit()


@pytest.fixture
def filled(app: Flask, live: Live) -> Live:
    """The live application with something to draw."""
    with new_session(app.extensions["casework_engine"], writes=True) as session:
        _fill(session, live)
    return live


def _open(chromium: Browser, live: Live, figure: str, language: str, window: dict[str, int]) -> tuple[Page, list[str]]:
    """The page of a figure, drawn; and every address that was asked for and is not of our own origin."""
    page, away = open_page(chromium, live, Role.INVESTIGATOR, language, viewport=window), []
    page.on("request", lambda request: away.append(request.url) if not request.url.startswith(live.url) else None)
    page.context.add_init_script(WATCH)
    page.goto(f"{live.url}/cases/{live.case_ref}/analysis/{figure}")
    page.wait_for_selector(f"[data-{figure}][data-ready]")
    return page, away


def _holds(page: Page, away: list[str]) -> None:
    assert away == []
    assert page.evaluate("window.refused") == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []


def test_the_map_moves_by_keyboard_and_asks_nobody_for_tiles(chromium: Browser, filled: Live) -> None:
    page, away = _open(chromium, filled, "map", "ar", NARROW)
    assert page.get_attribute("[data-map]", "data-drawn") == "2"  # two of three share a cell
    page.locator(".map-disc").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-map][data-drawn='3']")
    page.locator("path[role=button]").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".leaflet-popup a").get_attribute("href") == f"/cases/{filled.case_ref}/incidents/I-0002"
    assert "I-0002" in page.locator("[data-map-said]").inner_text()
    assert page.evaluate("Object.hasOwn(document, 'createElement')") is False
    _holds(page, away)
    page.context.close()


def test_the_graph_opens_by_keyboard_and_says_what_it_shows(chromium: Browser, filled: Live) -> None:
    page, away = _open(chromium, filled, "graph", "en", WIDE)
    said = page.locator("[data-graph-said]")
    assert "U-0001" in said.inner_text()
    page.locator("[data-graph-moves]").focus()
    page.keyboard.press("ArrowRight")
    assert "I-0001" in said.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-graph][data-drawn='5']")
    assert "open=I-0001" in page.url
    assert page.locator("[data-graph-record]").get_attribute("href") == f"/cases/{filled.case_ref}/incidents/I-0001"
    _holds(page, away)
    page.context.close()


def test_without_a_script_the_still_pictures_lead_on(chromium: Browser, filled: Live) -> None:
    page = open_page(chromium, filled, Role.INVESTIGATOR, java_script_enabled=False)
    page.goto(f"{filled.url}/cases/{filled.case_ref}/analysis/graph")
    page.click("[data-graph-still] a:has-text('I-0001')")
    assert "open=I-0001" in page.url
    assert page.locator("tbody a[href$='/allegations/A-0001']").count() == 1
    page.goto(f"{filled.url}/cases/{filled.case_ref}/analysis/timeline?from=nonsense")
    assert page.input_value("[name=from]") == "nonsense"
    assert page.get_attribute("[name=from]", "aria-invalid") == "true"
    page.context.close()


def _commanded(app: Flask) -> None:
    """A superior of the unit since 2024, and somebody who is alleged to have commanded it in March."""
    with new_session(app.extensions["casework_engine"], writes=True) as session:
        above = Unit(number=2, reference="U-0002", name="The one above")
        person = Individual(number=1, reference="P-0001", identity_owner="p1")
        session.add_all([above, person])
        session.flush()
        unit = session.exec(select(Unit).where(Unit.reference == "U-0001")).one()
        session.add(
            UnitRelation(
                parent_id=above.key,
                child_id=unit.key,
                kind=RelationKind.COMMAND,
                starts="2025-03-01",
                ends="2025-03-31",
            )
        )
        session.add(
            Posting(
                individual_id=person.key,
                unit_id=unit.key,
                role=PostingRole.COMMANDER,
                starts="2025-03-01",
                ends="2025-03-10",
            )
        )
        session.commit()


def test_the_day_of_a_unit_is_moved_by_keyboard(chromium: Browser, app: Flask, filled: Live) -> None:
    _commanded(app)
    page = open_page(chromium, filled, Role.INVESTIGATOR, "ar", viewport=NARROW)
    page.context.add_init_script(WATCH)
    page.goto(f"{filled.url}/units/U-0001?on=2025-03-08")
    slider, said = page.locator("[data-day-slider]"), page.locator("output[for=tree-slider]")
    before = said.inner_text()
    slider.focus()
    with page.expect_navigation():
        page.keyboard.press("Home")
    assert "on=2025-03-01" in page.url
    assert page.input_value("#tree-on") == "2025-03-01"
    assert said.inner_text() != before
    _holds(page, [])
    page.context.close()


def test_an_uncertain_date_is_put_together_and_read_back(chromium: Browser, app: Flask, filled: Live) -> None:
    _commanded(app)
    page = open_page(chromium, filled, Role.INVESTIGATOR, viewport=WIDE)
    page.context.add_init_script(WATCH)
    page.goto(f"{filled.url}/units/U-0001/postings/new")
    box = page.locator("[data-field]:has(> input[name=starts]), .field:has(input[name=starts])").first
    box.locator("summary").press("Enter")
    box.locator("[data-date-kind]").select_option("between")
    box.locator("[data-date-part=day] input").fill("2025-03-07")
    box.locator("[data-date-part=end] input").fill("2025-03-09")
    box.locator("[data-date-part=end] input").press("Enter")
    assert page.input_value("[name=starts]") == "2025-03-07/2025-03-09"
    box.locator("[data-date-read]:has-text('9 March 2025')").wait_for()
    _holds(page, [])
    page.context.close()


def test_a_cell_of_the_matrix_and_a_question_lead_to_the_same_allegation(chromium: Browser, filled: Live) -> None:
    page = open_page(chromium, filled, Role.INVESTIGATOR, viewport=NARROW, java_script_enabled=False)
    page.goto(f"{filled.url}/cases/{filled.case_ref}/analysis/matrix")
    page.click("table.matrix td a")
    assert page.locator("a[href$='/allegations/A-0001']").count() == 1
    page.goto(f"{filled.url}/cases/{filled.case_ref}/analysis/questions")
    page.fill("[name=on]", "March")
    page.click("main form button[type=submit]")
    assert page.input_value("[name=on]") == "March", "what was typed stays"
    assert page.locator("[name=on]").get_attribute("aria-invalid") == "true"
    page.fill("[name=on]", "2025-03-08")
    page.click("main form button[type=submit]")
    assert page.locator(".list a[href$='/allegations/A-0001']").count() == 1
    page.context.close()

"""The whole story on the demonstration case, in a real browser: from a witness to a checked dossier."""

import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from casework.db import now
from casework.demo.accounts import demo_accounts
from casework.jobs import Worker
from tests.world import CASE, copied_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAID = "في صباح السابع من آذار طرق رجال مسلحون الباب.\n\nكانوا يضعون شارة بيضاء على أذرعهم.\n\nأخذوا جاري ولم يعد."
INCIDENT = "I-0005"  # the dossier is about this one alone: the whole case fills eighty-five pages, twice
TRANSLATED = [
    "On the morning of 7 March armed men knocked at the door.",
    "They wore a white band on their arms.",
    "They took my neighbour and he did not come back.",
]


@dataclass
class Stage:
    """A running demonstration, and a browser window for each person."""

    url: str
    chromium: Browser
    folder: Path

    def enter(self, email: str, language: str) -> Page:
        """Log in as one of the demonstration's people."""
        password = next(account.password for account in demo_accounts() if account.email == email)
        context = self.chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        context.add_cookies([{"name": "casework_language", "value": language, "url": self.url}])
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.goto(f"{self.url}/login")
        page.fill("[name=email]", email)
        page.fill("[name=password]", password)
        page.click("main button[type=submit]")
        expect(page.locator("main h1")).to_be_visible()
        return page

    def go(self, page: Page, path: str) -> None:
        """Open a page of the case."""
        answer = page.goto(f"{self.url}/cases/{CASE}{path}")
        assert answer is not None
        assert answer.ok, (path, answer.status)


@pytest.fixture
def stage(demo_folder: Path, tmp_path: Path, chromium: Browser) -> Iterator[Stage]:
    """The demonstration on a copy of its own, with a worker, as `./dev demo` runs it."""
    app = copied_app(demo_folder, tmp_path)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    worker = Worker(app.extensions["casework_engine"], app.extensions["casework_settings"])
    worker.start()
    yield Stage(f"http://127.0.0.1:{server.server_port}", chromium, tmp_path)
    server.shutdown()
    worker.stop()


def _save(page: Page) -> None:
    """Press the form's own button and expect to be led on, not back with complaints."""
    page.locator("main form .form-actions button[type=submit]").first.click()
    page.wait_for_load_state()
    expect(page.locator(".error-summary")).to_have_count(0)


def _register_witness(stage: Stage, page: Page) -> str:
    stage.go(page, "/witnesses/new")
    page.select_option("[name=sex]", "female")
    page.check("[name=risk_level][value=high]")
    page.fill("[name=risk_review_on]", (now().date() + timedelta(days=90)).isoformat())
    _save(page)
    reference = next(part for part in page.url.split("/") if part.startswith("W-"))
    stage.go(page, f"/witnesses/{reference}/identity/edit")
    page.fill("[name=sealed_name]", "Salma Invented-Name")
    _save(page)
    stage.go(page, f"/witnesses/{reference}/consents/new")
    page.check("[name=given_by][value=self]")
    page.check("[name=form][value=written]")
    page.fill("[name=how_explained]", "Read aloud in Arabic, with time for questions.")
    for scope in ("store", "analyse", "national_commission"):
        page.select_option(f"[name=answer_{scope}]", "yes")
    _save(page)
    return reference


def _write_statement(stage: Stage, page: Page, witness: str) -> str:
    stage.go(page, "/testimonies/new")
    page.fill("[name=witness]", witness)
    _save(page)
    reference = next(part for part in page.url.split("/") if part.startswith("T-"))
    page.fill("[name=started]", "2025-04-20T10:00")
    page.fill("[name=ended]", "2025-04-20T11:30")
    page.select_option("[name=place_type]", "home")
    page.select_option("[name=modality]", "in_person")
    page.fill("[name=interviewer]", "Investigator One")
    page.check("[name=bases][value=saw]")
    page.click("button[name=do][value=next]")
    page.fill("[name=paste_original]", SAID)
    page.fill("[name=paste_translation]", "\n\n".join(TRANSLATED))
    page.click("button[name=do][value=split]")
    expect(page.locator(".paragraph.is-edited")).to_have_count(3)
    page.click("button[name=do][value=next]")
    for box in page.locator("[name=preliminaries]").all():
        box.check()
    page.select_option("[name=read_back]", index=1)
    page.select_option("[name=signature]", index=1)
    page.click("button[name=do][value=next]")
    return reference


def _submit(page: Page) -> None:
    _save(page)
    expect(page.locator("main")).to_contain_text("SHA-256")


def _photograph() -> bytes:
    picture = Image.new("RGB", (640, 480), "#8899aa")
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2025:03:07 09:15:00"  # DateTimeOriginal
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def _attach_photograph(stage: Stage, page: Page, testimony: str) -> str:
    stage.go(page, "/evidence/new")
    page.fill("[name=title]", "The door, after the search (SYNTHETIC)")
    page.select_option("[name=kind]", "photo")
    page.fill("[name=source]", "Given by the witness")
    page.set_input_files("[name=file]", {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": _photograph()})
    _save(page)
    reference = next(part for part in page.url.split("/") if part.startswith("EX-"))
    expect(page.locator("main")).to_contain_text("2025-03-07")
    stage.go(page, f"/testimonies/{testimony}")
    page.locator("#p2").get_by_role("link", name="Link an exhibit").click()
    page.fill("[name=exhibit]", reference)
    _save(page)
    expect(page.locator("#p2")).to_contain_text(reference)
    return reference


def _link_to_unit(stage: Stage, page: Page, testimony: str) -> str:
    stage.go(page, f"/testimonies/{testimony}")
    page.locator("#p2").get_by_role("link", name="Link to a unit").click()
    expect(page.locator("[name=sources-0-reference]")).to_have_value(testimony)
    page.select_option("[name=act]", "abduction")
    page.select_option("[name=incident]", INCIDENT)
    page.locator("[name=unit]").select_option(index=1)
    page.check("[name=bases][value=insignia_or_uniform]")
    page.select_option("[name=confidence]", "reasonable_suspicion")
    page.locator("main form .form-actions button[type=submit]").first.click()
    expect(page.locator(".error-summary")).to_be_visible()  # what speaks against it was not said
    page.check("[name=contrary_searched][value=found]")
    page.fill("[name=contrary]", "White bands were worn by several groups that day.")
    _save(page)
    reference = next(part for part in page.url.split("/") if part.startswith("A-"))
    page.locator("form[action$='/submit'] button").first.click()
    page.wait_for_load_state()
    return reference


def _claim(stage: Stage, page: Page, reference: str) -> None:
    stage.go(page, "/review")
    page.get_by_role("link", name=reference, exact=True).first.click()
    page.locator("form[action$='/claim'] button").click()
    expect(page.locator("form[action$='/decision']")).to_be_visible()


def _return(stage: Stage, page: Page, reference: str, reasons: str) -> None:
    _claim(stage, page, reference)
    page.fill("#remark [name=paragraph]", "3")
    page.fill("#remark [name=text]", reasons)
    page.locator("form[action$='/remarks'] button[type=submit]").click()
    page.check("[name=decision][value=return]")
    page.fill("[name=reasons]", reasons)
    page.locator("form[action$='/decision'] button[type=submit]").click()
    expect(page.locator("main h1")).to_contain_text("Review")


def _approve(stage: Stage, page: Page, reference: str) -> None:
    _claim(stage, page, reference)
    for box in page.locator("[name=checklist]").all():
        box.check()
    page.select_option("[name=source_grade]", "b")
    page.select_option("[name=information_grade]", "probably_true")
    page.check("[name=decision][value=approve]")
    page.locator("form[action$='/decision'] button[type=submit]").click()
    expect(page.locator(".error-summary")).to_have_count(0)


def _correct(stage: Stage, page: Page, reference: str, reasons: str) -> None:
    page.goto(stage.url)
    expect(page.locator("main")).to_contain_text(reasons)
    stage.go(page, f"/testimonies/{reference}/correct")
    page.fill("[name=reason]", "The reviewer asked how the witness knows.")
    _save(page)
    stage.go(page, f"/testimonies/{reference}/edit/account")
    page.fill("[name=paragraphs-2-translation]", TRANSLATED[2] + " I saw it from the window.")
    page.click(".form-actions button[value=save]")
    stage.go(page, f"/testimonies/{reference}/edit/check")
    _submit(page)
    expect(page.locator("main")).to_contain_text("2")


def _wait_for_worker(page: Page) -> None:
    """The progress page polls by itself and says when it is done."""
    expect(page.locator("main")).to_contain_text("Done", timeout=400_000)


def _build_and_issue(stage: Stage, author: Page, issuer: Page) -> str:
    stage.go(author, "/dossiers/new")
    author.select_option("[name=recipient]", "demo-committee")
    author.fill("[name=title]", "What was said at Baniyas")
    author.check(f"[name=incidents][value={INCIDENT}]")
    author.fill("[name=summary_en]", "A short summary of what is alleged.")
    _save(author)
    reference = next(part for part in author.url.split("/") if part.startswith("D-"))
    author.locator("form[action$='/build'] button").click()
    _wait_for_worker(author)
    stage.go(author, f"/dossiers/{reference}")
    expect(author.locator("form[action$='/issue']")).to_have_count(0)  # who prepared it cannot issue it
    stage.go(issuer, f"/dossiers/{reference}")
    issuer.locator("form[action$='/issue'] button").click()
    _wait_for_worker(issuer)
    return reference


def _receive_and_check(stage: Stage, page: Page) -> bytes:
    page.goto(f"{stage.url}/dossiers")
    page.locator("tr", has_text="What was said at Baniyas").locator("a").first.click()
    with page.expect_download(timeout=300_000) as waiting:
        page.locator("a[href$='/en.pdf']").click()
    file = stage.folder / "received.pdf"
    waiting.value.save_as(file)
    page.goto(f"{stage.url}/dossiers/verify")
    page.set_input_files("input[type=file]", file)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("The file is what was sealed")
    return file.read_bytes()


def _printed(received: bytes) -> str:
    """What the pages say, word after word."""
    document = pypdfium2.PdfDocument(received)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_from_a_witness_to_a_checked_dossier(stage: Stage) -> None:
    investigator = stage.enter("investigator@demo.casework.example", "en")
    supervisor = stage.enter("supervisor@demo.casework.example", "en")
    second = stage.enter("supervisor2@demo.casework.example", "en")
    committee = stage.enter("committee@demo.casework.example", "en")
    reasons = "How does she know that he did not come back?"

    witness = _register_witness(stage, investigator)
    testimony = _write_statement(stage, investigator, witness)
    _submit(investigator)
    _attach_photograph(stage, investigator, testimony)
    allegation = _link_to_unit(stage, investigator, testimony)
    _return(stage, supervisor, testimony, reasons)
    _correct(stage, investigator, testimony, reasons)
    _approve(stage, supervisor, testimony)
    _approve(stage, supervisor, allegation)
    _build_and_issue(stage, supervisor, second)
    received = _receive_and_check(stage, committee)

    texts = _printed(received)
    assert testimony in texts
    assert TRANSLATED[1] in texts
    assert "Salma" not in texts


def test_the_pages_of_the_story_speak_arabic(stage: Stage) -> None:
    investigator = stage.enter("investigator@demo.casework.example", "ar")
    for path in (
        "",
        "/testimonies/T-0001",
        "/testimonies/new",
        "/evidence",
        "/witnesses/W-0001",
        "/allegations",
        "/incidents",
    ):
        stage.go(investigator, path)
        assert investigator.locator("html").get_attribute("dir") == "rtl"
        assert not investigator.evaluate("document.documentElement.scrollWidth > window.innerWidth")

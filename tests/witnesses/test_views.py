"""The pages of a witness: wiring, wording of errors, and that no page but one ever carries a name."""

import re
import uuid
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import Session, col, select

from casework import audit
from casework.config import Settings
from casework.db import now
from casework.vault import prepare
from casework.web.drafts import TypedDraft, typed_before
from casework.witnesses import identity, services
from casework.witnesses.models import Consent, Witness
from tests.factories import csrf_token, login, make_account, make_case, post

NAME, PHONE = "Zaynab Qasim Testwitness", "+963 11 555 0199"
REASON = "To agree on a safe place for the second interview."


@pytest.fixture
def base(app: Flask, client: FlaskClient, db: Session) -> str:
    """The address of a witness with an identity; the client is logged in as a member."""
    account = make_account(db)
    case = make_case(db, [account])
    actor = account.as_actor()
    witness = services.register_witness(db, actor, case=case, details=services.WitnessDetails())
    vault = prepare(app.extensions["casework_settings"])
    identity.write_identity(db, actor, vault=vault, witness=witness, changed={"name": NAME, "phone": PHONE})
    db.commit()
    login(client, account)
    return f"/cases/{case.reference}/witnesses/{witness.reference}"


def reveals(db: Session) -> int:
    db.rollback()
    count = len(audit.entries(db, action="identity.revealed"))
    db.rollback()
    return count


def consent_form(**changes: str) -> dict[str, str]:
    given = {"given_on": now().date().isoformat(), "given_by": "self", "form": "written", "language": "ar"}
    return given | {"how_explained": "Read aloud, questions answered.", "answer_store": "yes"} | changes


def test_a_witness_is_registered_with_a_code(client: FlaskClient, base: str) -> None:
    answer = post(client, base.rsplit("/", 1)[0] + "/new", {"risk_level": "low", **CHOICES})
    assert answer.location.endswith("/W-0002/identity/edit")
    assert "W-0002" in client.get(answer.location).text


CHOICES = {"age_band": "unknown", "sex": "female", "recontact_rule": "never", "willing_to_testify": "no"}


def test_what_was_typed_stays_when_something_is_missing(client: FlaskClient, base: str) -> None:
    answer = post(client, base.rsplit("/", 1)[0] + "/new", {"risk_level": "high", **CHOICES})
    assert answer.status_code == 422
    assert "At this risk, say when it is assessed again." in answer.text
    assert re.search(r'<option selected value="never">', answer.text)


def test_a_stale_edit_shows_both(client: FlaskClient, base: str) -> None:
    page = client.get(f"{base}/edit").text
    assert post(client, f"{base}/edit", {"version": "1", **CHOICES}).status_code == 302
    late = {"version": "1", **CHOICES, "sex": "male", "submit_key": uuid.uuid4().hex}
    answer = client.post(f"{base}/edit", data={"csrf_token": csrf_token(page), **late})
    assert answer.status_code == 409
    assert "Somebody else saved first" in answer.text
    again = {"version": "2", **CHOICES, "sex": "male"}
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert post(client, f"{base}/edit", again).status_code == 302


def test_the_identity_is_shown_once_for_a_reason(client: FlaskClient, base: str, db: Session) -> None:
    page = client.get(f"{base}/identity").text
    data = {"csrf_token": csrf_token(page), "submit_key": uuid.uuid4().hex, "reason": REASON}
    shown = client.post(f"{base}/identity", data=data)
    assert (NAME in shown.text, PHONE in shown.text, shown.status_code) == (True, True, 200)
    assert "no-store" in shown.headers["Cache-Control"]
    assert reveals(db) == 1
    again = client.post(f"{base}/identity", data=data)
    assert again.status_code == 302
    assert reveals(db) == 1


def test_without_a_reason_the_identity_stays_hidden(client: FlaskClient, base: str, db: Session) -> None:
    answer = post(client, f"{base}/identity", {"reason": "because"})
    assert (answer.status_code, NAME in answer.text, reveals(db)) == (422, False, 0)


def test_only_the_reveal_carries_a_name(client: FlaskClient, base: str) -> None:
    post(client, f"{base}/consents/new", consent_form())
    post(client, f"{base}/identity", {"reason": f"{NAME} asked to be called"})
    case_url = base.rsplit("/", 2)[0]
    pages = [f"{base}{end}" for end in ("", "/edit", "/identity", "/identity/edit", "/consents", "/consents/new")]
    pages += [f"{base}/consents/withdraw", f"{case_url}/witnesses", case_url, f"{case_url}/activity", "/"]
    for url in pages:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert not any(word in answer.text for word in (*NAME.split(), PHONE, "0199")), url
    shown = post(client, f"{base}/identity", {"reason": REASON})
    assert not any(word in str(shown.headers) for word in NAME.split())
    title = re.search(r"<title>.*?</title>", shown.text, re.DOTALL)
    assert title is not None
    assert NAME not in title.group()


def test_no_file_of_the_installation_holds_a_name(app: Flask, client: FlaskClient, base: str, db: Session) -> None:
    post(client, f"{base}/identity", {"reason": f"{NAME} asked to be called"})
    post(client, f"{base}/identity/edit", {"sealed_name": f"{NAME} II", "erase": "phone"})
    client.post(f"{base}/identity/edit", data={"csrf_token": "expired", "sealed_name": NAME})
    folder = app.extensions["casework_settings"].instance.parent
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {"casework.sqlite", "keystore.sqlite"} <= {path.name for path in files}
    found = b"".join(path.read_bytes() for path in files).lower()
    words = [*NAME.split(), PHONE, "555 0199"]
    assert not any(word.lower().encode(code) in found for word in words for code in ("utf-8", "utf-16-le"))


def test_an_identity_is_written_without_showing_what_is_stored(client: FlaskClient, base: str, db: Session) -> None:
    assert post(client, f"{base}/identity/edit", {"sealed_kunya": "Umm Layth"}).status_code == 302
    shown = post(client, f"{base}/identity", {"reason": REASON})
    assert all(value in shown.text for value in (NAME, PHONE, "Umm Layth"))
    both = post(client, f"{base}/identity/edit", {"sealed_phone": "1", "erase": "phone"})
    assert both.status_code == 422
    assert post(client, f"{base}/identity/edit", {}).status_code == 422


def test_a_number_that_another_witness_has_is_warned_of_after_saving_and_no_code_is_shown(
    client: FlaskClient, base: str, db: Session
) -> None:
    urls = base.rsplit("/", 1)[0]
    post(client, f"{urls}/new", {"risk_level": "low", **CHOICES})
    warned = "This person has perhaps given an account before"
    assert warned not in client.get(f"{urls}/W-0002").text
    assert post(client, f"{urls}/W-0002/identity/edit", {"sealed_phone": "0963 11 000 111"}).status_code == 302
    assert warned not in client.get(f"{urls}/W-0002").text
    assert post(client, f"{urls}/W-0002/identity/edit", {"sealed_phone": "0115550199"}).status_code == 302
    page = client.get(f"{urls}/W-0002").text
    assert page.count(warned) == 1
    assert "Ask your supervisor before you go on." in page
    assert "W-0001" not in page


def test_a_sealed_vault_keeps_everything_else_working(app: Flask, client: FlaskClient, base: str, db: Session) -> None:
    app.extensions["casework_settings"].master_key_file.unlink()
    assert post(client, f"{base}/consents/new", consent_form()).status_code == 302
    for end in ("", "/identity", "/identity/edit"):
        assert "Identities are locked" in client.get(f"{base}{end}").text
    answer = client.post(
        f"{base}/identity", data={"csrf_token": csrf_token(client.get(f"{base}/edit").text), "reason": REASON}
    )
    assert (answer.status_code, reveals(db)) == (503, 0)


def test_a_name_typed_into_a_form_that_expired_is_not_kept(
    client: FlaskClient, base: str, db: Session, sqlite_settings: Settings
) -> None:
    typed = {"sealed_name": NAME, "erase": "phone", "submit_key": uuid.uuid4().hex}
    assert client.post(f"{base}/identity/edit", data={"csrf_token": "expired", **typed}).status_code == 422
    db.rollback()
    account_id = db.exec(select(TypedDraft)).one().account_id
    kept = typed_before(db, sqlite_settings, account_id, f"{base}/identity/edit")
    assert kept is not None
    assert kept.fields == {"erase": ["phone"]}


def test_consent_is_recorded_shown_and_withdrawn(client: FlaskClient, base: str) -> None:
    recorded = post(client, f"{base}/consents/new", consent_form(answer_publication="no"))
    assert recorded.location.endswith("/consents")
    assert "Read aloud, questions answered." in client.get(recorded.location).text
    assert "Consent stands" in client.get(base).text
    withdrawal = {"withdrawn_on": now().date().isoformat(), "scopes": "store", "not_recallable": "One dossier."}
    withdrawal["code"] = "W-0001"
    assert post(client, f"{base}/consents/withdraw", withdrawal).status_code == 302
    assert "Consent withdrawn" in client.get(base).text
    assert "One dossier." in client.get(f"{base}/consents").text


def test_a_later_record_leaves_what_it_does_not_speak_of(client: FlaskClient, base: str, db: Session) -> None:
    post(client, f"{base}/consents/new", consent_form())
    page = client.get(f"{base}/consents/new").text
    assert '<option selected value="">As before</option>' in page
    post(client, f"{base}/consents/new", consent_form(answer_store="", answer_publication="no"))
    db.rollback()
    newest = db.exec(select(Consent).order_by(col(Consent.sequence).desc())).first()
    assert newest is not None
    assert "store" not in newest.answers


def test_a_renewal_begins_with_what_was_said_last(client: FlaskClient, base: str) -> None:
    asked = {"answer_un_mechanism": "on_condition", "condition_un_mechanism": "No village."}
    post(client, f"{base}/consents/new", consent_form(**asked))
    withdrawal = {"withdrawn_on": now().date().isoformat(), "scopes": "store", "code": "W-0001"}
    post(client, f"{base}/consents/withdraw", withdrawal)
    page = client.get(f"{base}/consents/new?renew=1").text
    chosen = dict(re.findall(r'name="answer_(\w+)".*?<option selected value="(\w*)"', page, re.DOTALL))
    assert (chosen["un_mechanism"], chosen["store"]) == ("on_condition", "not_asked")
    assert 'value="No village."' in page


def test_the_witness_page_shows_each_use_for_each_kind_of_recipient(client: FlaskClient, base: str) -> None:
    post(client, f"{base}/consents/new", consent_form(answer_un_mechanism="yes", allowed="kind:un_mechanism"))
    row = client.get(base).text.split('<th scope="row">UN mechanism</th>')[-1].split("</tr>")[0]
    cells = dict(re.findall(r'data-label="([^"]+)">\s*(?:<span[^>]*>)?([^<]+)', row))
    assert cells["UN mechanism"] == "Yes"
    assert cells["Public"] == "–"


def test_a_condition_without_words_is_refused_beside_it(client: FlaskClient, base: str) -> None:
    answer = post(client, f"{base}/consents/new", consent_form(answer_store="on_condition"))
    assert answer.status_code == 422
    assert "Write the condition in the witness&#39;s words." in answer.text
    assert "Read aloud, questions answered." in answer.text


def test_the_list_filters_and_pages(client: FlaskClient, base: str, db: Session) -> None:
    url = base.rsplit("/", 1)[0]
    assert "W-0001" in client.get(f"{url}?risk=medium&consent=none").text
    assert "No witness fits this filter" in client.get(f"{url}?risk=extreme").text
    assert client.get(f"{url}?risk=nonsense&after=x").status_code == 200


def test_a_longer_list_needs_no_more_statements(app: Flask, client: FlaskClient, base: str, db: Session) -> None:
    statements: list[str] = []
    engine = app.extensions["casework_engine"]
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    counts = []
    for _ in range(2):
        statements.clear()
        assert client.get(base.rsplit("/", 1)[0]).status_code == 200
        counts.append(len(statements))
        for _more in range(6):
            post(client, base.rsplit("/", 1)[0] + "/new", {"risk_level": "low", **CHOICES})
    assert counts[0] == counts[1] > 0


def test_a_review_that_is_due_is_marked(client: FlaskClient, base: str, db: Session) -> None:
    witness = db.exec(select(Witness)).one()
    witness.risk_review_on = now().date() - timedelta(days=1)
    db.commit()
    assert "due" in client.get(base.rsplit("/", 1)[0]).text


ASSESSED = {
    "level": "high", "threats": "armed_group", "likelihood": "likely", "impact": "life", "measures": "pseudonym",
    "recontact_rule": "never", "reasons": "Two neighbours were taken.",
}  # fmt: skip


def assessed(**changes: str) -> dict[str, str]:
    today = now().date()
    days = {"assessed_on": today.isoformat(), "review_on": (today + timedelta(days=30)).isoformat()}
    return {**ASSESSED, **days, "version": "1", **changes}


def test_an_assessment_holds_at_once_and_the_one_before_stays_readable(client: FlaskClient, base: str) -> None:
    assert post(client, f"{base}/protection/new", assessed()).status_code == 302
    page = client.get(f"{base}/protection").text
    assert "Two neighbours were taken." in page
    assert page.count("Assessment ") >= 2
    assert "Danger to life" in page
    assert "Risk: High" in client.get(base).text


def test_an_embargo_is_said_where_the_witness_is(client: FlaskClient, base: str) -> None:
    until = (now().date() + timedelta(days=9)).isoformat()
    post(client, f"{base}/protection/new", assessed(embargo_until=until))
    assert "Nothing of this witness leaves through" in client.get(f"{base}/protection").text


def test_a_stale_assessment_shows_what_somebody_else_saved(client: FlaskClient, base: str) -> None:
    post(client, f"{base}/protection/new", assessed())
    late = post(client, f"{base}/protection/new", assessed(level="low"))
    assert late.status_code == 409
    assert "Somebody else saved first" in late.text


def test_changing_the_person_leaves_the_plan_as_it_stands(client: FlaskClient, base: str, db: Session) -> None:
    post(client, f"{base}/protection/new", assessed())
    assert post(client, f"{base}/edit", {"version": "2", **CHOICES}).status_code == 302
    db.rollback()
    witness = db.exec(select(Witness)).one()
    assert (witness.risk_level, witness.protection_measures) == ("high", ["pseudonym"])

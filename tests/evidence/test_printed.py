"""The custody form and the labels."""

import pypdfium2
import pytest
from sqlmodel import select

from casework import audit
from casework.errors import Cause, Forbidden, Invalid, Refused
from casework.evidence import leaving, printed
from casework.evidence.models import CustodyEvent
from casework.vocabulary import CustodyKind
from tests.evidence.test_handover_views import ITEM
from tests.factories import login, make_account, make_case, post


def issue(desk, exhibit, actor=None):
    return printed.issue_form(desk.session, actor or desk.investigator, case=desk.case, exhibit=exhibit)


def test_each_form_has_a_number_of_its_own_and_is_an_event_of_the_chain(desk):
    exhibit = desk.exhibit()
    place = f"{desk.case.reference}/{exhibit.reference}"
    assert [issue(desk, exhibit).number for _n in range(2)] == [f"{place}/F1", f"{place}/F2"]
    last = issue(desk, exhibit).chain[-1]
    assert (last.kind, last.form_number) == (CustodyKind.EXPORTED, f"{place}/F3")
    assert audit.entries(desk.session, action="evidence.form_printed")[0].facts == {"form": f"{place}/F3"}


def test_nothing_is_printed_while_somebody_objects(desk, monkeypatch):
    exhibit = desk.exhibit()
    monkeypatch.setattr(leaving, "_objections", [lambda _session, _exhibit: [Cause("no consent", None, None, {})]])
    with pytest.raises(Refused):
        issue(desk, exhibit)
    assert len(desk.session.exec(select(CustodyEvent)).all()) == 2


def test_a_stranger_prints_nothing(desk):
    exhibit = desk.exhibit()
    with pytest.raises(Forbidden):
        issue(desk, exhibit, desk.stranger)
    with pytest.raises(Forbidden):
        printed.labelled(desk.session, desk.stranger, case=desk.case, first="EX-0001", last="", sheet="62x29")


def test_the_code_to_scan_tells_of_case_reference_and_hash_alone(desk):
    exhibit = desk.exhibit(title="A title", source="W-0001 gave it")
    text = printed.code_text(desk.case, exhibit)
    assert text == f"{desk.case.reference}/EX-0001/{exhibit.sha256[:12].upper()}"
    assert b"<svg" in printed.code_picture(text)


@pytest.mark.parametrize(
    "first, last, field",
    [("EX-0002", "EX-0001", "last"), ("EX-1", "EX-0999", "last"), ("left", "", "first"), ("EX-0077", "", "first")],
)
def test_labels_for_what_is_not_there_are_refused_beside_the_field(desk, first, last, field):
    desk.exhibit()
    with pytest.raises(Invalid) as problem:
        printed.labelled(desk.session, desk.investigator, case=desk.case, first=first, last=last, sheet="62x29")
    assert list(problem.value.fields) == [field]


def text_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def test_the_papers_come_out_with_what_two_people_need(app, db):
    member, account = make_account(db), make_account(db)
    case = make_case(db, [member, account])
    db.commit()
    client = app.test_client()
    login(client, member)
    made = post(client, f"/cases/{case.reference}/evidence/new-item", ITEM).headers["Location"]
    answer = client.get(f"{made}/form.pdf?language=en")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    words = " ".join(text_of(answer.data)[0].split())
    for wanted in (f"{case.reference}/EX-0001/F1", "CONFIDENTIAL", "Safe 2", "Signature", "Put into storage"):
        assert wanted in words
    said = {"first": "EX-0001", "last": "", "sheet": "a4-24", "start": "24"}
    labels = post(client, f"/cases/{case.reference}/evidence/labels", said)
    assert len(text_of(labels.data)) == 1
    assert "EX-0001" in text_of(labels.data)[0]
    wrong = post(client, f"/cases/{case.reference}/evidence/labels", said | {"first": "EX-0009"})
    assert (wrong.status_code, "EX-0009" in wrong.text) == (422, True)

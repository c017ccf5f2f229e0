"""Exhibits beside paragraphs."""

import pytest
from sqlmodel import Session

from casework import audit
from casework.access import Membership
from casework.cases.models import Case
from casework.errors import Forbidden, Invalid, NotFound
from casework.evidence.models import Exhibit
from casework.subjects import Actor
from casework.testimonies import exhibits, services
from casework.testimonies.content import Content, Paragraph
from casework.testimonies.models import Testimony
from casework.vocabulary import EvidenceType
from tests.factories import make_account, make_case
from tests.testimonies.building import make_testimony, make_witness, submitted


@pytest.fixture
def writer(session: Session) -> Actor:
    return make_account(session).as_actor()


@pytest.fixture
def case(session: Session, writer: Actor) -> Case:
    made = make_case(session)
    session.add(Membership(case_id=made.key, account_id=writer.key, reason="test"))
    _exhibit(session, made, 1)
    _exhibit(session, make_case(session), 7)
    return made


@pytest.fixture
def testimony(session: Session, writer: Actor, case: Case) -> Testimony:
    return make_testimony(session, writer, case, make_witness(session, case), "one", "two", "three")


def _exhibit(session: Session, case: Case, number: int) -> Exhibit:
    made = Exhibit(
        case_id=case.key, number=number, reference=f"EX-{number:04d}", title="A doorway", kind=EvidenceType.PHOTO
    )
    session.add(made)
    session.flush()
    return made


def _places(session: Session, testimony: Testimony) -> dict[str, list[str]]:
    return {number: [one.reference for one in links] for number, links in exhibits.linked(session, testimony).items()}


def _save(session: Session, writer: Actor, testimony: Testimony, *rows: Paragraph) -> None:
    content = Content.from_json(testimony.draft).changed(paragraphs=rows)
    services.save_draft(session, writer, testimony=testimony, version=testimony.version, content=content)


def test_an_exhibit_is_linked_once_and_the_log_says_so(session: Session, writer: Actor, testimony: Testimony) -> None:
    exhibits.link(session, writer, testimony=testimony, paragraph="2", exhibit=" ex-0001 ", note="the doorway")
    with pytest.raises(Invalid):
        exhibits.link(session, writer, testimony=testimony, paragraph="2", exhibit="EX-0001")
    assert _places(session, testimony) == {"2": ["EX-0001"]}
    entry = audit.entries(session, subject=testimony.subject, action="testimony.exhibit_linked")[0]
    assert entry.facts == {"exhibit": "EX-0001", "paragraph": "2"}


@pytest.mark.parametrize(
    ("paragraph", "exhibit", "field"), [("2", "EX-0007", "exhibit"), ("9", "EX-0001", "paragraph")]
)
def test_an_exhibit_of_another_case_and_an_unknown_paragraph_are_refused(
    session: Session, writer: Actor, testimony: Testimony, paragraph: str, exhibit: str, field: str
) -> None:
    with pytest.raises(Invalid) as problem:
        exhibits.link(session, writer, testimony=testimony, paragraph=paragraph, exhibit=exhibit)
    assert set(problem.value.fields) == {field}


def test_a_link_is_taken_away_only_from_its_own_statement(
    session: Session, writer: Actor, case: Case, testimony: Testimony
) -> None:
    made = exhibits.link(session, writer, testimony=testimony, paragraph="", exhibit="EX-0001")
    other = make_testimony(session, writer, case, make_witness(session, case, number=2))
    with pytest.raises(NotFound):
        exhibits.unlink(session, writer, testimony=other, link_id=made.key)
    exhibits.unlink(session, writer, testimony=testimony, link_id=made.key)
    assert _places(session, testimony) == {}


def test_a_stranger_links_nothing(session: Session, testimony: Testimony) -> None:
    stranger = make_account(session).as_actor()
    with pytest.raises(Forbidden):
        exhibits.link(session, stranger, testimony=testimony, paragraph="1", exhibit="EX-0001")


def test_a_link_follows_its_paragraph_while_the_draft_is_numbered_anew(
    session: Session, writer: Actor, testimony: Testimony
) -> None:
    exhibits.link(session, writer, testimony=testimony, paragraph="2", exhibit="EX-0001")
    one, two, three = Content.from_json(testimony.draft).paragraphs
    _save(session, writer, testimony, Paragraph(original="before all"), one, two, three)
    assert _places(session, testimony) == {"3": ["EX-0001"]}


def test_links_that_change_places_do_not_meet(session: Session, writer: Actor, testimony: Testimony) -> None:
    for paragraph in ("1", "2", "3"):
        exhibits.link(session, writer, testimony=testimony, paragraph=paragraph, exhibit="EX-0001", note=paragraph)
    one, two, three = Content.from_json(testimony.draft).paragraphs
    _save(session, writer, testimony, three, one, two)
    found = exhibits.linked(session, testimony)
    assert {number: links[0].link.note for number, links in found.items()} == {"1": "3", "2": "1", "3": "2"}


def test_the_link_of_a_removed_paragraph_stays_with_the_whole_statement(
    session: Session, writer: Actor, testimony: Testimony
) -> None:
    exhibits.link(session, writer, testimony=testimony, paragraph="2", exhibit="EX-0001")
    one, _two, three = Content.from_json(testimony.draft).paragraphs
    _save(session, writer, testimony, one, three)
    assert _places(session, testimony) == {"": ["EX-0001"]}


def test_a_link_can_be_made_after_the_text_was_frozen(session: Session, writer: Actor, testimony: Testimony) -> None:
    frozen = submitted(session, writer, testimony)
    before = frozen.content_hash
    exhibits.link(session, writer, testimony=testimony, paragraph="3", exhibit="EX-0001")
    session.refresh(frozen)
    assert (_places(session, testimony), frozen.content_hash) == ({"3": ["EX-0001"]}, before)


def test_codes_are_read_however_they_were_typed() -> None:
    assert exhibits.codes_in(" ex-0001, EX-0002،EX-0001;\nEX-0003 ") == ("EX-0001", "EX-0002", "EX-0003")
    assert exhibits.codes_in("  ") == ()

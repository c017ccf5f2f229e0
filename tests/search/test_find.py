"""The same results on both databases, and only what the reader may see."""

from datetime import date

import pytest
from sqlmodel import Session

from casework.accounts.models import Account
from casework.cases.models import Case
from casework.errors import Forbidden
from casework.search import Doc, Filters, find, index, put, rebuild, remove
from casework.search.index import Word
from casework.subjects import Role, Subject
from tests.factories import make_account, make_case

ARABIC = "أخذوا المعتقلين من القُوّة المشتركة قرب مدرسة القصور، وكان أحمد معهم."


@pytest.fixture
def reader(session: Session) -> tuple[Account, Case]:
    """A reader with a case of their own, and another case that they must not see."""
    account = make_account(session)
    case, other = make_case(session, [account]), make_case(session)
    for number, owner in enumerate([case, case, case, other], start=1):
        subject = Subject("testimony", number, owner.key, f"T-{number:04d}")
        text = [ARABIC, "They came at dawn from the harbour.", "والمعتقل الثاني عاد.", "harbour مدرسة أحمد"][number - 1]
        put(session, Doc(subject, f"Statement {number}", text, status="approved", on=date(2025, 3, 5 + number)))
    put(session, Doc(Subject("unit", 1, None, "U-0001"), "62nd Division", "الفرقة 62"))
    return account, case


def _labels(session: Session, account: Account, q: str, filters: Filters = Filters()) -> set[str]:
    return {hit.subject.label for hit in find(session, account.as_actor(), q, filters).hits}


@pytest.mark.parametrize(
    "q, found",
    [("احمد", {"T-0001"}), ("القوة", {"T-0001"}), ("مدرسه", {"T-0001"}), ("معتقل", {"T-0003"}), ("والمعتقل", {"T-0003"}),
     ("معتقل*", {"T-0001", "T-0003"}), ("harbour", {"T-0002"}), ("HARBOUR dawn", {"T-0002"}), ("harbour nothing", set()),
     ('"from the harbour"', {"T-0002"}), ('"the from harbour"', set()), ("T-0002", {"T-0002"}), ("62nd", {"U-0001"}),
     ("", set()), ("؟!", set()), ("' OR 1=1 --", set()), ('")', set()), ("xcase1", set()), ("NEAR(a b)", set())],
)  # fmt: skip
def test_a_query_finds_what_is_meant_and_nothing_of_other_cases(
    session: Session, reader: tuple[Account, Case], q: str, found: set[str]
) -> None:
    assert _labels(session, reader[0], q) == found


def test_filters_narrow_by_case_kind_status_and_date(session: Session, reader: tuple[Account, Case]) -> None:
    account, case = reader
    assert _labels(session, account, "statement", Filters(case_id=case.key)) == {"T-0001", "T-0002", "T-0003"}
    assert _labels(session, account, "statement", Filters(case_id=case.key + 1)) == set()
    assert _labels(session, account, "statement", Filters(kind="unit")) == set()
    assert _labels(session, account, "statement", Filters(status="draft")) == set()
    assert _labels(session, account, "statement", Filters(since=date(2025, 3, 7), until=date(2025, 3, 7))) == {"T-0002"}


def test_the_highlight_is_on_the_text_as_written(session: Session, reader: tuple[Account, Case]) -> None:
    (hit,) = find(session, reader[0].as_actor(), "القوة").hits
    assert [piece.text for piece in hit.text if piece.is_hit] == ["القُوّة"]
    assert "".join(piece.text for piece in hit.text).startswith("أخذوا")


def test_what_was_changed_is_found_by_its_new_words_only(session: Session, reader: tuple[Account, Case]) -> None:
    account, case = reader
    put(session, Doc(Subject("testimony", 2, case.key, "T-0002"), "Statement 2", "They came at noon."))
    assert _labels(session, account, "dawn") == set()
    assert _labels(session, account, "noon") == {"T-0002"}
    remove(session, Subject("testimony", 2, case.key, "T-0002"))
    assert _labels(session, account, "noon") == set()


def test_the_index_can_be_built_anew(session: Session, reader: tuple[Account, Case]) -> None:
    before = _labels(session, reader[0], "statement")
    assert rebuild(session) == 5
    assert _labels(session, reader[0], "statement") == before


def test_a_word_in_the_title_comes_first(session: Session, reader: tuple[Account, Case]) -> None:
    account, case = reader
    put(session, Doc(Subject("incident", 9, case.key, "I-0009"), "Harbour", "an incident"))
    labels = [hit.subject.label for hit in find(session, account.as_actor(), "harbour").hits]
    assert labels == ["I-0009", "T-0002"]


def test_frequent_words_come_by_recency_in_pages(session: Session, reader: tuple[Account, Case]) -> None:
    account, case = reader
    for number in range(1, 231):
        put(session, Doc(Subject("exhibit", number, case.key, f"EX-{number:04d}"), "Photograph"))
    first = find(session, account.as_actor(), "photograph", size=25)
    assert not first.by_rank
    assert first.hits[0].subject.label == "EX-0230"
    second = find(session, account.as_actor(), "photograph", size=25, before=first.next_before)
    assert second.hits[0].subject.label == "EX-0205"


@pytest.mark.parametrize("stretch", [1, 3, 50])
def test_nothing_is_lost_where_the_newest_stretches_hold_too_little(
    session: Session, reader: tuple[Account, Case], monkeypatch: pytest.MonkeyPatch, stretch: int
) -> None:
    monkeypatch.setattr("casework.search.index._STRETCH", stretch)
    account, case = reader
    for number in range(1, 21):
        text = "lantern" if number % 5 == 0 else "candle"
        put(session, Doc(Subject("exhibit", number, case.key, f"EX-{number:04d}"), text, on=date(2025, 4, number)))
    assert _labels(session, account, "lantern") == {"EX-0005", "EX-0010", "EX-0015", "EX-0020"}
    assert _labels(session, account, "lantern", Filters(until=date(2025, 4, 12))) == {"EX-0005", "EX-0010"}
    assert len(_labels(session, account, "candle")) == 16


@pytest.mark.parametrize("stretch", [1, 2, 4, 9, 2048])
def test_the_newest_come_first_however_the_index_is_cut(
    session: Session, reader: tuple[Account, Case], monkeypatch: pytest.MonkeyPatch, stretch: int
) -> None:
    monkeypatch.setattr("casework.search.index._STRETCH", stretch)
    for number in range(1, 21):
        put(session, Doc(Subject("exhibit", number, reader[1].key, f"EX-{number:04d}"), "candle"))
    newest = index.matching(
        session, [Word(frozenset({"candle"}))], [["xkindexhibit"]], since=None, until=None, before=None, limit=30
    )
    for before, limit in ((None, 5), (newest[3], 5), (newest[-1], 5), (newest[9], 1)):
        found = index.matching(
            session,
            [Word(frozenset({"candle"}))],
            [["xkindexhibit"]],
            since=None,
            until=None,
            before=before,
            limit=limit,
        )
        assert found == [key for key in newest if before is None or key < before][:limit]


def test_roles_that_see_no_cases_cannot_search(session: Session, reader: tuple[Account, Case]) -> None:
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.COMMITTEE):
        with pytest.raises(Forbidden):
            find(session, make_account(session, role).as_actor(), "harbour")

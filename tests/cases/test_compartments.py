"""Compartments: a restricted witness or exhibit exists for the named members alone, whatever asks for it."""

import io
from dataclasses import dataclass

import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from casework import audit, search
from casework.access import Grant, GrantKind, Permission, can, giving, require
from casework.access.compartments import forget
from casework.access.models import Compartment
from casework.cases import compartments
from casework.cases.models import Case
from casework.cases.services import remove_member
from casework.config import Settings
from casework.db import UNFILTERED, read_as
from casework.errors import Forbidden, Invalid, Refused
from casework.evidence.intake import register_exhibit
from casework.evidence.models import CustodyEvent, Exhibit
from casework.review import services as reviews
from casework.review.models import Review
from casework.storage import FileStore
from casework.subjects import SYSTEM, Actor, Role
from casework.testimonies import exhibits, queries, services
from casework.testimonies.models import ParagraphExhibit, Testimony, TestimonyVersion
from casework.vocabulary import ReviewStatus
from casework.web.drafts import TypedDraft, keep_typed
from casework.witnesses.models import Consent, Witness
from tests.factories import make_account, make_case
from tests.storage.stores import make_store
from tests.testimonies.building import complete, make_testimony, make_witness, submitted


@dataclass
class Scene:
    """A case with two witnesses who said the same, the first of them restricted to one supervisor."""

    session: Session
    case: Case
    boss: Actor
    other_boss: Actor
    investigator: Actor
    hidden: Testimony
    open: Testimony
    witness: Witness

    def reads_as(self, actor: Actor) -> Session:
        return read_as(self.session, actor)


@pytest.fixture
def scene(session: Session) -> Scene:
    boss, other, investigator = (
        make_account(session, role) for role in (Role.SUPERVISOR, Role.SUPERVISOR, Role.INVESTIGATOR)
    )
    case = make_case(session, [boss, other, investigator])
    first, second = make_witness(session, case, number=1), make_witness(session, case, number=2)
    author = make_account(session).as_actor()
    said = [make_testimony(session, SYSTEM, case, one, "olives behind the mill") for one in (first, second)]
    for row in said:
        row.author_id = author.id
    session.flush()
    compartments.restrict(session, boss.as_actor(), subject=first.subject, accounts=[], reason="threats")
    session.commit()
    return Scene(session, case, *(a.as_actor() for a in (boss, other, investigator)), *said, first)


def test_only_the_named_see_the_witness_and_what_hangs_on_it(scene: Scene) -> None:
    submitted(scene.session, SYSTEM, scene.hidden)
    counted = (Witness, Testimony, TestimonyVersion, Consent, Review)
    sees = {}
    for who in (scene.boss, scene.other_boss, scene.investigator):
        session = scene.reads_as(who)
        sees[who.key] = [
            len(session.exec(select(model).where(model.case_id == scene.case.key)).all()) for model in counted
        ]
    assert sees[scene.boss.key] == [2, 2, 1, 2, 1]
    assert sees[scene.other_boss.key] == sees[scene.investigator.key] == [1, 1, 0, 1, 0]


def test_counts_joins_subqueries_and_single_rows_obey(scene: Scene) -> None:
    session = scene.reads_as(scene.other_boss)
    assert session.exec(select(func.count(Testimony.id)).where(Testimony.case_id == scene.case.key)).one() == 1
    joined = select(Testimony.id, Witness.reference).join(Witness, col(Witness.id) == Testimony.witness_id)
    assert [row[1] for row in session.exec(joined)] == ["W-0002"]
    inside = select(Case.id).where(col(Case.id).in_(select(Witness.case_id).where(Witness.reference == "W-0001")))
    assert session.exec(inside).all() == []
    session.expunge_all()
    assert session.get(Testimony, scene.hidden.key) is None
    assert session.exec(select(Witness), execution_options=UNFILTERED).all()[0].reference == "W-0001"


def test_asking_for_the_subject_is_refused_as_if_it_did_not_exist(scene: Scene) -> None:
    session = scene.session
    for subject in (scene.witness.subject, scene.hidden.subject):
        assert can(session, scene.boss, Permission.TESTIMONY_VIEW, subject)
        assert not can(session, scene.other_boss, Permission.TESTIMONY_VIEW, subject)
        with pytest.raises(Forbidden):
            require(session, scene.investigator, Permission.WITNESS_VIEW, subject)
    assert can(session, SYSTEM, Permission.WITNESS_VIEW, scene.witness.subject)


def test_the_search_obeys_at_once_and_opens_again(scene: Scene) -> None:
    def found(who: Actor) -> list[str]:
        hits = search.find(scene.session, who, "olives", search.Filters(case_id=scene.case.key)).hits
        return sorted(hit.subject.label for hit in hits)

    assert found(scene.boss) == ["T-0001", "T-0002"]
    assert found(scene.other_boss) == found(scene.investigator) == ["T-0002"]
    search.rebuild(scene.session)
    assert found(scene.other_boss) == ["T-0002"]
    compartments.lift(scene.session, scene.boss, subject=scene.witness.subject, reason="the threat has passed")
    assert found(scene.other_boss) == ["T-0001", "T-0002"]


def test_a_change_of_the_text_stays_inside(scene: Scene) -> None:
    content = complete("figs beside the river")
    services.save_draft(scene.session, SYSTEM, testimony=scene.hidden, version=scene.hidden.version, content=content)
    assert search.find(scene.session, scene.other_boss, "figs").hits == []
    assert len(search.find(scene.session, scene.boss, "figs").hits) == 1


def test_the_log_of_the_case_leaves_out_what_it_must(scene: Scene) -> None:
    audit.record(scene.session, SYSTEM, "test.spoke_of_it", scene.open.subject, about="T-0001")
    labels = {entry.subject_label for entry in audit.entries(scene.reads_as(scene.other_boss), case_id=scene.case.key)}
    actions = {entry.action for entry in audit.entries(scene.session, case_id=scene.case.key)}
    assert "T-0002" in labels
    assert not labels & {"T-0001", "W-0001"}
    assert "test.spoke_of_it" not in actions
    assert audit.verify(scene.session).holds
    assert "compartment.set" in {e.action for e in audit.entries(scene.reads_as(scene.boss), case_id=scene.case.key)}


def test_reviews_of_it_are_nobody_elses(scene: Scene) -> None:
    submitted(scene.session, SYSTEM, scene.hidden)
    review = reviews.queue(scene.session, scene.boss, case_id=scene.case.key)[0]
    session = scene.reads_as(scene.other_boss)
    assert reviews.queue(session, scene.other_boss, case_id=scene.case.key) == []
    assert reviews.standing(session, scene.other_boss, scene.case.key) == {}
    with pytest.raises(Forbidden):
        reviews.claim(session, scene.other_boss, review)
    assert reviews.claim(scene.reads_as(scene.boss), scene.boss, review).status is ReviewStatus.CLAIMED


def test_who_sets_it_stays_in_and_others_can_be_named(scene: Scene) -> None:
    subject = scene.witness.subject
    room = compartments.restrict(
        scene.session, scene.boss, subject=subject, accounts=[scene.investigator.key], reason="interviews her"
    )
    standing = compartments.restriction_of(scene.session, scene.boss, subject=subject)
    assert standing is not None
    assert {account.id for account in standing.people} == {scene.boss.id, scene.investigator.id}
    assert scene.session.exec(select(Compartment)).all() == [room]
    entry = audit.entries(scene.session, action="compartment.set")[0]
    assert entry.facts == {"accounts": sorted([scene.boss.key, scene.investigator.key]), "reason": "interviews her"}


@pytest.mark.parametrize("problem", ["no reason", "stranger", "auditor"])
def test_a_restriction_needs_a_reason_and_people_who_work_on_the_case(scene: Scene, problem: str) -> None:
    stranger = make_account(scene.session)
    auditor = make_account(scene.session, Role.AUDITOR)
    people = {"no reason": [], "stranger": [stranger.key], "auditor": [auditor.key]}[problem]
    reason = " " if problem == "no reason" else "because"
    with pytest.raises(Invalid):
        compartments.restrict(scene.session, scene.boss, subject=scene.witness.subject, accounts=people, reason=reason)


def test_neither_an_investigator_nor_a_supervisor_outside_can_open_it(scene: Scene) -> None:
    for who in (scene.other_boss, scene.investigator):
        with pytest.raises(Forbidden):
            compartments.lift(scene.session, who, subject=scene.witness.subject, reason="curious")
        with pytest.raises(Forbidden):
            compartments.restrict(scene.session, who, subject=scene.witness.subject, accounts=[], reason="curious")


def test_leaving_the_case_means_leaving_its_compartments_but_the_last_one_cannot_go(scene: Scene) -> None:
    with pytest.raises(Refused, match="let somebody else in first"):
        remove_member(scene.session, scene.other_boss, case=scene.case, account_id=scene.boss.key, reason="left")
    compartments.restrict(
        scene.session, scene.boss, subject=scene.witness.subject, accounts=[scene.investigator.key], reason="both"
    )
    remove_member(scene.session, scene.other_boss, case=scene.case, account_id=scene.boss.key, reason="left")
    assert not can(scene.session, scene.boss, Permission.WITNESS_VIEW, scene.witness.subject)
    assert can(scene.session, scene.investigator, Permission.WITNESS_VIEW, scene.witness.subject)


def test_drafts_on_a_page_that_was_closed_are_not_offered(scene: Scene, settings: Settings) -> None:
    for code in ("T-0001", "T-0002"):
        page = f"/cases/{scene.case.reference}/testimonies/{code}/account"
        keep_typed(scene.session, settings, scene.investigator.key, page, {"text": ["typed"]})
    pages = scene.reads_as(scene.investigator).exec(select(TypedDraft.page)).all()
    assert [page[-14:] for page in pages] == ["T-0002/account"]


def _exhibit(scene: Scene, store: FileStore, content: bytes) -> Exhibit:
    from casework.evidence.details import ExhibitDetails
    from casework.evidence.filenames import clean
    from casework.evidence.intake import ReceivedFile
    from casework.sandbox import Inspection
    from casework.vocabulary import EvidenceType

    staged = store.stage(io.BytesIO(content), len(content))
    file = ReceivedFile(staged, clean("note.txt"), Inspection("text/plain"))
    details = ExhibitDetails(title="Ledger of olives", kind=EvidenceType.OTHER)
    return register_exhibit(scene.session, SYSTEM, store, case=scene.case, details=details, file=file)


def test_a_restricted_exhibit_hides_its_file_its_chain_and_its_links(scene: Scene, tmp_path) -> None:
    store = make_store(tmp_path / "store")
    secret, plain = _exhibit(scene, store, b"a"), _exhibit(scene, store, b"b")
    for row in (secret, plain):
        exhibits.link(scene.session, SYSTEM, testimony=scene.open, paragraph="1", exhibit=row.reference)
    compartments.restrict(scene.session, scene.boss, subject=secret.subject, accounts=[], reason="source at risk")
    session = scene.reads_as(scene.investigator)
    assert session.exec(select(Exhibit.reference)).all() == [plain.reference]
    assert {row.exhibit_id for row in session.exec(select(CustodyEvent))} == {plain.key}
    assert [one.reference for one in exhibits.linked(session, scene.open)["1"]] == [plain.reference]
    assert [h.subject.label for h in search.find(session, scene.investigator, "ledger").hits] == [plain.reference]
    again = _exhibit(scene, store, b"a")  # nobody learns from a refusal that the file is there already
    assert again.reference == "EX-0003"


def test_a_hidden_link_follows_its_paragraph(scene: Scene, tmp_path) -> None:
    secret = _exhibit(scene, make_store(tmp_path / "store"), b"a")
    draft = complete("one", "two")
    services.save_draft(scene.session, SYSTEM, testimony=scene.open, version=scene.open.version, content=draft)
    exhibits.link(scene.session, SYSTEM, testimony=scene.open, paragraph="2", exhibit=secret.reference)
    compartments.restrict(scene.session, scene.boss, subject=secret.subject, accounts=[], reason="source at risk")
    numbered = queries.Content.from_json(scene.open.draft).paragraphs
    session = scene.reads_as(scene.investigator)
    services.save_draft(
        session,
        scene.investigator,
        testimony=scene.open,
        version=scene.open.version,
        content=draft.changed(paragraphs=numbered[1:]),
    )
    links = session.exec(select(ParagraphExhibit), execution_options=UNFILTERED).all()
    assert [(row.paragraph, row.exhibit_id) for row in links] == [("1", secret.key)]


def test_a_session_that_reads_for_nobody_finds_nothing_governed(scene: Scene) -> None:
    session = read_as(scene.session, None)
    assert session.exec(select(Witness)).all() == []
    assert session.exec(select(Exhibit)).all() == []
    forget(session)


def _named(session: Session, actor: Actor, scene: Scene) -> list[tuple[str, int, str, str | None]]:
    statement = giving.grants_of_case(read_as(session, actor), actor, scene.case.subject)
    rows = [row for row in session.scalars(statement.order_by(col(Grant.id))) if row.kind is GrantKind.COMPARTMENT]
    return [(row.what, row.account_id, row.reason, row.end_reason if row.ended_at else None) for row in rows]


def test_who_is_named_stands_among_the_grants_for_those_alone_who_may_see_it(scene: Scene) -> None:
    session, subject = scene.session, scene.witness.subject
    read_as(session, scene.boss)
    compartments.restrict(
        session, scene.boss, subject=subject, accounts=[scene.investigator.key], reason="second reader"
    )
    code = subject.label
    given = [row for row in _named(session, scene.boss, scene) if row[1] == scene.investigator.key]
    assert given == [(code, scene.investigator.key, "second reader", None)]
    assert _named(session, scene.other_boss, scene) == []
    read_as(session, scene.other_boss)
    remove_member(session, scene.other_boss, case=scene.case, account_id=scene.investigator.key, reason="left the team")
    given = [row for row in _named(session, scene.boss, scene) if row[1] == scene.investigator.key]
    assert given == [(code, scene.investigator.key, "second reader", "left the team")]
    read_as(session, scene.boss)
    compartments.lift(session, scene.boss, subject=subject, reason="no more threats")
    assert {row[3] for row in _named(session, scene.boss, scene)} == {"left the team", "no more threats"}

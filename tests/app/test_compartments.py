"""No page gives away what is restricted: every GET route, opened by members of the case who are not named.

Made from the URL map, as the access matrix is: a new route is tested the day it is added. What is planted hangs on a
restricted witness and a restricted exhibit in every way that the tables know; each text of it holds a marker.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.routing import Rule

from casework.access import Membership
from casework.accounts.models import Account
from casework.allegations.models import Allegation, AllegationExhibit, AllegationParagraph
from casework.cases import compartments
from casework.cases.models import Case
from casework.db import now
from casework.db.engine import new_session
from casework.dossiers.models import DossierVersion
from casework.evidence.custody import add_event
from casework.evidence.details import ExhibitDetails
from casework.evidence.filenames import clean
from casework.evidence.intake import ReceivedFile, register_exhibit
from casework.evidence.models import CustodyEvent, Exhibit
from casework.review import services as reviews
from casework.sandbox import Inspection
from casework.sources.models import FactSource, Source
from casework.storage import open_store
from casework.subjects import Actor, Role
from casework.testimonies import exhibits
from casework.testimonies.models import ParagraphExhibit, Testimony
from casework.units.models import UnitRelation
from casework.vocabulary import CustodyKind, EvidenceType, InformationGrade, ReviewDecision, SourceGrade
from casework.web.drafts import keep_typed
from casework.web.endpoints import is_public
from casework.witnesses.models import Consent, Witness
from casework.witnesses.services import WitnessDetails, register_witness
from tests.app.test_matrix import VALUES
from tests.app.test_matrix import _routes as routes
from tests.factories import login, make_account
from tests.testimonies.building import make_testimony, submitted
from tests.world import CASE, World, copied_app, copied_postgres_app, furnish

MARK = "zerafshan"
BACKENDS = ["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.slow])]
# Files without words to be read here: what goes into them is the business of `test_ways_out.py` and of each maker's tests.
FILES = (".pdf", ".age", ".zip", ".jpg", ".png")
WORDS = ("text", "image/svg", "application/json", "application/xml")
GET = sorted({endpoint for endpoint, method in routes() if method == "GET"})


@dataclass
class Rooms(World):
    """The demonstration with something restricted in it; `secret` holds every code and marker of it."""

    secret: set[str] = field(default_factory=set)
    hidden: dict[tuple[str, str], Any] = field(default_factory=dict)

    def told(self, text: str) -> set[str]:
        """What of the secret stands in a page."""
        return {word for word in self.secret if re.search(rf"\b{re.escape(word)}\b", text)}


def _first(session: Session, model: Any) -> Any:
    return session.exec(select(model).order_by(col(model.id)).limit(1)).one()


def _witness(session: Session, case: Case, actor: Actor) -> Witness:
    today = now().date()
    witness = register_witness(session, actor, case=case, details=WitnessDetails(risk_review_on=today))
    answers = {"store": {"answer": "on_condition", "condition": MARK}}
    session.add(
        Consent(
            case_id=case.key, witness_id=witness.key, sequence=1, given_on=today, answers=answers, how_explained=MARK,
            expires_on=today + timedelta(days=5),
        )
    )  # fmt: skip
    session.flush()
    return witness


def _said(session: Session, case: Case, witness: Witness, author: Actor, reviewer: Actor) -> Testimony:
    """A statement that an outsider wrote and got back, with everything that is written beside one."""
    testimony = make_testimony(session, author, case, witness, f"{MARK} one", f"{MARK} two")
    submitted(session, author, testimony)
    review = reviews.latest(session, testimony.subject)
    assert review is not None
    reviews.claim(session, reviewer, review)
    reviews.comment(session, reviewer, review, paragraph="1", text=MARK)
    reviews.decide(
        session, reviewer, review, decision=ReviewDecision.RETURN, reasons=MARK, checklist=set(),
        source_grade=SourceGrade.F, information_grade=InformationGrade.CANNOT_BE_JUDGED,
    )  # fmt: skip
    return testimony


def _exhibit(session: Session, rooms: Rooms, case: Case, actor: Actor) -> Exhibit:
    shown = session.exec(select(Exhibit).where(Exhibit.preview_sha256 != "").order_by(col(Exhibit.id)).limit(1)).one()
    store = open_store(rooms.app.extensions["casework_settings"])
    staged = store.stage(io.BytesIO(MARK.encode()), 100)
    file = ReceivedFile(staged, clean(f"{MARK}.txt"), Inspection("text/plain"))
    details = ExhibitDetails(title=MARK, kind=EvidenceType.OTHER, claimed_content=MARK, source=MARK, place_claimed=MARK)
    exhibit = register_exhibit(session, actor, store, case=case, details=details, file=file, parent=shown)
    add_event(session, actor, exhibit, CustodyKind.COPIED, note=MARK, purpose=MARK)
    add_event(session, actor, exhibit, CustodyKind.TRANSFERRED, purpose=MARK, receiver_id=actor.id)
    exhibit.preview_sha256, exhibit.is_quarantined = shown.preview_sha256, True
    session.flush()
    return exhibit


def _handover(session: Session, exhibit: Exhibit) -> int:
    wanted = (CustodyEvent.exhibit_id == exhibit.key, CustodyEvent.kind == CustodyKind.TRANSFERRED)
    return session.exec(select(CustodyEvent.number).where(*wanted)).one()


def _tie(session: Session, case: Case, said: Testimony, exhibit: Exhibit, actor: Actor) -> ParagraphExhibit:
    """Everything that others wrote and that points at the two."""
    allegation, relation = _first(session, Allegation), _first(session, UnitRelation)
    key = {"case_id": case.key, "allegation_id": allegation.key}
    session.add(AllegationParagraph(**key, testimony_id=said.key, paragraph="1"))
    session.add(AllegationExhibit(**key, exhibit_id=exhibit.key, locator=MARK))
    own = [{"testimony_id": said.key}, {"exhibit_id": exhibit.key}]
    sources = [Source(number=900 + n, reference=f"S-{900 + n}", case_id=case.key, **row) for n, row in enumerate(own)]
    session.add_all(sources)
    session.flush()
    fact = {"fact_kind": "unit_relation", "fact_id": relation.key, "locator": MARK}
    session.add_all(FactSource(**fact, source_id=row.key) for row in sources)
    beside = session.exec(select(Testimony).where(Testimony.reference == "T-0001")).one()
    made = exhibits.link(session, actor, testimony=beside, paragraph="1", exhibit=exhibit.reference, note=MARK)
    issued = _first(session, DossierVersion)
    snapshots = {one: text.replace("A dossier", f"{said.reference} {MARK}") for one, text in issued.snapshots.items()}
    copied = issued.model_dump(exclude={"id", "number", "snapshots", "state", "issued_by", "issued_at"})
    session.add(DossierVersion(**copied, number=99, snapshots=snapshots))
    return made


def _plant(rooms: Rooms, session: Session, insider: Account, outsiders: list[Account]) -> None:
    case = session.exec(select(Case).where(Case.reference == CASE)).one()
    session.add_all(Membership(case_id=case.key, account_id=one.key, reason="test") for one in [insider, *outsiders])
    session.flush()
    settings = rooms.app.extensions["casework_settings"]
    furnish(session, settings, supervisor=insider, issuer=outsiders[0], investigator=insider)
    inside, author = insider.as_actor(), outsiders[-1].as_actor()
    witness = _witness(session, case, inside)
    said = _said(session, case, witness, author, inside)
    waiting = make_testimony(session, author, case, witness, MARK)
    exhibit = _exhibit(session, rooms, case, inside)
    link = _tie(session, case, said, exhibit, inside)
    for one in outsiders:
        keep_typed(
            session, settings, one.key, f"/cases/{CASE}/testimonies/{waiting.reference}/account", {"text": [MARK]}
        )
    for subject in (witness.subject, exhibit.subject):
        compartments.restrict(session, inside, subject=subject, accounts=[], reason="threats")
    review = reviews.latest(session, said.subject)
    assert review is not None
    rooms.secret = {MARK, witness.reference, said.reference, waiting.reference, exhibit.reference, exhibit.sha256}
    rooms.hidden = {
        ("witnesses", "ref"): witness.reference, ("testimonies", "ref"): said.reference, ("", "link_id"): link.key,
        ("evidence", "ref"): exhibit.reference, ("compartments", "ref"): witness.reference, ("review", "review_id"): review.key,
        ("dossiers", "number"): 99, ("evidence", "number"): _handover(session, exhibit),
    }  # fmt: skip


@pytest.fixture(scope="module")
def rooms(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    """The demonstration on each database, with three new members: one is named, a supervisor and an investigator not."""
    folder = tmp_path_factory.mktemp("rooms")
    if request.param == "sqlite":
        apps = iter([copied_app(request.getfixturevalue("demo_folder"), folder)])
    else:
        apps = copied_postgres_app(request.getfixturevalue("postgres_demo"), folder)
    app = next(apps)
    rooms = Rooms(app)
    engine = app.extensions["casework_engine"]
    with new_session(engine, writes=True) as session:
        roles = {"insider": Role.SUPERVISOR, "supervisor": Role.SUPERVISOR, "investigator": Role.INVESTIGATOR}
        people = {name: make_account(session, role) for name, role in roles.items()}
        _plant(rooms, session, people["insider"], [people["supervisor"], people["investigator"]])
        session.commit()
        for name, account in people.items():
            rooms.clients[name] = app.test_client()
            assert login(rooms.clients[name], account).status_code == 302
    yield rooms
    engine.dispose()
    next(apps, None)


def _address(rooms: Rooms, rule: Rule, *, hidden: bool) -> str:
    blueprint = rule.endpoint.split(".")[0]
    with rooms.session() as session, rooms.app.test_request_context():
        values = {}
        for argument in rule.arguments:
            for key in ((blueprint, argument), ("", argument)):
                if hidden and key in rooms.hidden:
                    values[argument] = rooms.hidden[key]
                    break
                if key in VALUES:
                    values[argument] = VALUES[key](session)
                    break
        from flask import url_for

        return url_for(rule.endpoint, **values)


def _pages(rooms: Rooms, client: FlaskClient, *, hidden: bool) -> Iterator[tuple[str, int, str]]:
    rules = {rule.endpoint: rule for rule in rooms.app.url_map.iter_rules() if "GET" in (rule.methods or set())}
    for endpoint in GET:
        rule = rules[endpoint]
        blueprint = endpoint.split(".")[0]
        governed = any(key in rooms.hidden for name in rule.arguments for key in ((blueprint, name), ("", name)))
        if is_public(rooms.app.view_functions[endpoint]) or (hidden and not governed):
            continue
        address = _address(rooms, rule, hidden=hidden)
        if not hidden and address.endswith(FILES):
            continue
        answer = client.get(address)
        text = answer.get_data(as_text=True) if answer.mimetype.startswith(WORDS) else ""
        if answer.status_code == 404:  # the language links repeat what the reader asked for
            text = text.replace(address, "").replace(quote(address, safe=""), "").replace(quote(address), "")
        yield address, answer.status_code, text


# Who may see what is asked of both databases by each service's own tests: here, one reader more shows that pages ask them.
ON = [
    ("sqlite", "supervisor"), ("sqlite", "investigator"),
    pytest.param("postgresql", "supervisor", marks=[pytest.mark.postgres, pytest.mark.slow]),
]  # fmt: skip


@pytest.mark.parametrize(("rooms", "reader"), ON, indirect=["rooms"], scope="module")
def test_no_page_names_what_is_restricted(rooms: Rooms, reader: str) -> None:
    told = {
        address: found
        for address, _s, text in _pages(rooms, rooms.clients[reader], hidden=False)
        if (found := rooms.told(text))
    }
    assert told == {}


@pytest.mark.parametrize(("rooms", "reader"), ON, indirect=["rooms"], scope="module")
def test_every_page_of_what_is_restricted_is_not_there(rooms: Rooms, reader: str) -> None:
    pages = list(_pages(rooms, rooms.clients[reader], hidden=True))
    assert [(address, status) for address, status, _t in pages if status != 404] == []
    assert [address for address, _s, text in pages if rooms.told(text)] == []
    assert len(pages) > 15


@pytest.mark.parametrize(("rooms", "reader"), ON, indirect=["rooms"], scope="module")
@pytest.mark.parametrize(
    "where", ["/search?q={}", f"/cases/{CASE}/testimonies?witness={{}}", f"/search?q={{}}&case={CASE}"]
)
def test_asking_for_it_finds_nothing(rooms: Rooms, reader: str, where: str) -> None:
    for word in rooms.secret:
        text = rooms.clients[reader].get(where.format(word)).text
        without_the_question = re.sub(r'value="[^"]*"|href="[^"]*"|<title>[^<]*</title>', "", text)
        assert rooms.told(without_the_question) - {word} == set()
        assert "/T-" not in text or word == MARK


@pytest.mark.parametrize("rooms", BACKENDS, indirect=True, scope="module")
def test_who_is_named_sees_all_of_it(rooms: Rooms) -> None:
    """Else the tests above would look for what is nowhere."""
    client = rooms.clients["insider"]
    closed, open_to_all = list(_pages(rooms, client, hidden=True)), list(_pages(rooms, client, hidden=False))
    missing = [(address, status) for address, status, _t in closed if status not in (200, 302)]
    assert [one for one in missing if not one[0].endswith(".pdf.age")] == [], "but a draft, which is sent to nobody"
    pages = closed + open_to_all
    assert {word for _a, _s, text in pages for word in rooms.told(text)} == rooms.secret
    telling = [address for address, _s, text in pages if rooms.told(text)]
    assert len(telling) > 20

"""Every route × method × kind of reader. Made from the URL map: a new route is tested the day it is added.

A POST is sent without a CSRF token: whoever may not is answered 404 before that, whoever may is stopped by it (422),
so no cell changes anything, and every route's CSRF protection is tested in the same breath.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, col, select
from werkzeug.routing import Rule

from casework.access import Permission, Scope, may_ever
from casework.access.policy import POLICY
from casework.accounts.models import Account
from casework.allegations.models import Allegation
from casework.allegations.point_models import LabelGiven
from casework.analysis.models import SavedQuestion
from casework.app import create_app
from casework.cases.models import Case
from casework.config import load_settings
from casework.dossiers.models import Dossier, DossierVersion
from casework.enquiries.models import InformationRequest
from casework.evidence.models import CustodyEvent, Exhibit
from casework.exchange.models import Bag
from casework.exchange.records.models import RecordExport
from casework.incidents.models import CasualtyFigure, Incident, Victim
from casework.lists.models import VictimList
from casework.review.models import Review
from casework.sources.models import DatumClaim, FactSource, Source
from casework.subjects import Role
from casework.testimonies.likeness_models import TestimonyLikeness
from casework.testimonies.models import ParagraphExhibit, Testimony
from casework.units.models import Individual, Unit, UnitName, UnitRelation
from casework.web.endpoints import declared_permission, is_public
from casework.witnesses.models import Witness
from tests.world import CASE, Answered, World

READERS = [f"{role}-{kind}" for role in Role for kind in ("member", "stranger")] + ["disabled", "anonymous"]
# Checked by tests of their own: static files hold nothing of any case.
LEFT_OUT = {"static"}
# What answers before CSRF: the upload checks its token in the stream, see tests/evidence.
REFUSES_ITSELF = {"evidence.new": {400, 422}, "lists.new": {400, 422}}


def _routes() -> list[tuple[str, str]]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(load_settings({"CASEWORK_INSTANCE": folder, "CASEWORK_TESTING": "1"}))
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in LEFT_OUT]
    return sorted(
        {
            (rule.endpoint, method)
            for rule in rules
            for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}
        }
    )


def _first(model: Any, **wanted: Any) -> Callable[[Session], Any]:
    def find(session: Session) -> Any:
        statement = select(model).filter_by(**wanted).order_by(col(model.id)).limit(1)
        return session.exec(statement).one()

    return find


def _claimed(kind: str) -> Callable[[Session], Any]:
    return _first(DatumClaim, subject_kind=kind)


def _resting(kind: str) -> Callable[[Session], Any]:
    """A source of the record itself that `_claimed` names."""
    return lambda session: _first(FactSource, fact_kind=kind, fact_id=_claimed(kind)(session).subject_id)(session).key


# How a route's address is filled: (blueprint, argument) or (anything, argument).
VALUES: dict[tuple[str, str], Callable[[Session], Any]] = {
    ("", "case_ref"): lambda _session: CASE,
    ("", "account_id"): lambda session: _first(Account)(session).key,
    ("", "session_id"): lambda _session: 1,
    ("", "passkey_id"): lambda _session: 1,
    ("", "review_id"): lambda session: _first(Review)(session).key,
    ("", "language"): lambda _session: "ar",
    ("uploads", "token"): lambda _session: "x" * 43,
    ("", "number"): lambda _session: 1,
    ("", "figure_id"): lambda session: _first(CasualtyFigure)(session).key,
    ("", "list_id"): lambda session: _first(VictimList)(session).key,
    ("", "claim_id"): lambda session: _first(UnitRelation)(session).key,
    ("claims", "kind"): lambda _session: "unit_relation",
    ("", "link_id"): lambda session: _first(ParagraphExhibit)(session).key,
    ("claims", "ref"): lambda session: _first(Unit)(session).reference,
    ("compartments", "kind"): lambda _session: "witness",
    ("compartments", "ref"): lambda session: _first(Witness)(session).reference,
    ("witnesses", "ref"): lambda session: _first(Witness)(session).reference,
    ("testimonies", "ref"): lambda session: session.exec(
        select(Testimony).where(Testimony.submitted_version > 0).order_by(col(Testimony.id)).limit(1)
    ).one().reference,
    ("evidence", "ref"): lambda session: session.exec(
        select(Exhibit).where(col(Exhibit.is_quarantined).is_(False), Exhibit.preview_sha256 != "").order_by(col(Exhibit.id)).limit(1)
    ).one().reference,
    ("evidence", "number"): lambda session: _first(CustodyEvent, kind="transferred")(session).number,
    ("redactions", "ref"): lambda session: _first(Exhibit, media_type="image/jpeg")(session).reference,
    ("incidents", "ref"): lambda session: _first(Incident)(session).reference,
    ("victims", "ref"): lambda session: _first(Victim, is_identified=True)(session).reference,
    ("allegations", "ref"): lambda session: session.get_one(Allegation, _first(LabelGiven)(session).allegation_id).reference,
    ("testimonies", "pair_id"): lambda session: _first(TestimonyLikeness)(session).key,
    ("analysis", "q_ref"): lambda session: _first(SavedQuestion)(session).reference,
    ("allegations", "label"): lambda session: _first(LabelGiven)(session).label.value,
    ("unit_exports", "ref"): lambda session: _first(Unit)(session).reference,
    ("unit_exports", "name"): lambda _session: "commanders.csv",
    ("analysis", "figure"): lambda _session: "timeline",
    ("analysis", "kind"): lambda _session: "svg",
    ("units", "ref"): lambda session: session.get_one(Unit, _first(UnitName)(session).unit_id).reference,
    ("emblems", "ref"): lambda session: _first(Unit)(session).reference,
    ("units", "name_id"): lambda session: _first(UnitName)(session).key,
    ("bundle", "version_id"): lambda session: _first(DossierVersion)(session).key,
    ("bags", "dossier_ref"): lambda session: _first(Dossier)(session).reference,
    ("bags", "ref"): lambda session: _first(Bag)(session).reference,
    ("records", "ref"): lambda session: _first(RecordExport)(session).reference,
    ("composer", "ref"): lambda session: _first(Dossier)(session).reference,
    ("composer", "before"): lambda _session: 1,
    ("composer", "after"): lambda _session: 1,
    ("composer", "at"): lambda _session: 0,
    ("composer", "page_number"): lambda _session: 1,
    ("composer", "name"): lambda _session: "method",
    ("composer", "incident_ref"): lambda session: _first(Incident)(session).reference,
    ("recalls", "ref"): lambda session: _first(Dossier)(session).reference,
    ("dossiers", "ref"): lambda session: _first(Dossier)(session).reference,
    ("received", "version_id"): lambda session: _first(DossierVersion)(session).key,
    ("dossiers", "language"): lambda _session: "en",
    ("volumes", "ref"): lambda session: _first(Dossier)(session).reference,
    ("volumes", "volume"): lambda _session: 1,
    ("volumes", "language"): lambda _session: "en",
    ("received", "language"): lambda _session: "en",
    ("requests", "ref"): lambda session: _first(InformationRequest)(session).reference,
    ("asking", "request_id"): lambda session: _first(InformationRequest)(session).key,
    ("asking", "version_id"): lambda session: _first(DossierVersion)(session).key,
    ("recipients", "slug"): lambda _session: "demo-committee",
    ("sources", "ref"): lambda session: _first(Source, case_id=None)(session).reference,
    ("unit_data", "kind"): lambda _session: "unit",
    ("unit_data", "ref"): lambda session: session.get_one(Unit, _claimed("unit")(session).subject_id).reference,
    ("unit_data", "claim_id"): lambda session: _claimed("unit")(session).key,
    ("incident_data", "ref"): lambda session: session.get_one(
        Incident, _claimed("incident")(session).subject_id
    ).reference,
    ("incident_data", "claim_id"): lambda session: _claimed("incident")(session).key,
    ("victim_data", "ref"): lambda session: session.get_one(Victim, _claimed("victim")(session).subject_id).reference,
    ("victim_data", "claim_id"): lambda session: _claimed("victim")(session).key,
    ("victim_data", "row_id"): _resting("victim"),
    ("incident_data", "row_id"): _resting("incident"),
    ("unit_data", "row_id"): _resting("unit"),
    ("", "repeat_id"): lambda _session: 1,
    ("individuals", "ref"): lambda session: _first(Individual)(session).reference,
    ("review", "review_id"): lambda session: session.exec(
        select(Review).join(Case).where(Case.reference == CASE).limit(1)
    ).one().key,
}  # fmt: skip

# What a route asks for behind the question mark.
# `stay`: how many records of the demonstration's timeline their witnesses or their protection keep here.
ASKS: dict[str, dict[str, int]] = {"heads.proof_file": {"from": 1}, "analysis.export_file": {"stay": 1}}


def _address(world: World, rule: Rule) -> str:
    """Found once: nothing that is asked here changes what an address is made of."""
    if rule.rule not in world.addresses:
        world.addresses[rule.rule] = _make_address(world, rule)
    return world.addresses[rule.rule]


def _make_address(world: World, rule: Rule) -> str:
    blueprint = rule.endpoint.split(".")[0]
    with world.session() as session, world.app.test_request_context():
        values: dict[str, Any] = dict(ASKS.get(rule.endpoint, {}))
        for argument in rule.arguments:
            find = VALUES.get((blueprint, argument)) or VALUES.get(("", argument))
            assert find, f"tell the matrix how to fill <{argument}> of {rule.endpoint}"
            values[argument] = find(session)
        from flask import url_for

        return url_for(rule.endpoint, **values)


def ask(world: World, endpoint: str, method: str, reader: str) -> Answered:
    """What a reader is answered. Each is asked once in a run, however many tests look at the answer: it changes nothing."""
    key = (endpoint, method, reader)
    if key not in world.answers:
        answer = world.clients[reader].open(_address(world, _rule(world, endpoint, method)), method=method)
        world.answers[key] = Answered(answer.status_code, answer.headers, answer.mimetype)
        answer.close()
    return world.answers[key]


def _rule(world: World, endpoint: str, method: str) -> Rule:
    return next(rule for rule in world.app.url_map.iter_rules(endpoint) if method in (rule.methods or set()))


def _expected(world: World, endpoint: str, reader: str, rule: Rule) -> str:
    """`open`, `log in` or `404`, from the policy table alone."""
    view = world.app.view_functions[endpoint]
    if is_public(view):
        return "open"
    if reader in ("anonymous", "disabled"):
        return "log in"
    permission = declared_permission(view)
    role, membership = reader.split("-")
    if permission is None or not may_ever(Role(role), Permission(permission)):
        return "404"
    scope, inside = POLICY[Permission(permission)].scope, "case_ref" in rule.arguments
    needs_belonging = inside or (scope is Scope.RECIPIENT and rule.arguments)
    return "404" if needs_belonging and membership == "stranger" else "open"


@pytest.mark.parametrize("endpoint, method", _routes())
def test_row(world: World, endpoint: str, method: str) -> None:
    """Each kind of reader is answered as the policy says."""
    rule = _rule(world, endpoint, method)
    wrong = {}
    for reader in READERS:
        answer, expected = ask(world, endpoint, method, reader), _expected(world, endpoint, reader, rule)
        if not _is(answer, expected, endpoint, method):
            wrong[reader] = f"{expected}, not {answer.status_code}"
    assert wrong == {}


def _is(answer: Answered, expected: str, endpoint: str, method: str) -> bool:
    to_login = answer.status_code == 302 and answer.headers["Location"].startswith("/login")
    if expected == "log in":
        return to_login
    if expected == "404":
        return answer.status_code == 404
    if method == "GET":
        return answer.status_code in (200, 302) and not to_login
    return answer.status_code in REFUSES_ITSELF.get(endpoint, {422})


def test_the_matrix_has_cells_of_every_answer(world: World) -> None:
    rules = {rule.endpoint: rule for rule in world.app.url_map.iter_rules()}
    answers = {_expected(world, endpoint, reader, rules[endpoint]) for endpoint, _m in _routes() for reader in READERS}
    assert answers == {"open", "log in", "404"}

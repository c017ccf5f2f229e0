"""The demonstration case goes in through the services, once, whole, and leaks nothing."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, inspect, select, text
from sqlmodel import Session, SQLModel

from casework import audit
from casework.accounts.models import Recipient
from casework.cases.services import open_case
from casework.config import Settings
from casework.db import read_session
from casework.demo import content
from casework.demo.loader import NotADemonstration, load
from casework.evidence.models import CustodyEvent, Exhibit
from casework.incidents.models import CasualtyFigure, Incident, Victim, VictimDuplicate, VictimPair
from casework.lists.models import ListState, VictimList
from casework.storage import open_store
from casework.subjects import SYSTEM
from casework.testimonies.models import Testimony, TestimonyVersion
from casework.units.answers import commanders_on
from casework.units.models import Posting, Unit
from casework.vocabulary import Answer, ConsentScope, ReviewStatus
from casework.witnesses.consent import RecipientRef, may_be_used
from casework.witnesses.consents import consents_running_out, history, today_in
from casework.witnesses.models import Witness
from tests.demo.conftest import Demo
from tests.world import copied_postgres_app

pytestmark = pytest.mark.slow
# Ciphertexts and hashes, in which a short name might stand by chance.
SEALED = {"sealed_field", "search_fts"}


def count(session: Session, model: type[SQLModel]) -> int:
    return session.execute(select(func.count()).select_from(model)).scalar_one()


def test_the_case_is_there_in_full(loaded: Session) -> None:
    least = {
        Witness: 12, Testimony: 16, Exhibit: 24, Incident: 7, CasualtyFigure: 14, Victim: 30, Unit: 12, Posting: 14,
        VictimDuplicate: 1, Recipient: 2, CustodyEvent: 48,
    }  # fmt: skip
    assert {model.__name__: count(loaded, model) for model in least if count(loaded, model) < least[model]} == {}
    assert Counter(loaded.execute(select(Incident.status)).scalars()) == {
        ReviewStatus.APPROVED: 7, ReviewStatus.SUBMITTED: 1
    }  # fmt: skip
    found = Counter(loaded.execute(select(Testimony.status)).scalars())
    assert set(found) == {
        ReviewStatus.DRAFT, ReviewStatus.SUBMITTED, ReviewStatus.RETURNED, ReviewStatus.APPROVED
    }  # fmt: skip


def test_a_list_was_imported_and_one_pair_of_its_people_waits_for_an_answer(loaded: Session) -> None:
    (row,) = loaded.execute(select(VictimList)).scalars()
    assert (row.imported, row.refused, row.state, row.ciphertext) == (3, 1, ListState.DONE, None)
    (pair,) = loaded.execute(select(VictimPair)).scalars()
    codes = select(Victim.reference).where(Victim.id.in_([pair.first_id, pair.second_id]))  # type: ignore[union-attr]
    assert sorted(loaded.execute(codes).scalars()) == ["V-0004", "V-0031"]
    assert pair.why[0] == "name"


def test_a_second_load_changes_nothing(demo: Demo) -> None:
    def state() -> dict[str, int]:
        with read_session(demo.engine) as session:
            tables = inspect(demo.engine).get_table_names()
            return {t: session.execute(text(f'SELECT count(*) FROM "{t}"')).scalar_one() for t in tables}

    before = state()
    assert not load(demo.engine, demo.settings).is_new
    assert state() == before


def test_the_log_holds(loaded: Session) -> None:
    verdict = audit.verify(loaded)
    assert verdict.problems == []
    assert verdict.checked > 400


def test_no_vault_name_stands_in_any_table_in_clear(demo: Demo, loaded: Session) -> None:
    parts = {part.casefold() for name in content.vault_names() for part in name.split()}
    for table in inspect(demo.engine).get_table_names():
        if table not in SEALED:
            rows = loaded.execute(text(f'SELECT * FROM "{table}"')).all()
            told = "\n".join(str(value) for row in rows for value in row).casefold()
            assert [part for part in parts if part in told] == [], table


def test_exactly_the_altered_exhibit_fails_its_check(demo: Demo, loaded: Session) -> None:
    store = open_store(demo.settings)
    exhibits = loaded.execute(select(Exhibit)).scalars().all()
    assert [row.reference for row in exhibits if row.sha256 and not store.verify(row.sha256)] == ["EX-0007"]
    assert [row.reference for row in exhibits if row.is_quarantined] == ["EX-0007"]


def test_the_returned_testimony_was_corrected_as_version_two(loaded: Session) -> None:
    testimony = loaded.execute(select(Testimony).where(Testimony.reference == "T-0004")).scalar_one()
    versions = loaded.execute(
        select(TestimonyVersion).where(TestimonyVersion.testimony_id == testimony.key).order_by(TestimonyVersion.number)
    ).scalars().all()  # fmt: skip
    assert (testimony.status, testimony.approved_version) == (ReviewStatus.APPROVED, 2)
    assert versions[0].content != versions[1].content
    assert "supervisor asked" in versions[1].reason


def test_consent_is_withdrawn_conditional_or_given_as_the_story_says(loaded: Session) -> None:
    witnesses = {row.reference: row.key for row in loaded.execute(select(Witness)).scalars()}
    records = history(loaded, witnesses.values())
    committee = RecipientRef("national_commission", "demo-committee")
    today = today_in("Asia/Damascus")

    def allowed(code: str, scope: ConsentScope) -> bool:
        return may_be_used(records[witnesses[code]], scope, committee, today).allowed

    refused = [code for code in witnesses if not allowed(code, ConsentScope.NATIONAL_COMMISSION)]
    assert refused == ["W-0008", "W-0014"]
    assert not allowed("W-0013", ConsentScope.IDENTITY_TO_RECIPIENT)
    assert [one.witness.reference for one in consents_running_out(loaded, SYSTEM)] == ["W-0003"]


def test_who_commanded_on_the_eighth_is_answered_as_the_content_expects(loaded: Session) -> None:
    units = {row.reference: row.key for row in loaded.execute(select(Unit)).scalars()}
    answers = commanders_on(loaded, list(units.values()), date(2025, 3, 8))
    said = {code: answers[units[code]].answer for code in ("U-0010", "U-0012", "U-0013", "U-0014")}
    assert said == {
        "U-0010": Answer.DEFINITELY,
        "U-0012": Answer.POSSIBLY,
        "U-0013": Answer.NOT_KNOWN,
        "U-0014": Answer.DISPUTED,
    }
    for row in content.read("units")["posting"]:
        holders = answers[units[row["unit"]]].holders
        found = {
            each.answer.value
            for each in holders
            if (each.individual.reference, each.posting.role.value) == (row["individual"], row["role"])
            and each.posting.ends == row["end"]
        }
        assert found == ({row["expect"]} - {"not_known"}), row


def test_it_refuses_to_load_beside_real_cases(engine: Engine, session: Session, settings: Settings) -> None:
    open_case(session, SYSTEM, opened_on=date(2026, 1, 1), title="Something else")
    session.commit()
    with pytest.raises(NotADemonstration, match="CW-2026-0001"):
        load(engine, settings)


@pytest.mark.postgres
def test_it_loads_on_postgresql_too(postgres_demo: tuple[str, Path], tmp_path: Path) -> None:
    for app in copied_postgres_app(postgres_demo, tmp_path):
        with read_session(app.extensions["casework_engine"]) as session:
            assert audit.verify(session).holds
            assert count(session, Testimony) == 16

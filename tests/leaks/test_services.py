"""What a search does before a save: who is told what, and how little can be learned by trying names."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlmodel import Session, select

from casework import audit
from casework.accounts.models import Account
from casework.cases.models import Case
from casework.config import Settings
from casework.errors import Forbidden, Invalid
from casework.leaks import people, services
from casework.leaks.models import LeakHit
from casework.leaks.outcomes import LeakOutcome
from casework.leaks.services import Found, Place
from casework.subjects import Role
from casework.vault import Vault, VaultSealed, prepare
from casework.witnesses.services import WitnessDetails, register_witness
from tests.factories import make_account, make_case

NAMES = [
    "Ghadfan Mirwandi", "Ruwayda Tashqouni", "Nayef Barjalouni", "Zaynab Qasim", "Thaer Dandashi", "Hanaa Khazmour",
    "Radwan Sabbagh", "Layla Ghantous", "Khaled Mardini", "Fatima Jabbour", "Yusuf Kharrat", "Diaa Qandil",
]  # fmt: skip


@dataclass
class Desk:
    """Somebody who writes in a case that has witnesses."""

    session: Session
    vault: Vault
    case: Case
    account: Account

    def save(self, text: str, path: str = "/cases/X/incidents/I-0001/edit", field: str = "summary") -> Found:
        place = Place(self.case.subject, path)
        texts = {field: text}
        return services.search(self.session, self.account.as_actor(), vault=self.vault, place=place, texts=texts)

    def rows(self) -> list[tuple[str, LeakOutcome]]:
        return [(row.person, row.outcome) for row in self.session.exec(select(LeakHit).order_by("id"))]


@pytest.fixture
def desk(session: Session, settings: Settings, tmp_path: Path) -> Desk:
    keys = tmp_path / "vault"
    url, file = f"sqlite:///{keys / 'keystore.sqlite'}", keys / "master.json"
    vault = prepare(replace(settings, database_url="sqlite://", keystore_url=url, master_key_file=file))
    account = make_account(session)
    case, other = make_case(session, [account]), make_case(session, [account])
    for at, name in enumerate(NAMES):
        where = other if at == len(NAMES) - 1 else case
        witness = register_witness(session, account.as_actor(), case=where, details=WitnessDetails())
        vault.seal(session, witness.identity_owner, {"name": name})
    return Desk(session, vault, case, account)


def test_a_name_is_found_told_by_code_and_written_down(desk: Desk) -> None:
    found = desk.save("Then Ghadfan al-Mirwandi opened the door.")
    assert found.shown == {"summary": ["W-0001"]}
    assert desk.rows() == [("W-0001", LeakOutcome.WARNED)]
    entry = audit.entries(desk.session, action="leak.warned")[0]
    assert entry.facts["person"] == "W-0001"
    assert "mirwandi" not in str(entry.facts).lower()


def test_a_text_without_a_name_leaves_no_trace(desk: Desk) -> None:
    assert not desk.save("Nobody whom the vault knows.").shown
    assert desk.rows() == []


def test_people_of_another_case_are_not_looked_for(desk: Desk) -> None:
    assert not desk.save(f"{NAMES[-1]} was there.").shown


def test_one_save_tells_of_three_people_at_most_and_the_supervisor_sees_the_others(desk: Desk) -> None:
    found = desk.save(", ".join(NAMES[:6]))
    assert found.people == ["W-0001", "W-0002", "W-0003"]
    assert [code for code, outcome in desk.rows() if outcome is LeakOutcome.NOT_SHOWN] == ["W-0004", "W-0005", "W-0006"]


def test_after_ten_new_warnings_in_a_day_texts_are_saved_without_a_word_and_every_hit_is_listed(desk: Desk) -> None:
    for at, name in enumerate(NAMES[:10]):
        assert desk.save(name, path=f"/cases/X/incidents/I-{at:04d}/edit").people == [f"W-{at + 1:04d}"]
    assert not desk.save(NAMES[10], path="/cases/X/incidents/I-0099/edit").shown
    assert desk.rows()[-1] == ("W-0011", LeakOutcome.NOT_SHOWN)


def test_whom_one_was_told_of_here_one_is_told_of_again_without_a_second_entry(desk: Desk) -> None:
    desk.save(NAMES[0])
    assert desk.save(NAMES[0]).people == ["W-0001"]
    assert desk.rows() == [("W-0001", LeakOutcome.WARNED)]


def keep(desk: Desk, found: Found, path: str, reason: str = "A street of that name.") -> None:
    services.record_step(
        desk.session, desk.account.as_actor(), place=Place(desk.case.subject, path), found=found,
        outcome=LeakOutcome.KEPT, reason=reason,
    )  # fmt: skip


def test_what_was_kept_with_a_reason_is_not_asked_about_again_in_that_field(desk: Desk) -> None:
    path = "/cases/X/incidents/I-0001/edit"
    keep(desk, desk.save(NAMES[0]), path)
    assert not desk.save(NAMES[0]).shown
    assert desk.save(NAMES[0], field="contrary").people == ["W-0001"]
    assert desk.save(NAMES[1]).people == ["W-0002"]


def test_at_the_form_for_new_objects_each_text_is_asked_about(desk: Desk) -> None:
    path = "/cases/X/incidents/new"
    keep(desk, desk.save(NAMES[0], path=path), path)
    assert desk.save(NAMES[0], path=path).people == ["W-0001"]


@pytest.mark.parametrize("reason", ["", "  ", "no"])
def test_nothing_is_kept_without_a_reason(desk: Desk, reason: str) -> None:
    with pytest.raises(Invalid):
        keep(desk, desk.save(NAMES[0]), "/cases/X/incidents/I-0001/edit", reason)


def test_a_sealed_vault_says_that_it_could_not_search(desk: Desk) -> None:
    desk.vault._settings.master_key_file.unlink()
    with pytest.raises(VaultSealed):
        desk.save("Any text.")


def test_the_list_is_for_supervisors_of_the_case(desk: Desk) -> None:
    stranger = make_account(desk.session, Role.SUPERVISOR)
    for account in (desk.account, stranger):
        with pytest.raises(Forbidden):
            services.hits_listed(desk.session, account.as_actor(), desk.case.subject)


def test_everybody_of_a_case_is_looked_for_however_many(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of a list of victims that is longer than ten thousand were not."""
    crowd = [people.Protected(f"V-{at:05d}", f"crowd-{at}") for at in range(12_000)]
    monkeypatch.setattr(people, "_sources", [lambda _session, _case_id: crowd])
    assert people.people_of(desk.session, 1) == crowd

"""What an outsider holds: a signed head, and proofs. The inside may be rewritten to fit itself, never to fit those."""

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine
from sqlmodel import Session

from casework import audit
from casework.audit import heads, proofs
from casework.audit.tree import Incomplete, Tree
from casework.config import Settings
from casework.db.engine import new_session
from casework.subjects import SYSTEM, Actor, Role, Subject
from casework.vault import Vault, VaultSealed, master, rotation
from casework.verifier import verify as outside
from tests.audit.forging import Rows, rewrite

CASE = Subject("case", 1, 1, "CW-2025-0001")


@pytest.fixture
def vault(settings: Settings) -> Vault:
    """A vault that is open, with a key in a file."""
    master.create(settings.master_key_file)
    return Vault(settings)


def grow(session: Session, count: int = 20) -> None:
    for number in range(count):
        subject = Subject("exhibit", number, 1, f"EX-{number:04d}")
        audit.record(session, SYSTEM, "evidence.registered", subject, sha256=f"{number:064x}", size=number)
    session.commit()


def leave_the_house(session: Session, vault: Vault) -> outside.Head:
    """A log of twenty entries, its head kept by somebody else, and twenty more entries since."""
    grow(session)
    heads.announce(session, vault)
    session.commit()
    kept = heads.read(heads.signed_head(session, vault))
    grow(session)
    return kept


def inside_and_outside(session: Session, kept: outside.Head) -> tuple[list[str], str | None]:
    verdict = audit.verify(session, [kept.size])
    return verdict.problems, heads.problem(session, kept, heads.known_keys(session), verdict.roots.get(kept.size))


def test_a_head_that_was_kept_fits_the_log_that_went_on(session: Session, vault: Vault) -> None:
    kept = leave_the_house(session, vault)
    assert kept.size == 21
    assert inside_and_outside(session, kept) == ([], None)
    assert heads.problem(session, kept, heads.known_keys(session)) is None


def one_fact(rows: Rows) -> Rows:
    rows[4]["facts"] = {"sha256": "f" * 64, "size": 4}
    return rows


def other_actor(rows: Rows) -> Rows:
    rows[4]["actor_id"], rows[4]["actor"] = 9, "account:9"
    return rows


def other_order(rows: Rows) -> Rows:
    rows[4], rows[5] = rows[5], rows[4]
    return rows


FORGERIES: dict[str, Callable[[Rows], Rows]] = {
    "one fact changed, everything after it made anew": one_fact,
    "somebody else blamed": other_actor,
    "two entries changed places": other_order,
    "one entry taken out": lambda rows: rows[:4] + rows[5:],
    "one entry put in": lambda rows: [*rows[:4], rows[4] | {"facts": {}}, *rows[4:]],
    "the end cut off": lambda rows: rows[:15],
    "another history from the middle": lambda rows: rows[:10] + rows[25:],
    "a log begun anew": lambda rows: rows[30:],
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_log_rewritten_to_fit_itself_never_fits_an_older_head(session: Session, vault: Vault, forgery: str) -> None:
    kept = leave_the_house(session, vault)
    announced = heads.known_keys(session)
    rewrite(session, FORGERIES[forgery])
    verdict = audit.verify(session, [kept.size])
    assert verdict.problems == [], "the forger is careful: from inside nothing shows"
    root = verdict.roots.get(kept.size)
    found = heads.problem(session, kept, announced, root)
    assert found is not None
    assert "the log was rewritten" in found or "its end was cut off" in found
    assert heads.problem(session, kept, announced) == found


@pytest.mark.parametrize("forgery", FORGERIES)
def test_no_proof_of_a_rewritten_log_convinces_an_outsider(session: Session, vault: Vault, forgery: str) -> None:
    kept = leave_the_house(session, vault)
    rewrite(session, FORGERIES[forgery])
    now = heads.read(heads.signed_head(session, vault))
    first, second = sorted((kept, now), key=lambda one: one.size)
    tree = Tree(session)
    path = tree.consistency(min(first.size, now.size), now.size) if first.size <= now.size else []
    assert not outside.consistent(first.size, first.root, second.size, second.root, path)


def test_what_is_added_after_a_head_is_told_from_what_it_covers(session: Session, vault: Vault) -> None:
    """A change behind the kept head does not show with that head, and shows with the next one: heads must go on leaving."""
    kept = leave_the_house(session, vault)
    newer = heads.read(heads.signed_head(session, vault))

    def change(rows: Rows) -> Rows:
        rows[30]["facts"] = {}
        return rows

    rewrite(session, change)
    assert inside_and_outside(session, kept) == ([], None)
    assert "rewritten" in str(inside_and_outside(session, newer)[1])


def test_a_log_signed_with_another_key_is_not_this_log(session: Session, vault: Vault) -> None:
    kept = leave_the_house(session, vault)
    forged = heads.sign(Ed25519PrivateKey.generate(), kept.size, kept.root, kept.time)
    problem = heads.problem(session, heads.read(forged), heads.known_keys(session))
    assert problem == "The head is not signed with a key of this log."


@pytest.mark.parametrize("part", ["size", "root", "time", "origin"])
def test_no_part_of_a_signed_head_can_be_changed(session: Session, vault: Vault, part: str) -> None:
    grow(session)
    text = heads.signed_head(session, vault)
    lines = text.split("\n")
    swapped = {"origin": ("casework-log/" + "0" * 16, 0), "size": ("19", 1), "time": ("time 2025-01-01T00:00:00Z", 3),
               "root": (base64.b64encode(bytes(32)).decode(), 2)}[part]  # fmt: skip
    lines[swapped[1]] = swapped[0]
    public = heads.public_bytes(heads.signing_key(vault))
    try:
        assert not outside.is_signed(heads.read("\n".join(lines)), public)
    except outside.Unreadable:
        assert part == "origin"


def test_the_signing_key_outlives_the_master_key(session: Session, vault: Vault, settings: Settings) -> None:
    before = heads.announce(session, vault)
    rotation.rotate_file(vault, settings, forget_old=True)
    assert heads.announce(session, Vault(settings)) == before
    assert heads.known_keys(session) == [before]


def test_while_the_vault_is_sealed_entries_are_added_and_only_signing_waits(
    session: Session, vault: Vault, settings: Settings
) -> None:
    kept = leave_the_house(session, vault)
    settings.master_key_file.rename(settings.master_key_file.with_name("away"))
    grow(session)
    with pytest.raises(VaultSealed):
        heads.signed_head(session, vault)
    assert inside_and_outside(session, kept) == ([], None)


def test_a_head_covers_what_is_committed_and_not_what_may_be_undone(session: Session, vault: Vault) -> None:
    grow(session, 3)
    before = heads.signed_head(session, vault)
    audit.record(session, SYSTEM, "test.done", CASE)
    assert heads.read(heads.signed_head(session, vault)).root == heads.read(before).root
    assert heads.read(heads.signed_head(session, vault, with_own=True)).size == 4
    session.commit()
    assert heads.read(heads.signed_head(session, vault)).size == 4
    audit.record(session, SYSTEM, "test.done", CASE)
    session.rollback()
    assert heads.read(heads.signed_head(session, vault)).size == 4


def test_an_outsider_checks_a_proof_with_what_is_handed_out_alone(session: Session, vault: Vault) -> None:
    actor = Actor(id=None, name="a name", role=Role.SUPERVISOR)
    grow(session)
    secret = audit.record(session, actor, "identity.revealed", Subject("witness", 3, 1, "W-0003"), reason="asked").seq
    session.commit()
    log = proofs.evidence(session, vault, [1, 7, secret], earlier=[5, 400])
    text = proofs.dumps(log)
    report = outside.Report()
    shown = outside.check_log(report, outside.parsed(text.encode()), None, None)
    assert report.holds, report.checks
    assert shown == [
        ("evidence.registered", "EX-0000", {"sha256": "0" * 64, "size": 0}),
        ("evidence.registered", "EX-0006", {"sha256": f"{6:064x}", "size": 6}),
        ("identity.revealed", "", {}),
    ]
    assert not any(word in text for word in ("W-0003", "asked", "a name", "system"))
    assert [one["first"] for one in log["consistency"]] == [5]


def test_a_proof_of_a_value_that_is_not_the_sealed_one_is_refused(session: Session, vault: Vault) -> None:
    grow(session)
    log = proofs.evidence(session, vault, [3])
    log["entries"][0]["entry"]["opened"]["facts"][1] = '{"sha256": "ff"}'
    with pytest.raises(outside.Unreadable, match="what it shows is not what was sealed"):
        outside.check_log(outside.Report(), log, None, None)


def test_entries_are_found_by_case_object_and_act(session: Session) -> None:
    grow(session, 3)
    audit.record(session, SYSTEM, "evidence.edited", Subject("exhibit", 1, 1, "EX-0001"), fields=["title"])
    audit.record(session, SYSTEM, "evidence.registered", Subject("exhibit", 9, 2, "EX-0001"), sha256="", size=0)
    found = proofs.entries_about(session, case_id=1, labels=["EX-0001", "EX-0002"], actions=["evidence.registered"])
    assert [(seq, label) for seq, _action, label, _facts in found] == [(2, "EX-0001"), (3, "EX-0002")]
    assert [seq for seq, *_rest in proofs.entries_about(session, case_id=1, labels=["EX-0001"])] == [2, 4]


def test_there_is_no_proof_of_what_is_not_in_the_log(session: Session, vault: Vault) -> None:
    grow(session, 3)
    with pytest.raises(ValueError, match="not in the log"):
        proofs.evidence(session, vault, [2, 4])


def test_a_damaged_log_gives_no_proof(session: Session) -> None:
    grow(session, 5)
    with pytest.raises(Incomplete):
        Tree(session).root(6)


def test_proofs_read_from_kept_nodes_are_those_made_from_every_entry(session: Session) -> None:
    grow(session, 700)
    sizes = (1, 255, 256, 257, 511, 513, 700)
    verdict = audit.verify(session, sizes)
    for at in sizes:
        tree = Tree(session)
        assert tree.root(at) == verdict.roots[at]
        path = tree.consistency(at, 700)
        assert outside.consistent(at, verdict.roots[at], 700, verdict.roots[700], path)
        leaf = bytes.fromhex(audit.entries(session, before=at + 1, limit=1)[0].hash)
        assert outside.included(leaf, at - 1, 700, tree.inclusion(at, 700), verdict.roots[700])


def test_appends_of_many_sessions_stay_in_one_order(engine: Engine) -> None:
    def work(_number: int) -> None:
        for _again in range(10):
            with new_session(engine, writes=True) as one:
                audit.record(one, SYSTEM, "test.done", CASE)
                one.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    with new_session(engine, writes=False) as one:
        verdict = audit.verify(one)
    assert (verdict.problems, verdict.checked) == ([], 80)

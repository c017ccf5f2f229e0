"""Whether every original is still what it was."""

from pathlib import Path

import pytest

from casework import audit
from casework.errors import Forbidden, NotFound, Refused
from casework.evidence import custody, fixity, services
from casework.evidence.jobs import check_files
from casework.storage import StoreLocked
from casework.subjects import SYSTEM
from casework.vault import master
from casework.vocabulary import CustodyKind
from tests.storage.stores import make_store, place_of, settings_in


def measure(desk, exhibit):
    return fixity.measure(desk.store, fixity.held(exhibit))


def kinds(desk, exhibit):
    return [event.kind for event in custody.chain(desk.session, desk.supervisor, exhibit=exhibit)][2:]


def quarantined(desk):
    exhibit = desk.exhibit()
    desk.alter(exhibit)
    fixity.record_check(desk.session, desk.investigator, exhibit=exhibit, measured=measure(desk, exhibit))
    desk.session.commit()
    return exhibit


def test_a_sound_file_passes_and_the_chain_says_so(desk):
    exhibit = desk.exhibit()
    assert fixity.record_check(desk.session, desk.investigator, exhibit=exhibit, measured=measure(desk, exhibit))
    assert kinds(desk, exhibit) == [CustodyKind.FIXITY_PASSED]
    assert exhibit.checked_at is not None


def test_an_altered_file_goes_into_quarantine_with_both_hashes_in_the_chain(desk):
    exhibit = quarantined(desk)
    assert exhibit.is_quarantined
    assert kinds(desk, exhibit) == [CustodyKind.FIXITY_FAILED, CustodyKind.QUARANTINED]
    failed = custody.chain(desk.session, desk.investigator, exhibit=exhibit)[2]
    assert failed.hash_before == exhibit.sha256 != failed.hash_after
    assert audit.entries(desk.session, action="evidence.quarantined")[0].subject_label == "EX-0001"
    assert not services.may_be_used(exhibit)


def test_a_missing_file_goes_into_quarantine_too(desk):
    exhibit = desk.exhibit()
    place_of(desk.store, exhibit.sha256).unlink()
    assert not fixity.record_check(desk.session, desk.investigator, exhibit=exhibit, measured=measure(desk, exhibit))
    assert custody.chain(desk.session, desk.investigator, exhibit=exhibit)[2].outcome == "missing"


def test_a_second_failure_adds_nothing_to_the_chain(desk):
    exhibit = quarantined(desk)
    fixity.record_check(desk.session, desk.investigator, exhibit=exhibit, measured=measure(desk, exhibit))
    assert kinds(desk, exhibit) == [CustodyKind.FIXITY_FAILED, CustodyKind.QUARANTINED]


def test_a_run_over_all_names_the_failing_one_and_is_one_entry(desk, engine):
    sound, bad = desk.exhibit(b"sound"), desk.exhibit(b"bad")
    desk.alter(bad)
    found = check_files(engine, desk.store, SYSTEM, case=desk.case)
    assert [each.held.reference for each in found if not each.is_sound] == ["EX-0002"]
    desk.session.refresh(sound)
    desk.session.refresh(bad)
    assert (sound.is_quarantined, bad.is_quarantined) == (False, True)
    assert kinds(desk, sound) == []
    assert audit.entries(desk.session, action="evidence.verified")[0].facts["which"] == ["EX-0002"]


def test_a_run_checks_more_than_one_batch(desk, engine, monkeypatch):
    monkeypatch.setattr(fixity, "BATCH", 2)
    for number in range(5):
        desk.exhibit(bytes([number + 65]))
    assert len(check_files(engine, desk.store, SYSTEM, case=None)) == 5


def test_from_quarantine_a_supervisor_alone_downloads_what_can_still_be_decrypted(desk):
    exhibit = quarantined(desk)
    with pytest.raises(Refused):
        services.hand_out(desk.session, desk.investigator, desk.store, exhibit=exhibit)
    with pytest.raises(Refused, match="can no longer be decrypted"):
        services.hand_out(desk.session, desk.supervisor, desk.store, exhibit=exhibit)
    desk.restore(exhibit)
    with pytest.raises(Refused):
        services.hand_out(desk.session, desk.investigator, desk.store, exhibit=exhibit)
    services.hand_out(desk.session, desk.supervisor, desk.store, exhibit=exhibit).close()


def test_a_download_is_an_event_and_an_entry(desk):
    exhibit = desk.exhibit(b"content")
    with services.hand_out(desk.session, desk.investigator, desk.store, exhibit=exhibit) as stream:
        assert stream.read() == b"content"
    assert kinds(desk, exhibit) == [CustodyKind.EXPORTED]
    assert audit.entries(desk.session, action="evidence.downloaded")[0].actor_id == desk.investigator.id


def test_a_stranger_downloads_nothing_and_leaves_no_event(desk):
    exhibit = desk.exhibit()
    with pytest.raises(Forbidden):
        services.hand_out(desk.session, desk.stranger, desk.store, exhibit=exhibit)
    assert kinds(desk, exhibit) == []


def test_a_quarantine_ends_only_when_the_file_is_sound_again(desk):
    exhibit = quarantined(desk)
    with pytest.raises(Refused):
        release(desk, exhibit)
    desk.restore(exhibit)
    release(desk, exhibit)
    assert not exhibit.is_quarantined
    assert kinds(desk, exhibit)[-1] is CustodyKind.FIXITY_PASSED


def release(desk, exhibit):
    measured = measure(desk, exhibit)
    fixity.release(desk.session, desk.supervisor, exhibit=exhibit, measured=measured, reason="restored")


def test_an_investigator_ends_no_quarantine(desk):
    exhibit = quarantined(desk)
    with pytest.raises(Forbidden):
        fixity.release(
            desk.session, desk.investigator, exhibit=exhibit, measured=measure(desk, exhibit), reason="restored"
        )


def test_the_home_page_is_told_of_own_cases_only(desk):
    exhibit = quarantined(desk)
    assert [each.id for each in fixity.quarantined(desk.session, desk.investigator)] == [exhibit.id]
    assert fixity.quarantined(desk.session, desk.stranger) == []


def test_a_missing_reference_is_not_found(desk):
    with pytest.raises(NotFound):
        services.get_exhibit(desk.session, desk.investigator, case=desk.case, reference="EX-0099")


def lose_the_key(settings):
    settings.master_key_file.unlink()


def another_key(settings):
    settings.master_key_file.unlink()
    master.create(settings.master_key_file)


def older_key_store(settings):
    """A key store from before the file, with the right master key."""
    Path(settings.keystore_url.removeprefix("sqlite:///")).unlink()


@pytest.mark.parametrize("spoil", [lose_the_key, another_key, older_key_store])
def test_a_key_that_is_away_is_never_taken_for_an_altered_file(desk, engine, tmp_path, spoil):
    exhibit = desk.exhibit()
    spoil(settings_in(tmp_path / "store"))
    store = make_store(tmp_path / "store")
    for check in (lambda: measure(desk, exhibit), lambda: check_files(engine, store, SYSTEM, case=desk.case)):
        with pytest.raises(StoreLocked):
            check()
    with pytest.raises(StoreLocked):
        services.hand_out(desk.session, desk.investigator, store, exhibit=exhibit)
    desk.session.refresh(exhibit)
    assert not exhibit.is_quarantined

"""What is made of recordings in the background, what the page shows of it, and what verification and origin leave."""

import re
from dataclasses import replace

import pytest
from sqlmodel import select

from casework.access.models import Compartment, CompartmentMember
from casework.cases import compartments
from casework.errors import Invalid, Refused
from casework.evidence import derivatives, intake, preparing, renditions, verification
from casework.evidence.details import ExhibitDetails
from casework.evidence.models import CustodyEvent, Exhibit, VerificationStep
from casework.evidence.places import comparisons, points
from casework.evidence.viewing import scan_words, viewing
from casework.evidence.viewing_models import Rendition, RenditionKind, ScanOutcome, VirusScan
from casework.jobs import Job, run_one
from casework.storage import open_store
from casework.vault import master
from casework.vocabulary import (
    CustodyKind,
    DerivativeKind,
    EvidenceType,
    ReviewStatus,
    VerificationAspect,
    VerificationState,
)
from tests.sandbox import samples


def take_in(desk, settings, content: bytes, name: str, **more) -> Exhibit:
    if not settings.master_key_file.exists():
        master.create(settings.master_key_file)
    store = open_store(settings)
    file = intake.look_into(store, store.stage(samples.io.BytesIO(content), len(content)), name)
    said = ExhibitDetails(title="A recording", kind=EvidenceType.OTHER, source=more.pop("source", ""))
    exhibit = intake.register_exhibit(
        desk.session, desk.investigator, store, case=desk.case, details=said, file=file, settings=settings, **more
    )
    desk.session.commit()
    return exhibit


def made_of(desk, exhibit) -> dict[str, int]:
    desk.session.expire_all()
    kinds = desk.session.exec(select(Rendition.kind).where(Rendition.exhibit_id == exhibit.key)).all()
    return {str(kind): kinds.count(kind) for kind in kinds}


def test_a_video_gets_stills_and_a_copy_to_play_once_however_often_it_is_asked_for(desk, settings, engine):
    exhibit = take_in(desk, settings, samples.video(2), "v.mp4")
    key = exhibit.key
    assert run_one(engine, settings)
    assert made_of(desk, exhibit) == {"still": 8, "player": 1}
    before = {(one.kind, one.number, one.sha256) for one in renditions.renditions_of(desk.session, key)}
    preparing.prepare_later(desk.session, settings, exhibit)
    desk.session.commit()
    assert run_one(engine, settings)
    desk.session.expire_all()
    assert {(one.kind, one.number, one.sha256) for one in renditions.renditions_of(desk.session, key)} == before


def test_a_worker_that_was_killed_in_the_middle_is_followed_by_one_that_does_the_rest(
    desk, settings, engine, monkeypatch
):
    exhibit = take_in(desk, settings, samples.sound(1), "s.wav")
    monkeypatch.setattr(preparing, "_player", lambda *_args: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        run_one(engine, settings)
    assert made_of(desk, exhibit) == {"waveform": 1}
    monkeypatch.undo()
    job = desk.session.exec(select(Job)).one()
    job.lease_until = job.created_at
    desk.session.add(job)
    desk.session.commit()
    assert run_one(engine, settings)
    assert made_of(desk, exhibit) == {"waveform": 1, "player": 1}


def test_what_cannot_be_played_says_why_and_is_not_tried_again(desk, settings, engine):
    exhibit = take_in(desk, settings, samples.video(1)[:-900], "cut.mp4")
    run_one(engine, settings)
    rows = renditions.renditions_of(desk.session, exhibit.key)
    assert {(str(one.kind), one.problem != "", one.sha256) for one in rows} == {
        ("still", True, ""),
        ("player", True, ""),
    }
    assert viewing(exhibit, rows).remarks


def test_a_finding_of_the_scanner_is_kept_and_in_the_log(desk):
    exhibit = desk.exhibit(samples.EICAR)
    verdict = preparing.clamav.Verdict(ScanOutcome.FOUND, found="Eicar\u202e", engine="ClamAV 1")
    preparing.record_scan(desk.session, desk.investigator, renditions.held(exhibit), verdict)
    kept = desk.session.exec(select(VirusScan)).one()
    assert (kept.found, scan_words(kept, True).tone) == ("Eicar", "bad")
    assert scan_words(None, False).text == "Not scanned"
    assert desk.store.exists(exhibit.sha256)


def check(desk, exhibit, state=VerificationState.VERIFIED, method="Shadows", aspect=VerificationAspect.CONTENT):
    return verification.record_step(
        desk.session, desk.investigator, case=desk.case, exhibit=exhibit, aspect=aspect, state=state, method=method
    )


def test_each_check_stays_and_the_newest_counts(desk):
    exhibit = desk.exhibit()
    check(desk, exhibit)
    check(desk, exhibit, VerificationState.CONTRADICTED, "Satellite image")
    steps = verification.steps_of(desk.session, desk.investigator, exhibit=exhibit)
    assert [(step.number, step.state, step.method) for step in steps] == [
        (2, VerificationState.CONTRADICTED, "Satellite image"), (1, VerificationState.VERIFIED, "Shadows"),
    ]  # fmt: skip
    assert exhibit.content_verification is VerificationState.CONTRADICTED
    assert exhibit.source_verification is VerificationState.NOT_CHECKED


def test_a_check_without_a_method_or_during_a_review_is_refused(desk):
    exhibit = desk.exhibit()
    with pytest.raises(Invalid):
        check(desk, exhibit, method=" ")
    exhibit.status = ReviewStatus.SUBMITTED
    desk.session.add(exhibit)
    desk.session.flush()
    with pytest.raises(Refused):
        check(desk, exhibit)


def test_an_approved_description_has_to_be_approved_again(desk):
    exhibit = desk.exhibit()
    exhibit.status = ReviewStatus.APPROVED
    desk.session.add(exhibit)
    check(desk, exhibit)
    assert exhibit.status is ReviewStatus.DRAFT


def test_the_history_of_verification_cannot_be_changed(desk):
    check(desk, desk.exhibit())
    step = desk.session.exec(select(VerificationStep)).one()
    step.method = "other"
    desk.session.add(step)
    with pytest.raises(Exception, match="append-only"):
        desk.session.flush()


def test_a_derivative_keeps_what_protects_people_at_its_origin(desk):
    origin = desk.exhibit(source="From W-0003", is_graphic=True)
    compartments.restrict(desk.session, desk.supervisor, subject=origin.subject, accounts=[], reason="threats")
    made = intake.register_exhibit(
        desk.session, desk.supervisor, desk.store, case=desk.case, file=desk.file(b"words"), parent=origin,
        details=ExhibitDetails(title="Transcript", kind=EvidenceType.OTHER, source="Our transcript"),
        derivation="By ear, two people", derived_as=DerivativeKind.TRANSCRIPT,
    )  # fmt: skip
    assert (made.source, made.is_graphic) == ("Our transcript, W-0003", True)
    room = desk.session.exec(select(Compartment).where(Compartment.subject_id == made.key)).one()
    named = select(CompartmentMember.account_id).where(CompartmentMember.compartment_id == room.key)
    assert desk.session.exec(named).all() == [desk.supervisor.id]
    deed = select(CustodyEvent).where(
        CustodyEvent.exhibit_id == origin.key, CustodyEvent.kind == CustodyKind.TRANSCRIBED
    )
    assert [(one.outcome, one.purpose) for one in desk.session.exec(deed).all()] == [("EX-0002", "By ear, two people")]


def test_what_is_made_from_another_says_what_and_how(desk):
    with pytest.raises(Invalid) as problem:
        derivatives.check_method(desk.exhibit(), None, "")
    assert set(problem.value.fields) == {"derived_as", "derivation"}
    derivatives.check_method(None, None, "")


@pytest.mark.parametrize(
    "claimed, embedded, agrees, words",
    [
        ((35.182, 35.949, 1000), {"latitude": 35.183, "longitude": 35.949}, True, "111 m"),
        ((35.182, 35.949, 1000), {"latitude": 35.362, "longitude": 35.926}, False, "20.1 km"),
        ((35.182, 35.949, 1000), {"latitude": "35 | 36", "longitude": 1}, None, ""),
        (None, {"latitude": 35.183, "longitude": 35.949}, None, ""),
    ],
)
def test_how_far_the_places_lie_apart_is_said_in_words(claimed, embedded, agrees, words):
    exhibit = Exhibit(
        case_id=1,
        number=1,
        reference="EX-0001",
        title="x",
        kind=EvidenceType.PHOTO,
        file_metadata={"embedded": embedded},
    )
    if claimed:
        exhibit.latitude, exhibit.longitude, exhibit.precision_m = claimed
    told = comparisons(points(exhibit))
    assert [one[1] for one in told] == ([] if agrees is None else [agrees])
    assert words in (told[0][0] if told else "")


def test_a_copy_that_is_cut_says_how_much_it_holds():
    exhibit = Exhibit(
        case_id=1, number=1, reference="EX-0001", title="x", kind=EvidenceType.VIDEO, media_type="video/mp4"
    )
    player = Rendition(case_id=1, exhibit_id=1, kind=RenditionKind.PLAYER, sha256="0" * 64, facts={"is_cut": 1})
    told = viewing(exhibit, [player])
    assert re.search(r"first 10 minutes", told.remarks[0])
    assert viewing(exhibit, []).is_waiting
    assert replace(told, kind="audio").has_player

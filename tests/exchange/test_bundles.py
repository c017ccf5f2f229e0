"""The exhibits of one issued dossier for its body's experts: exactly those, by hash, and never an original behind a copy."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import bagit
import pyrage
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyrage import x25519
from sqlmodel import Session, select

from casework import audit, verifier
from casework.audit import heads
from casework.db import now
from casework.dossiers import delivery, holding
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.states import AccessDecision
from casework.errors import NotFound, Refused
from casework.evidence.models import CustodyEvent, Exhibit
from casework.exchange import bundles, offering
from casework.exchange.bundling import DOSSIER, Bundle
from casework.exchange.models import Bag, BundleReceipt
from casework.jobs.worker import run_one
from casework.storage import open_store
from casework.vault import vault_of
from casework.vocabulary import CustodyKind, ProtectionMeasure
from casework.witnesses.models import Witness
from tests.dossiers.test_issuing import issued
from tests.dossiers.world import make_world
from tests.exchange.world import PICTURES, Desk
from tests.factories import login, make_account, make_recipient, post
from tests.storage.stores import alter


def filled(desk: Desk) -> None:
    """EX-0001 goes, EX-0002 is masked and has a redacted copy EX-0003, EX-0004 stands in no dossier."""
    world = desk.world
    open_one, masked = world.witness(1, consented=False), world.witness(2, consented=False)
    masked.protection_measures = [ProtectionMeasure.VOICE_OR_FACE_MASKING.value]
    for one in (open_one, masked):
        world.consent(one, 1, answers=PICTURES)
    first, second = desk.photo(1, source="W-0001"), desk.photo(2, source="W-0002")
    desk.redacted(3, second)
    desk.exhibit(4)
    told = world.testimony(1, open_one), world.testimony(2, masked)
    world.allegation(1, [(one, "1") for one in told], [first, second])


def rows(contents: dict[str, bytes]) -> dict[str, dict[str, str]]:
    return {row["exhibit"]: row for row in json.loads(contents[DOSSIER])["exhibits"]}


def test_it_holds_what_the_dossier_prints_and_copies_in_the_place_of_originals(desk: Desk) -> None:
    filled(desk)
    snapshot = desk.world.english()
    printed = Bundle("D-0001", 1, {one.ref: one.sha256 for one in snapshot.exhibits})
    assert set(printed.printed) == {"EX-0001", "EX-0002"}
    frozen = desk.freeze(bundle=printed)
    assert set(frozen.choice.going) == {"EX-0001", "EX-0003"}
    told = rows(dict(frozen.contents.tags))
    assert told["EX-0001"] == {
        "exhibit": "EX-0001",
        "here": "the same file",
        "sha256_in_annex_d": printed.printed["EX-0001"],
    }
    assert (told["EX-0002"]["here"], told["EX-0002"]["copy"]) == ("a redacted copy", "EX-0003")
    paths = {one.path: one.sha256 for one in frozen.contents.payload}
    assert paths["data/EX-0001.jpg"] == printed.printed["EX-0001"]
    assert paths["data/EX-0003.jpg"] == told["EX-0002"]["sha256_of_copy"]
    assert len(paths) == 2


def test_what_was_withdrawn_since_and_a_file_that_is_another_are_left_out_and_told(desk: Desk) -> None:
    filled(desk)
    printed = {one.ref: one.sha256 for one in desk.world.english().exhibits}
    desk.world.withdraw(witness_of(desk.world.session, desk.world.case.key))
    frozen = desk.freeze(bundle=Bundle("D-0001", 1, printed))
    told = rows(dict(frozen.contents.tags))
    assert (told["EX-0001"]["here"], told["EX-0001"]["code"]) == ("left out", "R4")
    other = desk.freeze(bundle=Bundle("D-0001", 1, {"EX-0003": "0" * 64, "EX-0004": desk_file(desk, "EX-0004")}))
    told = rows(dict(other.contents.tags))
    assert (told["EX-0003"]["here"], told["EX-0004"]["here"]) == ("left out", "the same file")
    assert set(other.choice.going) == {"EX-0004"}


def witness_of(session: Session, case_id: int) -> Witness:
    return session.exec(select(Witness).where(Witness.case_id == case_id, Witness.reference == "W-0001")).one()


def desk_file(desk: Desk, reference: str) -> str:
    of_case = select(Exhibit).where(Exhibit.case_id == desk.world.case.key, Exhibit.reference == reference)
    return desk.world.session.exec(of_case).one().sha256


@pytest.fixture
def shop(db: Session, app: Flask) -> tuple[Desk, DossierVersion]:
    settings = app.extensions["casework_settings"]
    desk = Desk(make_world(db, settings), open_store(settings))
    filled(desk)
    _dossier, version = issued(desk.world)
    db.commit()
    return desk, version


def made(app: Flask, desk: Desk) -> tuple[str, Bag]:
    """A bundle, made by the author on the pages and built by the worker."""
    author = browser(app, desk, "author")
    page = f"/cases/{desk.world.case.reference}/bags/for/D-0001/1"
    assert "EX-0003" in author.get(page).text
    refused = post(author, page, {"language": "en"})
    assert (refused.status_code, "somebody has to look" in refused.text) == (422, True)
    at = post(author, page, {"language": "en", "files_checked": "y"}).headers["Location"]
    run_one(app.extensions["casework_engine"], app.extensions["casework_settings"])
    bag = desk.world.session.exec(select(Bag)).one()
    desk.world.session.commit()
    return at, bag


def browser(app: Flask, desk: Desk, who: str) -> FlaskClient:
    client = app.test_client()
    login(client, getattr(desk.world, who))
    return client


def test_one_makes_it_another_offers_it_and_the_body_fetches_a_numbered_copy_that_verifies(
    app: Flask, shop: tuple[Desk, DossierVersion], tmp_path: Path
) -> None:
    desk, version = shop
    at, bag = made(app, desk)
    reader, file = browser(app, desk, "reader"), f"/dossiers/{version.key}/exhibits.zip"
    assert reader.get(file).status_code == 404
    assert file not in reader.get(f"/dossiers/{version.key}").text
    assert post(browser(app, desk, "author"), f"{at}/offer", page=at).status_code == 409
    issuer = browser(app, desk, "issuer")
    bag.expires_at, until = now(), bag.expires_at
    desk.world.session.commit()
    assert "/bags/for/D-0001/1" in issuer.get(at).text
    assert post(issuer, f"{at}/offer", page=at).status_code == 409
    bag.expires_at = until
    desk.world.session.commit()
    assert post(issuer, f"{at}/offer", page=at).status_code == 302
    page = reader.get(f"/dossiers/{version.key}").text
    assert file in page
    assert "face or voice is to be masked" in page
    answers = [reader.get(file) for _twice in range(2)]
    assert answers[0].content_length == len(answers[0].data)
    assert answers[0].data == answers[1].data
    with zipfile.ZipFile(io.BytesIO(answers[0].data)) as archive:
        assert archive.comment.startswith(b"Copy no. 1 of B-0001 (D-0001 v1)")
        archive.extractall(tmp_path)
    assert bagit.Bag(str(next(tmp_path.glob("CW-*")))).is_valid()
    (tmp_path / "copy.zip").write_bytes(answers[0].data)
    with app.app_context():
        key = heads.fingerprint(heads.public_bytes(heads.signing_key(vault_of(app.extensions["casework_settings"]))))
    command = [sys.executable, verifier.__path__[0] + "/verify.py", str(tmp_path / "copy.zip"), "--key", key]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    session = desk.world.session
    assert [row.copy_number for row in session.exec(select(BundleReceipt))] == [1, 1]
    chain = session.exec(select(CustodyEvent).where(CustodyEvent.kind == CustodyKind.DISCLOSED)).all()
    assert len(chain) == len(bag.exhibits) == 2
    assert len(audit.entries(session, action="bundle.received")) == 2
    stranger = make_account(session, desk.world.reader.role, recipient_id=make_recipient(session).key)
    session.commit()
    other = app.test_client()
    login(other, stranger)
    assert other.get(file).status_code == 404


def test_a_withdrawn_consent_stops_the_bundle_without_saying_whose(
    app: Flask, shop: tuple[Desk, DossierVersion]
) -> None:
    desk, version = shop
    at, _bag = made(app, desk)
    post(browser(app, desk, "issuer"), f"{at}/offer", page=at)
    row = bundles.offered(desk.world.session, version)
    assert row is not None
    desk.world.withdraw(witness_of(desk.world.session, desk.world.case.key))
    desk.world.session.commit()
    answer = browser(app, desk, "reader").get(f"/dossiers/{version.key}/exhibits.zip")
    assert answer.status_code == 409
    assert "ask the issuer for a new one" in answer.text
    assert "EX-0001" not in answer.text
    assert "W-0001" not in answer.text
    assert desk.world.session.exec(select(BundleReceipt)).all() == []


def test_encrypted_to_the_body_it_is_the_same_file_and_a_damaged_store_gives_none(
    app: Flask, shop: tuple[Desk, DossierVersion]
) -> None:
    desk, version = shop
    at, _bag = made(app, desk)
    post(browser(app, desk, "issuer"), f"{at}/offer", page=at)
    reader, file = browser(app, desk, "reader"), f"/dossiers/{version.key}/exhibits.zip"
    assert reader.get(f"{file}.age").status_code == 404
    key = x25519.Identity.generate()
    desk.world.recipient.age_keys = [str(key.to_public())]
    desk.world.session.commit()
    assert f"{file}.age" in reader.get(f"/dossiers/{version.key}").text
    answer = reader.get(f"{file}.age")
    assert answer.content_length == len(answer.data)
    assert pyrage.decrypt(answer.data, [key]) == reader.get(file).data
    entries = audit.entries(desk.world.session, action="bundle.received")
    assert [len(entry.facts["encrypted_to"]) for entry in entries] == [0, 1]
    first = desk_file(desk, "EX-0001")
    desk.world.session.commit()
    alter(desk.store, first, b"changed behind our back")
    assert reader.get(f"{file}.age").status_code == 503
    assert len(desk.world.session.exec(select(BundleReceipt)).all()) == 2


@pytest.mark.parametrize("from_all", [True, False])
def test_whose_access_was_taken_away_gets_no_files_either(
    app: Flask, shop: tuple[Desk, DossierVersion], from_all: bool
) -> None:
    desk, version = shop
    session, world = desk.world.session, desk.world
    at, _bag = made(app, desk)
    post(browser(app, desk, "issuer"), f"{at}/offer", page=at)
    reader = browser(app, desk, "reader")
    assert reader.get(f"/dossiers/{version.key}/en.pdf").status_code == 200
    copy = None if from_all else delivery.own_copy(session, world.reader.as_actor(), version, "en")
    holding.decide(
        session, world.issuer.as_actor(), dossier=session.get_one(Dossier, version.dossier_id), version=version, copy=copy,
        decision=AccessDecision.REVOKED, reason="The laptop of a member was stolen.",
    )  # fmt: skip
    session.commit()
    assert reader.get(f"/dossiers/{version.key}/exhibits.zip").status_code == 409


def test_a_draft_and_a_dossier_without_exhibits_have_no_bundle(desk: Desk) -> None:
    world = desk.world
    world.allegation(1, [(world.testimony(1, world.witness(1)), "1")])
    dossier, version = issued(world)
    given = {"case": world.case, "dossier": dossier, "version": version, "language": "en", "is_checked": True}
    with pytest.raises(Refused, match="no exhibit"):
        offering.start_bundle(world.session, world.builder, **given)  # type: ignore[arg-type]
    version.issued_at = None
    version.state = type(version.state).BUILT
    with pytest.raises(NotFound):
        offering.start_bundle(world.session, world.builder, **given)  # type: ignore[arg-type]

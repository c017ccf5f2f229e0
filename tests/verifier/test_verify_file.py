"""The verifier that is handed out, alone: Python and `cryptography`, on a real copy and on a bag, and on forged ones."""

import hashlib
import json
import re
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import Session

from casework import audit, verifier
from casework.audit import heads, proofs
from casework.audit.tree import Tree
from casework.config import Settings
from casework.dossiers import delivery, logged, seal, services
from casework.subjects import SYSTEM, Subject
from casework.vault import vault_of
from casework.verifier import verify
from tests.dossiers.test_issuing import built, hand_out
from tests.dossiers.world import World, make_world
from tests.verifier.machine import alone, bare_machine


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of a machine that has `cryptography` and what that needs, and nothing else."""
    return bare_machine(tmp_path_factory.mktemp("bare"))


def failing(report: dict[str, Any]) -> list[str]:
    return [check["check"] for check in report["checks"] if check["holds"] is not True]


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    made = make_world(session, settings)
    told = made.testimony(1, made.witness(1))
    made.allegation(1, [(told, "1")])
    for number in range(30):
        audit.record(session, SYSTEM, "test.done", made.case.subject, number=number)
    facts = {"version": 1, "sha256": f"{1:064d}"}
    audit.record(session, SYSTEM, "testimony.submitted", told.subject, **facts)
    session.commit()
    return made


@pytest.fixture
def copy(world: World, tmp_path: Path) -> tuple[Path, str]:
    """A recipient's copy as it was downloaded, and the fingerprint that they were told."""
    dossier, version = built(world)
    final = {one: services.snapshot_of(version, one) for one in version.languages}
    actor = world.issuer.as_actor()
    services.record_issue(
        world.session, actor, vault=world.vault, dossier=dossier, version=version, final=final, bodies=version.bodies
    )
    logged.keep_proof(world.session, world.vault, dossier, version)
    world.session.commit()
    (tmp_path / "copy.pdf").write_bytes(hand_out(world, world.reader, version).data)
    world.session.commit()
    return tmp_path / "copy.pdf", fingerprint(world)


def fingerprint(world: World) -> str:
    return heads.fingerprint(heads.public_bytes(heads.signing_key(vault_of(world.settings))))


def test_a_copy_is_verified_with_python_and_cryptography_alone(
    copy: tuple[Path, str], bare: Path, world: World
) -> None:
    path, told = copy
    code, report = alone(bare, path, "--key", told)
    assert (code, failing(report)) == (0, [])
    names = {check["check"] for check in report["checks"]}
    assert names == {"seal", "key", "attachments", "log_key", "head", "entries", "printed", "objects", "issue"}
    kept, proof = path.with_name("head.txt"), path.with_name("proof.json")
    inside = verify.parsed(verify.attachments(path.read_bytes())["log.json"])
    kept.write_text(inside["signed_head"])
    assert alone(bare, path, "--key", told, "--head", kept)[0] == 0
    kept.write_text(heads.signed_head(world.session, world.vault))
    code, report = alone(bare, path, "--key", told, "--head", kept)
    assert (code, failing(report)) == (1, ["same_log"]), "a later head needs a proof"
    tree, sizes = Tree(world.session), (heads.read(inside["signed_head"]).size, heads.read(kept.read_text()).size)
    proof.write_text(proofs.dumps(proofs.consistency(tree, *sizes)))
    assert alone(bare, path, "--key", told, "--head", kept, "--proof", proof)[0] == 0
    code, report = alone(bare, path)
    assert (code, failing(report)) == (1, ["key"]), "without a fingerprint anybody could have made it"


def run(path: Path, *arguments: object) -> verify.Report:
    """The same file in this process: faster."""
    import argparse

    options = dict(zip(arguments[::2], arguments[1::2], strict=True))
    names = {name: options.get(f"--{name}") for name in ("key", "head", "proof", "log")}
    return verify.examine(path, argparse.Namespace(**names))


def wrong(report: verify.Report) -> list[str]:
    return [name for name, holds, _detail in report.checks if holds is not True]


def test_any_changed_byte_any_cut_and_anything_added_is_found(copy: tuple[Path, str]) -> None:
    path, told = copy
    data = path.read_bytes()
    for offset in [*range(0, len(data), len(data) // 60), *range(len(data) - 400, len(data), 40)]:
        altered = bytearray(data)
        altered[offset] ^= 0x20
        path.write_bytes(altered)
        assert not run(path, "--key", told).holds, offset
    for other in (
        data + b"\n",
        data[:-7],
        data[: len(data) // 2],
        b"",
        b"%PDF-1.7\n",
        data.replace(b"SEAL-1", b"SEAL-2"),
    ):
        path.write_bytes(other)
        assert not run(path, "--key", told).holds


def test_a_dossier_made_anew_with_another_key_is_not_the_makers(copy: tuple[Path, str]) -> None:
    path, told = copy
    data = path.read_bytes()
    key = Ed25519PrivateKey.generate()
    found = seal.locate(data)
    blank = data[: found.start()] + seal.placeholder(key).encode() + data[found.end() :]
    path.write_bytes(seal.apply(blank, key))
    assert "key" in wrong(run(path, "--key", told))
    assert "log_key" in wrong(run(path, "--key", seal.fingerprint(seal.public_bytes(key))))


def repacked(world: World, data: bytes, change: Callable[[dict[str, Any], dict[str, Any]], None]) -> bytes:
    """What the maker could do, who has the key: another manifest or log in the file, sealed as well as ever."""
    import io

    import pikepdf

    from casework.dossiers import archive

    key = heads.signing_key(world.vault)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        files = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
        manifest, log = json.loads(files["manifest.json"]), json.loads(files["log.json"])
        change(manifest, log)
        files["log.json"] = json.dumps(log).encode()
        manifest["attachments"]["log.json"] = hashlib.sha256(files["log.json"]).hexdigest()
        files["manifest.json"] = json.dumps(manifest).encode()
        for name in list(pdf.attachments):
            del pdf.attachments[name]
        for name, body in files.items():
            archive.attach(pdf, name, body, __import__("datetime").datetime(2025, 1, 1))
        pdf.trailer["/CWRK_Seal"] = pikepdf.String(seal.placeholder(key))
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return seal.apply(out.getvalue(), key)


def other_hash(manifest: dict[str, Any], _log: dict[str, Any]) -> None:
    manifest["objects"][0]["sha256"] = "f" * 64


def other_content(manifest: dict[str, Any], _log: dict[str, Any]) -> None:
    manifest["snapshot_sha256"] = "f" * 64


def other_printed_head(manifest: dict[str, Any], _log: dict[str, Any]) -> None:
    manifest["log"]["head"] = "f" * 64


def other_fact(_manifest: dict[str, Any], log: dict[str, Any]) -> None:
    salt, _value = log["entries"][0]["entry"]["opened"]["facts"]
    value = '{"sha256": "0"}'
    log["entries"][0]["entry"]["opened"]["facts"] = [salt, value]
    log["entries"][0]["entry"]["sealed"]["facts"] = hashlib.sha256(bytes.fromhex(salt) + value.encode()).hexdigest()


def other_number(_manifest: dict[str, Any], log: dict[str, Any]) -> None:
    log["entries"][0]["entry"]["seq"] += 1


def no_entries(_manifest: dict[str, Any], log: dict[str, Any]) -> None:
    log["entries"] = []


CHANGES: dict[Callable[[dict[str, Any], dict[str, Any]], None], str] = {
    other_hash: "objects", other_content: "issue", other_printed_head: "printed", other_fact: "entries",
    other_number: "entries", no_entries: "objects",
}  # fmt: skip


def test_the_maker_cannot_claim_what_the_log_does_not_say(copy: tuple[Path, str], world: World) -> None:
    path, told = copy
    data = path.read_bytes()
    path.write_bytes(repacked(world, data, lambda _manifest, _log: None))
    assert run(path, "--key", told).holds
    for change, check in CHANGES.items():
        path.write_bytes(repacked(world, data, change))
        assert check in wrong(run(path, "--key", told)), change


def test_the_application_says_the_same_of_the_proofs(copy: tuple[Path, str], world: World) -> None:
    path, _told = copy
    data = path.read_bytes()
    report = delivery.check_file(world.session, world.settings, data)
    assert {check.name: str(check.answer) for check in report.checks}["entries"] == "holds"
    assert report.holds
    forged = delivery.check_file(world.session, world.settings, repacked(world, data, other_fact))
    assert not forged.holds


# --- Bags --------------------------------------------------------------------------------------------------------------


def make_bag(session: Session, settings: Settings, folder: Path) -> str:
    """A bag with two exhibits, as an export writes it; returns the fingerprint."""
    vault = vault_of(settings)
    files = {"data/EX-0001": b"a photograph", "data/EX-0002 صورة.jpg": b"another"}
    seqs = []
    for number, body in enumerate(files.values(), 1):
        subject = Subject("exhibit", number, 1, f"EX-{number:04d}")
        facts = {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}
        seqs.append(audit.record(session, SYSTEM, "evidence.registered", subject, **facts).seq)
    for name, body in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    manifest = "".join(f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in files.items())
    (folder / "manifest-sha256.txt").write_text(manifest)
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (folder / "bag-info.txt").write_text("Source-Organization: Casework\n")
    tag(folder)
    identity = hashlib.sha256((folder / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    made = audit.record(session, SYSTEM, "case.exported", Subject("bag", 1, 1, "B-0001"), identity=identity, exhibits=2)
    session.commit()
    log = proofs.dumps(proofs.evidence(session, vault, [*seqs, made.seq]))
    folder.with_name("log.json").write_text(log)
    return heads.fingerprint(heads.public_bytes(heads.signing_key(vault)))


def tag(folder: Path) -> None:
    names = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt")
    rows = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "tagmanifest-sha256.txt").write_text("".join(rows))


def zipped(folder: Path) -> Path:
    place = folder.with_suffix(".zip")
    with zipfile.ZipFile(place, "w") as file:
        for one in sorted(folder.rglob("*")):
            file.write(one, Path(folder.name) / one.relative_to(folder))
    return place


BROKEN: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "a file altered": (lambda bag: (bag / "data/EX-0001").write_bytes(b"A photograph"), {"payload"}),
    "a file gone": (lambda bag: (bag / "data/EX-0001").unlink(), {"payload"}),
    "a file added": (lambda bag: (bag / "data/more").write_bytes(b""), {"payload"}),
    "a description altered": (lambda bag: (bag / "bag-info.txt").write_text("Source-Organization: Other\n"), {"tags"}),
    "a description added": (lambda bag: (bag / "more.txt").write_text(""), {"tags"}),
    "a link": (lambda bag: (bag / "data/link").symlink_to("/etc/hostname"), {"read"}),
    "a line that is none": (lambda bag: (bag / "manifest-sha256.txt").write_text("x\n"), {"read"}),
}


def test_a_bag_is_verified_as_a_folder_and_as_a_zip_and_each_break_is_named(
    session: Session, settings: Settings, tmp_path: Path, bare: Path
) -> None:
    make_world(session, settings)
    bag = tmp_path / "bag"
    told = make_bag(session, settings, bag)
    log = tmp_path / "log.json"
    assert run(bag, "--key", told, "--log", log).holds, run(bag, "--key", told, "--log", log).checks
    code, report = alone(bare, zipped(bag), "--key", told, "--log", log)
    assert (code, failing(report)) == (0, [])
    assert wrong(run(bag, "--key", told)) == ["read"], "no proofs of the log, no answer"
    for name, (break_it, checks) in BROKEN.items():
        other = tmp_path / re.sub(r"\W", "", name)
        shutil.copytree(bag, other)
        break_it(other)
        assert checks <= set(wrong(run(other, "--key", told, "--log", log))), name


def test_a_bag_made_anew_around_another_file_is_not_the_one_that_was_exported(
    session: Session, settings: Settings, tmp_path: Path
) -> None:
    make_world(session, settings)
    bag = tmp_path / "bag"
    told = make_bag(session, settings, bag)
    before = hashlib.sha256((bag / "data/EX-0001").read_bytes()).hexdigest()
    (bag / "data/EX-0001").write_bytes(b"forged")
    manifest = (bag / "manifest-sha256.txt").read_text()
    (bag / "manifest-sha256.txt").write_text(manifest.replace(before, hashlib.sha256(b"forged").hexdigest()))
    tag(bag)
    assert wrong(run(bag, "--key", told, "--log", tmp_path / "log.json")) == ["export", "objects"]


# --- The file itself ---------------------------------------------------------------------------------------------------


def test_it_is_short_enough_to_be_read_and_imports_nothing_of_ours() -> None:
    text = verifier.source().decode()
    assert len(text.splitlines()) < 500
    imported = set(re.findall(r"^(?:from|import) (\w+)", text, flags=re.M))
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}


@pytest.mark.parametrize("lang,words", [("en", "NOT CHECKED"), ("ar", "لم يُفحص")])
def test_it_speaks_plainly_in_both_languages(lang: str, words: str) -> None:
    report = verify.Report()
    for name in set(verify.WORDS["en"]) - {True, False, None, "good", "bad", "no_key", "no_same_log", "no_export"}:
        for holds in (True, False, *([None] if f"no_{name}" in verify.WORDS["en"] else [])):
            report.add(name, holds, "detail")
    text = "\n".join(verify.lines(report, lang))
    assert words in text
    assert set(verify.WORDS["en"]) == set(verify.WORDS["ar"])

#!/usr/bin/env python3
"""Check a Casework dossier (PDF) or bag (folder or zip) without Casework, without a network, without trusting its maker.

    python3 verify.py DOSSIER.pdf --key "1a2b 3c4d ..." [--head OLDER-HEAD.txt [--proof PROOF.json]] [--lang ar] [--json]
    python3 verify.py BAG --key "1a2b 3c4d ..." [--log LATER-PROOFS.json] [...]

It needs Python 3.9 or newer and the package `cryptography`, nothing else. `--key` is the fingerprint of the
installation's signing key. Get it in another way than the file: by telephone, on paper, from an earlier delivery.
Exit code 0: everything holds. 1: something does not, or could not be checked. 2: it was called wrongly.

What is checked, and where it stands in this file:
  1. the seal: Ed25519 over every byte of the PDF but its own digits and those of an electronic signature   check_seal
  2. the head of the log (its size and its root) carries a signature of the same key                        read_head
  3. each listed entry of the log is in the tree with that root (RFC 9162, 2.1.3.2)                         included
  4. what an entry shows openly is what it was sealed with: SHA-256(salt + value)                           opened
  5. every attached or packed file has the hash that the manifest lists, and no file is unlisted            check_*
  6. every statement, exhibit and the issue itself have an entry in the log with exactly that hash          check_*
  7. a head that you kept from earlier (or got later) belongs to the same log: nothing between them was
     altered, removed or put in (RFC 9162, 2.1.4.2)                                                         consistent
Whatever is not exactly as expected ends the check with an error: a damaged file never passes for a good one.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Optional

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MOST_BYTES = 1 << 30  # of one file in memory: a dossier, an attachment, a proof

class Unreadable(Exception):
    """The input is not what this program checks, or it is damaged; the message says what was wrong."""

# --- 1. The tree (RFC 6962, RFC 9162): leaves hash with 0x00 in front, nodes with 0x01 ---------------------------------

EMPTY_ROOT = hashlib.sha256(b"").digest()
SALT_BYTES = 16

def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()

def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2: does the path lead from the leaf at this index (from 0) to the root of the tree of this size?"""
    if not 0 <= index < size:
        return False
    at, last, made = index, size - 1, leaf
    for other in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            made = node_hash(other, made)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            made = node_hash(made, other)
        at, last = at >> 1, last >> 1
    return last == 0 and made == root

def consistent(first: int, first_root: bytes, second: int, second_root: bytes, path: Sequence[bytes]) -> bool:
    """RFC 9162, 2.1.4.2: is the tree of size `first` the beginning of the tree of size `second`?"""
    if not 0 <= first <= second:
        return False
    if first == second or first == 0:
        return not path and (first_root == second_root if first == second else first_root == EMPTY_ROOT)
    whole = list(path) if first & (first - 1) else [first_root, *path]
    if not whole:
        return False
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = whole[0]
    for other in whole[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(other, old), node_hash(other, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, other)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root

# --- 2. The signed head: a C2SP checkpoint (c2sp.org/tlog-checkpoint) with the time as an extension line ---------------

HEAD = re.compile(
    r"(?P<text>(?P<origin>casework-log/[0-9a-f]{16})\n(?P<size>0|[1-9][0-9]{0,17})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"time (?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)\n)\n"
    r"\u2014 (?P<name>casework-log/[0-9a-f]{16}) (?P<signature>[A-Za-z0-9+/]{91}=)\n"
)

@dataclass(frozen=True)
class Head:
    """The log as it was at one moment: how many entries, and the root of the tree over them."""

    origin: str
    size: int
    root: bytes
    time: str
    text: str
    signature: bytes

def fingerprint(public_key: bytes) -> str:
    """Half of the key's SHA-256 in groups of four, for reading aloud."""
    digest = hashlib.sha256(public_key).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))

def origin_of(public_key: bytes) -> str:
    """The log's name: it says which key signs it, and nothing about whose log it is."""
    return f"casework-log/{hashlib.sha256(public_key).hexdigest()[:16]}"

def key_hint(origin: str, public_key: bytes) -> bytes:
    """The four bytes in front of a signature in a signed note (c2sp.org/signed-note)."""
    return hashlib.sha256(origin.encode() + b"\n\x01" + public_key).digest()[:4]

def read_head(text: str) -> Head:
    """Take a signed head apart. Raises Unreadable unless it is written exactly as we write it."""
    found = HEAD.fullmatch(text)
    if found is None or found["origin"] != found["name"]:
        raise Unreadable("this is not a signed head of a log")
    root, signature = base64.b64decode(found["root"]), base64.b64decode(found["signature"])
    return Head(found["origin"], int(found["size"]), root, found["time"], found["text"], signature)

def is_signed(head: Head, public_key: bytes) -> bool:
    """True when the head was signed with this key."""
    if head.origin != origin_of(public_key) or head.signature[:4] != key_hint(head.origin, public_key):
        return False
    return signature_fits(public_key, head.signature[4:], head.text.encode())

def signature_fits(public_key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True

# --- 3. An entry: number, time and act in clear; who, what and the facts as salted commitments -------------------------

SEALED = ("actor", "subject", "facts")

def leaf_bytes(seq: int, at: str, action: str, sealed: bytes) -> bytes:
    """What is hashed for an entry; `sealed` is the three commitments one behind the other, 96 bytes."""
    return f"casework entry 1\n{seq}\n{at}\n{action}\n".encode() + sealed

def leaf_of(entry: dict[str, Any]) -> bytes:
    """The leaf's hash. Raises Unreadable when a part could be read in two ways."""
    seq, at, action = entry["seq"], entry["at"], entry["action"]
    sealed = [entry["sealed"][name] for name in SEALED]
    if type(seq) is not int or not all(re.fullmatch(r"[0-9a-f]{64}", one) for one in sealed) or "\n" in at + action:
        raise Unreadable("an entry of the log is damaged")
    return hashlib.sha256(b"\x00" + leaf_bytes(seq, at, action, bytes.fromhex("".join(sealed)))).digest()

def opened(entry: dict[str, Any]) -> dict[str, str]:
    """The values that the entry shows, each checked against its commitment. Raises Unreadable when one does not fit."""
    shown = {}
    for name, (salt, value) in entry.get("opened", {}).items():
        raw = bytes.fromhex(salt)
        if len(raw) != SALT_BYTES or hashlib.sha256(raw + value.encode()).hexdigest() != entry["sealed"][name]:
            raise Unreadable(f"entry {entry['seq']}: what it shows is not what was sealed")
        shown[name] = value
    return shown

# An entry that is in the log, and what it says: the act, the object's reference, and the facts.
Shown = tuple[str, str, dict[str, Any]]

# --- 4. The report -----------------------------------------------------------------------------------------------------

@dataclass
class Report:
    """Every question with its answer: True holds, False does not, None could not be checked."""

    checks: list[tuple[str, Optional[bool], str]] = field(default_factory=list)

    def add(self, name: str, holds: Optional[bool], detail: str = "") -> None:
        self.checks.append((name, holds, detail))

    @property
    def holds(self) -> bool:
        return bool(self.checks) and all(holds is True for _name, holds, _detail in self.checks)

def check_key(report: Report, public_key: bytes, wanted: Optional[str]) -> None:
    """The fingerprint is all that you have to know of the maker; without it anybody could have made the file."""
    given = None if wanted is None else "".join(wanted.lower().split())
    holds = None if given is None else given == fingerprint(public_key).replace(" ", "")
    report.add("key", holds, fingerprint(public_key))

def check_log(
    report: Report, log: dict[str, Any], older: Optional[Head], proof: Optional[dict[str, Any]]
) -> list[Shown]:
    """The head's signature, every entry's place in the tree, and the head that was given beside. Returns the entries."""
    public_key, head = bytes.fromhex(log["key"]), read_head(log["signed_head"])
    report.add("head", is_signed(head, public_key), f"{head.size}, {head.time}")
    found, missing = [], []
    for item in log["entries"]:
        entry = item["entry"]
        path = [bytes.fromhex(one) for one in item["proof"]]
        if included(leaf_of(entry), entry["seq"] - 1, head.size, path, head.root):
            values = opened(entry)
            reference = values.get("subject", "").rpartition(" ")[2]
            found.append((entry["action"], reference, parsed(values.get("facts", "{}").encode())))
        else:
            missing.append(str(entry["seq"]))
    report.add("entries", not missing, ", ".join(missing) or str(len(found)))
    if older is not None:
        check_other_head(report, head, older, public_key, [*log.get("consistency", []), *([proof] if proof else [])])
    return found

def check_other_head(report: Report, one: Head, other: Head, public_key: bytes, proofs: list[dict[str, Any]]) -> None:
    """One of two heads is the beginning of the other. The roots are those of the heads; the proof gives only the path."""
    report.add("other_head", is_signed(other, public_key), f"{other.size}, {other.time}")
    first, second = sorted((one, other), key=lambda head: head.size)
    paths = [p["path"] for p in proofs if (p["first"], p["second"]) == (first.size, second.size)]
    if first.size == second.size or first.size == 0:
        paths = [[]]
    if not paths:
        report.add("same_log", None, f"{first.size} \u2192 {second.size}")
        return
    path = [bytes.fromhex(hash_) for hash_ in paths[0]]
    fits = consistent(first.size, first.root, second.size, second.root, path)
    report.add("same_log", fits, f"{first.size} \u2192 {second.size}")

# --- 5. A dossier ------------------------------------------------------------------------------------------------------

SEAL = re.compile(rb"CASEWORK-SEAL-1 ([0-9a-f]{64}) ([0-9a-f]{128}) END")
SIGNED = re.compile(rb"/ByteRange \[0 ([0-9]{1,10}) ([0-9]{1,10}) ([0-9]{1,10})\]")
SEAL_CONTEXTS = (b"casework dossier seal 1\0", b"casework dossier seal 2\0")  # of a file without and with a signature
MARK = b"/CWRK_Attachment"
ATTACHED = re.compile(rb"\n\d+ 0 obj\n<< /CWRK_Attachment \(([a-z0-9.-]{1,60})\) ([^\n]{1,600}) >>\nstream\n")

def attachments(data: bytes) -> dict[str, bytes]:
    """The attached files. Each is a stream object whose dictionary begins with our mark and the file's name.

    A stream's dictionary always lies open in a PDF, so that no parser is needed. Raises Unreadable when a mark, or any
    embedded file, is not written exactly so.
    """
    files: dict[str, bytes] = {}
    for found in ATTACHED.finditer(data):
        name, words = found[1].decode(), found[2]
        length = re.search(rb"/Length ([0-9]{1,10})(?= /|$)", words)
        if length is None or name in files or b"/Type /EmbeddedFile" not in words:
            raise Unreadable(f"the attachment {name} is not as expected")
        end = found.end() + int(length[1])
        if not data[end : end + 12].startswith((b"endstream", b"\nendstream")):
            raise Unreadable(f"the attachment {name} has another length than it says")
        body = data[found.end() : end]
        files[name] = inflated(body) if b"/Filter /FlateDecode" in words else body
    embedded = data.count(b"/EmbeddedFile ") + data.count(b"/EmbeddedFile>")
    if not files or data.count(MARK) != len(files) or embedded > len(files):
        raise Unreadable("the file has other attachments than a dossier has")
    return files

def inflated(body: bytes) -> bytes:
    """Unpacked, whole, and not beyond measure."""
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(body, MOST_BYTES)
    except zlib.error as error:
        raise Unreadable("an attachment is damaged") from error
    if not unpacker.eof or unpacker.unused_data:
        raise Unreadable("an attachment is damaged or too large")
    return data

def check_seal(report: Report, data: bytes) -> bytes:
    """The seal over the whole file; returns the key that it names. Raises Unreadable without exactly one seal.
    A copy is also signed electronically, last of all: those digits, and no other byte, are not under the seal."""
    found, signed = SEAL.search(data), SIGNED.findall(data)
    if found is None or data.count(b"CASEWORK-SEAL") != 1:
        raise Unreadable("the file carries no seal, or more than one")
    start, rest, length = (int(number) for number in signed[0]) if signed else (0, 0, len(data))
    if len(signed) > 1 or rest + length != len(data) or not re.fullmatch(rb"(<[0-9A-Fa-f]+>)?", data[start:rest]):
        raise Unreadable("the file was added to, or written anew, after it was signed")
    public_key, cuts = bytes.fromhex(found[1].decode()), sorted([found.span(2), (start, rest)])
    sealed = SEAL_CONTEXTS[bool(signed)] + data[: cuts[0][0]] + data[cuts[0][1] : cuts[1][0]] + data[cuts[1][1] :]
    report.add("seal", signature_fits(public_key, bytes.fromhex(found[2].decode()), sealed))
    return public_key

def check_dossier(report: Report, data: bytes, options: argparse.Namespace) -> None:
    """All about a PDF."""
    public_key = check_seal(report, data)
    check_key(report, public_key, options.key)
    files = attachments(data)
    manifest, log = parsed(files["manifest.json"]), parsed(files["log.json"])
    listed = manifest["attachments"]
    given = {name: hashlib.sha256(body).hexdigest() for name, body in files.items() if name != "manifest.json"}
    wrong = sorted(name for name in {*listed, *given} if listed.get(name) != given.get(name))
    report.add("attachments", not wrong, ", ".join(wrong) or str(len(given)))
    report.add("log_key", log["key"] == public_key.hex())
    shown = check_log(report, log, options.older, options.path)
    check_printed(report, manifest["log"], log)
    check_objects(report, manifest, shown)

def check_printed(report: Report, printed: dict[str, Any], log: dict[str, Any]) -> None:
    """The head that is printed on the page of certification is an earlier state of the log whose head is signed."""
    head, size = read_head(log["signed_head"]), printed["sequence"]
    paths = [one["path"] for one in log["consistency"] if (one["first"], one["second"]) == (size, head.size)]
    path = [bytes.fromhex(hash_) for hash_ in paths[0]]
    report.add("printed", consistent(size, bytes.fromhex(printed["head"]), head.size, head.root, path), str(size))

def check_objects(report: Report, manifest: dict[str, Any], shown: Sequence[Shown]) -> None:
    """Every exhibit and statement of the manifest was entered in the log with its hash, and so was the issue."""
    known = {(reference, facts.get("sha256")) for _action, reference, facts in shown}
    needed = [item for item in manifest["objects"] if item["ref"].startswith(("EX-", "T-")) and item["sha256"]]
    lacking = [item["ref"] for item in needed if (item["ref"], item["sha256"]) not in known]
    report.add("objects", not lacking, ", ".join(lacking) or str(len(needed)))
    if manifest["state"] == "issued":
        content = manifest["snapshot_sha256"]
        issues = [facts for act, reference, facts in shown if (act, reference) == ("dossier.issued", manifest["dossier"])]
        report.add("issue", any(content in facts.get("editions", {}).values() for facts in issues), content[:16])
    if manifest["state"] == "sealed volume":  # made from the vault as it left: the log knows it by its number
        report.add("volume", ("volume.issued", manifest["dossier"]) in [(act, one.get("volume")) for act, _ref, one in shown], manifest["dossier"])

# --- 6. A bag (RFC 8493), as a folder or a zip -------------------------------------------------------------------------

class Bag:
    """The files of a bag by their names inside it. Links, odd names and files of the same name are refused."""

    def __init__(self, place: Path) -> None:
        self.zip = None if place.is_dir() else zipfile.ZipFile(place)
        if self.zip is not None:
            names = [one.filename for one in self.zip.infolist() if not one.is_dir()]
        else:
            if any(one.is_symlink() for one in place.rglob("*")):
                raise Unreadable("the bag holds a link")
            names = [one.relative_to(place).as_posix() for one in place.rglob("*") if not one.is_dir()]
        tops = [one[: -len("bagit.txt")] for one in names if one.rpartition("/")[2] == "bagit.txt" and one.count("/") < 2]
        if len(tops) != 1 or len(set(names)) != len(names):
            raise Unreadable("this is not a bag")
        self.place, self.top = place, tops[0]
        if any(not n.startswith(self.top) or n[0] == "/" or "\\" in n or ".." in n.split("/") for n in names):
            raise Unreadable("the bag holds a file outside of itself, or with an odd name")
        self.names = {name[len(self.top) :] for name in names}

    def open(self, name: str) -> BinaryIO:
        if self.zip is not None:
            return self.zip.open(self.top + name)  # type: ignore[return-value]
        return (self.place / self.top / name).open("rb")

    def read(self, name: str) -> bytes:
        if name not in self.names:
            raise Unreadable(f"the bag has no {name}")
        with self.open(name) as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise Unreadable(f"{name} is too large")
        return data

    def sha256(self, name: str) -> str:
        digest = hashlib.sha256()
        with self.open(name) as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
        return digest.hexdigest()

    def listed(self, manifest: str) -> dict[str, str]:
        """Name and hash of every line of a manifest."""
        lines = [
            re.fullmatch(r"([0-9a-f]{64}) [ *](.+)", line) for line in self.read(manifest).decode().split("\n") if line
        ]
        found = {decoded(line[2]): line[1] for line in lines if line}
        if len(found) != len(lines):
            raise Unreadable(f"{manifest} has a line that is not one, or a name twice")
        return found

def decoded(name: str) -> str:
    """RFC 8493, 2.1.3: line ends and the percent sign itself are written otherwise."""
    return re.sub("%(0A|0D|25)", lambda found: chr(int(found[1], 16)), name, flags=re.I)

def check_bag(report: Report, place: Path, options: argparse.Namespace) -> None:
    """All about a bag: both manifests, the log, and that the log knows this very list of files."""
    bag = Bag(place)
    payload, tags = bag.listed("manifest-sha256.txt"), bag.listed("tagmanifest-sha256.txt")
    for name, listed, inside in (
        ("payload", payload, {one for one in bag.names if one.startswith("data/")}),
        ("tags", tags, {one for one in bag.names if not one.startswith(("data/", "tagmanifest-"))}),
    ):
        wrong = {one for one in {*listed, *inside} if one not in inside or listed.get(one) != bag.sha256(one)}
        report.add(name, not wrong, ", ".join(sorted(wrong)[:20]) or str(len(listed)))
    log = parsed(read_limited(options.log) if options.log else bag.read("casework/log.json"))
    check_key(report, bytes.fromhex(log["key"]), options.key)
    shown = check_log(report, log, options.older, options.path)
    # The entry was written before its proof could lie in the bag: it speaks of the list without the proof's own line.
    lines = bag.read("tagmanifest-sha256.txt").decode().splitlines(keepends=True)
    rest = "".join(one for one in lines if one.rstrip("\r\n").partition("  ")[2] != "casework/log.json")
    identity = hashlib.sha256(rest.encode()).hexdigest()
    made = any(facts.get("identity") == identity for action, _ref, facts in shown if action == "case.exported")
    report.add("export", made, identity[:16])
    registered = {facts.get("sha256") for action, _ref, facts in shown if action == "evidence.registered"}
    lacking = sorted(name for name, digest in payload.items() if digest not in registered)
    report.add("objects", not lacking, ", ".join(lacking) or str(len(payload)))

# --- 7. The words and the way in ---------------------------------------------------------------------------------------

WORDS = {
    "en": {
        "read": "the file can be read", "seal": "every byte of the file is what was sealed",
        "key": "it was signed with the key whose fingerprint you gave", "log_key": "the log in the file has the same key",
        "attachments": "every attached file has its listed hash, and none is unlisted",
        "payload": "every file in the bag has its listed hash, and none is unlisted", "volume": "the log says that this sealed volume was issued",
        "tags": "every description in the bag has its listed hash, and none is unlisted", "head": "the head of the log is signed (entries, time)",
        "entries": "every listed entry is in the log", "objects": "every statement and exhibit was entered in the log with this very hash",
        "issue": "the log says that this very content was issued", "export": "the log says that a bag with these very files and descriptions was made",
        "printed": "the head of the log that is printed in the file belongs to the same log (entries)",
        "other_head": "the head that you gave is signed with the same key",
        "same_log": "between the head that you gave and this one, nothing was altered, removed or put in", True: "holds", False: "DOES NOT HOLD",
        None: "NOT CHECKED", "good": "Everything holds.", "bad": "Not everything holds. Do not rely on it; ask who sent it.",
        "no_key": "Compare this fingerprint with the one that the maker told you in another way, then give it with --key.",
        "no_same_log": "A proof between the two heads is needed: ask the maker, or save it from the page for checking, and give it with --proof.",
    },
    "ar": {
        "read": "يمكن قراءة الملف", "seal": "كل بايت في الملف هو ما خُتم عليه", "key": "وُقّع بالمفتاح الذي أدخلتَ بصمته",
        "log_key": "السجل الذي في الملف له المفتاح نفسه", "attachments": "لكل مرفق بصمته المدوّنة، ولا مرفق غير مدوّن",
        "payload": "لكل ملف في الحزمة بصمته المدوّنة، ولا ملف غير مدوّن", "tags": "لكل ملف وصفي في الحزمة بصمته المدوّنة، ولا ملف غير مدوّن",
        "head": "رأس السجل موقّع (عدد القيود، الوقت)", "entries": "كل قيد مذكور موجود في السجل",
        "objects": "كل إفادة ودليل مقيّد في السجل بهذه البصمة نفسها", "issue": "يقول السجل إن هذا المحتوى نفسه قد أُصدر", "volume": "يقول السجل إن المجلّد أُصدر",
        "export": "يقول السجل إن حزمة بهذه الملفات والأوصاف نفسها قد أُعدّت", "printed": "رأس السجل المطبوع في الملف من السجل نفسه (عدد القيود)",
        "other_head": "الرأس الذي أدخلتَه موقّع بالمفتاح نفسه", "same_log": "لم يُغيَّر شيء ولم يُحذف ولم يُدخَل بين الرأس الذي أدخلتَه وهذا الرأس",
        True: "صحيح", False: "غير صحيح", None: "لم يُفحص", "good": "كل شيء صحيح.", "bad": "ليس كل شيء صحيحًا. لا تعتمد عليه، واسأل من أرسله.",
        "no_key": "قارن هذه البصمة بالتي أخبرك بها المُصدِر بطريقة أخرى، ثم أدخلها بعد ‎--key.",
        "no_same_log": "يلزم برهان بين الرأسين: اطلبه من المُصدِر أو احفظه من صفحة الفحص، وأدخله بعد ‎--proof.",
    },
}  # fmt: skip

def parsed(data: bytes) -> dict[str, Any]:
    """JSON. A key that comes twice is an error: two readers could each see another value."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({key for key, _value in pairs}) != len(pairs):
            raise Unreadable("a key comes twice")
        return dict(pairs)

    value = json.loads(data.decode(), object_pairs_hook=once)
    if not isinstance(value, dict):
        raise Unreadable("an object was expected")
    return value

def read_limited(place: Path) -> bytes:
    if place.stat().st_size > MOST_BYTES:
        raise Unreadable(f"{place.name} is too large")
    return place.read_bytes()

def is_pdf(place: Path) -> bool:
    if place.is_dir():
        return False
    with place.open("rb") as file:
        return file.read(5) == b"%PDF-"

def examine(place: Path, options: argparse.Namespace) -> Report:
    """Check a file or a bag. Whatever goes wrong on the way is one more check that does not hold."""
    report = Report()
    try:
        options.older = read_head(read_limited(options.head).decode()) if options.head else None
        options.path = parsed(read_limited(options.proof)) if options.proof else None
        check_bag(report, place, options) if not is_pdf(place) else check_dossier(report, read_limited(place), options)
    except (Unreadable, OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:  # fmt: skip
        report.add("read", False, f"{error}" if isinstance(error, Unreadable) else f"{type(error).__name__}: {error}")
    return report

def lines(report: Report, lang: str) -> Iterator[str]:
    """The report for a person."""
    words: dict[Any, str] = WORDS[lang]
    for name, holds, detail in report.checks:
        yield f"[{words[holds]}] {words[name]}" + (f" ({detail})" if detail else "")
        if holds is None:
            yield f"    {words['no_' + name]}"
    yield words["good"] if report.holds else words["bad"]

def main(arguments: Optional[Sequence[str]] = None) -> int:
    parser = argparse.ArgumentParser(description="Check a Casework dossier (PDF) or bag (folder or zip).")
    parser.add_argument("file", type=Path, help="the dossier or the bag")
    parser.add_argument("--key", help="fingerprint of the signing key, which you got in another way")
    parser.add_argument("--head", type=Path, help="a signed head of the log that you kept, or got later")
    parser.add_argument("--proof", type=Path, help="the proof between that head and the one in the file")
    parser.add_argument("--log", type=Path, help="for a bag: proofs that were sent beside it, instead of those inside")
    parser.add_argument("--lang", choices=sorted(WORDS), default="en")
    parser.add_argument("--json", action="store_true", help="for a program to read")
    options = parser.parse_args(arguments)
    report = examine(options.file, options)
    if options.json:
        rows = [{"check": name, "holds": holds, "detail": detail} for name, holds, detail in report.checks]
        print(json.dumps({"holds": report.holds, "checks": rows}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(lines(report, options.lang)))
    return 0 if report.holds else 1

if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main())
